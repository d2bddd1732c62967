import { Refusal } from '../answers.ts'
import type { Columns } from './columns.ts'
import type { Limits } from './coql-options.ts'
import { isComparable, type Kind } from './kinds.ts'
import type { Output, Target } from './plan.ts'
import { type Clause, duplicateColumn, limitExceeded } from './query-error.ts'
import { AGGREGATES, type Aggregate, type Selected, type Term } from './tree.ts'

/** What a SELECT clause gives; refuses what is too much, twice there, or named badly. */
export function outputsOf(select: readonly Selected[], columns: Columns, limits: Limits): readonly Output[] {
  if (select.length > limits.columns) throw limitExceeded(limits.columns, 'select')
  if (select.filter(({ aggregate }) => aggregate !== undefined).length > limits.aggregates)
    throw limitExceeded(limits.aggregates, 'select')
  refuseAliases(select)
  refuseDuplicates(select, 'select')
  return select.map((term) => ({ ...targetOf(term, columns, 'select'), key: term.alias ?? nameOf(term) }))
}

/** A column, or what is computed of one, in a clause. */
export function targetOf(term: Term, columns: Columns, clause: Clause): Target {
  const column = columns.find(term.column, clause)
  if (term.aggregate === undefined) return { column }
  const aggregate = AGGREGATES.find((name) => name === term.aggregate?.toUpperCase())
  if (!aggregate || !canCompute(aggregate, column.kind)) {
    const details = { reason: 'unsupported aggregate function', column: `${term.aggregate}(${term.column})` }
    throw new Refusal('INVALID_DATA', details)
  }
  return { column, aggregate }
}

const COMPUTED: ReadonlySet<Kind> = new Set(['number', 'bigint'])
const COMPARED: ReadonlySet<Kind> = new Set(['number', 'bigint', 'date', 'datetime'])

/** Sums and averages are of numbers, extremes of dates and times too; everything can be counted. */
function canCompute(aggregate: Aggregate, kind: Kind): boolean {
  if (aggregate === 'COUNT') return isComparable(kind)
  return (aggregate === 'SUM' || aggregate === 'AVG' ? COMPUTED : COMPARED).has(kind)
}

/** A term as the answer names it: functions in capitals. */
export function nameOf({ column, aggregate }: Term): string {
  return aggregate === undefined ? column : `${aggregate.toUpperCase()}(${column})`
}

/** Refuses the same term twice in one clause. */
export function refuseDuplicates(terms: readonly Term[], clause: Clause): void {
  const seen = new Set<string>()
  for (const term of terms) {
    const name = nameOf(term)
    if (seen.has(name)) throw duplicate(term, clause)
    seen.add(name)
  }
}

function duplicate({ column, aggregate }: Term, clause: Clause): Refusal {
  if (aggregate === undefined) return duplicateColumn({ column_name: column }, `duplicate ${clause} column`)
  const details = { column_name: column, aggregate: aggregate.toUpperCase() }
  return duplicateColumn(details, 'duplicate aggregate function')
}

/** An alias is not empty, names one column, and is not the name of another. */
function refuseAliases(select: readonly Selected[]): void {
  const plain = new Set(['id', ...select.filter(({ alias }) => alias === undefined).map(nameOf)])
  const byAlias = new Map<string, string>()
  for (const term of select) {
    const { column, alias } = term
    if (alias === undefined) continue
    if (alias === '') throw new Refusal('INVALID_ALIAS', { column_name: column, alias })
    const other = byAlias.get(alias)
    if (other !== undefined)
      throw new Refusal('DUPLICATE_ALIAS', { referred_columns: [other, column], alias })
    if (plain.has(alias) && column !== alias) {
      const message =
        'column name or property name given in select columns without alias name cannot be an alias name for other ' +
        'select columns'
      throw new Refusal('INVALID_QUERY', { column_name: column, alias }, message)
    }
    byAlias.set(alias, column)
  }
}
