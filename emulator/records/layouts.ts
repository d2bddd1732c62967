import { type Json, type JsonObject, member, objects, text } from '../json.ts'
import type { Database } from './database.ts'
import type { Table } from './table.ts'

/** The layouts of a module as records point at them; none where they are not described. */
export function layoutsOf(database: Database, table: Table): readonly JsonObject[] {
  const body = database.folder.moduleDocument('layouts', table.name)?.body
  return objects(body, 'layouts').map((layout) => ({
    name: text(layout, 'name') ?? null,
    id: text(layout, 'id') ?? null,
  }))
}

/**
 * The fields that a row must have because of the layout that it names; a row that names none is checked by what is
 * mandatory in the whole module.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */
export function requiredBy(database: Database, table: Table, layout: Json | undefined): ReadonlySet<string> {
  const id = text(layout, 'id')
  return id === undefined ? NONE : requiredFields(database, table, (each) => text(each, 'id') === id)
}

/** The fields that some layout of a module requires. */
export function requiredByAny(database: Database, table: Table): ReadonlySet<string> {
  return requiredFields(database, table, () => true)
}

const NONE: ReadonlySet<string> = new Set()

function requiredFields(
  database: Database,
  table: Table,
  isMeant: (layout: JsonObject) => boolean,
): ReadonlySet<string> {
  const body = database.folder.moduleDocument('layouts', table.name)?.body
  const sections = objects(body, 'layouts')
    .filter(isMeant)
    .flatMap((layout) => objects(layout, 'sections'))
  const fields = sections.flatMap((section) => objects(section, 'fields'))
  const required = fields.filter((field) => member(field, 'required') === true)
  return new Set(required.map((field) => text(field, 'api_name') ?? ''))
}

/** The layout that a row names: undefined where the module has others only. One of a module without is believed. */
export function layoutOf(database: Database, table: Table, given: Json): Json | undefined {
  const layouts = layoutsOf(database, table)
  if (layouts.length === 0) return given
  return layouts.find((layout) => layout['id'] === text(given, 'id'))
}
