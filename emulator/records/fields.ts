import { isObject, type JsonObject, member, memberAt, objects, text } from '../json.ts'
import { type DataType, dataTypeOf } from './data-types.ts'

/** A Field is what the emulator needs to know of one field, from a body of any API version. */
export interface Field {
  readonly name: string
  readonly dataType: string
  readonly jsonType: string | undefined
  readonly type: DataType
  readonly mandatory: boolean
  readonly unique: boolean
  readonly caseSensitive: boolean
  readonly creatable: boolean
  readonly updatable: boolean
  readonly maxLength: number | undefined
  /** The module that a lookup points at. */
  readonly target: string | undefined
  /** The module of a subform's rows. */
  readonly child: string | undefined
  readonly richText: boolean
  readonly description: JsonObject
}

/** Fields that the server fills, whatever old descriptions (which have no `operation_type`) say. */
const SERVER_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'Created_Time',
  'Modified_Time',
  'Created_By',
  'Modified_By',
  'Full_Name',
  'Last_Activity_Time',
])

/** The used fields of a fields body by API name; where a name is there twice, the used one counts. */
export function fieldsOf(body: JsonObject | undefined): ReadonlyMap<string, Field> {
  const used = objects(body, 'fields').filter((field) => (text(field, 'type') ?? 'used') === 'used')
  const fields = new Map<string, Field>()
  for (const description of used) {
    const name = text(description, 'api_name')
    if (name !== undefined && !fields.has(name)) fields.set(name, fieldOf(name, description))
  }
  return fields
}

function fieldOf(name: string, description: JsonObject): Field {
  const dataType = text(description, 'data_type') ?? ''
  const jsonType = text(description, 'json_type')
  const type = dataTypeOf(dataType, jsonType)
  const settable = (operation: string): boolean => isSettable(name, type, description, operation)
  const unique = member(description, 'unique')
  const length = member(description, 'length')
  return {
    name,
    dataType,
    jsonType,
    type,
    description,
    mandatory: member(description, 'system_mandatory') === true,
    unique: isObject(unique) && Object.keys(unique).length > 0,
    caseSensitive: member(unique, 'case_sensitive') === true || text(unique, 'casesensitive') === '1',
    creatable: settable('api_create'),
    updatable: settable('api_update'),
    maxLength: type.measure && typeof length === 'number' && length > 0 ? length : undefined,
    target: text(description, 'lookup', 'module') ?? text(description, 'lookup', 'module', 'api_name'),
    child:
      text(description, 'associated_module', 'module') ??
      text(description, 'subform', 'module') ??
      text(description, 'subform', 'module', 'api_name'),
    richText: text(description, 'textarea', 'type') === 'rich_text' || member(description, 'ui_type') === 250,
  }
}

function isSettable(name: string, type: DataType, description: JsonObject, operation: string): boolean {
  if (SERVER_FIELDS.has(name) || type.settable === 'never') return false
  if (type.settable === 'structure') return true
  const allowed = memberAt(description, 'operation_type', operation)
  return typeof allowed === 'boolean' ? allowed : member(description, 'read_only') !== true
}

/** What a multi-select lookup's rows hold: the name of the field that points at the record, and its module. */
export function connectedField(field: Field): { readonly name: string; readonly module: string | undefined } {
  const of = (...path: readonly string[]): string | undefined =>
    text(field.description, field.dataType, ...path)
  return {
    name:
      of('linking_details', 'connected_lookup_field', 'api_name') ??
      of('connectedlookup_apiname') ??
      field.name,
    module:
      of('connected_details', 'module', 'api_name') ??
      of('connected_module', 'api_name') ??
      of('connected_module'),
  }
}

/** A WireValue says which of an option's strings travels in records. */
export type WireValue = 'display' | 'actual'

/** The strings that a field's used options have in records; `-None-` and the empty option mean null. */
export function optionsOf(field: Field, wireValue: WireValue): readonly string[] {
  const used = objects(field.description, 'pick_list_values').filter(
    (option) => text(option, 'type') !== 'unused',
  )
  const display = (option: JsonObject): string | undefined =>
    text(option, 'display_value') ?? text(option, 'reference_value') ?? text(option, 'actual_value')
  const actual = (option: JsonObject): string | undefined => text(option, 'actual_value') ?? display(option)
  const values = used
    .filter((option) => !isNone(actual(option)))
    .map(wireValue === 'actual' ? actual : display)
  return [...new Set(values.filter((value) => value !== undefined && !isNone(value)))] as readonly string[]
}

/** Tells whether a string of a picklist stands for no value. */
export function isNone(value: unknown): boolean {
  return value === '-None-' || value === ''
}

const TITLES: readonly string[] = ['Name', 'Full_Name', 'Subject', 'Deal_Name', 'Account_Name', 'Event_Title']

/** The field whose value names a record where another one points at it. */
export function titleField(fields: ReadonlyMap<string, Field>): string | undefined {
  const all = [...fields.values()]
  if (fields.has('Full_Name') && fields.has('Last_Name')) return 'Full_Name'
  const isText = (field: Field): boolean => field.type.expected === 'text'
  const declared = all.find((field) => member(field.description, 'display_field') === true && isText(field))
  const known = TITLES.find((title) => fields.has(title))
  const mandatory = all.find((field) => field.mandatory && isText(field))
  const first = all.find((field) => field.dataType === 'text' && isText(field))
  return declared?.name ?? known ?? mandatory?.name ?? first?.name
}
