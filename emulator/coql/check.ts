import { Refusal } from '../answers.ts'
import { filterOf } from './check-filter.ts'
import { nameOf, outputsOf, refuseDuplicates, targetOf } from './check-select.ts'
import { Columns } from './columns.ts'
import { type CoqlOptions, LIMITS, type Limits } from './coql-options.ts'
import type { Column, Output, Plan, Target } from './plan.ts'
import { limitExceeded, unsupportedColumn } from './query-error.ts'
import type { Relation } from './relation.ts'
import { missingClause } from './syntax-error.ts'
import type { Query } from './tree.ts'

/** Checks a query against what there is to be queried; refuses what is not there, does not fit or is too much. */
export function planOf(query: Query, base: Relation, options: CoqlOptions): Plan {
  if (!query.where && options.where === 'demanded') throw missingClause('where')
  const limits = LIMITS[options.limits]
  const columns = new Columns(base, limits)
  const outputs = outputsOf(query.select, columns, limits)
  const filter = query.where && filterOf(query.where, columns, limits)
  const groupBy = groupOf(query, columns, limits)
  const orderBy = orderOf(query, columns, outputs, limits)
  const isGrouped = groupBy.length > 0 || outputs.some(({ aggregate }) => aggregate !== undefined)
  if (isGrouped) refuseUngrouped(groupBy, outputs, orderBy)
  else refuseComputed(query.orderBy)
  columns.refuseTooMany()
  const page = pageOf(query, limits)
  const plan = { sources: columns.sources, outputs, groupBy, orderBy, isGrouped, ...page }
  return filter ? { ...plan, filter } : plan
}

function groupOf({ groupBy }: Query, columns: Columns, limits: Limits): readonly Column[] {
  if (groupBy.length > limits.groupBy) throw limitExceeded(limits.groupBy, 'group by')
  refuseDuplicates(
    groupBy.map((column) => ({ column })),
    'group by',
  )
  return groupBy.map((path) => columns.find(path, 'group by'))
}

/** What is sorted by; an alias stands for what it names. */
function orderOf(
  { orderBy, select }: Query,
  columns: Columns,
  outputs: readonly Output[],
  limits: Limits,
): Plan['orderBy'] {
  if (orderBy.length > limits.orderBy) throw limitExceeded(limits.orderBy, 'order by')
  refuseDuplicates(orderBy, 'order by')
  return orderBy.map(({ descending, ...term }) => {
    const named = select.findIndex(({ alias }) => term.aggregate === undefined && alias === term.column)
    const output = outputs[named]
    const target = output?.aggregate ? output : undefined
    const path = output && !target ? output.column.path : term.column
    return { ...(target ?? targetOf({ ...term, column: path }, columns, 'order by')), descending }
  })
}

/** Where a row stands for many records, only what they share has a value. */
function refuseUngrouped(
  groupBy: readonly Column[],
  outputs: readonly Output[],
  orderBy: readonly Target[],
): void {
  const shared = new Set(groupBy.map(({ path }) => path))
  const isLoose = ({ column, aggregate }: Target): boolean => !aggregate && !shared.has(column.path)
  const selected = outputs.find(isLoose)
  if (selected) throw unsupportedColumn(selected.column.path, 'group by')
  const sorted = orderBy.find(isLoose)
  if (sorted) throw unsupportedColumn(sorted.column.path, 'order by')
}

/** Where a row stands for one record, nothing is computed to sort it by. */
function refuseComputed(orderBy: Query['orderBy']): void {
  const computed = orderBy.find(({ aggregate }) => aggregate !== undefined)
  if (computed) throw unsupportedColumn(nameOf(computed), 'order by')
}

function pageOf(query: Query, limits: Limits): { readonly limit: number; readonly offset: number } {
  const limit = query.limit === undefined ? limits.usualLimit : wholeNumber(query.limit, 'limit')
  const offset = query.offset === undefined ? 0 : wholeNumber(query.offset, 'offset')
  if (limit <= 0) throw new Refusal('INVALID_DATA', {}, 'limit should be greater than 0')
  if (limit > limits.limit) throw limitExceeded(limits.limit, 'limit')
  if (limit + offset > limits.reach) throw limitExceeded(limits.reach, 'offset')
  return { limit, offset }
}

function wholeNumber(given: string, name: 'limit' | 'offset'): number {
  const isGood = name === 'limit' ? /^-?\d{1,15}$/.test(given) : /^\d{1,15}$/.test(given)
  if (!isGood) throw new Refusal('INVALID_QUERY', { [name]: given }, `${name} given seems to be invalid`)
  return Number(given)
}
