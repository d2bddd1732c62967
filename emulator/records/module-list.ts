import { type Answer, Refusal } from '../answers.ts'
import type { ApiCall } from '../routes.ts'
import { customViewParam } from './custom-view.ts'
import { listRecords, type Sort } from './list.ts'
import type { PageTokens } from './page-tokens.ts'
import { byConversion, byTerritory } from './parameters.ts'
import type { Reader } from './projection.ts'
import type { Row, Table } from './table.ts'

/** Answers `GET /{Module}`: a page of the records that the parameters choose. */
export function listModule(reader: Reader, table: Table, tokens: PageTokens, call: ApiCall): Answer {
  refuseTwoOrders(call)
  const { ids, sort } = chosenIds(reader, table, call)
  return listRecords(reader, { table, ids, sort }, tokens, call)
}

/** The records that `cvid`, `converted` and `territory_id` choose, and the order that a custom view has. */
export function chosenIds(
  reader: Reader,
  table: Table,
  call: ApiCall,
): { readonly ids: readonly string[]; readonly sort: Sort | undefined } {
  const view = customViewParam(reader, table, call)
  const isInTerritory = byTerritory(call)
  const isWanted = byConversion(table, call)
  const isAll = !view && !isInTerritory && table.converted.size === 0 && isWanted('')
  if (isAll) return { ids: table.ids(), sort: undefined }
  const passes = (row: Row): boolean => (view?.has(row) ?? true) && (isInTerritory?.(row) ?? true)
  const ids = table.ids().filter((id) => {
    if (!isWanted(id)) return false
    const row = view || isInTerritory ? table.get(id) : undefined
    return row === undefined || passes(row)
  })
  return { ids, sort: view?.sort }
}

/** A custom view has an order of its own. */
function refuseTwoOrders({ query }: ApiCall): void {
  const given = ['cvid', 'sort_by'].filter((name) => query.has(name))
  if (given.length < 2) return
  const ambiguity_due_to = given.map((name) => ({ param_name: name }))
  throw new Refusal('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to })
}
