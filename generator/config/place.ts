import { isBelow } from '../files/walk.ts'

/**
 * What two paths have in common that are one place on some machine: macOS and Windows do not tell upper and lower case
 * apart, and what is committed on one machine is checked out on another.
 */
export function placeOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/** Whether a path is a folder, or in it, on some machine. */
export function isWithin(path: string, folder: string): boolean {
  return isBelow(placeOf(path), placeOf(folder))
}
