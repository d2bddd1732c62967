import { ConfigurationError } from './http/errors.ts'
import type { Logger, LogLevel } from './logger.ts'

/**
 * A logger that adds lines to a file, written by pino.
 * @throws ConfigurationError where pino is not installed, or the file cannot be opened.
 */
export async function openLogFile(level: LogLevel, filePath: string): Promise<Logger> {
  // webpack fails where it does not find a package, however the failure is handled: it has to leave optional ones alone.
  // Turbopack would do the same, and then not trace them; the last of its comments counts.
  const { pino } = await import(
    /* webpackIgnore: true */ /* turbopackOptional: true */ /* turbopackIgnore: false */ 'pino'
  ).catch(noPino)
  try {
    // Synchronous: what was logged is in the file when the process ends, however it ends.
    const logger: Logger = pino(
      { level },
      pino.destination({ dest: filePath, mkdir: true, mode: 0o600, sync: true }),
    )
    return logger
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `the log file ${filePath} cannot be opened: ${reason}`,
      'Check the path and its permissions.',
      cause,
    )
  }
}

function noPino(cause: unknown): never {
  throw new ConfigurationError(
    'the log file is written by pino, which is not installed',
    'Run npm install pino.',
    cause,
  )
}
