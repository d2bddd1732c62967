import { type Json, member, objects, text } from '../json.ts'
import type { Operator } from './criteria.ts'
import type { Field } from './fields.ts'
import { kindOf } from './kinds.ts'
import { type Match, matchOf } from './matches.ts'
import { type Period, periodOf } from './periods.ts'
import { type Reader, shown } from './projection.ts'
import type { Row, Table } from './table.ts'

/** Who looks at which module. */
export interface ViewContext {
  readonly reader: Reader
  readonly table: Table
  /** The id of the user: what `${CURRENTUSER}` stands for. */
  readonly user: string
}

/** The comparators of custom views that compare with values, and whether they are turned round. */
const COMPARATORS: ReadonlyMap<string, readonly [operator: Operator, isTurned: boolean]> = new Map([
  ['equal', ['in', false]],
  ['not_equal', ['in', true]],
  ['in', ['in', false]],
  ['not_in', ['in', true]],
  ['contains', ['equals', false]],
  ['not_contains', ['equals', true]],
  ['starts_with', ['starts_with', false]],
  ['between', ['between', false]],
  ['not_between', ['between', true]],
  ['greater_than', ['greater_than', false]],
  ['greater_equal', ['greater_equal', false]],
  ['less_than', ['less_than', false]],
  ['less_equal', ['less_equal', false]],
] satisfies (readonly [string, readonly [Operator, boolean]])[])

/** Tells of a record whether it is in a custom view. A comparator or placeholder that is not known here lets all in. */
export function viewTest(criteria: Json | undefined, context: ViewContext): (row: Row) => boolean {
  const group = objects(criteria, 'group')
  if (group.length === 0) return conditionTest(criteria, context)
  const tests = group.map((each) => viewTest(each, context))
  return text(criteria, 'group_operator')?.toLowerCase() === 'or'
    ? (row) => tests.some((test) => test(row))
    : (row) => tests.every((test) => test(row))
}

function conditionTest(condition: Json | undefined, context: ViewContext): (row: Row) => boolean {
  const { reader, table } = context
  const field = table.fields.get(text(condition, 'field', 'api_name') ?? '')
  const match = field && conditionMatch(condition, field, context)
  return match ? (row) => match(shown(reader, field, row.get(field.name))) : () => true
}

function conditionMatch(condition: Json | undefined, field: Field, context: ViewContext): Match | undefined {
  const kind = kindOf(field)
  const [operator, isTurned] = COMPARATORS.get(text(condition, 'comparator') ?? '') ?? []
  if (!kind || operator === undefined) return undefined
  const value = member(condition, 'value') ?? null
  const placeholder = typeof value === 'string' ? /^\$\{(\w+)\}$/.exec(value)?.[1] : undefined
  const match =
    placeholder === undefined
      ? matchOf(kind, operator, textsOf(value))
      : placeholderMatch(placeholder, operator, context)
  return match && isTurned ? (found) => !match(found) : match
}

/** What a condition compares with; lookups are compared by their ids. */
function textsOf(value: Json): readonly string[] {
  const values = Array.isArray(value) ? (value as readonly Json[]) : [value]
  return values.map((each) => text(each, 'id') ?? String(each))
}

function placeholderMatch(name: string, operator: Operator, { user }: ViewContext): Match | undefined {
  if (name === 'CURRENTUSER') return (value) => text(value, 'id') === user
  if (name === 'EMPTY') return isEmpty
  if (name === 'NOTEMPTY') return (value) => !isEmpty(value)
  const period = periodOf(name, new Date())
  return period && ((value) => typeof value === 'string' && liesIn(value.slice(0, 10), operator, period))
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function liesIn(day: string, operator: Operator, { from, to }: Period): boolean {
  switch (operator) {
    case 'greater_than':
      return day > to
    case 'greater_equal':
      return day >= from
    case 'less_than':
      return day < from
    case 'less_equal':
      return day <= to
    default:
      return day >= from && day <= to
  }
}
