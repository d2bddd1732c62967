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
 * The names of what can be asked of a record: its fields, id and name of what its lookups point to, and the fields of
 * the records that were joined. `J` are the types of these by the paths of their lookups; `never` where nothing can be
 * joined. Only names are made here: what stands between a letter and its completions has to stay quick.
 */
export type Path<R, J> = Key<R> | ([J] extends [never] ? never : Named<R> | Joined<J>)

type Joined<J> = { [L in Key<J>]: `${L}.${Key<J[L]> | Named<J[L]>}` }[Key<J>]

type Named<R> = `${LookupOf<R>}.${'id' | 'name'}`

type LookupOf<R> = { [K in Key<R>]: [R[K]] extends [{ readonly id: string } | null] ? K : never }[Key<R>]

/** The names of what can be joined: the lookups of a record, and those of records that were joined. */
export type LookupPath<R, J> = LookupOf<R> | { [L in Key<J>]: `${L}.${LookupOf<J[L]>}` }[Key<J>]

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
