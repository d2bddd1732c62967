import type { OperatorTable } from './conditions.ts'

/** What every field that can be compared at all can be asked. */
type Nullable = { readonly 'is null': 'none'; readonly 'is not null': 'none' }

type Equal = Nullable & {
  readonly '=': 'one'
  readonly '!=': 'one'
  readonly in: 'list'
  readonly 'not in': 'list'
}

type Ordered = Equal & {
  readonly '>': 'one'
  readonly '>=': 'one'
  readonly '<': 'one'
  readonly '<=': 'one'
  readonly between: 'range'
  readonly 'not between': 'range'
}

type Textual = Equal & {
  /** `%` stands for any text, at the beginning, at the end or at both. */
  readonly like: 'pattern'
  /** The pattern has to begin and to end with `%`. */
  readonly 'not like': 'pattern'
}

/**
 * The operators of COQL by the kinds of fields.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/Get-Records-through-COQL-Query.html
 */
export interface CoqlOperators extends OperatorTable {
  readonly text: Textual
  readonly option: Textual
  readonly options: Equal
  readonly lookup: Equal
  readonly number: Ordered
  readonly digits: Ordered
  readonly date: Ordered
  readonly datetime: Ordered
  readonly boolean: { readonly '=': 'one' }
  readonly long: Readonly<Record<never, never>>
  readonly other: Readonly<Record<never, never>>
}
