import { type Json, type JsonObject, member, objects, text } from '../json.ts'
import type { OrgFolder } from '../org-folder.ts'
import { idPrefix, type People } from '../people.ts'
import type { WireValue } from './fields.ts'
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
  readonly #seeder: Seeder | undefined
  readonly #prefix: string
  readonly #tables: Map<string, Table> = new Map()

  constructor(options: DatabaseOptions) {
    this.folder = options.folder
    this.people = options.people
    this.wireValue = options.wireValue
    this.#records = options.records
    this.#prefix = idPrefix(options.folder)
    this.#seeder = options.seeder?.(this)
  }

  /** The table of a module; undefined where there is no module of this name. */
  table(name: string): Table | undefined {
    const known = this.#tables.get(name)
    const module = this.folder.module(name)
    if (known || !module) return known
    const table = this.#makeTable(name, module)
    this.#tables.set(name, table)
    return table
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

  #makeTable(name: string, module: JsonObject): Table {
    const block = String(this.folder.modules.indexOf(module) + 100).padStart(5, '0')
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
      seeded: { count: this.#seeder ? count : 0, id, rows },
    })
    return table
  }
}

function isSeedable(module: JsonObject): boolean {
  return member(module, 'api_supported') !== false && member(module, 'creatable') !== false
}

/** The id of a module's description. */
export function moduleId(table: Table): Json {
  return text(table.module, 'id') ?? null
}
