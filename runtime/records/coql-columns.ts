import type { Path, Refused, ValueAt } from './paths.ts'
import type { KindOf, Ref, RefInput } from './values.ts'

/** The functions that make one value of many. */
export type AggregateFunction = 'SUM' | 'AVG' | 'MIN' | 'MAX' | 'COUNT'

/** A column of a query that is more than a field: what function of which field it is, and its key in the rows. */
export interface Column<F extends AggregateFunction | null, P extends string, K extends string> {
  readonly function: F
  readonly field: P
  readonly alias: string | null
  /** Marks the type with the key; nothing stands in it. */
  readonly '~key'?: K
}

/** A column of any kind. */
export type AnyColumn = Column<AggregateFunction | null, string, string>

type Aggregate = Column<AggregateFunction, string, string>

/** The field under a name of its own. */
export function as<const P extends string, const A extends string>(field: P, alias: A): Column<null, P, A> {
  return { function: null, field, alias }
}

/** Makes a column of an aggregate; in the rows it is under its alias, or without one under its text: `SUM(Amount)`. */
export type AggregateOf<F extends AggregateFunction> = <
  const P extends string,
  const A extends string = `${F}(${P})`,
>(
  field: P,
  alias?: A,
) => Column<F, P, A>

function aggregate<F extends AggregateFunction>(name: F): AggregateOf<F> {
  return (field, alias) => ({ function: name, field, alias: alias ?? null })
}

/** The sum of a number field; in the rows as `SUM(Amount)`, or under the alias. */
export const sum: AggregateOf<'SUM'> = /* @__PURE__ */ aggregate('SUM')

/** The average of a number field; in the rows as `AVG(Amount)`, or under the alias. */
export const avg: AggregateOf<'AVG'> = /* @__PURE__ */ aggregate('AVG')

/** The least value of a field; in the rows as `MIN(Amount)`, or under the alias. */
export const min: AggregateOf<'MIN'> = /* @__PURE__ */ aggregate('MIN')

/** The greatest value of a field; in the rows as `MAX(Amount)`, or under the alias. */
export const max: AggregateOf<'MAX'> = /* @__PURE__ */ aggregate('MAX')

/** How many records have a value in a field; in the rows as `COUNT(id)`, or under the alias. */
export const count: AggregateOf<'COUNT'> = /* @__PURE__ */ aggregate('COUNT')

/** A record that another one points to, as a query returns it: its name comes with most lookups, not with all. */
export interface QueriedRef<M extends string> extends RefInput<M> {
  readonly name?: string | null
}

/** The row of a query that selects `S`: what was asked for, and the id except where records were put together. */
export type RowOf<R, J, S> = {
  [K in S | ([Extract<S, Aggregate>] extends [never] ? 'id' : never) as KeyOf<K>]: ValueOf<R, J, K>
}

type KeyOf<S> = S extends string ? S : S extends Column<AggregateFunction | null, string, infer K> ? K : never

type ValueOf<R, J, S> = S extends string
  ? Selected<ValueAt<R, J, S>>
  : S extends Column<infer F, infer P, string>
    ? F extends 'COUNT'
      ? number
      : F extends 'SUM' | 'AVG'
        ? Total<KindOf<ValueAt<R, J, P>>>
        : F extends 'MIN' | 'MAX'
          ? Selected<ValueAt<R, J, P>> | null
          : Selected<ValueAt<R, J, P>>
    : never

/** Said in the row, where it costs nothing: what a column may be is checked with every keystroke. */
type Total<Kind> = Kind extends 'number' | 'digits'
  ? number | null
  : Refused<'only numbers have a sum and an average'>

type Selected<V> = V extends Ref<infer M> ? QueriedRef<M> : V

/** What a query can select. */
export type Selection<R, J> = readonly (Path<R, J> | Column<AggregateFunction | null, Path<R, J>, string>)[]
