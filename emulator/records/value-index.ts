import type { Json } from '../json.ts'
import type { Field } from './fields.ts'
import type { Row } from './table.ts'

/** What of a field an index needs to know. */
export type IndexedField = Pick<Field, 'name' | 'caseSensitive'>

/** ValueIndexes are the indexes of a module's fields; one is made when it is first needed, and follows the writes. */
export class ValueIndexes {
  readonly #byField: Map<string, ValueIndex> = new Map()

  /** The index of a field; the records are gone through where there is none yet. */
  of(field: IndexedField, records: () => Iterable<readonly [id: string, row: Row | undefined]>): ValueIndex {
    const known = this.#byField.get(field.name)
    if (known) return known
    const index = new ValueIndex(field)
    for (const [id, row] of records()) index.move(id, undefined, row?.get(field.name))
    this.#byField.set(field.name, index)
    return index
  }

  /** Follows a record that changes; undefined stands for no record. */
  move(id: string, before: Row | undefined, after: Row | undefined): void {
    for (const [name, index] of this.#byField) index.move(id, before?.get(name), after?.get(name))
  }

  clear(): void {
    this.#byField.clear()
  }
}

/** A ValueIndex finds the records that have a value in a field, without looking at the others. */
class ValueIndex {
  readonly #field: IndexedField
  readonly #ids: Map<string, Set<string>> = new Map()

  constructor(field: IndexedField) {
    this.#field = field
  }

  /** The record that has had a value the longest. */
  first(value: Json): string | undefined {
    const key = this.#keyOf(value)
    return key === undefined ? undefined : this.#ids.get(key)?.values().next().value
  }

  /** Follows a record whose value changes; undefined stands for no record. */
  move(id: string, before: Json | undefined, after: Json | undefined): void {
    const [from, to] = [this.#keyOf(before), this.#keyOf(after)]
    if (from === to) return
    const old = from === undefined ? undefined : this.#ids.get(from)
    old?.delete(id)
    if (from !== undefined && old?.size === 0) this.#ids.delete(from)
    if (to === undefined) return
    const found = this.#ids.get(to)
    if (found) found.add(id)
    else this.#ids.set(to, new Set([id]))
  }

  #keyOf(value: Json | undefined): string | undefined {
    if (value === undefined || value === null || value === '') return undefined
    const key = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return this.#field.caseSensitive ? key : key.toLowerCase()
  }
}
