import type { FieldRow, ValueKind } from '@zcrm/runtime'
import type { FieldMetadata } from '@zcrm/runtime/metadata'
import { ANY_MODULE, hasOneTarget, isStructure, own, rowOf } from './field-facts.ts'
import { literal } from './literals.ts'

/** A TypeScript type as text, printed where `z` is the runtime and `p` and `g` are picklists. */
export interface TypeText {
  readonly text: string
  /** Whether the type names the mode: differs between reading, creating and updating. */
  readonly moded: boolean
}

/** The type of a field's values, and what validators go by. */
export interface ValueType extends TypeText {
  readonly kind: ValueKind
  /** What has to be known of the kind; see `FieldRow` of the runtime. */
  readonly detail?: FieldRow[2]
}

/** What a field's type is made from, beside the field itself. */
export interface TypeContext {
  /** The mode as TypeScript: a parameter, or `'read'` for what is never written. */
  readonly mode: string
  /** The type of one value of a picklist. */
  readonly choice: (field: FieldMetadata) => TypeText
  /** The record types of a subform's module, or `null` where the API does not describe it. */
  readonly subformTypes: (module: string) => { record: string; create: string; update: string } | null
}

type TypeOf = (field: FieldMetadata, context: TypeContext) => ValueType

const UNKNOWN: ValueType = { text: 'unknown', moded: false, kind: 'any' }

const plain =
  (text: string, kind: ValueKind): TypeOf =>
  () => ({ text, moded: false, kind })

const moded =
  (
    text: (field: FieldMetadata, mode: string) => string,
    kind: ValueKind,
    detail: (field: FieldMetadata) => FieldRow[2] = () => null,
  ): TypeOf =>
  (field, { mode }) => ({ text: text(field, mode), moded: true, kind, detail: detail(field) })

/** What the values of `json_type` are in TypeScript. */
const BY_JSON_TYPE: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  double: 'number',
  long: 'number',
  boolean: 'boolean',
}

/** The kinds of values that are told apart by their type alone. */
const KINDS: Readonly<Record<string, ValueKind>> = { string: 'text', number: 'number', boolean: 'boolean' }

/** A type of one value. Where the answer says how it travels in JSON, that counts; objects and arrays are unknown. */
const scalar =
  (text: string, kind: ValueKind = KINDS[text] ?? 'any'): TypeOf =>
  (field) => {
    if (isStructure(field)) return UNKNOWN
    const { jsonType, length } = field
    const given = own(BY_JSON_TYPE, jsonType) ?? text
    const isAsExpected = given === text
    return {
      text: given,
      moded: false,
      kind: isAsExpected ? kind : (KINDS[given] ?? 'any'),
      detail: isAsExpected && MEASURED.has(kind) && length !== null && length > 0 ? length : null,
    }
  }

/** Kinds of which the length of a field is the greatest number of letters, or of digits. */
const MEASURED: ReadonlySet<ValueKind> = new Set(['text', 'email', 'integer', 'digits'])

/** A string of a kind of which not everything can be asked that can be of a text. */
const kindOfText = (text: string, kind: ValueKind): TypeOf => {
  const string = scalar('string', kind)
  return (field, context) => {
    const type = string(field, context)
    return type.text === 'string' ? { ...type, text } : type
  }
}

/** What formulas and roll-ups return, where `json_type` does not say. */
const BY_RETURN_TYPE: Readonly<Record<string, string>> = {
  double: 'number',
  currency: 'number',
  integer: 'number',
  decimal: 'number',
  percent: 'number',
  boolean: 'boolean',
}

/** What strings that formulas and roll-ups return are. */
const BY_RETURNED_TEXT: Readonly<Record<string, TypeOf>> = {
  date: kindOfText('z.ISODate', 'date'),
  datetime: kindOfText('z.ISODateTime', 'datetime'),
}

const computed: TypeOf = (field, context) => {
  const returned = field.returnType ?? ''
  const text = own(BY_RETURNED_TEXT, returned)
  if (text !== undefined) return text(field, context)
  return scalar(own(BY_RETURN_TYPE, returned) ?? 'string')(field, context)
}

const modulesOf = (field: FieldMetadata): readonly string[] =>
  field.target?.modules.filter((module) => module !== ANY_MODULE) ?? []

const moduleUnion = (field: FieldMetadata): string => {
  const modules = modulesOf(field)
  return modules.length === 0 ? 'string' : modules.map(literal).join(' | ')
}

const oneModule: TypeOf = moded((field, mode) => `z.Lookup<${moduleUnion(field)}, ${mode}>`, 'lookup')

const anyModule: TypeOf = moded(
  (field, mode) => `z.AnyLookup<${moduleUnion(field)}, ${mode}>`,
  'anylookup',
  (field) => {
    const modules = modulesOf(field)
    return modules.length === 0 ? null : modules
  },
)

const lookup: TypeOf = (field, context) => (hasOneTarget(field) ? oneModule : anyModule)(field, context)

const links: TypeOf = moded(
  (field, mode) => {
    const key = field.target?.connectedField
    const modules = field.dataType === 'multiuserlookup' ? literal('users') : moduleUnion(field)
    return `z.Links<${key == null ? 'never' : literal(key)}, ${modules}, ${mode}>`
  },
  'links',
  (field) => field.target?.connectedField ?? null,
)

const subform: TypeOf = (field, context) => {
  const types = context.subformTypes(field.target?.modules[0] ?? '')
  const { record, create, update } = types ?? { record: 'z.SubformRow', create: 'object', update: 'object' }
  return {
    text: `z.Subform<${record}, ${create}, ${update}, ${context.mode}>`,
    moded: true,
    kind: 'subform',
  }
}

/**
 * What the value of a field is, by its `data_type`; where `json_type` tells two kinds of one data type apart, by
 * both. A data type that is not here is `unknown`: never a failure, never a guess.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 */
const DATA_TYPES: Readonly<Record<string, TypeOf>> = {
  text: scalar('string'),
  'text/jsonarray': plain('readonly z.Tag[]', 'tags'),
  textarea: kindOfText('z.LongText', 'text'),
  mediumtext: kindOfText('z.LongText', 'text'),
  email: scalar('string', 'email'),
  phone: scalar('string'),
  website: scalar('string'),
  autonumber: scalar('string'),
  profileimage: scalar('string'),
  date: kindOfText('z.ISODate', 'date'),
  datetime: kindOfText('z.ISODateTime', 'datetime'),
  event_reminder: scalar('string'),

  integer: scalar('number', 'integer'),
  double: scalar('number'),
  percent: scalar('number'),
  currency: scalar('number'),
  // Beyond 2^53: the API sends the digits as a string.
  bigint: kindOfText('z.Digits', 'digits'),
  long: kindOfText('z.Digits', 'digits'),
  'bigint/jsonarray': plain('readonly z.Participant[]', 'participants'),
  boolean: scalar('boolean'),

  formula: computed,
  rollup_summary: computed,

  picklist: (field, context) => ({ ...context.choice(field), kind: 'option' }),
  multiselectpicklist: (field, context) => {
    const { text, moded } = context.choice(field)
    return { text: `readonly ${text}[]`, moded, kind: 'options' }
  },

  lookup,
  multi_module_lookup: anyModule,
  userlookup: moded((_, mode) => `z.UserLookup<${mode}>`, 'lookup'),
  ownerlookup: moded((_, mode) => `z.UserLookup<${mode}>`, 'lookup'),
  consent_lookup: moded((_, mode) => `z.Lookup<'Consents', ${mode}>`, 'lookup'),
  multiselectlookup: links,
  multiuserlookup: links,
  subform,

  fileupload: moded((_, mode) => `z.Files<${mode}>`, 'files'),
  imageupload: moded((_, mode) => `z.Files<${mode}>`, 'files'),

  ALARM: plain('z.Alarm', 'alarm'),
  RRULE: plain('z.Recurrence', 'recurrence'),
  multireminder: plain('readonly z.Reminder[]', 'reminders'),
  layout: moded((_, mode) => `z.Layout<${mode}>`, 'lookup'),
  module: plain('z.ModuleRef', 'module'),
  territories: plain('readonly z.Tag[]', 'tags'),
  linetax: plain('readonly z.LineTax[]', 'taxes'),
}

/** The data types that are known, each with the `json_type` behind it where that matters. */
export const dataTypeNames: readonly string[] = Object.keys(DATA_TYPES)

/** Whether it is known what a field of its data type holds. */
export function isKnownType(field: FieldMetadata): boolean {
  return rowOf(DATA_TYPES, field) !== undefined
}

/** The type of a field's value, without `null`. */
export function typeOf(field: FieldMetadata, context: TypeContext): ValueType {
  return rowOf(DATA_TYPES, field)?.(field, context) ?? UNKNOWN
}

/** Data types whose options make a picklist class. */
const PICKLISTS = new Set(['picklist', 'multiselectpicklist'])

/** Whether a field has a picklist class. */
export function isPicklist(field: FieldMetadata): boolean {
  return PICKLISTS.has(field.dataType)
}

/** Data types that lists never return; only a read of one record does. */
const SINGLE_READ_ONLY = new Set(['subform', 'multiselectlookup', 'multiuserlookup'])

/** Whether a field is returned whole only when a single record is read: lists cut rich text short. */
export function isSingleReadOnly({ dataType, richText }: FieldMetadata): boolean {
  return SINGLE_READ_ONLY.has(dataType) || richText
}

/** Properties that every object inherits, which an optional property of the same name would be confused with. */
const INHERITED = new Set([
  'constructor',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
])

/** The type of a property, told apart from what every object inherits under its name. */
export function shadowing(apiName: string, type: TypeText, mode: string): TypeText {
  if (!INHERITED.has(apiName)) return type
  return { text: `z.Shadowing<${type.text}, ${literal(apiName)}, ${mode}>`, moded: true }
}
