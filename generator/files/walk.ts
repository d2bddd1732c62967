import { readdirSync, type Stats, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Something on the disk. */
export interface Entry {
  readonly path: string
  /** `null` where nothing is there, or it is not for us: who reads it will say so. */
  readonly stats: Stats | null
}

/** What is at a path; of a folder all that is below it too, in order. Nobody looks into packages that are installed there. */
export function entriesAt(path: string): readonly Entry[] {
  const entry = { path, stats: statsOf(path) }
  if (!isFolder(entry) || basename(path) === 'node_modules') return [entry]
  return [entry, ...namesIn(path).flatMap((name) => entriesAt(join(path, name)))]
}

/** Whether it is a folder. */
export function isFolder({ stats }: Entry): boolean {
  return stats?.isDirectory() === true
}

/** What is known of what is at a path; `null` for nothing. */
export function statsOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

/** Whether a path is that of a folder, or below it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(join(folder, '/'))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
