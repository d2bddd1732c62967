import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'

let written = 0

/** Names of files that are being written; the process that writes one stands in it. */
const TEMPORARY = /^\.zcrm-(\d+)-.*\.tmp$/

/** Whether a file was being written by a process that was killed. */
export function isLeftOver(name: string): boolean {
  const writer = TEMPORARY.exec(name)?.[1]
  return writer !== undefined && !isRunning(Number(writer))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It runs, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Replaces a file in one step: whoever reads it sees the old content or the new, also when the process is killed.
 * @throws ConfigurationError where the file cannot be written.
 */
export function replaceFile(path: string, content: string): void {
  const folder = dirname(path)
  const temporary = join(folder, `.zcrm-${process.pid}-${++written}.tmp`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(temporary, content, { flag: 'wx' })
    renameSync(temporary, path)
  } catch (cause) {
    removeQuietly(temporary)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `${path} cannot be written: ${reason}`,
      'Check the path and its permissions.',
      cause,
    )
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What went wrong before is what is told.
  }
}
