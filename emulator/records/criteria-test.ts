import { Refusal } from '../answers.ts'
import type { JsonObject } from '../json.ts'
import {
  type Condition,
  type Criteria,
  CriteriaError,
  conditionsOf,
  OPERATORS,
  parseCriteria,
} from './criteria.ts'
import type { Field } from './fields.ts'
import { type Kind, kindOf, UNDESCRIBED } from './kinds.ts'
import { type Match, matchOf } from './matches.ts'
import { type Reader, shown } from './projection.ts'
import type { Row, Table } from './table.ts'

const MAX_IN = 100

/** What criteria are asked of. */
interface Scope {
  readonly reader: Reader
  readonly table: Table
}

/** Tells of a record whether criteria are true of it; refuses what is wrong with them, or with their number. */
export function criteriaTest(
  reader: Reader,
  table: Table,
  given: string,
  limit: number,
): (row: Row) => boolean {
  const criteria = parsed(given)
  if (conditionsOf(criteria).length > limit) {
    const message = `no of criterium that can be given exceed the limit ${limit}`
    throw new Refusal('CRITERIA_LIMIT_EXCEEDED', { limit }, message)
  }
  return testOf(criteria, { reader, table })
}

function parsed(given: string): Criteria {
  try {
    return parseCriteria(given)
  } catch (error) {
    if (error instanceof CriteriaError) throw new Refusal('INVALID_QUERY', { reason: error.message })
    throw error
  }
}

function testOf(criteria: Criteria, scope: Scope): (row: Row) => boolean {
  if (!('joiner' in criteria)) return conditionTest(criteria, scope)
  const [left, right] = [testOf(criteria.left, scope), testOf(criteria.right, scope)]
  return criteria.joiner === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row)
}

function conditionTest(condition: Condition, { reader, table }: Scope): (row: Row) => boolean {
  const { field: name } = condition
  const field = seenField(name, reader, table)
  const match = conditionMatch(condition, kindFor(name, field))
  // Lookups are compared by their present names.
  const isShown = field?.type.expected === 'jsonobject'
  return (row) => match(isShown ? shown(reader, field, row.get(name)) : row.get(name))
}

function seenField(name: string, { sight }: Reader, table: Table): Field | undefined {
  const field = table.fields.get(name)
  const isThere = field !== undefined || !table.described || name === 'id'
  if (!isThere || !sight.seesField(table.name, name)) throw refused(name, 'the field is not available')
  return field
}

const ID: Kind | undefined = kindOf({ dataType: 'bigint', jsonType: 'string' })

function kindFor(name: string, field: Field | undefined): Kind {
  const kind = field ? kindOf(field) : name === 'id' ? ID : UNDESCRIBED
  if (!kind) throw refused(name, 'the data type of the field is not supported')
  return kind
}

function conditionMatch({ field, operator: given, values }: Condition, kind: Kind): Match {
  const operator = OPERATORS.find((each) => each === given)
  if (!operator || !kind.operators.includes(operator)) {
    throw refused(field, 'the operator is not supported for the field', { operator: given })
  }
  if (operator === 'in' && values.length > MAX_IN) {
    throw new Refusal('INVALID_QUERY', { param_name: field }, 'Only 100 values are allowed in "IN" criteria')
  }
  const count = operator === 'in' ? values.length : operator === 'between' ? 2 : 1
  if (values.length !== count) throw refused(field, `the operator takes ${count} value(s)`, { operator })
  for (const value of values) if (!isWritten(value, kind)) throw mistyped(field, kind)
  return matchOf(kind, operator, values)
}

function isWritten(value: string, { name, pattern }: Kind): boolean {
  if (value === '') return false
  const isTime = name === 'date' || name === 'datetime'
  return (pattern?.test(value) ?? true) && !(isTime && Number.isNaN(Date.parse(value)))
}

function mistyped(field: string, kind: Kind): Refusal {
  return refused(field, 'the value is not of the type of the field', { expected_data_type: kind.name })
}

function refused(field: string, reason: string, details: JsonObject = {}): Refusal {
  return new Refusal('INVALID_QUERY', { ...details, reason, api_name: field })
}
