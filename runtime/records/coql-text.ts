import type { Condition, FieldCondition } from './conditions.ts'
import type { AnyColumn } from './coql-columns.ts'
import { literal, unwritable } from './coql-literal.ts'

/** A query, before it is text. */
export interface QueryState {
  readonly module: string
  readonly columns: readonly (string | AnyColumn)[]
  /** All of these hold. */
  readonly where: readonly Condition[]
  readonly groupBy: readonly string[]
  readonly orderBy: readonly Order[]
  /** Rows at most; `Infinity` for all. */
  readonly limit: number
  readonly offset: number
  readonly signal?: AbortSignal | undefined
}

/** A field that rows are sorted by. */
export type Order = readonly [field: string, direction: 'asc' | 'desc']

/** What holds for every record, and what for none. COQL demands a condition, and has no other way to say so. */
const EVERY = 'id is not null'
const NONE = 'id is null'

const NAME = /^[a-z]\w*(\.[a-z]\w*)*$/i
const OPERATOR = /^(=|!=|[<>]=?|(not )?(like|in|between)|is( not)? null)$/

/** How the name of a module or a field is written. */
export type Spell = (name: string) => string

/**
 * The text of a query. Values in it are escaped, conditions stand in pairs as COQL wants them.
 * @param spell Writes the names that are words of COQL. Default: as they are.
 * @throws ConfigurationError for a name that is none and a value that cannot be written.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html
 */
export function queryText(query: QueryState, spell: Spell = (name) => name): string {
  const name: Spell = (text) => spell(checked(text, NAME))
  const list = (names: readonly string[]) => names.map(name).join(', ')
  const { columns, where, groupBy, orderBy, limit, offset } = query
  const order = orderBy.map(([field, way]) => name(field) + (way === 'desc' ? ' desc' : ' asc'))
  let text = `select ${columns.map((column) => columnText(column, name)).join(', ')} from ${name(query.module)}`
  text += ` where ${conditionText({ all: where }, name)}`
  if (groupBy.length > 0) text += ` group by ${list(groupBy)}`
  if (order.length > 0) text += ` order by ${order.join(', ')}`
  if (limit < Number.POSITIVE_INFINITY) text += ` limit ${limit}`
  return offset > 0 ? `${text} offset ${offset}` : text
}

/** A text that has the form it has to have: what else is put into a query as it is could be any part of one. */
function checked(text: string, form: RegExp): string {
  if (typeof text === 'string' && form.test(text)) return text
  throw unwritable(text)
}

function columnText(column: string | AnyColumn, name: Spell): string {
  if (typeof column === 'string') return name(column)
  const field = name(column.field)
  const text = column.function === null ? field : `${checked(column.function, NAME)}(${field})`
  // Without an alias, rows have the text of the column as its key.
  return column.alias === null ? text : `${text} as '${checked(column.alias, NAME)}'`
}

function conditionText(condition: Condition, name: Spell): string {
  if ('all' in condition) return joined(condition.all, ' and ', EVERY, NONE, name)
  return 'any' in condition ? joined(condition.any, ' or ', NONE, EVERY, name) : comparison(condition, name)
}

/** Conditions in pairs; `neutral` is one that changes nothing, `decisive` one that decides alone. */
function joined(
  conditions: readonly Condition[],
  word: string,
  neutral: string,
  decisive: string,
  name: Spell,
): string {
  const parts = conditions.map((part) => conditionText(part, name)).filter((part) => part !== neutral)
  if (parts.includes(decisive)) return decisive
  return parts.length === 0 ? neutral : parts.reduce((left, right) => `(${left}${word}${right})`)
}

function comparison({ field, operator, value }: FieldCondition, name: Spell): string {
  const left = `${name(field)} ${checked(operator, OPERATOR)}`
  if (operator.startsWith('is')) return left
  if (!Array.isArray(value)) return `${left} ${literal(value)}`
  if (operator.endsWith('between')) return `${left} ${literal(value[0])} and ${literal(value[1])}`
  return value.length > 0 ? `${left} ${literal(value)}` : operator === 'in' ? NONE : EVERY
}
