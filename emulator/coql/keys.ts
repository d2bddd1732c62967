import { type Json, text } from '../json.ts'
import { moment } from '../time.ts'
import type { Kind } from './kinds.ts'

/** A Key is what stands for a value in the SQL database: keys compare as the values do. */
export type Key = number | bigint | string | null

const ID_LENGTH = 20
const LARGEST = 2n ** 63n - 1n
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[+-]\d{2}:\d{2}|Z)$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** Ids as texts of one length, which sort as the numbers that they are. */
export function idKey(id: string): string {
  return id.padStart(ID_LENGTH, '0')
}

/** The id that a key stands for. */
export function idOfKey(key: string): string {
  return key.replace(/^0+/, '')
}

/**
 * Texts compare whatever their case, as MySQL does it: the documentation's samples sort that way; for `=` and `like` it
 * is unverified. The SQL database ends a text at a NUL.
 */
function fold(value: string): string {
  return value.toLowerCase().replaceAll('\0', '\u{FFFF}')
}

/** What stands for the value of a record; null where there is none. */
export function keyOfValue(kind: Kind, value: Json | undefined): Key {
  if (kind === 'boolean') return value === true ? 1 : 0
  if (value === undefined || value === null || value === '') return null
  if (kind === 'reference') return referenceKey(value)
  if (kind === 'list') return Array.isArray(value) && value.length > 0 ? fold(value.join(';')) : null
  if (kind === 'number') return typeof value === 'number' ? value : null
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? (keyOfText(kind, String(value)) ?? null) : null
}

function referenceKey(value: Json): Key {
  const id = text(value, 'id')
  return id === undefined ? null : idKey(id)
}

/** What stands for a value that a query names; undefined where a column of the kind can have no such value. */
export function keyOfText(kind: Kind, value: string): Key | undefined {
  switch (kind) {
    case 'id':
    case 'reference':
      return /^\d+$/.test(value) ? idKey(idOfKey(value)) : undefined
    case 'number':
      return NUMBER.test(value) ? Number(value) : undefined
    case 'bigint':
      return /^-?\d{1,19}$/.test(value) ? within(BigInt(value)) : undefined
    case 'boolean':
      return booleanKey(value.toLowerCase())
    case 'date':
      return DATE.test(value) && moment(value) !== undefined ? value : undefined
    case 'datetime':
      return DATETIME.test(value) ? moment(value) : undefined
    default:
      return fold(value)
  }
}

function booleanKey(value: string): Key | undefined {
  if (value === 'true') return 1
  return value === 'false' ? 0 : undefined
}

function within(value: bigint): bigint | undefined {
  return value <= LARGEST && value >= -LARGEST ? value : undefined
}
