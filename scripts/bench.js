// The measurements of bench/, which has dependencies of its own: the peers.
import { spawnSync } from 'node:child_process'
import { ensureInstalled, root } from './install.js'

ensureInstalled()
ensureInstalled(`${root}bench`)
const args = ['--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
