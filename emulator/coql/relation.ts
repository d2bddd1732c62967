import type { Json, JsonObject } from '../json.ts'
import type { Key } from './keys.ts'
import type { Kind } from './kinds.ts'

/** A Relation is what a query can read from: the records of a module, or the users. */
export interface Relation {
  readonly name: string
  /** The ids of what was changed, in order; a copy that has read them all is up to date. */
  readonly changes: readonly string[]
  /** The kind of a column, by its name; undefined where there is none, or none that the user sees. */
  kindOf(column: string): Kind | undefined
  /** Where a column leads; a module is named where the column can lead to several. */
  target(column: string, module: string | undefined): Relation | undefined
  ids(): readonly string[]
  has(id: string): boolean
  /** What stands for a value in the SQL database. */
  keyOf(id: string, column: string): Key
  /** A value as the answer gives it. */
  valueOf(id: string, column: string): Json
  /** What a column is described as; undefined where it is no field. */
  descriptionOf(column: string): JsonObject | undefined
  /** What the keys of columns depend on beside the records themselves: a copy is good as long as all are the same. */
  stamp(columns: readonly string[]): readonly unknown[]
}
