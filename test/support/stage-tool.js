import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './scratch.ts'
import { stagedTool } from './tool.ts'

/** Runs once before all tests: the tool that they start is the code that is published, as it is now. */
export function setup() {
  // Of the project's own parts there need be nothing but sources.
  const script = join(root, 'scripts/stage.js')
  execFileSync(process.execPath, ['--conditions=@zcrm/source', script, stagedTool], { stdio: 'inherit' })
}
