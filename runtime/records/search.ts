import type { Client } from '../client.ts'
import { ValidationError } from '../http/errors.ts'
import { pageOf } from './answers.ts'
import type { Match } from './conditions.ts'
import { criteriaOf } from './criteria.ts'
import type { CallOptions } from './module.ts'
import type { SearchOperators } from './operators.ts'
import type { Page } from './page.ts'
import { fieldList, type ListSource, type NumberedPage, type PageOptions } from './paging.ts'

/** The ways to say what is searched for, of which one is used. */
interface SearchTerms<R> {
  /**
   * Conditions on fields, 15 at most. What Zoho calls `equals` finds texts that contain the words.
   * `({ is, all }) => all(is('City', 'starts_with', 'Pa'), is('Lead_Source', 'in', [LeadSource.ColdCall]))`
   */
  readonly where: Match<SearchOperators, R>
  /** An e-mail address, in any field of that kind. */
  readonly email: string
  /** A phone number, in any field of that kind. */
  readonly phone: string
  /** A word, in any field. */
  readonly word: string
}

/** One member of an object type, and none of the others. */
type OneOf<T, K extends keyof T = keyof T> = K extends keyof T
  ? Pick<T, K> & { readonly [O in Exclude<keyof T, K>]?: never }
  : never

/** What is searched for: conditions on fields, or an e-mail address, a phone number or a word in any field. */
export type SearchTerm<R> = OneOf<SearchTerms<R>>

/** Options of a search. */
export type SearchOptions<R, K> = SearchTerm<R> & SearchScope<K>

/** How a search goes, whatever is searched for. */
export interface SearchScope<K> extends PageOptions {
  /** The fields to read, 50 at most. Default: all that lists return. */
  readonly fields?: readonly K[]
  /** Whether converted leads are found: `true` for them alone, `'both'` for all. Default: `false`. */
  readonly converted?: boolean | 'both'
  /** Whether records that await approval are found: `false` for them alone, `'both'` for all. Default: `true`. */
  readonly approved?: boolean | 'both'
}

/** What is counted: all records that the user sees, those of a custom view, or what a search would find. */
export type CountOptions<R> = CallOptions &
  (
    | OneOf<SearchTerms<R> & { readonly customView: string }>
    | { readonly [K in keyof Term | 'customView']?: never }
  )

/** At most 2,000 records of a search. @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html */
const MAX_FOUND = 2000

/**
 * A page of what a search finds.
 * @throws ValidationError `LIMIT_REACHED` past the 2,000 records that a search gives.
 */
export async function searchPage<T>(
  client: Client,
  { path, name }: ListSource,
  options: SearchOptions<never, PropertyKey>,
  page: NumberedPage,
): Promise<Page<T>> {
  const { fields, converted, approved, signal } = options
  const perPage = wholePart(page.per_page)
  if (page.page * perPage > MAX_FOUND) {
    throw new ValidationError(
      'LIMIT_REACHED',
      `a search of ${name} finds more than the ${MAX_FOUND} records that Zoho gives`,
      'Ask by select(…) (COQL, 100,000 records) or by a bulk read, search for less, or set limit.',
    )
  }
  const chosen = fields === undefined ? {} : { fields: fieldList(name, fields) }
  const query = { ...termOf(options), ...chosen, converted, approved, page: page.page, per_page: perPage }
  return pageOf(await client.request({ method: 'GET', path: `${path}/search`, query, signal }))
}

/** The size of pages, such a number at most, that ends with the last record that a search gives. */
function wholePart(perPage: number): number {
  let size = perPage
  while (MAX_FOUND % size !== 0) size--
  return size
}

/** How many records there are. */
export async function countOf(
  client: Client,
  { path }: ListSource,
  options: CountOptions<never>,
): Promise<number> {
  const query = { cvid: options.customView, ...termOf(options) }
  const { body } = await client.request({
    method: 'GET',
    path: `${path}/actions/count`,
    query,
    signal: options.signal,
  })
  const count = Number((body as { readonly count?: unknown } | null)?.count ?? 0)
  return Number.isSafeInteger(count) ? count : 0
}

type Term = { readonly [K in 'where' | 'email' | 'phone' | 'word']?: unknown }

function termOf({ where, email, phone, word }: Term): Readonly<Record<string, string>> {
  if (typeof where === 'function') return { criteria: criteriaOf(where as Match<SearchOperators, never>) }
  const terms = Object.entries({ email, phone, word }).filter(([, term]) => term !== undefined)
  return Object.fromEntries(terms.map(([name, term]) => [name, String(term)]))
}
