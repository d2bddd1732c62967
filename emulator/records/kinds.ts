import type { Operator } from './criteria.ts'
import type { Field } from './fields.ts'

/** A Kind is how the values of a field are compared. */
export interface Kind {
  readonly name:
    | 'text'
    | 'option'
    | 'options'
    | 'number'
    | 'bigint'
    | 'date'
    | 'datetime'
    | 'boolean'
    | 'reference'
  readonly operators: readonly Operator[]
  /** What a value of criteria must look like; absent where any text is one. */
  readonly pattern?: RegExp
}

const RANGE = ['greater_than', 'greater_equal', 'less_than', 'less_equal', 'between'] as const
const ORDERED: readonly Operator[] = ['equals', 'not_equal', ...RANGE, 'in']

const text: Kind = { name: 'text', operators: ['equals', 'not_equal', 'starts_with', 'in'] }
const longText: Kind = { name: 'text', operators: ['equals', 'not_equal', 'starts_with'] }
const option: Kind = { name: 'option', operators: ['equals', 'not_equal', 'in'] }
const options: Kind = { name: 'options', operators: ['equals', 'not_equal', 'in', 'starts_with'] }
const number: Kind = { name: 'number', operators: ORDERED, pattern: /^[+-]?(\d+\.?\d*|\.\d+)$/ }
const bigint: Kind = { name: 'bigint', operators: ORDERED, pattern: /^-?\d+$/ }
const date: Kind = { name: 'date', operators: ORDERED, pattern: /^\d{4}-\d\d-\d\d$/ }
const datetime: Kind = {
  name: 'datetime',
  operators: ORDERED,
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/,
}
const boolean: Kind = { name: 'boolean', operators: ['equals', 'not_equal'], pattern: /^(true|false)$/i }
const reference: Kind = { name: 'reference', operators: ['equals', 'not_equal', 'in'] }

/**
 * What can be asked of the fields of each data type.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
 */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['text', text],
  ['email', text],
  ['phone', text],
  ['website', text],
  ['textarea', longText],
  ['mediumtext', longText],
  ['picklist', option],
  ['autonumber', option],
  ['multiselectpicklist', options],
  ['integer', number],
  ['double', number],
  ['percent', number],
  ['currency', number],
  ['decimal', number],
  ['bigint', bigint],
  ['long', bigint],
  ['date', date],
  ['datetime', datetime],
  ['boolean', boolean],
  ['lookup', reference],
  ['multi_module_lookup', reference],
  ['userlookup', reference],
  ['ownerlookup', reference],
])

const BY_JSON: ReadonlyMap<string | undefined, Kind> = new Map([
  ['string', text],
  ['integer', number],
  ['double', number],
  ['boolean', boolean],
])

/** The kind of a field; undefined where records cannot be found by it. A formula is of the kind of what it gives. */
export function kindOf(field: Pick<Field, 'dataType' | 'jsonType'>): Kind | undefined {
  if (field.dataType === 'formula') return BY_JSON.get(field.jsonType)
  const kind = KINDS.get(field.dataType)
  // A Tag is a text that is a list.
  const isList = field.jsonType === 'jsonarray' && kind !== options
  return isList ? undefined : kind
}

/** The kind of a field of a module that is not described. */
export const UNDESCRIBED: Kind = text
