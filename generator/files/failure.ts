import { ConfigurationError } from '@zcrm/runtime'

/** What a system's code means for who reads it, and what can be done. */
const KNOWN: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ['the disk is full', 'Make room on the disk and run it again: it goes on from there.'],
  EDQUOT: ['the disk quota is used up', 'Make room on the disk and run it again: it goes on from there.'],
  EROFS: ['the disk is read-only', 'Choose another folder, or make the disk writable.'],
  EISDIR: ['a folder is in the place of the file', 'Move the folder away, or choose another path.'],
  ENOTDIR: ['a file is in the place of a folder', 'Move the file away, or choose another path.'],
}

/**
 * The failure of a file that cannot be read or written: what is in the way, and what to do.
 * @param done What could not be done: `written`, `read`.
 */
export function fileFailure(path: string, done: string, cause: unknown, hint?: string): ConfigurationError {
  const [reason, remedy] = KNOWN[codeOf(cause) ?? ''] ?? [
    cause instanceof Error ? cause.message : String(cause),
    'Check the path and its permissions.',
  ]
  return new ConfigurationError(`${path} cannot be ${done}: ${reason}`, hint ?? remedy, cause)
}

/** The system's code of a failure. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
