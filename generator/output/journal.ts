import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { contentHash } from '../content-hash.ts'
import type { OutputFile } from '../emit/typescript.ts'
import { fileFailure } from '../files/failure.ts'
import { textIfReadable } from '../files/read.ts'

/** Hashes by path, of all the contents that a file can have and be ours. */
export type KnownHashes = ReadonlyMap<string, readonly string[]>

/**
 * Name of the file that says which contents a run is about to put in place: of a file that cannot say whose it is, only
 * the manifest does, and that comes last. It lies in the output folder, and goes when the manifest is there.
 */
export const JOURNAL = '.zcrm-journal.json'

/**
 * What a run that did not come to its end was putting in place; `null` where there was none. Anybody can write such a
 * file: it says no more than a manifest can, and one that is broken says nothing.
 */
export function readJournal(folder: string): KnownHashes | null {
  const text = textIfReadable(join(folder, JOURNAL))
  return text === null ? null : new Map(entriesOf(text))
}

function entriesOf(text: string): readonly (readonly [string, readonly string[]])[] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([path, hashes]: [string, unknown]) =>
      isTexts(hashes) ? [[path, hashes] as const] : [],
    )
  } catch {
    return []
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/**
 * The journal of files that are about to be put in place. What earlier runs did not bring to an end stays in it, since
 * this one may come to none either.
 */
export function journalOf(files: readonly OutputFile[], before: KnownHashes | null): OutputFile {
  const placed = files.map(({ path, content }) => [path, [contentHash(content)]] as const)
  const hashes = Object.fromEntries(together(before ?? new Map(), new Map(placed)))
  return { path: JOURNAL, content: `${JSON.stringify(hashes)}\n` }
}

/** What either of two knows. */
export function together(one: KnownHashes, other: KnownHashes): KnownHashes {
  const paths = new Set([...one.keys(), ...other.keys()])
  const hashesOf = (path: string) => [...new Set([...(one.get(path) ?? []), ...(other.get(path) ?? [])])]
  return new Map([...paths].map((path) => [path, hashesOf(path)]))
}

/** Removes the journal, when what it says is in the manifest. */
export function dropJournal(folder: string): void {
  const path = join(folder, JOURNAL)
  try {
    rmSync(path, { force: true })
  } catch (cause) {
    throw fileFailure(path, 'removed', cause)
  }
}
