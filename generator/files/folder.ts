import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from './failure.ts'
import { statsOf } from './walk.ts'

/**
 * Makes a folder and those above it. What Node has for it never returns where nothing can be made: there the system says
 * each time that the folder above, which is there, is not.
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return
  try {
    makeOne(path)
  } catch (cause) {
    const parent = dirname(path)
    if (codeOf(cause) !== 'ENOENT' || parent === path) throw cause
    makeFolder(parent)
    reported(parent, () => makeOne(path))
  }
}

/** Makes sure that folders can be made in a folder that is there: permissions do not tell that of every file system. */
export function checkMakeable(parent: string): void {
  reported(parent, () => rmdirSync(mkdtempSync(join(parent, '.zcrm-'))))
}

function makeOne(path: string): void {
  try {
    mkdirSync(path)
  } catch (cause) {
    if (!isFolder(path)) throw cause
  }
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() === true
}

/** Says what the system means by the absence of what has just been there. */
function reported(parent: string, make: () => void): void {
  try {
    make()
  } catch (cause) {
    throw codeOf(cause) === 'ENOENT' ? new Error(`nothing can be made in ${parent}`, { cause }) : cause
  }
}
