import { ConfigurationError } from '../http/errors.ts'
import { type Condition, conditionOf, type FieldCondition, type Match } from './conditions.ts'
import type { SearchOperators } from './operators.ts'
import { secondsOf } from './time.ts'

/** At most 15 conditions, and 100 values of an `in`. @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html */
const MAX_CONDITIONS = 15
const MAX_VALUES = 100

/**
 * The conditions of a search as the `criteria` parameter takes them: in pairs, and with what has a meaning there escaped.
 * @throws ConfigurationError where there are none or too many, or a value is none.
 */
export function criteriaOf(match: Match<SearchOperators, never>): string {
  const condition = conditionOf(match)
  const count = countOf(condition)
  if (count === 0 || count > MAX_CONDITIONS) {
    throw new ConfigurationError(
      `a search has ${count} conditions`,
      `Give it 1 to ${MAX_CONDITIONS}; select(…).where(…) takes 25.`,
    )
  }
  return textOf(condition)
}

function countOf(condition: Condition): number {
  if ('field' in condition) return 1
  return partsOf(condition).reduce((sum, part) => sum + countOf(part), 0)
}

function partsOf(condition: Exclude<Condition, FieldCondition>): readonly Condition[] {
  return 'all' in condition ? condition.all : condition.any
}

function textOf(condition: Condition): string {
  if ('field' in condition) return `(${condition.field}:${condition.operator}:${operandOf(condition)})`
  const [word, parts] = ['all' in condition ? 'and' : 'or', partsOf(condition)]
  const texts = parts.filter((part) => countOf(part) > 0).map(textOf)
  return texts.reduce((left, right) => `(${left}${word}${right})`)
}

function operandOf({ field, value }: FieldCondition): string {
  const values = Array.isArray(value) ? value : [value]
  if (values.length === 0 || values.length > MAX_VALUES) {
    throw new ConfigurationError(
      `${field} is compared with ${values.length} values`,
      `Give 1 to ${MAX_VALUES}, or search several times.`,
    )
  }
  return values.map((one) => escaped(field, one)).join(',')
}

/** A value as text; commas, parentheses and backslashes would end it. */
function escaped(field: string, value: unknown): string {
  if (value instanceof Date) return secondsOf(field, value)
  const id = typeof value === 'object' && value !== null ? (value as { readonly id?: unknown }).id : undefined
  const plain = id ?? value
  const isText = typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean'
  if (!isText || plain === '' || Number.isNaN(plain))
    throw new ConfigurationError(
      `${field} is compared with nothing`,
      'Pass a text, a number, a Date or a record.',
    )
  return String(plain).replace(/[\\,()]/g, '\\$&')
}
