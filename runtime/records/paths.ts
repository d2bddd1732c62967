import type { Ref } from './values.ts'

/** The fields of a record by name. */
export type Key<R> = keyof R & string

/**
 * The names of what can be asked of a record: its fields, and where records were joined (`J`: the types of the
 * records by the paths of their lookups; `never` where nothing can be), what their lookups lead to. What lookups lead
 * to is looked at only once it is named: listing every path would slow editors down.
 */
export type Path<R, J> = Key<R> | ([J] extends [never] ? never : `${string}.${string}`)

/** The value under a path; `never` where there is none. */
export type ValueAt<R, J, P> = P extends keyof R
  ? R[P]
  : P extends `${infer A}.${infer B}.${infer C}`
    ? ValueUnder<R, J, `${A}.${B}`, C>
    : P extends `${infer A}.${infer B}`
      ? ValueUnder<R, J, A, B>
      : never

/** The value of field `F` in the record that the lookup under path `L` points to. */
type ValueUnder<R, J, L extends string, F extends string> = [ValueAt<R, J, L>] extends [{ id: string } | null]
  ? Extract<ValueAt<R, J, L>, null> | FieldUnder<L extends keyof J ? J[L] : never, F>
  : never

/** Without a join, id and name of a lookup are known; with one, the fields of its record too. */
type FieldUnder<T, F> = [T] extends [never]
  ? F extends 'id'
    ? string
    : F extends 'name'
      ? string | null
      : never
  : F extends keyof T
    ? T[F]
    : FieldUnder<never, F>

/** The API name of the module that a lookup leads to. */
export type TargetOf<T> = NonNullable<T> extends Ref<infer M> ? M : never

declare const why: unique symbol

/** What nothing can be assigned to; `M` says why. */
export interface Refused<M extends string> {
  readonly [why]: M
}

/** A path, or the reason why it leads nowhere. */
export type Known<R, J, P> = P extends keyof R
  ? P
  : [ValueAt<R, J, P>] extends [never]
    ? Refused<`${P & string} leads to no field: past .id and .name of a lookup, join() its module first`>
    : P
