/** The aggregate functions of COQL. */
export const AGGREGATES = ['SUM', 'MIN', 'MAX', 'AVG', 'COUNT'] as const

/** An Aggregate is what can be computed of a column over many records. */
export type Aggregate = (typeof AGGREGATES)[number]

/** A Comparator is what a criterion holds a column against its values by. */
export type Comparator =
  | '='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | 'in'
  | 'not in'
  | 'between'
  | 'not between'
  | 'like'
  | 'not like'
  | 'is null'
  | 'is not null'

/** A Criterion is one condition, its values as they were written without their quotes. */
export interface Criterion {
  readonly column: string
  readonly comparator: Comparator
  readonly values: readonly string[]
}

/** A Pair is two conditions that count together. */
export interface Pair {
  readonly connective: 'and' | 'or'
  readonly left: Criteria
  readonly right: Criteria
}

/** Criteria are what a WHERE clause says: one condition, or a pair of such. */
export type Criteria = Criterion | Pair

/** A Term is a column, or what is computed of one; the function is as it was written. */
export interface Term {
  readonly column: string
  readonly aggregate?: string
}

/** A Selected is a term of the SELECT clause with the name that it shall have in the answer. */
export interface Selected extends Term {
  readonly alias?: string
}

/** An Order is a term of the ORDER BY clause. */
export interface Order extends Term {
  readonly descending: boolean
}

/** A Query is what a text in COQL says; columns are paths of field names, as they were written without quotes. */
export interface Query {
  readonly select: readonly Selected[]
  readonly module: string
  readonly where?: Criteria
  readonly groupBy: readonly string[]
  readonly orderBy: readonly Order[]
  /** As it was written. */
  readonly limit?: string
  /** As it was written. */
  readonly offset?: string
}

/** Tells a pair from a single condition. */
export function isPair(criteria: Criteria): criteria is Pair {
  return 'connective' in criteria
}
