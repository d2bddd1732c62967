import type { Known, Path, Refused, ValueAt } from './paths.ts'
import type { KindOf, Ref, RefInput } from './values.ts'

/** The functions that make one value of many. */
export type AggregateFunction = 'SUM' | 'AVG' | 'MIN' | 'MAX' | 'COUNT'

/** A column of a query that is more than a field: what function of which field it is, and its key in the rows. */
export interface Column<F extends AggregateFunction | null, P extends string, K extends string> {
  readonly function: F
  readonly field: P
  readonly key: K
}

/** A column of any kind. */
export type AnyColumn = Column<AggregateFunction | null, string, string>

type Aggregate = Column<AggregateFunction, string, string>

/** The field under a name of its own. */
export function as<const P extends string, const A extends string>(field: P, alias: A): Column<null, P, A> {
  return { function: null, field, key: alias }
}

/** The sum of a number field; in the rows as `SUM(Amount)`, or under the alias. */
export function sum<const P extends string, const A extends string = `SUM(${P})`>(
  field: P,
  alias?: A,
): Column<'SUM', P, A> {
  return aggregate('SUM', field, alias)
}

/** The average of a number field; in the rows as `AVG(Amount)`, or under the alias. */
export function avg<const P extends string, const A extends string = `AVG(${P})`>(
  field: P,
  alias?: A,
): Column<'AVG', P, A> {
  return aggregate('AVG', field, alias)
}

/** The least value of a field; in the rows as `MIN(Amount)`, or under the alias. */
export function min<const P extends string, const A extends string = `MIN(${P})`>(
  field: P,
  alias?: A,
): Column<'MIN', P, A> {
  return aggregate('MIN', field, alias)
}

/** The greatest value of a field; in the rows as `MAX(Amount)`, or under the alias. */
export function max<const P extends string, const A extends string = `MAX(${P})`>(
  field: P,
  alias?: A,
): Column<'MAX', P, A> {
  return aggregate('MAX', field, alias)
}

/** How many records have a value in a field; in the rows as `COUNT(id)`, or under the alias. */
export function count<const P extends string, const A extends string = `COUNT(${P})`>(
  field: P,
  alias?: A,
): Column<'COUNT', P, A> {
  return aggregate('COUNT', field, alias)
}

function aggregate<F extends AggregateFunction, P extends string, A extends string>(
  name: F,
  field: P,
  alias: A | undefined,
): Column<F, P, A> {
  // Zoho answers under the text of the column; the default of A is that text.
  return { function: name, field, key: alias ?? (`${name}(${field})` as A) }
}

/** A record that another one points to, as a query returns it: its name comes with most lookups, not with all. */
export interface QueriedRef<M extends string> extends RefInput<M> {
  readonly name?: string | null
}

/** The row of a query that selects `S`: what was asked for, and the id except where records were put together. */
export type RowOf<R, J, S> = {
  [K in S | ([Extract<S, Aggregate>] extends [never] ? 'id' : never) as KeyOf<K>]: ValueOf<R, J, K>
}

type KeyOf<S> = S extends string ? S : S extends { readonly key: infer K extends string } ? K : never

type ValueOf<R, J, S> = S extends string
  ? Selected<ValueAt<R, J, S>>
  : S extends Column<infer F, infer P, string>
    ? F extends 'COUNT'
      ? number
      : F extends 'SUM' | 'AVG'
        ? number | null
        : F extends 'MIN' | 'MAX'
          ? Selected<ValueAt<R, J, P>> | null
          : Selected<ValueAt<R, J, P>>
    : never

type Selected<V> = V extends Ref<infer M> ? QueriedRef<M> : V

/** What a query can select. */
export type Selection<R, J> = readonly (Path<R, J> | AnyColumn)[]

/** The columns as they are, or the reason why one cannot be selected. */
export type Selectable<R, J, S extends Selection<R, J>> = {
  readonly [I in keyof S]: SelectableColumn<R, J, S[I]>
}

type SelectableColumn<R, J, S> = S extends string
  ? Known<R, J, S>
  : S extends Column<infer F, infer P, string>
    ? string extends P
      ? S
      : [ValueAt<R, J, P>] extends [never]
        ? Known<R, J, P>
        : F extends 'SUM' | 'AVG'
          ? KindOf<ValueAt<R, J, P>> extends 'number' | 'digits'
            ? S
            : Refused<`${F} is of numbers: ${P} is none`>
          : S
    : never
