import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import { pageOf } from './answers.ts'
import { quoted } from './coql-reserved.ts'
import { type QueryState, queryText } from './coql-text.ts'
import type { Page } from './page.ts'
import { checkQuery, criteriaIn, isGrouped, MAX_CRITERIA, MAX_ORDERS } from './query-check.ts'

/** Rows of a call, and the row up to which calls can count. */
const ROWS = 2_000
const COUNTED = 100_000

/**
 * The page of a query that follows a page, or the first.
 * @throws ConfigurationError before the first call where the query is beyond a limit of COQL.
 */
export async function queryPage<T>(
  client: Client,
  query: QueryState,
  previous: Page<T> | null,
  index: number,
): Promise<Page<T>> {
  if (previous === null) checkQuery(query)
  return coqlPage(client, queryText(partOf(query, previous?.records.at(-1), index), quoted), query.signal)
}

/** The rows that a query in COQL gives in one call. */
async function coqlPage<T>(client: Client, text: string, signal?: AbortSignal): Promise<Page<T>> {
  const body = { select_query: text }
  const call = { method: 'POST', path: '/coql', body, isRead: true, isHeavy: true, signal } as const
  return pageOf(await client.request(call))
}

/** The query for one call: what follows the last row, or as many rows further on as were read. */
function partOf(query: QueryState, last: unknown, index: number): QueryState {
  const read = (index - 1) * ROWS
  const limit = Math.min(ROWS, query.limit - read)
  if (query.limit <= ROWS) return query
  const { id } = Object(last)
  if (goesById(query) && (index === 1 || typeof id === 'string')) {
    const after = { field: 'id', operator: '>', value: id }
    const where = index === 1 ? query.where : [...query.where, after]
    return { ...query, where, orderBy: [['id', 'asc']], limit }
  }
  const offset = query.offset + read
  return { ...query, orderBy: totalOrder(query), limit: countable(limit, offset), offset }
}

/** Whether ids lead from call to call. It takes a condition more. */
function goesById(query: QueryState): boolean {
  const isFree = query.orderBy.length === 0 && query.offset === 0
  return isFree && !isGrouped(query) && criteriaIn({ all: query.where }) < MAX_CRITERIA
}

/** The order with the id at its end: rows that are equal in the rest would come in any order, from call to call. */
function totalOrder(query: QueryState): QueryState['orderBy'] {
  const { orderBy } = query
  const isTotal = orderBy.some(([field]) => field === 'id') || orderBy.length === MAX_ORDERS
  return isTotal || isGrouped(query) ? orderBy : [...orderBy, ['id', 'asc']]
}

/** A limit at the end of a query: digits there are part of no text. */
const LIMITED = /\slimit\s+\d+(\s*,\s*\d+|\s+offset\s+\d+)?\s*$/i

/** A page of a query that was written in COQL: the only one, where it has a limit. */
export async function textPage<T>(
  client: Client,
  text: string,
  index: number,
  signal?: AbortSignal,
): Promise<Page<T>> {
  if (LIMITED.test(text)) return { ...(await coqlPage<T>(client, text, signal)), more: false }
  const offset = (index - 1) * ROWS
  return coqlPage(client, `${text} limit ${countable(ROWS, offset)} offset ${offset}`, signal)
}

/** The rows of a call, as far as OFFSET goes. */
function countable(limit: number, offset: number): number {
  if (offset < COUNTED) return Math.min(limit, COUNTED - offset)
  throw new ConfigurationError(
    `A query counts rows up to ${COUNTED}, and there are more`,
    'Leave out order and offset: then the query goes on by ids, without an end. Or narrow it.',
  )
}
