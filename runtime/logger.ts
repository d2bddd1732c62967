import { ConfigurationError } from './http/errors.ts'

/** A log method in the shape that pino and most other loggers share: facts first, then the sentence. */
export type LogMethod = (facts: Record<string, unknown>, message: string) => void

/**
 * A Logger is where the runtime says what it does; a pino instance is one. Tokens, secrets, grant codes and the
 * contents of records never reach it.
 */
export interface Logger {
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
}

/** How much a logger says, the most first; `off` is nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off'

/** A log file: one JSON object a line, written by pino, which is then needed beside the runtime. */
export interface LoggerSettings {
  /** Default: `info`. */
  readonly level?: LogLevel
  /** The file, made readable for its owner only; lines are added at its end. */
  readonly filePath: string
}

/** A logger of one's own, or the settings of a log file. */
export type LoggerOption = Logger | LoggerSettings

/** The logger of a client. */
export interface ClientLogger extends Logger {
  /** Opens what it writes to; calls wait for it. */
  readonly ready: () => Promise<void>
}

const nothing: LogMethod = () => {}

/** The default logger: says nothing. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

const LEVELS = ['debug', 'info', 'warn', 'error'] as const

/**
 * The logger that an option means; without one it says nothing.
 * @throws ConfigurationError for what is neither a logger nor the settings of one.
 */
export function createLogger(option: LoggerOption | undefined): ClientLogger {
  if (option === undefined) return delegate(() => silentLogger)
  if (isLogger(option)) return delegate(() => option)
  const { level = 'info', filePath } = (option ?? {}) as LoggerSettings
  if (typeof filePath !== 'string' || filePath === '') {
    throw new ConfigurationError(
      'logger is neither a logger nor a log file',
      'Pass an object with debug, info, warn and error, or { level, filePath }.',
    )
  }
  if (level !== 'off' && !LEVELS.includes(level)) {
    throw new ConfigurationError(
      `logger.level is ${JSON.stringify(level)}`,
      `Use one of ${LEVELS.join(', ')}, off.`,
    )
  }
  let opened: Logger = silentLogger
  let opening: Promise<void> | undefined
  return delegate(
    () => opened,
    () => {
      if (level === 'off') return Promise.resolve()
      opening ??= import('#node/log-file')
        .then(({ openLogFile }) => openLogFile(level, filePath))
        .then((logger) => {
          opened = logger
        })
      return opening
    },
  )
}

function isLogger(option: unknown): option is Logger {
  const methods = (typeof option === 'object' && option !== null ? option : {}) as Record<string, unknown>
  return LEVELS.every((level) => typeof methods[level] === 'function')
}

/** A logger that asks where to write with each line; methods keep their object, which some loggers need. */
function delegate(logger: () => Logger, ready: () => Promise<void> = async () => {}): ClientLogger {
  const methods = LEVELS.map((level) => {
    const method: LogMethod = (facts, message) => logger()[level](facts, message)
    return [level, method]
  })
  return { ready, ...(Object.fromEntries(methods) as unknown as Logger) }
}
