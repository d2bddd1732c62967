import { isObject, type Json, text } from '../json.ts'

/** A DataType says what the values of a kind of field look like and who may set them. */
export interface DataType {
  /** The JSON types (`json_type`) that its values can have; a field of another one is judged by that alone. */
  readonly json: readonly string[]
  /** What an error calls it. */
  readonly expected: string
  accepts(value: Json): boolean
  /** How long a value is, for the maximum length of a field; absent where the length means something else. */
  readonly measure?: (value: Json) => number
  /** `never`: computed by the server; `structure`: set whatever `operation_type` says. Default: as the field says. */
  readonly settable?: 'never' | 'structure'
  /** False where lists leave it out. */
  readonly listed?: boolean
}

const isText = (value: Json): boolean => typeof value === 'string'
const isNumber = (value: Json): boolean => typeof value === 'number' && Number.isFinite(value)
const isReference = (value: Json): boolean => text(value, 'id') !== undefined
const isRows = (value: Json): boolean => Array.isArray(value) && value.every(isObject)
const isTexts = (value: Json): boolean => Array.isArray(value) && value.every(isText)
const matches =
  (pattern: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && pattern.test(value)
const isMoment =
  (pattern: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(value))
const lengthOf = (value: Json): number => (typeof value === 'string' ? value.length : 0)
const digitsOf = (value: Json): number => String(value).replace('-', '').length

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/
const ISO_DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)$/
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

const string: DataType = { json: ['string'], expected: 'text', accepts: isText, measure: lengthOf }
const double: DataType = { json: ['double', 'integer'], expected: 'double', accepts: isNumber }
const reference: DataType = { json: ['jsonobject'], expected: 'jsonobject', accepts: isReference }
const rows: DataType = { json: ['jsonarray'], expected: 'jsonarray', accepts: isRows }
const structure: DataType = { ...rows, settable: 'structure' }
const related: DataType = { ...structure, listed: false }
const object: DataType = { json: ['jsonobject'], expected: 'jsonobject', accepts: isObject }
const computed: DataType = {
  json: ['string', 'double', 'integer', 'boolean', 'jsonobject', 'jsonarray'],
  expected: 'text',
  accepts: () => true,
  settable: 'never',
}

const DATA_TYPES: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['text', string],
  ['textarea', string],
  ['mediumtext', string],
  ['phone', string],
  ['website', string],
  ['picklist', string],
  ['email', { ...string, expected: 'email', accepts: matches(EMAIL) }],
  ['multiselectpicklist', { json: ['jsonarray'], expected: 'jsonarray', accepts: isTexts }],
  ['integer', { json: ['integer'], expected: 'integer', accepts: Number.isSafeInteger, measure: digitsOf }],
  ['bigint', { json: ['string'], expected: 'bigint', accepts: isWholeNumber, measure: digitsOf }],
  ['long', { json: ['string', 'integer'], expected: 'bigint', accepts: isWholeNumber, measure: digitsOf }],
  ['double', double],
  ['percent', double],
  ['currency', double],
  ['boolean', { json: ['boolean'], expected: 'boolean', accepts: (value) => typeof value === 'boolean' }],
  ['date', { json: ['string'], expected: 'date', accepts: isMoment(ISO_DATE) }],
  ['datetime', { json: ['string'], expected: 'datetime', accepts: isMoment(ISO_DATETIME) }],
  ['autonumber', { ...string, settable: 'never' }],
  ['formula', computed],
  ['rollup_summary', computed],
  ['profileimage', { ...string, settable: 'never' }],
  ['lookup', reference],
  ['multi_module_lookup', reference],
  ['userlookup', reference],
  ['ownerlookup', reference],
  ['layout', reference],
  ['multiselectlookup', related],
  ['multiuserlookup', related],
  ['subform', related],
  ['fileupload', structure],
  ['imageupload', structure],
  ['multireminder', rows],
  ['event_reminder', string],
  ['ALARM', object],
  ['RRULE', object],
])

/** What is known of a value by its JSON type alone; data types that nobody has heard of end here. */
const JSON_TYPES: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['string', string],
  ['integer', { json: ['integer'], expected: 'integer', accepts: Number.isSafeInteger }],
  ['double', double],
  ['boolean', { json: ['boolean'], expected: 'boolean', accepts: (value) => typeof value === 'boolean' }],
  ['jsonobject', object],
  ['jsonarray', { json: ['jsonarray'], expected: 'jsonarray', accepts: Array.isArray }],
])

const anything: DataType = { json: [], expected: 'text', accepts: () => true }

function isWholeNumber(value: Json): boolean {
  return Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,19}$/.test(value))
}

/** The data type of a field; `json_type` decides where the two contradict each other (a Tag is a text of arrays). */
export function dataTypeOf(dataType: string | undefined, jsonType: string | undefined): DataType {
  const byJson = JSON_TYPES.get(jsonType ?? '')
  const known = DATA_TYPES.get(dataType ?? '')
  if (!known) return byJson ?? anything
  return !byJson || known.json.includes(jsonType ?? '') ? known : byJson
}
