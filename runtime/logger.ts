/** A log method in the shape that pino and most other loggers share: facts first, then the sentence. */
export type LogMethod = (facts: Record<string, unknown>, message: string) => void

/** A Logger is where the runtime says what it does; a pino instance is one. Tokens and secrets never reach it. */
export interface Logger {
  readonly debug: LogMethod
  readonly info: LogMethod
  readonly warn: LogMethod
  readonly error: LogMethod
}

const nothing: LogMethod = () => {}

/** The default logger: says nothing. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }
