import { type Answer, noContent, Refusal } from '../answers.ts'
import { type ApiCall, choiceParam, countParam, listParam } from '../routes.ts'
import { byApproval, byConversion } from './parameters.ts'
import { listedRecord, type Reader } from './projection.ts'
import { foundIds } from './search-index.ts'
import { searchTest, TERM_NAMES } from './search-terms.ts'
import { inOrder } from './sort-keys.ts'
import type { Row, Table } from './table.ts'

const PER_PAGE = 200
const MAX_FOUND = 2000

/** How many conditions criteria may have: 15 by the specification of version 8, 10 by the page of version 7. */
export type CriteriaLimit = 10 | 15

/**
 * Answers `GET /{Module}/search`: a page of the records that criteria, an e-mail address, a phone number or a word find.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
 */
export function searchRecords(reader: Reader, table: Table, call: ApiCall, limit: CriteriaLimit): Answer {
  const isFound = searchTest(reader, table, call, limit)
  if (!isFound) throw new Refusal('EXPECTED_PARAM_MISSING', { param_names: TERM_NAMES })
  const isApproved = byApproval(call)
  const isWanted = byConversion(table, call)
  const page = countParam(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = countParam(call, 'per_page', PER_PAGE, PER_PAGE)
  if (page * perPage > MAX_FOUND && page > 1) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_FOUND) })
  const sortBy = readSortBy(reader, table, call)
  const sortOrder = choiceParam(call, 'sort_order', ['desc', 'asc'], 'desc')
  const found = foundIds(table, (row) => isFound(row) && isApproved(row)).filter(isWanted)
  const ids = inOrder(table, found, sortBy)
  const ordered = sortOrder === 'desc' ? ids.toReversed() : ids
  const shown = ordered.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return noContent
  const info = {
    per_page: perPage,
    count: shown.length,
    sort_by: sortBy,
    page,
    sort_order: sortOrder,
    more_records: page * perPage < found.length,
  }
  const rows = shown.map((id) => table.get(id)).filter((row): row is Row => row !== undefined)
  const names = listParam(call, 'fields')
  const data = rows.map((row) =>
    listedRecord(reader, table, row, names.length > 0 ? names : namesOf(table, row)),
  )
  return { status: 200, body: { data, info } }
}

/** Without `fields`, everything but structures. */
function namesOf(table: Table, row: Row): readonly string[] {
  return table.described ? [...table.fields.keys()] : [...row.keys()]
}

function readSortBy({ sight }: Reader, table: Table, { query }: ApiCall): string {
  const name = query.get('sort_by') ?? 'id'
  const isThere = name === 'id' || table.fields.has(name) || !table.described
  if (!isThere || !sight.seesField(table.name, name)) {
    throw new Refusal('INVALID_DATA', { param_name: 'sort_by' })
  }
  return name
}
