import { join } from 'node:path'
import { root } from './scratch.ts'

/** The folder of the tool that tests start: code as it is published, since the sources take a second to start. */
export const stagedTool: string = join(root, 'test/.work/tool')

/** The command line of the staged tool. */
export const stagedBin: string = join(stagedTool, 'generator/bin.js')
