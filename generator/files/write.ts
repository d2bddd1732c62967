import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileFailure } from './failure.ts'
import { makeFolder } from './folder.ts'
import { isRunning } from './process.ts'

let written = 0

/** Names of files that are being written; the process that writes one stands in it. */
const TEMPORARY = /^\.zcrm-(\d+)-.*\.tmp$/

/** Whether a file was being written by a process that was killed. */
export function isLeftOver(name: string): boolean {
  const writer = TEMPORARY.exec(name)?.[1]
  return writer !== undefined && !isRunning(Number(writer))
}

/** A new content of a file that lies beside it, and is not in its place yet. */
export interface StagedFile {
  readonly path: string
  readonly temporary: string
}

/**
 * Replaces a file in one step: whoever reads it sees the old content or the new, also when the process is killed.
 * @throws ConfigurationError where the file cannot be written.
 */
export function replaceFile(path: string, content: string): void {
  try {
    makeFolder(dirname(path))
  } catch (cause) {
    throw fileFailure(path, 'written', cause)
  }
  placeFile(stageFile(path, content))
}

/**
 * Writes what a file is going to be beside it, in a folder that is there.
 * @throws ConfigurationError where it cannot be written; then nothing is left.
 */
export function stageFile(path: string, content: string): StagedFile {
  const temporary = join(dirname(path), `.zcrm-${process.pid}-${++written}.tmp`)
  try {
    writeFileSync(temporary, content, { flag: 'wx' })
    return { path, temporary }
  } catch (cause) {
    dropStaged({ path, temporary })
    throw fileFailure(path, 'written', cause)
  }
}

/**
 * Puts what was written beside a file in its place.
 * @throws ConfigurationError where that cannot be done; then nothing is left beside it.
 */
export function placeFile({ path, temporary }: StagedFile): void {
  try {
    renameSync(temporary, path)
  } catch (cause) {
    dropStaged({ path, temporary })
    throw fileFailure(path, 'written', cause)
  }
}

/** Removes what was written beside a file. */
export function dropStaged({ temporary }: StagedFile): void {
  try {
    rmSync(temporary, { force: true })
  } catch {
    // What went wrong before is what is told.
  }
}
