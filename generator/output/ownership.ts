import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { contentHash } from '../content-hash.ts'
import { kindOf } from '../emit/kinds.ts'
import { type FileHashes, MANIFEST_PATH, type Manifest } from '../emit/manifest.ts'
import { SIGNATURE } from '../emit/typescript.ts'
import { type KnownHashes, together } from './journal.ts'

/** A checkout on Windows may have turned the line ends; generated code holds no carriage return of its own. */
export function unixLines(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}

/** Whether a file says in its text whose it is. The manifest, which has no comments, does so by its keys. */
export function saysItsOwner(path: string): boolean {
  return path === MANIFEST_PATH || kindOf(path)?.isSigned === true
}

/**
 * Whether a file is ours: if it says so, or, where it cannot, if it is what the last generation made or one that was
 * cut off, to the byte.
 */
export function isOurs(path: string, text: string, known: KnownHashes): boolean {
  // Two branches that both generated differ there, and Git puts its marks above the first key.
  if (path === MANIFEST_PATH) return /^\{\s*(?:<{7}[^\n]*\n\s*)?"schemaHash"/.test(text)
  if (saysItsOwner(path)) return text.startsWith(`// ${SIGNATURE}`)
  return known.get(path)?.includes(contentHash(unixLines(text))) === true
}

/**
 * The files that can be ours: those that the manifest of the last generation names, and those of the journal of one that
 * was cut off.
 */
export function knownBefore(folder: string, journal: KnownHashes | null): KnownHashes {
  const manifest = new Map(Object.entries(filesBefore(folder)).map(([path, hash]) => [path, [hash]]))
  return journal === null ? manifest : together(manifest, journal)
}

/** The files that the manifest of the last generation names, with the hashes of their contents. */
export function filesBefore(folder: string): FileHashes {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, MANIFEST_PATH), 'utf8')) as Manifest
    return typeof files === 'object' && files !== null ? files : {}
  } catch {
    return {}
  }
}

/** The paths of what was generated into a folder the last time, as its manifest has them, and of the manifest. */
export function generatedFiles(folder: string): readonly string[] {
  return [MANIFEST_PATH, ...Object.keys(filesBefore(folder))].map((path) => join(folder, path))
}

/**
 * Files that a generation before made and this one does not. Its manifest or journal names them, and they say so too: a
 * copy that somebody made, or a file that somebody changed where it cannot say so, is theirs.
 */
export function staleFiles(folder: string, made: ReadonlySet<string>, known: KnownHashes): readonly string[] {
  const onDisk = new Set([...made].map((path) => path.toLowerCase()))
  return [...known.keys()]
    .filter((path) => !made.has(path) && isInside(path) && isFile(folder, path))
    .filter((path) => isOurs(path, readFileSync(join(folder, path), 'utf8'), known))
    .filter((path) => !(onDisk.has(path.toLowerCase()) && isOneOf(folder, path, made)))
    .sort()
}

/** Whether a path of a manifest or journal, which anybody can write, stays in the folder. */
function isInside(path: string): boolean {
  return (
    !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  )
}

/** Whether it is a file, and no link leads to it. */
function isFile(folder: string, path: string): boolean {
  const parts = path.split('/')
  return parts.every((_, index) => {
    const stats = statsOf(lstatSync, join(folder, ...parts.slice(0, index + 1)))
    return index === parts.length - 1 ? stats?.isFile() === true : stats?.isDirectory() === true
  })
}

/** Whether a disk that knows no case takes the path for one that is made. */
function isOneOf(folder: string, path: string, made: ReadonlySet<string>): boolean {
  const stats = statsOf(statSync, join(folder, path))
  return [...made]
    .filter((other) => other.toLowerCase() === path.toLowerCase())
    .some((other) => {
      const its = statsOf(statSync, join(folder, other))
      return its !== undefined && its.ino === stats?.ino && its.dev === stats.dev
    })
}

function statsOf(read: typeof statSync | typeof lstatSync, path: string): Stats | undefined {
  try {
    return read(path)
  } catch {
    return undefined
  }
}
