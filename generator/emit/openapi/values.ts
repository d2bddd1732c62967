import type { FieldMetadata } from '@zcrm/runtime/metadata'
import { hasOneTarget, isStructure, own, rowOf } from '../../schema/field-facts.ts'
import { arrayOf, nullable, objectOf, refTo, type SchemaObject } from './objects.ts'

/** Whether a schema describes what the API returns, what creates a record or what changes one. */
export type Mode = 'read' | 'create' | 'update'

/** What the schema of a field's values is made from, beside the field itself. */
export interface ValueContext {
  readonly mode: Mode
  /** One value of a picklist. */
  readonly choice: (field: FieldMetadata) => SchemaObject
  /** A row of a subform, or `null` where the API does not describe its module. */
  readonly subformRow: (module: string) => SchemaObject | null
}

type ValueOf = (field: FieldMetadata, context: ValueContext) => SchemaObject

const ANYTHING: SchemaObject = {}

/** What the values of `json_type` are. */
const BY_JSON_TYPE: Readonly<Record<string, SchemaObject>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  long: { type: 'integer' },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
}

/** One value. Where the answer says how it travels in JSON, that counts; objects and arrays may hold anything. */
const scalar =
  (schema: SchemaObject): ValueOf =>
  (field) =>
    isStructure(field) ? ANYTHING : (own(BY_JSON_TYPE, field.jsonType) ?? schema)

/** A string of a kind. */
const kindOfText =
  (schema: SchemaObject): ValueOf =>
  (field, context) => {
    const value = scalar({ type: 'string' })(field, context)
    return 'type' in value && value.type === 'string' ? schema : value
  }

/** A text: what is written must not be longer than its field, what is read may be from before it was cut. */
const text: ValueOf = (field, context) => {
  const value = scalar({ type: 'string' })(field, context)
  const isText = 'type' in value && value.type === 'string'
  const { length } = field
  if (!isText || context.mode === 'read' || length === null || length <= 0) return value
  return { ...value, maxLength: length }
}

const always =
  (schema: SchemaObject): ValueOf =>
  () =>
    schema

/** What is read in one form and written in another. */
const either =
  (read: SchemaObject, written: SchemaObject): ValueOf =>
  (_, { mode }) =>
    mode === 'read' ? read : written

const string: ValueOf = scalar({ type: 'string' })
const number: ValueOf = scalar({ type: 'number' })
const date: ValueOf = kindOfText({ type: 'string', format: 'date' })
const dateTime: ValueOf = kindOfText({ type: 'string', format: 'date-time' })
const digits: ValueOf = kindOfText(refTo('Digits'))
const user: ValueOf = either(refTo('UserReference'), refTo('ReferenceInput'))
const tags: ValueOf = always(arrayOf(refTo('Tag')))

/** What formulas and roll-ups return, where `json_type` does not say. */
const BY_RETURN_TYPE: Readonly<Record<string, ValueOf>> = {
  double: number,
  currency: number,
  integer: number,
  decimal: number,
  percent: number,
  boolean: scalar({ type: 'boolean' }),
  date,
  datetime: dateTime,
}

const computed: ValueOf = (field, context) =>
  (own(BY_RETURN_TYPE, field.returnType ?? '') ?? string)(field, context)

const reference: ValueOf = either(refTo('Reference'), refTo('ReferenceInput'))
const anyLookup: ValueOf = either(refTo('AnyReference'), refTo('AnyReferenceInput'))

const lookup: ValueOf = (field, context) => (hasOneTarget(field) ? reference : anyLookup)(field, context)

/** Rows of a linking module, each with what it links under the name of the connected field. */
const links: ValueOf = ({ target }, { mode }) => {
  const key = target?.connectedField ?? null
  const id = refTo('Id')
  if (mode === 'read') {
    const linked = key === null ? [] : [[key, nullable(refTo('Reference'))] as const]
    return arrayOf(objectOf(Object.fromEntries([['id', id] as const, ...linked]), ['id']))
  }
  const row =
    key === null
      ? objectOf({ id }, ['id'])
      : objectOf(Object.fromEntries([[key, refTo('ReferenceInput')]]), [key])
  return arrayOf({ anyOf: [row, refTo('Removal')] })
}

const subform: ValueOf = ({ target }, { mode, subformRow }) => {
  const row = subformRow(target?.modules[0] ?? '')
  if (mode === 'read') return arrayOf(row ?? refTo('SubformRow'))
  const given = row ?? { type: 'object' as const }
  return arrayOf(mode === 'create' ? given : { anyOf: [given, refTo('Removal')] })
}

const files: ValueOf = either(
  arrayOf(refTo('FileReference')),
  arrayOf({ anyOf: [refTo('FileInput'), refTo('Removal')] }),
)

/**
 * What the values of a field are, by its `data_type`; where `json_type` tells two kinds of one data type apart, by
 * both. It has the rows that the table of TypeScript's types has, and the same meaning in each.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 */
const DATA_TYPES: Readonly<Record<string, ValueOf>> = {
  text,
  'text/jsonarray': tags,
  textarea: text,
  mediumtext: text,
  email: text,
  phone: text,
  website: text,
  autonumber: string,
  profileimage: string,
  date,
  datetime: dateTime,
  event_reminder: string,

  integer: scalar({ type: 'integer' }),
  double: number,
  percent: number,
  currency: number,
  bigint: digits,
  long: digits,
  'bigint/jsonarray': always(arrayOf(refTo('Participant'))),
  boolean: scalar({ type: 'boolean' }),

  formula: computed,
  rollup_summary: computed,

  picklist: (field, { choice }) => choice(field),
  multiselectpicklist: (field, { choice }) => arrayOf(choice(field)),

  lookup,
  multi_module_lookup: anyLookup,
  userlookup: user,
  ownerlookup: user,
  consent_lookup: reference,
  multiselectlookup: links,
  multiuserlookup: links,
  subform,

  fileupload: files,
  imageupload: files,

  ALARM: always(refTo('Alarm')),
  RRULE: always(refTo('Recurrence')),
  multireminder: always(arrayOf(refTo('Reminder'))),
  layout: either(refTo('LayoutReference'), refTo('ReferenceInput')),
  module: always(refTo('ModuleReference')),
  territories: tags,
  linetax: always(arrayOf(refTo('LineTax'))),
}

/** The data types that have a schema, as the table of TypeScript's types names them. */
export const describedTypes: readonly string[] = Object.keys(DATA_TYPES)

/** The schema of a field's values, without `null`. It takes anything where nobody knows the data type. */
export function valueSchema(field: FieldMetadata, context: ValueContext): SchemaObject {
  return rowOf(DATA_TYPES, field)?.(field, context) ?? ANYTHING
}
