// The main job on the built-in local Zoho; needs nothing but Node.
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './install.js'

ensureInstalled()
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/main-job.ts'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
