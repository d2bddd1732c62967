import type { OperatorTable } from './conditions.ts'

type Equality = { readonly [O in 'equals' | 'not_equal']: 'one' }

type Membership = Equality & { readonly in: 'list' }

type Words = Equality & { readonly starts_with: 'one' }

type Order = Membership & {
  readonly [O in 'greater_than' | 'greater_equal' | 'less_than' | 'less_equal']: 'one'
} & { readonly between: 'range' }

/**
 * The operators of a search, for each kind of field.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
 */
export interface SearchOperators extends OperatorTable {
  readonly text: Words & Membership
  readonly long: Words
  readonly option: Membership
  readonly options: Membership
  readonly lookup: Membership
  readonly number: Order
  readonly digits: Order
  readonly date: Order
  readonly datetime: Order
  readonly boolean: Equality
  readonly other: Readonly<Record<never, never>>
}
