import { type Answer, noContent, notModified, Refusal } from '../answers.ts'
import { type ApiCall, choiceParam, countParam, listParam } from '../routes.ts'
import { moment, zohoTime } from '../time.ts'
import { lowerBound } from './id-order.ts'
import type { Cursor, PageToken, PageTokens } from './page-tokens.ts'
import { listedRecord, type Reader } from './projection.ts'
import { inOrder, SORT_FIELDS, sortKey } from './sort-keys.ts'
import type { Row, Table } from './table.ts'

const PER_PAGE = 200
const MAX_FIELDS = 50
const MAX_IDS = 100
const DISCRETE_LIMIT = 2000
const TOKEN_LIMIT = 100_000

interface Listing extends Sort {
  readonly names: readonly string[]
  readonly perPage: number
  readonly page: number
  readonly cursor: Cursor | undefined
  readonly token: string | null
  readonly bound: string
}

/** A Listed is what a list is of: records of one table, by their ids in ascending order. */
export interface Listed {
  readonly table: Table
  readonly ids: readonly string[]
  /** The order that a custom view has; default: what the call asks for. */
  readonly sort?: Sort | undefined
}

/** A Sort is a field, and whether the highest comes first. */
export interface Sort {
  readonly sortBy: string
  readonly descending: boolean
}

/** Answers a list of records: one page, sorted, with the fields that were asked for. */
export function listRecords(reader: Reader, listed: Listed, tokens: PageTokens, call: ApiCall): Answer {
  const listing = readListing(call, tokens, listed.sort)
  const { table } = listed
  const { perPage, page, cursor, descending } = listing
  const key = (id: string): string => sortKey(table, listing.sortBy, id)
  const changed = changedSince(listed, call)
  if (changed?.length === 0) return notModified
  const ids = inOrder(table, changed ?? chosen(listed, call), listing.sortBy)
  const start = cursor ? startBehind(ids, cursor.after, key, descending) : (page - 1) * perPage
  const shown = slice(ids, start, start + perPage, descending)
  const last = shown.at(-1)
  if (last === undefined) return noContent
  const more = start + perPage < ids.length
  const seen = cursor?.seen ?? start
  const give = (cursorAt: Pick<Cursor, 'after' | 'seen' | 'page' | 'previous'>): PageToken =>
    tokens.give({ bound: listing.bound, ...cursorAt })
  const before = start > 0 ? key(slice(ids, start - 1, start, descending)[0] ?? '') : undefined
  const present = listing.token ?? (more ? give({ after: before, seen, page, previous: null }).token : null)
  const next = more
    ? give({ after: key(last), seen: seen + shown.length, page: page + 1, previous: present })
    : undefined
  const info = {
    call: false,
    per_page: perPage,
    next_page_token: next?.token ?? null,
    count: shown.length,
    sort_by: listing.sortBy,
    page,
    previous_page_token: cursor?.previous ?? null,
    page_token_expiry: next ? zohoTime(next.expires) : null,
    sort_order: descending ? 'desc' : 'asc',
    email: false,
    more_records: more,
  }
  const rows = shown.map((id) => table.get(id)).filter((row): row is Row => row !== undefined)
  return {
    status: 200,
    body: { data: rows.map((row) => listedRecord(reader, table, row, listing.names)), info },
  }
}

function readListing(call: ApiCall, tokens: PageTokens, sort?: Sort): Listing {
  const names = [...new Set(listParam(call, 'fields'))]
  if (names.length === 0) throw new Refusal('REQUIRED_PARAM_MISSING', { param_name: 'fields' })
  if (names.length > MAX_FIELDS)
    throw new Refusal('LIMIT_EXCEEDED', { limit: MAX_FIELDS, param_name: 'fields' })
  const { sortBy, descending } = sort ?? readSort(call)
  const perPage = countParam(call, 'per_page', PER_PAGE, PER_PAGE)
  const bound = boundParameters(call)
  const cursor = readCursor(call, tokens, bound)
  const page = cursor?.page ?? countParam(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  if (!cursor && page * perPage > DISCRETE_LIMIT && page > 1) {
    throw new Refusal('DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: DISCRETE_LIMIT })
  }
  return {
    names,
    perPage,
    page,
    sortBy,
    descending,
    cursor,
    token: call.query.get('page_token') || null,
    bound,
  }
}

function readSort(call: ApiCall): Sort {
  const sortBy = choiceParam(call, 'sort_by', SORT_FIELDS, 'id')
  return { sortBy, descending: choiceParam(call, 'sort_order', ['desc', 'asc'], 'desc') === 'desc' }
}

/** What a page token is bound to: every parameter but those that say which page. */
function boundParameters(call: ApiCall): string {
  const kept = [...call.query].filter(([name]) => name !== 'page_token' && name !== 'page')
  return JSON.stringify([call.params, kept.sort(([a], [b]) => (a < b ? -1 : 1))])
}

function readCursor(call: ApiCall, tokens: PageTokens, bound: string): Cursor | undefined {
  const token = call.query.get('page_token')
  if (!token) return undefined
  if (call.query.has('page')) {
    const params = [{ param_name: 'page' }, { param_name: 'page_token' }]
    throw new Refusal('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to: params })
  }
  const cursor = tokens.find(token)
  if (!cursor) throw new Refusal('EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' })
  if (cursor.bound !== bound) throw new Refusal('TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' })
  if (cursor.seen >= TOKEN_LIMIT) throw new Refusal('PAGINATION_LIMIT_EXCEEDED', { limit: TOKEN_LIMIT })
  return cursor
}

/** The records that `ids` chooses; all where it is not given. */
function chosen({ ids }: Listed, call: ApiCall): readonly string[] {
  const wanted = new Set(listParam(call, 'ids'))
  if (wanted.size > MAX_IDS) throw new Refusal('LIMIT_EXCEEDED', { limit: MAX_IDS, param_name: 'ids' })
  return wanted.size > 0 ? ids.filter((id) => wanted.has(id)) : ids
}

/** The records that were modified after `If-Modified-Since`; undefined where the header is not given. */
function changedSince(listed: Listed, call: ApiCall): readonly string[] | undefined {
  const since = moment(call.header('if-modified-since'))
  if (since === undefined) return undefined
  const { table } = listed
  return chosen(listed, call).filter((id) => (moment(table.get(id)?.get('Modified_Time')) ?? 0) > since)
}

/** A stretch of ids that are in ascending order, as it is in the order of the list. */
function slice(ids: readonly string[], from: number, to: number, descending: boolean): readonly string[] {
  if (!descending) return ids.slice(from, to)
  return ids.slice(Math.max(0, ids.length - to), Math.max(0, ids.length - from)).reverse()
}

/** Where in the list the first id behind a sort key is: the row of the key itself may be gone. */
function startBehind(
  ids: readonly string[],
  last: string | undefined,
  key: (id: string) => string,
  descending: boolean,
): number {
  if (last === undefined) return 0
  const keyAt = (index: number): string => key(ids[index] ?? '')
  if (!descending) return lowerBound(ids.length, (index) => keyAt(index) > last)
  return ids.length - lowerBound(ids.length, (index) => keyAt(index) >= last)
}
