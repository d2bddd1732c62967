import type { Key, Path, Refused, ValueAt } from './paths.ts'
import type { Digits, KindOf, OptionOf } from './values.ts'

/** A condition on records: of one field, or of several conditions of which all or any hold. */
export type Condition =
  | FieldCondition
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }

/** A condition on the value of a field. */
export interface FieldCondition {
  readonly field: string
  readonly operator: string
  /** What the field is compared with, in the form of the operator; none for `is null`. */
  readonly value?: unknown
}

/** The kinds of fields that differ in what can be asked of them. */
export type FieldKind =
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'digits'
  | 'long'
  | 'lookup'
  | 'number'
  | 'option'
  | 'options'
  | 'other'
  | 'text'

/** What an operator compares a field with: a value, a list of values, two ends, a text with wildcards, or nothing. */
export type Operand = 'one' | 'list' | 'range' | 'pattern' | 'none'

/** The operators of each kind of fields, and what they compare with. */
export type OperatorTable = { readonly [K in FieldKind]: Readonly<Record<string, Operand>> }

/**
 * The value that conditions on a field are about: ids are compared as numbers are. Where every field is meant, as while
 * a name is being typed, no field is looked at.
 */
type Compared<R, J, P> = [P] extends ['id' | `${string}.id`]
  ? Digits
  : [Key<R>] extends [P]
    ? unknown
    : ValueAt<R, J, P>

/** The operators that the field under a path has. */
export type OperatorOf<T extends OperatorTable, R, J, P> = OperatorFor<
  T,
  KindOf<Compared<R, J, P>> & FieldKind
>

type OperatorFor<T extends OperatorTable, K extends FieldKind> = [keyof T[K]] extends [never]
  ? Refused<'fields of this type cannot be compared'>
  : keyof T[K]

/** What the field under a path is compared with: the arguments after the operator. */
export type OperandOf<T extends OperatorTable, R, J, P, O> = OperandFor<
  T,
  KindOf<Compared<R, J, P>> & FieldKind,
  O,
  Compared<R, J, P>
>

type OperandFor<T extends OperatorTable, K extends FieldKind, O, V> =
  ShapeOf<T[K], O> extends infer S extends keyof Operands<V>
    ? Operands<ComparedWith<V>[K]>[S]
    : readonly unknown[]

type ShapeOf<Row extends Readonly<Record<string, Operand>>, O> = O extends keyof Row ? Row[O] : 'any'

interface Operands<V> {
  readonly one: readonly [value: V]
  readonly list: readonly [values: readonly V[]]
  readonly range: readonly [ends: readonly [from: V, to: V]]
  readonly pattern: readonly [pattern: string]
  readonly none: readonly []
  /** Where the field or the operator is wrong, it is not the arguments. */
  readonly any: readonly unknown[]
}

/** The values that fields of each kind are compared with. */
interface ComparedWith<V> {
  readonly boolean: boolean
  readonly date: string
  readonly datetime: Date | string
  readonly digits: string
  readonly long: string
  readonly lookup: string | { readonly id: string }
  readonly number: number
  readonly option: OptionOf<V>
  readonly options: OptionOf<V>
  readonly other: never
  readonly text: string
}

/**
 * What conditions are made with, for records of type `R`, with the operators of a table `T`. `J` are the records that
 * were joined, by the paths of their lookups; `never` where lookups are compared by their ids alone.
 */
export interface Conditions<T extends OperatorTable, R, J = never> {
  /** A condition on a field. */
  is<const P extends Path<R, J>, const O extends OperatorOf<T, R, J, P>>(
    field: P,
    operator: O,
    ...operand: OperandOf<T, R, J, P, O>
  ): Condition
  /** All of these hold: without any, no restriction. */
  all(...conditions: readonly Condition[]): Condition
  /** At least one of these holds. */
  any(...conditions: readonly Condition[]): Condition
}

/** Conditions on a record, made by a callback: `({ is, any }) => any(is(…), is(…))`. */
export type Match<T extends OperatorTable, R, J = never> = (conditions: Conditions<T, R, J>) => Condition

/** The condition on a field, from the arguments of `is`. */
export function fieldCondition(field: string, operator: string, operand: readonly unknown[]): FieldCondition {
  return operand.length === 0 ? { field, operator } : { field, operator, value: operand[0] }
}

/** The condition that a callback makes. */
export function conditionOf<T extends OperatorTable, R, J>(match: Match<T, R, J>): Condition {
  return match({
    is: (field, operator, ...operand) => fieldCondition(field, String(operator), operand),
    all: (...all) => ({ all }),
    any: (...any) => ({ any }),
  })
}
