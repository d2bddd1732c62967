import type { Key } from './keys.ts'
import type { Kind } from './kinds.ts'
import type { Relation } from './relation.ts'
import type { Aggregate, Comparator } from './tree.ts'

/** A Source is one occurrence of a relation in a query: the module itself, or what a lookup leads to. */
export interface Source {
  /** Its place among the query's sources; the module itself is the first. */
  readonly index: number
  readonly relation: Relation
  /** The column that leads to it; absent for the module itself. */
  readonly via?: Column
}

/** A Column is a path of a query, followed to where it ends. */
export interface Column {
  /** As it was written. */
  readonly path: string
  readonly source: Source
  /** Its name in the source's relation. */
  readonly name: string
  readonly kind: Kind
}

/** A Target is what is selected or sorted by: a column, or what is computed of one. */
export interface Target {
  readonly column: Column
  readonly aggregate?: Aggregate
}

/** An Output is one entry of each row of the answer. */
export interface Output extends Target {
  readonly key: string
}

/** A Condition is a criterion that was found good: its column and its values go together. */
export interface Condition {
  readonly column: Column
  readonly comparator: Comparator
  /** What its values stand as in the SQL database; for `like`, the pattern. */
  readonly keys: readonly Key[]
}

/** A Filter is what a WHERE clause comes to. */
export type Filter =
  | Condition
  | { readonly connective: 'and' | 'or'; readonly left: Filter; readonly right: Filter }

/** A Plan is a query that was checked: all that it names is there. */
export interface Plan {
  readonly sources: readonly Source[]
  readonly outputs: readonly Output[]
  readonly filter?: Filter
  readonly groupBy: readonly Column[]
  readonly orderBy: readonly (Target & { readonly descending: boolean })[]
  /** Whether a row of the answer stands for many records. */
  readonly isGrouped: boolean
  readonly limit: number
  readonly offset: number
}
