import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../files/folder.ts'

/** Makes the folder of tokens, cache and stamps, none of which belongs into version control. */
export function prepareResourceFolder(folder: string): void {
  try {
    makeFolder(folder)
    writeFileSync(join(folder, '.gitignore'), '*\n', { flag: 'wx' })
  } catch {
    // It is there already, or cannot be written: then whoever writes into it says so.
  }
}
