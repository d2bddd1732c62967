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
 * Half a character that no text can hold, and a backslash before a quote or at the end: Zoho documents that a quote is
 * doubled and says nothing of backslashes, so a parser that gives them a meaning must not find a way out of the text.
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
  if (text === null || UNSAFE.test(text)) throw refusal(value)
  return typeof value === 'number' ? text : `'${text.replaceAll("'", "''")}'`
}

/** The text of a value; `null` where it has none. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return /^-?[\d.]+$/.test(String(value)) ? String(value) : null
  if (value instanceof Date) {
    // Zoho knows neither milliseconds nor years of more digits than four.
    return /^\d{4}-/.test(isoOf(value)) ? `${isoOf(value).slice(0, 19)}+00:00` : null
  }
  const { id } = Object(value)
  return typeof id === 'string' ? id : null
}

function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

function refusal(value: unknown): ConfigurationError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return new ConfigurationError(
    `A query cannot hold the value ${shown.slice(0, 200)}`,
    'Pass text without half characters and without a backslash at its end or before a quote, a number without an exponent, a boolean, a Date or a reference.',
  )
}
