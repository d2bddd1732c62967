import { type Answer, Refusal } from '../answers.ts'
import type { ApiCall } from '../routes.ts'
import { chosenIds } from './module-list.ts'
import { byApproval } from './parameters.ts'
import type { Reader } from './projection.ts'
import type { CriteriaLimit } from './search.ts'
import { foundIds } from './search-index.ts'
import { searchTest, TERM_NAMES } from './search-terms.ts'
import type { Table } from './table.ts'

/**
 * Answers `GET /{Module}/actions/count`: how many records are in a custom view, or are found by what a search takes; all
 * where neither is given.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/record-count.html
 */
export function countRecords(reader: Reader, table: Table, call: ApiCall, limit: CriteriaLimit): Answer {
  refuseTwoChoices(call)
  const isApproved = byApproval(call)
  const isFound = searchTest(reader, table, call, limit) ?? (() => true)
  const { ids } = chosenIds(reader, table, call)
  const chosen = new Set(ids)
  const found = foundIds(table, (row) => isFound(row) && isApproved(row))
  return { status: 200, body: { count: found.filter((id) => chosen.has(id)).length } }
}

function refuseTwoChoices({ query }: ApiCall): void {
  const given = ['cvid', ...TERM_NAMES].filter((name) => query.has(name))
  if (!query.has('cvid') || given.length < 2) return
  const ambiguity_due_to = given.map((name) => ({ param_name: name }))
  throw new Refusal('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to })
}
