import type { FieldSpec } from './bodies.ts'
import { STANDARD } from './demo-picklists.ts'

/** A field on one line: API name, data type, and what does not follow from the type. */
export type Row = readonly [name: string, type: string, more?: Omit<FieldSpec, 'name' | 'type'>]

/** A module's fields from their rows. */
export const fieldsOf = (rows: readonly Row[]): FieldSpec[] =>
  rows.map(([name, type, more]) => ({ name, type, ...more }))

/** The company's own fields: the same, marked as custom. */
export const customFields = (rows: readonly Row[]): FieldSpec[] =>
  fieldsOf(rows).map((field) => ({ custom: true, ...field }))

/** The rows that nearly every module starts with. */
export const owned = (singular: string): Row[] => [
  ['id', 'bigint', { label: 'Record Id', access: 'locked' }],
  ['Owner', 'ownerlookup', { label: `${singular} Owner` }],
  ['Created_By', 'ownerlookup', { access: 'system', ui: 20 }],
  ['Modified_By', 'ownerlookup', { access: 'system', ui: 20 }],
  ['Created_Time', 'datetime', { access: 'system', ui: 200 }],
  ['Modified_Time', 'datetime', { access: 'system', ui: 200 }],
]

/** The rows of layouts and tags. */
export const tagged: readonly Row[] = [
  ['Layout', 'layout'],
  ['Tag', 'text', { json: 'jsonarray', ui: 209, length: 2000 }],
]

/** The rows that a module with layouts, tags, a time line and locks has besides. */
export const tracked: readonly Row[] = [
  ...tagged,
  ['Last_Activity_Time', 'datetime', { access: 'system', ui: 786 }],
  ['Locked__s', 'boolean', { access: 'locked' }],
]

/** A picture of the record. */
export const pictured = (singular: string): Row[] => [
  ['Record_Image', 'profileimage', { label: `${singular} Image` }],
]

/** Street, city, state, code and country under a prefix. */
export const address = (prefix: string, code = 'Code'): Row[] => [
  [`${prefix}Street`, 'text', { length: 250 }],
  [`${prefix}City`, 'text', { length: 100 }],
  [`${prefix}State`, 'text', { length: 100 }],
  [`${prefix}${code}`, 'text', { length: 30 }],
  [`${prefix}Country`, 'text', { length: 100 }],
]

/** Free text about the record. */
export const description: Row = ['Description', 'textarea']

/** When and how somebody unsubscribed. */
export const unsubscribed: readonly Row[] = [
  ['Email_Opt_Out', 'boolean'],
  ['Unsubscribed_Mode', 'picklist', { access: 'locked', options: STANDARD['unsubscribed'] ?? [] }],
  ['Unsubscribed_Time', 'datetime', { access: 'locked' }],
]
