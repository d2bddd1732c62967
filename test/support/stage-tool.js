import { stage } from '../../scripts/stage.js'
import { stagedTool } from './tool.ts'

/** Runs once before all tests: the tool that they start is the code that is published, as it is now. */
export async function setup() {
  await stage(stagedTool)
}
