import type { Json, JsonObject } from '../json.ts'
import { type Description, descriptionOf } from './description.ts'
import type { Field } from './fields.ts'

/** A Row is one record: its values by API name. A map, since a field's name can be any string. */
export type Row = Map<string, Json>

/** A RowSource makes the seeded records of a table when they are first looked at. */
export interface RowSource {
  readonly count: number
  id(index: number): string
  /** A run of records around an index: the first index of the run, and its rows. */
  rows(index: number): { readonly from: number; readonly rows: readonly Row[] }
}

/** What a Table is made of. */
export interface TableOptions {
  readonly module: JsonObject
  readonly name: string
  /** The body of the module's fields; undefined where it is not described. */
  readonly fields: JsonObject | undefined
  /** The recorded rows that are there from the start. */
  readonly initial: readonly Row[]
  readonly seeded: RowSource
}

/** What was written into a table: the state that a data file keeps. */
export interface TableState {
  readonly minted: number
  readonly rows: readonly JsonObject[]
  readonly deleted: readonly string[]
}

/** A Table holds the records of one module. */
export class Table {
  readonly name: string
  /** The ids that were there from the start; what is seeded points at these only, whatever was written since. */
  readonly initialIds: readonly string[]
  /** The ids of what was put or removed, in order: whoever keeps a copy reads on from where it was. */
  readonly changes: string[] = []
  readonly #seeded: RowSource
  /** Rows by id; a number stands for a seeded row that nobody has looked at. */
  readonly #rows: Map<string, Row | number> = new Map()
  readonly #written: Set<string> = new Set()
  readonly #deleted: Set<string> = new Set()
  readonly #indexes: Map<string, Map<string, string>> = new Map()
  /** Names of what was a field and is none any more. */
  readonly #dropped: Set<string> = new Set()
  #description: Description
  #sorted: readonly string[] | undefined
  #minted = 0

  constructor(options: TableOptions) {
    this.name = options.name
    this.#description = descriptionOf(options.module, options.fields)
    this.#seeded = options.seeded
    for (const row of options.initial) this.#rows.set(String(row.get('id')), row)
    for (let index = 0; index < options.seeded.count; index++) this.#rows.set(options.seeded.id(index), index)
    this.initialIds = [...this.#rows.keys()]
  }

  get module(): JsonObject {
    return this.#description.module
  }

  get described(): boolean {
    return this.#description.body !== undefined
  }

  /** The fields of the moment: the map is another one after each change. */
  get fields(): ReadonlyMap<string, Field> {
    return this.#description.fields
  }

  get title(): string | undefined {
    return this.#description.title
  }

  /** Takes over how the module and its fields are described now. */
  describe(module: JsonObject, body: JsonObject | undefined): void {
    const before = this.#description
    this.#description = before.body === body ? { ...before, module } : descriptionOf(module, body)
    if (before.body === body) return
    for (const name of before.fields.keys()) this.#dropped.add(name)
    for (const name of this.fields.keys()) this.#dropped.delete(name)
    this.#indexes.clear()
  }

  /** Whether a name was a field of the module and is none any more; its values are kept and not shown. */
  hasDropped(name: string): boolean {
    return this.#dropped.has(name)
  }

  get size(): number {
    return this.#rows.size
  }

  /** How many ids this table has given out. */
  get minted(): number {
    return this.#minted
  }

  /** How many records were removed. */
  get removals(): number {
    return this.#deleted.size
  }

  has(id: string): boolean {
    return this.#rows.has(id)
  }

  get(id: string): Row | undefined {
    const found = this.#rows.get(id)
    return typeof found === 'number' ? this.#materialise(id, found) : found
  }

  /** All ids, in ascending order. */
  ids(): readonly string[] {
    this.#sorted ??= [...this.#rows.keys()].sort(compareIds)
    return this.#sorted
  }

  /** A new id, above those that were given before. */
  mintId(): string {
    for (;;) {
      const id = this.#seeded.id(this.#seeded.count + this.#minted++)
      if (!this.#rows.has(id) && !this.#deleted.has(id)) return id
    }
  }

  /** Puts a row in place, new or changed. */
  put(id: string, row: Row): void {
    this.#forget(id)
    if (!this.#rows.has(id)) this.#sorted = undefined
    this.#rows.set(id, row)
    this.#written.add(id)
    this.changes.push(id)
    for (const [name, index] of this.#indexes) addTo(index, this.fields.get(name), row, id)
  }

  remove(id: string): void {
    this.#forget(id)
    this.#rows.delete(id)
    this.#written.delete(id)
    this.#deleted.add(id)
    this.changes.push(id)
    this.#sorted = undefined
  }

  /** The id of the record that has a value in a unique field. */
  findBy(field: Field, value: Json): string | undefined {
    return this.#indexOf(field).get(keyOf(field, value) ?? '')
  }

  /** What was written since the start. */
  state(): TableState | undefined {
    if (this.#written.size === 0 && this.#deleted.size === 0) return undefined
    const rows = [...this.#written].map((id) => Object.fromEntries(this.get(id) ?? []))
    return { minted: this.#minted, rows, deleted: [...this.#deleted] }
  }

  restore(state: TableState): void {
    this.#minted = state.minted
    for (const row of state.rows) this.put(String(row['id']), new Map(Object.entries(row)))
    for (const id of state.deleted) this.remove(id)
  }

  #materialise(id: string, index: number): Row | undefined {
    const { from, rows } = this.#seeded.rows(index)
    for (const [offset, row] of rows.entries()) {
      const rowId = this.#seeded.id(from + offset)
      if (typeof this.#rows.get(rowId) === 'number') this.#rows.set(rowId, row)
    }
    const row = this.#rows.get(id)
    return typeof row === 'number' ? undefined : row
  }

  #indexOf(field: Field): Map<string, string> {
    const known = this.#indexes.get(field.name)
    if (known) return known
    const index = new Map<string, string>()
    for (const id of this.#rows.keys()) addTo(index, field, this.get(id), id)
    this.#indexes.set(field.name, index)
    return index
  }

  #forget(id: string): void {
    for (const [name, index] of this.#indexes) {
      const field = this.fields.get(name)
      const key = field && keyOf(field, this.get(id)?.get(name) ?? null)
      if (key !== undefined && index.get(key) === id) index.delete(key)
    }
  }
}

function addTo(index: Map<string, string>, field: Field | undefined, row: Row | undefined, id: string): void {
  const key = field && keyOf(field, row?.get(field.name) ?? null)
  if (key !== undefined && !index.has(key)) index.set(key, id)
}

function keyOf(field: Field, value: Json): string | undefined {
  if (value === null || value === '') return undefined
  const key = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return field.caseSensitive ? key : key.toLowerCase()
}

/** The order of ids as the numbers that they are. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : a > b ? 1 : 0
}
