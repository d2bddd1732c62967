import type { Ref } from './values.ts'

/** The fields of a record by name. */
export type Key<R> = keyof R & string

/** What lists and queries return of a record: `S` are the fields that only a read of a single record does. */
export type Listed<R, S extends keyof R> = [S] extends [never] ? R : Omit<R, S>

declare const none: unique symbol

/** No record was joined. */
export interface Joinless {
  readonly [none]?: never
}

/**
 * The names of what can be asked of a record: its fields, and where records were joined (`J`: the types of the
 * records by the paths of their lookups; `never` where nothing can be), what their lookups lead to. What lookups lead
 * to is looked at only once it is named: listing every path would slow editors down.
 */
export type Path<R, J> =
  | Key<R>
  | ([J] extends [never] ? never : Joined<J> | (`${string}.${string}` & Joinless))

type Joined<J> = { [L in Key<J>]: `${L}.${Key<J[L]>}` }[Key<J>]

/** The value under a path; `never` where there is none. */
export type ValueAt<R, J, P> = P extends keyof R
  ? R[P]
  : P extends `${infer A}.${infer B}.${infer C}`
    ? ValueUnder<R, J, `${A}.${B}`, C>
    : P extends `${infer A}.${infer B}`
      ? ValueUnder<R, J, A, B>
      : never

/** The value of field `F` in the record that the lookup under path `L` points to: `null` where the lookup is. */
type ValueUnder<R, J, L extends string, F extends string> = [ValueAt<R, J, L>] extends [{ id: string } | null]
  ? OrNull<ValueAt<R, J, L>, FieldUnder<L extends keyof J ? J[L] : unknown, F>>
  : never

type OrNull<L, V> = [V] extends [never] ? never : V | Extract<L, null>

/** Without a join, id and name of a lookup are known; with one, the fields of its record too. */
type FieldUnder<T, F> = F extends keyof T
  ? T[F]
  : F extends 'id'
    ? string
    : F extends 'name'
      ? string | null
      : never

/** The API name of the module that a lookup leads to. */
export type TargetOf<T> = [T] extends [Ref<infer M> | null] ? M : never

declare const why: unique symbol

/** What nothing can be assigned to; `M` says why. */
export interface Refused<M extends string> {
  readonly [why]: M
}

/** A path, or the reason why it leads nowhere. What stands for any path is no path yet. */
export type Known<R, J, P> = P extends keyof R
  ? P
  : `${string}.${string}` extends P
    ? P
    : [ValueAt<R, J, P>] extends [never]
      ? Refused<`${P & string} leads to no field: past .id and .name of a lookup, join() its module first`>
      : P

/** A path to a lookup of one module, or the reason why it is none. */
export type KnownLookup<R, J, P> = `${string}.${string}` extends P
  ? P
  : [TargetOf<ValueAt<R, J, P>>] extends [never]
    ? Refused<`${P & string} is no lookup of a module`>
    : P
