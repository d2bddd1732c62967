import { isObject, type Json, type JsonObject, member, memberAt, text } from '../json.ts'
import { nextTime } from '../time.ts'
import type { Database } from './database.ts'
import type { Field } from './fields.ts'
import { layoutsOf } from './layouts.ts'
import type { Row, Table } from './table.ts'

/** A new record: what was given, and what the server adds; it is of the user who writes it. */
export function newRow(database: Database, table: Table, id: string, values: Row, user: JsonObject): Row {
  const now = nextTime()
  const row: Row = new Map<string, Json>([['id', id]])
  for (const field of table.fields.values()) row.set(field.name, initialValue(database, table, field))
  for (const [name, value] of values) row.set(name, value)
  const owner = values.get('Owner')
  if (!table.described || table.fields.has('Owner')) {
    row.set('Owner', database.people.reference(text(owner, 'id') ?? '') ?? user)
  }
  row.set('Created_By', user).set('Modified_By', user).set('Created_Time', now).set('Modified_Time', now)
  row.set('id', id)
  for (const field of table.fields.values()) mergeStructure(table, row, field, [])
  nameInFull(table, row)
  return row
}

/** A Change is what a user gives for a record: the values that were checked, and the row as it was sent. */
export interface Change {
  readonly values: Row
  readonly given: JsonObject
  readonly user: JsonObject
}

/** A record after a change: new values in place, arrays of structures merged by id. */
export function updatedRow(database: Database, table: Table, before: Row, change: Change): Row {
  const { values, given, user } = change
  const row: Row = new Map(before)
  for (const [name, value] of values) {
    const field = table.fields.get(name)
    const isAdded = memberAt(given, '$append_values', name) === true
    row.set(name, isAdded ? appended(before.get(name), value) : value)
    if (field) mergeStructure(table, row, field, before.get(name))
  }
  const owner = text(values.get('Owner'), 'id')
  if (owner !== undefined) row.set('Owner', database.people.reference(owner) ?? null)
  row.set('Modified_By', user)
  nameInFull(table, row)
  return row
}

function initialValue(database: Database, table: Table, field: Field): Json {
  if (field.dataType === 'boolean') return false
  if (field.dataType === 'autonumber') return autoNumber(field, table)
  if (field.dataType !== 'layout') return null
  return layoutsOf(database, table)[0] ?? null
}

/** The next number of an auto-number field. */
export function autoNumber(
  field: Field,
  table: Table,
  count: number = table.initialIds.length + table.minted,
): string {
  const { auto_number: rule } = field.description
  const start = member(rule, 'start_number') ?? member(rule, 'starting_number')
  const number = (typeof start === 'number' ? start : 1) + Math.max(0, count - 1)
  return `${text(rule, 'prefix') ?? ''}${number}${text(rule, 'suffix') ?? ''}`
}

function appended(before: Json | undefined, value: Json): Json {
  const old = Array.isArray(before) ? before : []
  return Array.isArray(value) ? [...new Set([...old, ...value])] : value
}

/** Rows of a structure: with an id they change, with `_delete` they go, without an id they are new. */
function mergeStructure(table: Table, row: Row, field: Field, before: Json | undefined): void {
  const given = row.get(field.name)
  if (field.type.settable !== 'structure' || !Array.isArray(given)) return
  const merged = new Map(
    (Array.isArray(before) ? before : []).map((entry) => [text(entry, 'id') ?? '', entry as Json]),
  )
  for (const entry of given.filter(isObject)) {
    const id = text(entry, 'id') ?? table.mintId()
    const old = merged.get(id)
    if (Object.hasOwn(entry, '_delete')) merged.delete(id)
    else merged.set(id, { ...(isObject(old) ? old : {}), ...entry, id, ...parentOf(table, row, field) })
  }
  row.set(field.name, [...merged.values()])
}

function parentOf(table: Table, row: Row, field: Field): JsonObject {
  if (field.dataType !== 'subform') return {}
  return { Parent_Id: { name: row.get(table.title ?? 'id') ?? null, id: row.get('id') ?? null } }
}

/** Full_Name is made of the names that it consists of. */
export function nameInFull(table: Table, row: Row): void {
  if (!table.fields.has('Full_Name') || !table.fields.has('Last_Name')) return
  const names = [row.get('First_Name'), row.get('Last_Name')].filter(
    (name) => typeof name === 'string' && name !== '',
  )
  row.set('Full_Name', names.length > 0 ? names.join(' ') : null)
}
