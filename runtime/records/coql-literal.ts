import { ConfigurationError } from '../http/errors.ts'

/** A value as it is written in a query; a list is written in brackets. */
export type CoqlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | null
  | { readonly id: string }
  | readonly CoqlValue[]

/**
 * Half a character, which no text can hold, and a backslash before a quote or at the end: Zoho documents that a quote
 * is doubled and says nothing of backslashes, so a parser that gives them a meaning must not find a way out of the text.
 */
const UNSAFE = /\p{Cs}|\\('|$)/u

/**
 * A value as COQL writes it: in single quotes, with quotes in it doubled; numbers without.
 * @throws ConfigurationError for what cannot be written.
 */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(literal).join(', ')})`
  if (value === null) return 'null'
  const text = textOf(value)
  // Numbers with an exponent, NaN and Infinity are none in COQL.
  const isNumber = typeof value === 'number'
  if (isNumber ? !/^-?[\d.]+$/.test(text) : UNSAFE.test(text)) throw unwritable(value)
  return isNumber ? text : `'${text.replaceAll("'", "''")}'`
}

function textOf(value: unknown): string {
  // Zoho knows no milliseconds. An invalid date throws by itself.
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, '+00:00')
  if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value)
  const { id } = Object(value)
  if (typeof id === 'string') return id
  throw unwritable(value)
}

/** What is thrown for a name, an operator or a value that a query cannot hold. */
export function unwritable(what: unknown): ConfigurationError {
  return new ConfigurationError(
    `A query cannot hold ${typeof what === 'string' ? JSON.stringify(what.slice(0, 200)) : what}`,
    'Names are letters, digits and _; values text, finite numbers, booleans, dates and references.',
  )
}
