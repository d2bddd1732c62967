import type { Columns } from './columns.ts'
import type { Limits } from './coql-options.ts'
import { type Key, keyOfText } from './keys.ts'
import { canCompare, isComparable } from './kinds.ts'
import type { Condition, Filter } from './plan.ts'
import { invalidComparator, invalidCriterion, limitExceeded } from './query-error.ts'
import { type Criteria, type Criterion, isPair } from './tree.ts'

/** What a WHERE clause comes to; refuses what is too much, and what does not go with the data types of its columns. */
export function filterOf(where: Criteria, columns: Columns, limits: Limits): Filter {
  if (countOf(where) > limits.criteria) throw limitExceeded(limits.criteria, 'where')
  return checked(where, columns, limits)
}

function countOf(criteria: Criteria): number {
  return isPair(criteria) ? countOf(criteria.left) + countOf(criteria.right) : 1
}

function checked(criteria: Criteria, columns: Columns, limits: Limits): Filter {
  if (!isPair(criteria)) return conditionOf(criteria, columns, limits)
  const { connective, left, right } = criteria
  return { connective, left: checked(left, columns, limits), right: checked(right, columns, limits) }
}

function conditionOf(criterion: Criterion, columns: Columns, limits: Limits): Condition {
  const column = columns.find(criterion.column, 'where')
  if (!isComparable(column.kind)) throw invalidCriterion(criterion, 'unsupported column in criteria')
  const { comparator, values } = criterion
  if (!canCompare(column.kind, comparator)) throw invalidComparator(criterion)
  if (values.length > limits.values) throw limitExceeded(limits.values, 'where')
  const keys = values.map((value): Key => {
    const key = keyOfText(column.kind, value)
    if (key === undefined) throw invalidCriterion(criterion)
    return key
  })
  return { column, comparator, keys }
}
