import { text } from '../json.ts'
import type { Field } from '../records/fields.ts'
import type { Comparator } from './tree.ts'

/**
 * A Kind is what can be done with a column: `shown` can be selected only (long texts, structures), `absent` not even
 * that.
 */
export type Kind =
  | 'id'
  | 'reference'
  | 'text'
  | 'list'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'shown'
  | 'absent'

const DATA_TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['imageupload', 'absent'],
  ['textarea', 'shown'],
  ['mediumtext', 'shown'],
  ['multiselectpicklist', 'list'],
  ['date', 'date'],
  ['datetime', 'datetime'],
])

/** By what errors call a data type, which follows its JSON type where the two contradict each other. */
const EXPECTED: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['integer', 'number'],
  ['double', 'number'],
  ['bigint', 'bigint'],
  ['boolean', 'boolean'],
  ['jsonarray', 'shown'],
  ['jsonobject', 'shown'],
])

const JSON_TYPES: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['integer', 'number'],
  ['double', 'number'],
  ['boolean', 'boolean'],
  ['jsonobject', 'shown'],
  ['jsonarray', 'shown'],
])

/** The kind of a field. */
export function kindOf(field: Field): Kind {
  if (field.name === 'id') return 'id'
  if (field.type.listed === false) return 'absent'
  if (field.richText) return 'shown'
  if (field.dataType === 'formula' || field.dataType === 'rollup_summary') return computedKind(field)
  const isReference = /lookup|^layout$/.test(field.dataType) && field.type.expected === 'jsonobject'
  if (isReference) return 'reference'
  const byJson = EXPECTED.get(field.type.expected)
  return DATA_TYPES.get(field.dataType) ?? byJson ?? 'text'
}

function computedKind(field: Field): Kind {
  const returned = text(field.description, field.dataType, 'return_type')
  if (returned === 'date' || returned === 'datetime') return returned
  return JSON_TYPES.get(field.jsonType ?? '') ?? 'text'
}

const NULLS: readonly Comparator[] = ['is null', 'is not null']
const EQUAL: readonly Comparator[] = ['=', '!=', 'in', 'not in', ...NULLS]
const LIKE: readonly Comparator[] = [...EQUAL, 'like', 'not like']
const ORDERED: readonly Comparator[] = [...EQUAL, '>', '<', '>=', '<=', 'between', 'not between']

/**
 * The comparators of each kind of column.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html
 */
const COMPARATORS: Readonly<Record<Kind, readonly Comparator[]>> = {
  id: ORDERED,
  reference: EQUAL,
  text: LIKE,
  list: LIKE,
  number: ORDERED,
  bigint: ORDERED,
  boolean: ['='],
  date: ORDERED,
  datetime: ORDERED,
  shown: [],
  absent: [],
}

/** Tells whether a kind of column can be compared in a way. */
export function canCompare(kind: Kind, comparator: Comparator): boolean {
  return COMPARATORS[kind].includes(comparator)
}

/** Tells whether records can be chosen, grouped and sorted by a kind of column. */
export function isComparable(kind: Kind): boolean {
  return COMPARATORS[kind].length > 0
}
