import { type Json, type JsonObject, member, text } from '../json.ts'
import type { Field } from '../records/fields.ts'
import { pointsNowhere, type Reader, shown } from '../records/projection.ts'
import type { Table } from '../records/table.ts'
import { refuseUnseen } from '../sight.ts'
import type { Lookups } from './coql-options.ts'
import { idKey, type Key, keyOfValue } from './keys.ts'
import { type Kind, kindOf } from './kinds.ts'
import type { Relation } from './relation.ts'
import { isNameOfLookup, UserRelation } from './user-relation.ts'

/** A ModuleRelation is the records of a module, as a user sees them. */
export class ModuleRelation implements Relation {
  readonly #reader: Reader
  readonly #table: Table
  readonly #lookups: Lookups
  readonly #isPointedAt: boolean

  constructor(reader: Reader, table: Table, lookups: Lookups, isPointedAt = false) {
    this.#reader = reader
    this.#table = table
    this.#lookups = lookups
    this.#isPointedAt = isPointedAt
  }

  get name(): string {
    return this.#table.name
  }

  get changes(): readonly string[] {
    return this.#table.changes
  }

  kindOf(column: string): Kind | undefined {
    if (column === 'id') return 'id'
    if (this.#isName(column)) return 'text'
    const field = this.#field(column)
    return field && kindOf(field)
  }

  target(column: string, module: string | undefined): Relation | undefined {
    const field = this.#field(column)
    if (!field || kindOf(field) !== 'reference') return undefined
    const { database, sight } = this.#reader
    const isUser = field.dataType === 'ownerlookup' || field.dataType === 'userlookup'
    if (isUser) return module === undefined ? new UserRelation(database.people) : undefined
    // A lookup that can point into several modules leads nowhere without the name of one.
    if (isOfManyModules(field) !== (module !== undefined)) return undefined
    const table = database.table(module ?? field.target ?? '')
    if (!table?.described) return undefined
    refuseUnseen(sight, table.name)
    return new ModuleRelation(this.#reader, table, this.#lookups, true)
  }

  ids(): readonly string[] {
    return this.#table.ids()
  }

  has(id: string): boolean {
    return this.#table.has(id)
  }

  keyOf(id: string, column: string): Key {
    if (column === 'id') return idKey(id)
    if (this.#isName(column)) return keyOfValue('text', this.#nameOf(id))
    const field = this.#table.fields.get(column)
    const value = this.#table.get(id)?.get(column)
    if (!field || (value && pointsNowhere(this.#reader.database, field, value))) return null
    return keyOfValue(kindOf(field), value)
  }

  valueOf(id: string, column: string): Json {
    if (column === 'id') return id
    if (this.#isName(column)) return this.#nameOf(id)
    const field = this.#field(column)
    const value = shown(this.#reader, field, this.#table.get(id)?.get(column))
    return field && kindOf(field) === 'reference' ? this.#reference(field, value) : value
  }

  descriptionOf(column: string): JsonObject | undefined {
    return this.#field(column)?.description
  }

  stamp(columns: readonly string[]): readonly unknown[] {
    const targets = columns.flatMap((column) => {
      const field = this.#table.fields.get(column)
      const target =
        field?.dataType === 'lookup' ? this.#reader.database.table(field.target ?? '') : undefined
      return target ? [target.removals, target.size > 0] : [undefined, undefined]
    })
    return [this.#table, this.#table.fields, ...targets]
  }

  /** What a record is called, where a lookup points at it: `Account_Name.name`, for records that have no such field. */
  #isName(column: string): boolean {
    return this.#isPointedAt && isNameOfLookup(column) && !this.#table.fields.has(column)
  }

  #nameOf(id: string): Json {
    return this.#reader.database.titleOf(this.#table.name, id) ?? null
  }

  #field(column: string): Field | undefined {
    return this.#reader.sight.seesField(this.#table.name, column) ? this.#table.fields.get(column) : undefined
  }

  /** A lookup gives the id, and the module where it could be of several. */
  #reference(field: Field, value: Json): Json {
    const id = text(value, 'id')
    if (id === undefined) return null
    const name = this.#lookups === 'name' ? { name: member(value, 'name') ?? null } : {}
    const module = isOfManyModules(field) ? member(value, 'module') : undefined
    return { ...name, ...(module === undefined ? {} : { module }), id }
  }
}

/** A lookup such as `What_Id`, whose module is said by each record. */
function isOfManyModules(field: Field): boolean {
  return field.target === 'se_module' || field.dataType === 'multi_module_lookup'
}
