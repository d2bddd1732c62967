import { isObject, type Json, type JsonObject, member, objectOf, text } from '../json.ts'
import type { Sight } from '../sight.ts'
import type { Database } from './database.ts'
import { connectedField, type Field } from './fields.ts'
import type { Row, Table } from './table.ts'

const RICH_TEXT_SHOWN = 500

/** What the API adds to a single record beside its fields. */
const STATE: JsonObject = {
  $approved: true,
  $approval_state: 'approved',
  $editable: true,
  $field_states: null,
  $in_merge: false,
  $locked_for_me: false,
  $orchestration: false,
  $process_flow: false,
  $review: null,
  $state: 'save',
}

/** A Reader is who reads records of which database: what the user does not see is not there. */
export interface Reader {
  readonly database: Database
  readonly sight: Sight
}

/** A record of a list: its id and the fields that were asked for, as far as lists have them. */
export function listedRecord(reader: Reader, table: Table, row: Row, names: readonly string[]): JsonObject {
  const entries: [string, Json][] = []
  for (const name of names) {
    const field = table.fields.get(name)
    if (field ? field.type.listed === false : table.described || !row.has(name)) continue
    if (reader.sight.seesField(table.name, name)) entries.push([name, shown(reader, field, row.get(name))])
  }
  entries.push(['id', row.get('id') ?? null])
  return objectOf(entries)
}

/** A single record: all fields, or those that were asked for, with subforms and multi-select lookups. */
export function wholeRecord(reader: Reader, table: Table, row: Row, names: readonly string[]): JsonObject {
  const all = namesOf(reader, table, row)
  const wanted = names.length > 0 ? names.filter((name) => all.has(name)) : [...all]
  const entries = wanted.map((name) => [name, shown(reader, table.fields.get(name), row.get(name))] as const)
  const structures = [...table.fields.values()].filter((field) => field.type.listed === false)
  const more = structures
    .filter((field) => wanted.includes(field.name))
    .map((field) => [field.name, false] as const)
  const state = names.length > 0 ? {} : STATE
  return {
    ...state,
    ...(more.length > 0 ? { $has_more: objectOf(more) } : {}),
    ...objectOf(entries),
    id: row.get('id') ?? null,
  }
}

/** What a record has: the fields of its module, and what else was recorded of it. */
function namesOf({ sight }: Reader, table: Table, row: Row): ReadonlySet<string> {
  const names = [...table.fields.keys(), ...row.keys()]
  return new Set(names.filter((name) => !table.hasDropped(name) && sight.seesField(table.name, name)))
}

/** A value as it is read: lookups by the present name of their record, users in full, rich text cut short. */
export function shown(reader: Reader, field: Field | undefined, value: Json | undefined): Json {
  if (value === undefined || value === null) return field ? absent(field) : null
  if (!field) return value
  if (field.richText && typeof value === 'string') return value.slice(0, RICH_TEXT_SHOWN)
  if (Array.isArray(value)) return shownEntries(reader, field, value)
  const id = field.type.expected === 'jsonobject' ? text(value, 'id') : undefined
  if (id === undefined) return value
  return reader.database.people.reference(id) ?? lookup(reader.database, field, id, value)
}

function lookup(database: Database, field: Field, id: string, value: Json): Json {
  const target = field.target ?? text(value, 'module', 'api_name')
  const table = target === undefined ? undefined : database.table(target)
  const title = table && database.titleOf(table.name, id)
  const { name: _, ...rest } = value as JsonObject
  if (title !== undefined) return { name: title, ...rest }
  return pointsNowhere(database, field, value) ? null : value
}

/** Tells whether a lookup points at a record that was deleted: such a one reads as empty. */
export function pointsNowhere(database: Database, field: Field, value: Json): boolean {
  const id = text(value, 'id')
  const target = field.target ?? text(value, 'module', 'api_name')
  const table = target === undefined || field.dataType !== 'lookup' ? undefined : database.table(target)
  return table !== undefined && table.size > 0 && !member(value, 'name') && !table.has(id ?? '')
}

/** The rows of subforms and of multi-select lookups hold lookups of their own. */
function shownEntries(reader: Reader, field: Field, entries: readonly Json[]): Json {
  const { database } = reader
  if (field.dataType === 'multiselectlookup') {
    const { name, module } = connectedField(field)
    return entries.map((entry) => ({
      ...(entry as JsonObject),
      ...named(database, module, name, member(entry, name)),
    }))
  }
  const child =
    field.dataType === 'subform' && field.child !== undefined ? database.table(field.child) : undefined
  if (!child?.described) return entries
  const isSeen = (name: string): boolean =>
    !child.hasDropped(name) && reader.sight.seesField(child.name, name)
  return entries.filter(isObject).map((entry) => {
    const seen = Object.entries(entry).filter(([name]) => isSeen(name))
    return objectOf(
      seen.map(([name, value]) => {
        const known = name === 'Parent_Id' ? undefined : child.fields.get(name)
        return [name, known ? shown(reader, known, value) : value] as const
      }),
    )
  })
}

function named(
  database: Database,
  module: string | undefined,
  name: string,
  value: Json | undefined,
): JsonObject {
  const id = text(value, 'id')
  const title = module !== undefined && id !== undefined ? database.titleOf(module, id) : undefined
  return title === undefined ? {} : { [name]: { ...(value as JsonObject), name: title } }
}

/** What a field without a value reads as. */
function absent(field: Field): Json {
  if (field.type.listed === false || field.name === 'Tag') return []
  return field.dataType === 'boolean' ? false : null
}
