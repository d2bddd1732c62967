import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentHash } from '../content-hash.ts'
import type { FileHashes } from '../emit/manifest.ts'
import { replaceFile } from '../files/write.ts'
import { JOURNAL } from './journal.ts'

/**
 * What a generation left in the output folder, and from which inputs. It is kept outside the folder, so that the next
 * generation from the same inputs can tell by it that there is nothing to do, without emitting everything again.
 */
interface Stamp {
  readonly inputsHash: string
  /** Hash of the content by path; of every file that was generated, the manifest included. */
  readonly files: FileHashes
}

/** Where the stamp of an output folder is kept. */
export function stampPath(resourcePath: string, folder: string): string {
  return join(resourcePath, 'stamps', `${contentHash(folder)}.json`)
}

/** Keeps what was generated. A folder that cannot be written has no stamp, and loses nothing but time. */
export function writeStamp(path: string, inputsHash: string, files: FileHashes): void {
  const stamp: Stamp = { inputsHash, files }
  try {
    replaceFile(path, JSON.stringify(stamp))
  } catch {
    // The next generation takes a little longer.
  }
}

/** Whether a folder is to the byte what these inputs gave the last time, with no TypeScript beside it, and nothing begun. */
export function isAsStamped(path: string, inputsHash: string, folder: string): boolean {
  try {
    const stamp = JSON.parse(readFileSync(path, 'utf8')) as Stamp
    if (stamp.inputsHash !== inputsHash) return false
    const isListed = (name: string) =>
      Object.hasOwn(stamp.files, name) || !(name.endsWith('.ts') || name === JOURNAL)
    return (
      readdirSync(folder).every(isListed) &&
      Object.entries(stamp.files).every(
        ([name, hash]) => contentHash(readFileSync(join(folder, name), 'utf8')) === hash,
      )
    )
  } catch {
    return false
  }
}
