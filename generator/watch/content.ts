import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { filesAt } from './folders.ts'

/** Hashes of what is in files, by path; `null` where there is no file. */
export type Content = ReadonlyMap<string, string | null>

/** A ContentReader tells what is in files, and reads those again that were written since it was asked last. */
export class ContentReader {
  readonly #known = new Map<string, { readonly state: string; readonly hash: string }>()

  /** What is in these files, and in the files in these folders. */
  contentOf(paths: readonly string[]): Content {
    return new Map(paths.flatMap(filesAt).map((path) => [path, this.#hashOf(path)]))
  }

  /** The hash of a file's content, which is read only where the file was written since; `null` where there is none. */
  #hashOf(path: string): string | null {
    try {
      const { ino, size, mtimeMs, ctimeMs } = statSync(path)
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
