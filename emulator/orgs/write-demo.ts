import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { demoOrg } from './demo.ts'
import { writeOrgFolder } from './org-folder.ts'

// npx tsx emulator/orgs/write-demo.ts: writes the committed folder of the demo organisation anew.
const dir = fileURLToPath(new URL('demo', import.meta.url))
rmSync(dir, { recursive: true, force: true })
writeOrgFolder(dir, demoOrg())
