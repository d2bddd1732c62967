import { AuthenticationError, ConfigurationError, isZohoError, PermissionError } from '@zcrm/runtime'
import { failureOf, Interrupted } from '../failure.ts'

/** Exit codes of the tool. */
export const exitCodes = {
  /** The answer is no. */
  no: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** Not signed in, or refused. */
  refused: 3,
  /** The API or the network failed. */
  failed: 4,
  interrupted: 130,
} as const

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return exitCodes.interrupted
  // It was stopped as it was told to, before it had everything.
  if (isZohoError(error) && error.code === 'MAX_CALLS') return exitCodes.no
  if (error instanceof ConfigurationError) return exitCodes.usage
  return error instanceof AuthenticationError || error instanceof PermissionError
    ? exitCodes.refused
    : exitCodes.failed
}

/** What is wrong and what to do, in two lines; with the stack where it was asked for or nobody expected it. */
export function failureText(error: unknown, verbose: boolean): string {
  if (error instanceof Interrupted) return ''
  if (isZohoError(error))
    return `${inOneLine(error.message)}\n${inOneLine(error.hint)}${verbose ? `\n${error.stack}` : ''}\n`
  const stack = error instanceof Error ? error.stack : String(error)
  const { message, hint } = failureOf(error)
  const rest = verbose ? `\n${stack}` : ' Run again with --verbose for the stack.'
  return `this should not happen: ${message}\n${hint}${rest}\n`
}

/** A name of an organisation may break lines, and so may what others say went wrong. */
function inOneLine(text: string): string {
  return text.replace(/\s*[\n\u2028\u2029]\s*/g, ' ').trim()
}
