import { Refusal } from '../answers.ts'
import type { JsonObject } from '../json.ts'
import type { Criterion } from './tree.ts'

/** The clauses that errors name. */
export type Clause = 'select' | 'where' | 'group by' | 'order by' | 'limit' | 'offset'

/** A column that is not there, or that the user does not see. */
export function unknownColumn(column_name: string): Refusal {
  return new Refusal('INVALID_QUERY', { column_name }, 'column given seems to be invalid')
}

/** A column that is there and cannot be used in this clause. */
export function unsupportedColumn(column_name: string, clause: Clause): Refusal {
  const details: JsonObject = clause === 'select' ? { column_name } : { column_name, clause }
  return new Refusal('INVALID_QUERY', details, 'unsupported column')
}

/** A comparator that does not go with the data type of its column. */
export function invalidComparator({ column, comparator }: Criterion): Refusal {
  const details = { reason: 'invalid operator found', column_name: column, operator: comparator }
  return new Refusal('INVALID_QUERY', details)
}

/** A criterion whose column, or whose value, is none that records can be chosen by. */
export function invalidCriterion({ column, comparator, values }: Criterion, message?: string): Refusal {
  const value = comparator === 'is null' || comparator === 'is not null' ? '${EMPTY}' : values.join(',')
  const details = { cv_criteria: false, column_name: column, value, operator: comparator }
  return new Refusal('INVALID_QUERY', details, message)
}

/** More than a query may hold. */
export function limitExceeded(limit: number, clause: Clause): Refusal {
  return new Refusal('LIMIT_EXCEEDED', { limit, clause })
}

/** The same column twice in one clause. */
export function duplicateColumn(details: JsonObject, message: string): Refusal {
  return new Refusal('DUPLICATE_DATA', details, message)
}
