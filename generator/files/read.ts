import { readFileSync } from 'node:fs'
import { codeOf, fileFailure } from './failure.ts'

/**
 * The text of a file; `null` where there is none.
 * @param hint What to do where it cannot be read, if that is known here better than by the system's code.
 * @throws ConfigurationError where it is there and cannot be read.
 */
export function textIfThere(path: string, hint?: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw fileFailure(path, 'read', cause, hint)
  }
}

/** The text of a file; `null` where it cannot be read, for whatever reason. */
export function textIfReadable(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
