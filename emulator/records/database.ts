import { idPrefix } from '../ids.ts'
import { type Json, type JsonObject, member, objectOf, objects, text } from '../json.ts'
import type { OrgFolder } from '../org-folder.ts'
import type { People } from '../people.ts'
import type { WireValue } from './fields.ts'
import type { SearchLag } from './recent-changes.ts'
import { type Row, type RowSource, Table, type TableState } from './table.ts'

/** A Seeder makes plausible records of a table. */
export type Seeder = (
  table: Table,
  ids: (index: number) => string,
  from: number,
  count: number,
) => readonly Row[]

/** What a Database is made of. */
export interface DatabaseOptions {
  readonly folder: OrgFolder
  readonly people: People
  readonly records: number
  readonly wireValue: WireValue
  /** What the search index does not know yet; default: it knows everything. */
  readonly searchLag?: SearchLag | undefined
  /** Makes the seeder; absent where nothing is seeded. */
  readonly seeder?: (database: Database) => Seeder
}

/** How many seeded records are made at a time. */
const RUN = 50

/** A Database holds the records of all modules; a table is made when its module is first touched. */
export class Database {
  readonly folder: OrgFolder
  readonly people: People
  readonly wireValue: WireValue
  readonly #records: number
  readonly #searchLag: SearchLag | undefined
  readonly #seeder: Seeder | undefined
  readonly #prefix: string
  readonly #tables: Map<string, Table> = new Map()
  /** The number in the ids of each module's records: its place in the list when it was first seen. */
  #blocks: Map<string, number>
  #version: number

  constructor(options: DatabaseOptions) {
    this.folder = options.folder
    this.people = options.people
    this.wireValue = options.wireValue
    this.#records = options.records
    this.#searchLag = options.searchLag
    this.#prefix = idPrefix(options.folder)
    this.#blocks = blocksOf(options.folder)
    this.#version = options.folder.version
    this.#seeder = options.seeder?.(this)
  }

  /** The table of a module; undefined where there is no module of this name. */
  table(name: string): Table | undefined {
    this.#followFolder()
    const module = this.folder.module(name)
    const known = this.#tables.get(name)
    if (known || !module) return module && known
    const table = this.#makeTable(name, module)
    this.#tables.set(name, table)
    return table
  }

  /** Every record of a module as it is stored, by ascending id; none where there is no module of this name. */
  recordsOf(module: string): readonly JsonObject[] {
    const table = this.table(module)
    return table?.ids().map((id) => structuredClone(objectOf(table.get(id) ?? []))) ?? []
  }

  /** The name of a record where another one points at it; undefined where there is no such record. */
  titleOf(module: string, id: string): string | undefined {
    const table = this.table(module)
    const row = table?.get(id)
    return row && String(row.get(table?.title ?? 'id') ?? id)
  }

  /** Every record is again what it was at the start. */
  reset(): void {
    this.#tables.clear()
    this.#blocks = blocksOf(this.folder)
  }

  /** What was written since the start, by module. */
  state(): readonly (readonly [string, TableState])[] {
    return [...this.#tables].flatMap(([name, table]) => {
      const state = table.state()
      return state ? [[name, state] as const] : []
    })
  }

  restore(state: readonly (readonly [string, TableState])[]): void {
    for (const [name, table] of state) this.table(name)?.restore(table)
  }

  /** Tables outlive a change of the metadata: what was written stays, under the description of the moment. */
  #followFolder(): void {
    if (this.#version === this.folder.version) return
    this.#version = this.folder.version
    for (const [name, table] of this.#tables) {
      const module = this.folder.module(name)
      if (module) table.describe(module, this.folder.moduleDocument('fields', name)?.body)
    }
  }

  #blockOf(name: string): string {
    const block = this.#blocks.get(name) ?? Math.max(0, ...this.#blocks.values()) + 1
    this.#blocks.set(name, block)
    return String(block).padStart(5, '0')
  }

  #makeTable(name: string, module: JsonObject): Table {
    const block = this.#blockOf(name)
    const idAt = (index: number): string => `${this.#prefix}${block}${String(index + 1).padStart(7, '0')}`
    const initial = objects(this.folder.moduleDocument('records', name)?.body, 'data').map(
      (row, index) => new Map<string, Json>([['id', idAt(index)], ...Object.entries(row)]),
    )
    const fields = this.folder.moduleDocument('fields', name)?.body
    const count = fields && isSeedable(module) ? Math.max(0, this.#records - initial.length) : 0
    const id = (index: number): string => idAt(initial.length + index)
    const rows: RowSource['rows'] = (index) => {
      const from = index - (index % RUN)
      return { from, rows: this.#seeder?.(table, id, from, Math.min(RUN, count - from)) ?? [] }
    }
    const table = new Table({
      name,
      module,
      fields,
      initial,
      searchLag: this.#searchLag,
      seeded: { count: this.#seeder ? count : 0, id, rows },
    })
    return table
  }
}

const FIRST_BLOCK = 100

function blocksOf(folder: OrgFolder): Map<string, number> {
  const blocks = new Map<string, number>()
  for (const [index, module] of folder.modules.entries()) {
    const name = text(module, 'api_name') ?? ''
    if (!blocks.has(name)) blocks.set(name, FIRST_BLOCK + index)
  }
  return blocks
}

function isSeedable(module: JsonObject): boolean {
  return member(module, 'api_supported') !== false && member(module, 'creatable') !== false
}

/** The id of a module's description. */
export function moduleId(table: Table): Json {
  return text(table.module, 'id') ?? null
}
