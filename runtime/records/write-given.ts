import { ConfigurationError, ValidationError } from '../http/errors.ts'
import type { Given } from './given.ts'

/**
 * A row as it was given.
 * @throws ConfigurationError where it is no object or cannot be written as JSON, and ValidationError where JSON would
 * make null of one of its values, which clears a field.
 */
export function rowOf(module: string, { json, error, parts }: Given): object {
  if (error !== undefined) throw noJson(error)
  const row: unknown = json === undefined ? null : JSON.parse(json)
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new ConfigurationError(
      'a row is no object; it was not sent',
      'Pass an object with the fields to write.',
    )
  const lost = lostIn(parts)
  if (lost !== null) throw noValue(module, parts, lost)
  return row
}

function noJson(cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigurationError(
    `a row cannot be written as JSON: ${reason}; it was not sent`,
    'Pass texts, numbers, booleans, null, and objects and arrays of them.',
    cause,
  )
}

/** How many of the parts are about a value. */
const WIDTH = 4

/** Where the first value is told of that JSON has no other word for than null; `null` where there is none. */
function lostIn(parts: Given['parts']): number | null {
  for (let at = 0; at < parts.length; at += WIDTH) {
    const value = parts[at + 2]
    // What gives null as its JSON and is not null: a date that is none, of this kind or of a library's.
    if (parts[at + 3] || (typeof value === 'number' && !Number.isFinite(value))) return at
  }
  return null
}

function noValue(module: string, parts: Given['parts'], lost: number): ValidationError {
  const place = placeOf(parts, lost)
  const isNumber = typeof parts[lost + 2] === 'number'
  return new ValidationError(
    isNumber ? 'INVALID_NUMBER' : 'INVALID_DATE',
    `${module}.${place}: ${isNumber ? `${parts[lost + 2]} is no number` : 'no valid date'}; the row was not sent`,
    'Pass a value that JSON has, or null to clear the field.',
    { method: '', path: `/${module}`, status: 0, details: { api_name: fieldOf(place) } },
  )
}

/** Where a value stands in its row: `Quoted_Items[1].Quantity`. */
function placeOf(parts: Given['parts'], index: number): string {
  const places = new Map<unknown, string>()
  let place = ''
  for (let at = 0; at <= index; at += WIDTH) {
    const [holder, key, value] = parts.slice(at, at + WIDTH)
    const within = places.get(holder) ?? ''
    const dot = within === '' ? '' : '.'
    place = Array.isArray(holder) ? `${within}[${key}]` : `${within}${dot}${key}`
    // What stands at two places is gone into at the latest.
    places.set(value, place)
  }
  return place
}

/** The field of a place: the last name in it. */
function fieldOf(place: string): string {
  return place.replace(/(\[\d+\])+$/, '').replace(/^.*\./s, '')
}
