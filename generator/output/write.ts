import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'

/** Begins the names of files that are being written; one that is left over is of a process that was killed. */
export const TEMPORARY = '.zcrm-'

/**
 * Replaces a file in one step: whoever reads it sees the old content or the new, also when the process is killed.
 * @throws ConfigurationError where the file cannot be written.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), `${TEMPORARY}${randomUUID()}.tmp`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(temporary, content, { flag: 'wx' })
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {})
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `${path} cannot be written: ${reason}`,
      'Check the path and its permissions.',
      cause,
    )
  }
}
