import type { Json, JsonObject } from '../json.ts'
import { Bin, type Deletion } from './bin.ts'
import { isConverted } from './conversion.ts'
import { type Description, descriptionOf } from './description.ts'
import type { Field } from './fields.ts'
import { IdOrder } from './id-order.ts'
import { RecentChanges, type SearchLag } from './recent-changes.ts'
import { type IndexedField, ValueIndexes } from './value-index.ts'

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
  /** What the search index does not know yet; default: it knows everything. */
  readonly searchLag?: SearchLag | undefined
}

/** What was written into a table: the state that a data file keeps. */
export interface TableState {
  readonly minted: number
  readonly rows: readonly JsonObject[]
  readonly deleted: readonly string[]
  /** What is known of those that were deleted; absent in the files of earlier versions. */
  readonly bin?: readonly Deletion[]
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
  readonly #bin: Bin = new Bin()
  readonly #indexes: ValueIndexes = new ValueIndexes()
  readonly #recent: RecentChanges
  /** What is seeded is not converted: nobody has to look at it. */
  readonly #converted: Set<string> = new Set()
  readonly #order: IdOrder
  /** Names of what was a field and is none any more. */
  readonly #dropped: Set<string> = new Set()
  #description: Description
  #minted = 0
  #version = 0

  constructor(options: TableOptions) {
    this.name = options.name
    this.#description = descriptionOf(options.module, options.fields)
    this.#seeded = options.seeded
    this.#recent = new RecentChanges(options.searchLag)
    for (const row of options.initial) {
      const id = String(row.get('id'))
      this.#rows.set(id, row)
      if (isConverted(row)) this.#converted.add(id)
    }
    for (let index = 0; index < options.seeded.count; index++) this.#rows.set(options.seeded.id(index), index)
    this.initialIds = [...this.#rows.keys()]
    this.#order = new IdOrder(this.initialIds)
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

  /** Grows with each write: whoever keeps what was made of the records looks at it. */
  get version(): number {
    return this.#version
  }

  /** The ids of the records that became others, as leads do. */
  get converted(): ReadonlySet<string> {
    return this.#converted
  }

  /** What was deleted, the latest first. */
  deletions(): readonly Deletion[] {
    return this.#bin.all()
  }

  /** The records whose latest state the search index does not know, as it knows them. */
  unindexed(): ReadonlyMap<string, Row | undefined> {
    return this.#recent.unknown()
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

  /** All ids, in ascending order: the array of the moment, which follows the writes. */
  ids(): readonly string[] {
    return this.#order.all
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
    const before = this.get(id)
    this.#changed(id, before, row)
    this.#rows.set(id, row)
    this.#order.add(id)
    this.#written.add(id)
    if (isConverted(row)) this.#converted.add(id)
    else this.#converted.delete(id)
    this.changes.push(id)
  }

  /** Takes a record out; what is known of it goes to the bin. */
  remove(id: string, deletion?: Deletion): void {
    this.#changed(id, this.get(id), undefined)
    this.#rows.delete(id)
    this.#order.remove(id)
    this.#written.delete(id)
    this.#converted.delete(id)
    this.#deleted.add(id)
    if (deletion) this.#bin.add(deletion)
    this.changes.push(id)
  }

  /** The id of the record that has a value in a field; of several, of the one that has had it the longest. */
  findBy(field: IndexedField, value: Json): string | undefined {
    const records = (): Iterable<readonly [string, Row | undefined]> =>
      [...this.#rows.keys()].map((each) => [each, this.get(each)] as const)
    return this.#indexes.of(field, records).first(value)
  }

  /** What was written since the start. */
  state(): TableState | undefined {
    if (this.#written.size === 0 && this.#deleted.size === 0) return undefined
    const rows = [...this.#written].map((id) => Object.fromEntries(this.get(id) ?? []))
    return { minted: this.#minted, rows, deleted: [...this.#deleted], bin: this.#bin.all().toReversed() }
  }

  restore(state: TableState): void {
    this.#minted = state.minted
    for (const row of state.rows) this.put(String(row['id']), new Map(Object.entries(row)))
    const deletions = new Map(state.bin?.map((deletion) => [deletion.id, deletion]))
    for (const id of state.deleted) this.remove(id, deletions.get(id))
    this.#recent.clear()
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

  #changed(id: string, before: Row | undefined, after: Row | undefined): void {
    this.#version += 1
    this.#recent.note(id, before)
    this.#indexes.move(id, before, after)
  }
}
