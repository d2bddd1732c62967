import { type Json, type JsonObject, objects, text } from '../json.ts'
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

/** The layout that a row names: undefined where the module has others only. One of a module without is believed. */
export function layoutOf(database: Database, table: Table, given: Json): Json | undefined {
  const layouts = layoutsOf(database, table)
  if (layouts.length === 0) return given
  return layouts.find((layout) => layout['id'] === text(given, 'id'))
}
