import { ConfigurationError } from '../http/errors.ts'
import type { Condition, FieldCondition } from './conditions.ts'
import type { QueryState } from './coql-text.ts'

/** Conditions of a query at most. */
export const MAX_CRITERIA = 25
/** Fields to sort by at most. */
export const MAX_ORDERS = 10
const MAX_COLUMNS = 50
const MAX_VALUES = 50
const MAX_AGGREGATES = 5
const MAX_GROUPS = 4
const MAX_LOOKUPS = 15
const MAX_DEPTH = 2

/** Whether the rows of a query stand for several records each. */
export function isGrouped({ columns, groupBy }: QueryState): boolean {
  return (
    groupBy.length > 0 || columns.some((column) => typeof column !== 'string' && column.function !== null)
  )
}

/** How many fields a condition compares. */
export function criteriaIn(condition: Condition): number {
  return comparisons(condition).length
}

/**
 * Looks at a query before it is sent.
 * @throws ConfigurationError that names the limit of COQL which the query is beyond, and what to do.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Limitations.html
 */
export function checkQuery(query: QueryState): void {
  const { module, columns, groupBy, orderBy } = query
  const compared = comparisons({ all: query.where })
  const aggregates = columns.filter((column) => typeof column !== 'string' && column.function !== null)
  const selected = columns.map((column) => (typeof column === 'string' ? column : column.field))
  const ordered = orderBy.map(([field]) => field)
  const paths = [...selected, ...compared.map(({ field }) => field), ...groupBy, ...ordered]
  const lookups = new Set(paths.filter((path) => path.includes('.')).map(lookupOf))
  const refuse = (what: string, hint: string) => {
    throw new ConfigurationError(`The query of ${module} ${what}`, `${hint} Nothing was sent.`)
  }
  const atMost = (count: number, max: number, what: string, hint: string) => {
    if (count > max) refuse(`has ${count} ${what}; COQL takes ${max} at most`, hint)
  }
  if (columns.length === 0) refuse('selects nothing', 'Name a field.')
  atMost(columns.length, MAX_COLUMNS, 'columns', 'Select the rest by another query, or get() the records.')
  atMost(
    compared.length,
    MAX_CRITERIA,
    'conditions',
    "Compare with several values by 'in', or ask by several queries.",
  )
  atMost(aggregates.length, MAX_AGGREGATES, 'aggregates', 'Ask by several queries.')
  atMost(groupBy.length, MAX_GROUPS, 'fields to group by', 'Group by less.')
  atMost(orderBy.length, MAX_ORDERS, 'fields to sort by', 'Sort by less.')
  atMost(lookups.size, MAX_LOOKUPS, 'lookups to follow', 'Ask by several queries.')
  for (const path of paths)
    atMost(path.split('.').length - 1, MAX_DEPTH, `lookups in ${path}`, 'Begin nearer to it.')
  const keys = columns.map(keyOf)
  for (const [what, names] of [
    ['selects', keys],
    ['groups by', groupBy],
    ['sorts by', ordered],
  ] as const) {
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    if (twice !== undefined) refuse(`${what} ${twice} twice`, 'Name it once, or select it under an alias.')
  }
  for (const { field, operator, value } of compared) {
    if (Array.isArray(value))
      atMost(value.length, MAX_VALUES, `values for ${field}`, 'Ask for the rest by another query.')
    if (operator === 'not like' && !/^%.*%$/s.test(String(value)))
      refuse(`has a pattern for ${field} that 'not like' does not know`, "Begin and end it with %: '%text%'.")
  }
}

function keyOf(column: QueryState['columns'][number]): string {
  if (typeof column === 'string') return column
  const { function: name, field, alias } = column
  return alias ?? (name === null ? field : `${name}(${field})`)
}

function lookupOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'))
}

function comparisons(condition: Condition): readonly FieldCondition[] {
  if ('all' in condition) return condition.all.flatMap(comparisons)
  return 'any' in condition ? condition.any.flatMap(comparisons) : [condition]
}
