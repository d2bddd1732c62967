import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Entry, entriesAt, isFolder } from '../files/walk.ts'

/** Hashes of what is in files, by path; `null` where there is no file. */
export type Content = ReadonlyMap<string, string | null>

/** A ContentReader tells what is in files, and reads those again that were written since it was asked last. */
export class ContentReader {
  readonly #known = new Map<string, { readonly state: string; readonly hash: string }>()

  /** What is in these files, and in the files in these folders. */
  contentOf(paths: readonly string[]): Content {
    const files = paths.flatMap(entriesAt).filter((entry) => !isFolder(entry))
    return new Map(files.map((entry) => [entry.path, this.#hashOf(entry)]))
  }

  /** The hash of a file's content, which is read only where the file was written since; `null` where there is none. */
  #hashOf({ path, stats }: Entry): string | null {
    if (stats === null) return null
    try {
      const { ino, size, mtimeMs, ctimeMs } = stats
      const state = [ino, size, mtimeMs, ctimeMs].join(' ')
      const known = this.#known.get(path)
      if (known?.state === state) return known.hash
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex')
      // A file that is written twice within the clock's grain looks the same: it is read again until that is over.
      if (Date.now() - mtimeMs > 2_000) this.#known.set(path, { state, hash })
      return hash
    } catch {
      return null
    }
  }
}

/** Whether nothing changed. */
export function isSame(before: Content, now: Content): boolean {
  return JSON.stringify([...before]) === JSON.stringify([...now])
}

/** Whether a file that was there is not. */
export function isGone(before: Content, now: Content): boolean {
  return [...before].some(([path, hash]) => hash !== null && (now.get(path) ?? null) === null)
}
