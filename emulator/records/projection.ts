import { isObject, type Json, type JsonObject, member, objectOf, text } from '../json.ts'
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

/** A record of a list: its id and the fields that were asked for, as far as lists have them. */
export function listedRecord(
  database: Database,
  table: Table,
  row: Row,
  names: readonly string[],
): JsonObject {
  const entries: [string, Json][] = []
  for (const name of names) {
    const field = table.fields.get(name)
    if (field ? field.type.listed === false : table.described || !row.has(name)) continue
    entries.push([name, shown(database, field, row.get(name))])
  }
  entries.push(['id', row.get('id') ?? null])
  return objectOf(entries)
}

/** A single record: all fields, or those that were asked for, with subforms and multi-select lookups. */
export function wholeRecord(
  database: Database,
  table: Table,
  row: Row,
  names: readonly string[],
): JsonObject {
  const wanted =
    names.length > 0 ? names.filter((name) => table.fields.has(name) || row.has(name)) : allNames(table, row)
  const entries = wanted.map(
    (name) => [name, shown(database, table.fields.get(name), row.get(name))] as const,
  )
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

function allNames(table: Table, row: Row): readonly string[] {
  return [...new Set([...table.fields.keys(), ...row.keys()])]
}

/** A value as it is read: lookups by the present name of their record, users in full, rich text cut short. */
function shown(database: Database, field: Field | undefined, value: Json | undefined): Json {
  if (value === undefined || value === null) return field ? absent(field) : null
  if (!field) return value
  if (field.richText && typeof value === 'string') return value.slice(0, RICH_TEXT_SHOWN)
  if (Array.isArray(value)) return shownEntries(database, field, value)
  const id = field.type.expected === 'jsonobject' ? text(value, 'id') : undefined
  if (id === undefined) return value
  return database.people.reference(id) ?? lookup(database, field, id, value)
}

function lookup(database: Database, field: Field, id: string, value: Json): Json {
  const target = field.target ?? text(value, 'module', 'api_name')
  const table = target === undefined ? undefined : database.table(target)
  const title = table && database.titleOf(table.name, id)
  const { name: _, ...rest } = value as JsonObject
  if (title !== undefined) return { name: title, ...rest }
  // A record that was deleted is no longer pointed at.
  const wasThere = table !== undefined && table.size > 0 && field.dataType === 'lookup'
  return wasThere && !member(value, 'name') ? null : value
}

/** The rows of subforms and of multi-select lookups hold lookups of their own. */
function shownEntries(database: Database, field: Field, entries: readonly Json[]): Json {
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
  return entries.filter(isObject).map((entry) =>
    objectOf(
      Object.entries(entry).map(([name, value]) => {
        const known = name === 'Parent_Id' ? undefined : child.fields.get(name)
        return [name, known ? shown(database, known, value) : value] as const
      }),
    ),
  )
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
