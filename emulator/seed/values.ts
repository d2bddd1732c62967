import type { Faker } from '@faker-js/faker'
import type { Json } from '../json.ts'
import { dataTypeOf } from '../records/data-types.ts'
import { type Field, optionsOf } from '../records/fields.ts'
import { autoNumber } from '../records/row.ts'
import { zohoTime } from '../time.ts'
import type { Maker, MakerContext } from './maker.ts'
import { file, layout, lookup, multiSelectLookup, multiUserLookup, subform, user } from './references.ts'
import { textMaker } from './texts.ts'

const DAY = 24 * 60 * 60 * 1000
const EPOCH = Date.UTC(2024, 0, 8)

/** How a value of each data type is made. */
const BY_TYPE: ReadonlyMap<string, (field: Field, context: MakerContext) => Maker> = new Map<
  string,
  (field: Field, context: MakerContext) => Maker
>([
  ['text', (field) => textMaker(field.name)],
  ['textarea', (field) => (field.richText ? richText : plainText)],
  ['email', () => email],
  ['phone', () => (faker) => faker.phone.number({ style: 'national' })],
  ['website', () => (faker) => `https://www.${faker.internet.domainWord()}.example.com`],
  ['picklist', picklist],
  ['multiselectpicklist', multiSelect],
  ['integer', () => (faker) => faker.number.int({ min: 0, max: 5000 })],
  ['bigint', () => (faker) => String(faker.number.int({ min: 1000, max: 999_999_999 }))],
  ['long', () => (faker) => String(faker.number.int({ min: 1000, max: 999_999_999 }))],
  ['double', () => (faker) => amount(faker, 10_000)],
  ['percent', () => (faker) => amount(faker, 100)],
  ['currency', () => (faker) => amount(faker, 250_000)],
  ['boolean', () => (faker) => faker.datatype.boolean()],
  ['date', () => (faker) => zohoTime(someTime(faker)).slice(0, 10)],
  ['datetime', () => (faker) => zohoTime(someTime(faker))],
  [
    'autonumber',
    (field, { table }) =>
      (_, index) =>
        autoNumber(field, table, index + 1),
  ],
  ['ownerlookup', user],
  ['userlookup', user],
  ['lookup', (field, context) => lookup(field.target, context)],
  ['layout', layout],
  ['multiselectlookup', multiSelectLookup],
  ['multiuserlookup', multiUserLookup],
  ['subform', subform],
  ['fileupload', () => file],
  ['imageupload', () => file],
])

/** Kinds that no plausible value is known for: they stay empty. */
const EMPTY: ReadonlySet<string> = new Set([
  'profileimage',
  'event_reminder',
  'ALARM',
  'RRULE',
  'consent_lookup',
])

/** How a value of a JSON type is made when the data type says nothing. */
const BY_JSON: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['string', (faker) => faker.commerce.productAdjective()],
  ['integer', (faker) => faker.number.int({ min: 0, max: 500 })],
  ['double', (faker) => amount(faker, 10_000)],
  ['boolean', (faker) => faker.datatype.boolean()],
  ['jsonarray', () => []],
])

/** What a mandatory field has when nothing else could be made. */
const LAST_RESORT: ReadonlyMap<string, (index: number) => Json> = new Map<string, (index: number) => Json>([
  ['text', (index) => `Value ${index + 1}`],
  ['jsonobject', (index) => ({ id: String(index + 1).padStart(19, '5') })],
  ['jsonarray', () => []],
])

/** The maker of a field's values: of its type, within its length, unique where they must be. */
export function makerOf(field: Field, context: MakerContext): Maker {
  const make = isLeftToServer(field) ? () => null : baseMaker(field, context)
  return (faker, index) => {
    const isLeftOut = mayBeEmpty(field) && faker.number.int(99) < 12
    const value = isLeftOut ? null : make(faker, index)
    if (value === null || value === '')
      return field.mandatory ? fitted(field, lastResort(field, index)) : null
    return fitted(field, field.unique ? uniqueValue(field, value, index) : value)
  }
}

/** Kinds that always have a value. */
const NEVER_EMPTY: ReadonlySet<string> = new Set([
  'boolean',
  'ownerlookup',
  'formula',
  'rollup_summary',
  'autonumber',
])

function mayBeEmpty(field: Field): boolean {
  return !field.mandatory && !field.unique && !NEVER_EMPTY.has(field.dataType)
}

/** What only a process of the CRM sets (a conversion, a lock) has not happened to a seeded record. */
function isLeftToServer(field: Field): boolean {
  const isProcess = field.dataType === 'lookup' || field.dataType === 'boolean'
  return isProcess && !field.creatable && !field.mandatory
}

function baseMaker(field: Field, context: MakerContext): Maker {
  const { dataType, jsonType } = field
  const byJson = BY_JSON.get(jsonType ?? '') ?? (() => null)
  if (EMPTY.has(dataType)) return () => null
  // Where data type and JSON type contradict each other (a Tag is a text of arrays), the JSON type decides.
  const agrees = field.type === dataTypeOf(dataType, undefined)
  const known = agrees ? BY_TYPE.get(dataType) : undefined
  return known?.(field, context) ?? computedMaker(field) ?? byJson
}

/** What a formula or a roll-up gives is said by its return type. */
function computedMaker(field: Field): Maker | undefined {
  const isNumber = field.jsonType === 'double' || field.jsonType === 'integer'
  const returns = String(
    (field.description[field.dataType] as { readonly return_type?: Json } | undefined)?.return_type ?? '',
  )
  if (isNumber || (returns !== 'date' && returns !== 'datetime')) return undefined
  return (faker) => zohoTime(someTime(faker)).slice(0, returns === 'date' ? 10 : undefined)
}

function lastResort(field: Field, index: number): Json {
  return LAST_RESORT.get(field.type.expected)?.(index) ?? `Value ${index + 1}`
}

function uniqueValue(field: Field, value: Json, index: number): Json {
  if (typeof value === 'number') return index + 1
  if (typeof value !== 'string') return value
  if (field.dataType === 'bigint') return String(1_000_000 + index)
  if (field.dataType === 'email') return `person.${index + 1}@example.com`
  if (field.dataType === 'website') return `https://www.example.com/${index + 1}`
  const suffix = ` ${index + 1}`
  return `${value.slice(0, (field.maxLength ?? 255) - suffix.length)}${suffix}`
}

function fitted(field: Field, value: Json): Json {
  const { maxLength } = field
  if (maxLength === undefined) return value
  if (typeof value === 'string') return value.slice(0, maxLength)
  return typeof value === 'number' ? Math.min(value, 10 ** maxLength - 1) : value
}

function amount(faker: Faker, max: number): number {
  return faker.number.int({ min: 0, max: max * 100 }) / 100
}

function someTime(faker: Faker): number {
  return (
    EPOCH + faker.number.int({ min: 0, max: 900 }) * DAY + faker.number.int({ min: 0, max: 1439 }) * 60_000
  )
}

function email(faker: Faker, index: number): string {
  const name = `${faker.person.firstName()}.${faker.person.lastName()}`.toLowerCase().replace(/[^a-z.]/g, '')
  return `${name}.${index + 1}@example.com`
}

function plainText(faker: Faker): string {
  return `${faker.company.catchPhrase()}. ${faker.company.buzzPhrase()}.`
}

function richText(faker: Faker): string {
  const text = Array.from(
    { length: faker.number.int({ min: 1, max: 14 }) },
    () => `<p>${plainText(faker)}</p>`,
  )
  return `<div>${text.join('')}</div>`
}

function picklist(field: Field, { database }: MakerContext): Maker {
  const options = optionsOf(field, database.wireValue)
  return (faker) => options[faker.number.int({ min: 0, max: Math.max(0, options.length - 1) })] ?? null
}

function multiSelect(field: Field, { database }: MakerContext): Maker {
  const options = optionsOf(field, database.wireValue)
  return (faker) => (options.length === 0 ? null : faker.helpers.arrayElements(options, { min: 1, max: 3 }))
}
