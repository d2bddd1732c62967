import type { FieldRow, ValueKind } from '../records/choices.ts'
import { shown } from './issues.ts'

/** What is wrong with a value, `null` for nothing. The limit is the greatest number of letters or digits. */
type Wrong = (value: unknown, limit: FieldRow[2]) => string | null

const text: Wrong = (value, limit) => {
  if (typeof value !== 'string') return `${shown(value)} is not a text`
  return isOver(value.length, limit) ? `it has ${value.length} letters; at most ${limit} are allowed` : null
}

/** A text of a form. */
const ofForm =
  (isFine: (value: string) => boolean, wanted: string): Wrong =>
  (value, limit) =>
    typeof value === 'string' && isFine(value) ? text(value, limit) : `${shown(value)} is not ${wanted}`

const digitsOf = (value: unknown): number => String(value).replace(/^-/, '').length

const wholeNumber =
  (isFine: (value: unknown) => boolean, wanted: string): Wrong =>
  (value, limit) => {
    if (!isFine(value)) return `${shown(value)} is not ${wanted}`
    const count = digitsOf(value)
    return isOver(count, limit) ? `it has ${count} digits; at most ${limit} are allowed` : null
  }

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/
const MOMENT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d([+-]([01]\d|2[0-3]):[0-5]\d|Z)$/

/**
 * What is wrong with a value of each kind. Of phone numbers and web addresses Zoho does not say what it accepts: they are
 * texts, since what is refused wrongly cannot be entered at all. Of an e-mail address, what every one has.
 */
const SCALARS: Partial<Record<ValueKind, Wrong>> = {
  text,
  richtext: text,
  email: ofForm(isAddress, 'an e-mail address'),
  integer: wholeNumber((value) => Number.isSafeInteger(value), 'a whole number'),
  number: (value) => (Number.isFinite(value) ? null : `${shown(value)} is not a number`),
  digits: wholeNumber(
    (value) => typeof value === 'string' && /^-?\d+$/.test(value),
    'a whole number as text: "123"',
  ),
  boolean: (value) => (typeof value === 'boolean' ? null : `${shown(value)} is neither true nor false`),
  date: ofForm(isDay, 'a day such as 2026-01-31'),
  datetime: ofForm(
    (value) => isDay(MOMENT.exec(value)?.[1] ?? ''),
    'a date and time such as 2026-01-31T12:00:00+00:00',
  ),
}

/** What is wrong with a value of a kind; nothing where nobody knows the kind. */
export function wrongScalar(value: unknown, kind: ValueKind, detail: FieldRow[2]): string | null {
  return SCALARS[kind]?.(value, detail) ?? null
}

function isOver(count: number, limit: FieldRow[2]): boolean {
  return typeof limit === 'number' && count > limit
}

function isDay(value: string): boolean {
  const [, year, month, day] = (DAY.exec(value) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  // A day that the month does not have is one of another month.
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1
}

/** Not by one regular expression: it would take very long for a long text that somebody thought out. */
function isAddress(value: string): boolean {
  const at = value.indexOf('@')
  const dot = value.indexOf('.', at + 2)
  return at > 0 && at === value.lastIndexOf('@') && dot > 0 && dot < value.length - 1 && !/\s/.test(value)
}
