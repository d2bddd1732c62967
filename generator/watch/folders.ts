import { readdirSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Whether a folder is another one, or below it. */
export function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'))
}

/** A file; of a folder the files in it, at any depth. */
export function filesAt(path: string): readonly string[] {
  return isFolder(path) ? entriesOf(path).flatMap((entry) => filesAt(join(path, entry))) : [path]
}

/** The folders whose entries tell of changes at a path: the one that it is in, and those that it is. */
export function foldersAt(path: string): readonly string[] {
  return [dirname(path), ...foldersBelow(path)]
}

function foldersBelow(path: string): readonly string[] {
  if (!isFolder(path)) return []
  return [path, ...entriesOf(path).flatMap((entry) => foldersBelow(join(path, entry)))]
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name !== 'node_modules')
      .sort()
  } catch {
    return []
  }
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true
}

/** What tells a folder from another one that was put in its place; `null` where there is none. */
export function inodeOf(path: string): number | null {
  return statOf(path)?.ino ?? null
}

/** What cannot be looked at counts as absent. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
