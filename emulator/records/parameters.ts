import { Refusal } from '../answers.ts'
import { text } from '../json.ts'
import { type ApiCall, choiceParam } from '../routes.ts'
import { isApproved } from './conversion.ts'
import type { Row, Table } from './table.ts'

const STATES: readonly string[] = ['false', 'true', 'both']

/** Chooses ids by the `converted` parameter; converted records are left out where it is not given. */
export function byConversion(table: Table, call: ApiCall): (id: string) => boolean {
  const wanted = choiceParam(call, 'converted', STATES, 'false')
  return wanted === 'both' ? () => true : (id) => table.converted.has(id) === (wanted === 'true')
}

/** Chooses records by the `approved` parameter; those that are not approved are left out where it is not given. */
export function byApproval(call: ApiCall): (row: Row) => boolean {
  const wanted = choiceParam(call, 'approved', STATES, 'true')
  return wanted === 'both' ? () => true : (row) => isApproved(row) === (wanted === 'true')
}

/**
 * Chooses records by the `territory_id` parameter; undefined where it is not given. Which territories are parts of
 * others is not known here: `include_child` is checked, and adds none.
 */
export function byTerritory(call: ApiCall): ((row: Row) => boolean) | undefined {
  choiceParam(call, 'include_child', ['true', 'false'], 'false')
  const id = call.query.get('territory_id')
  if (id === null) return undefined
  if (!/^\d+$/.test(id)) throw new Refusal('INVALID_DATA', { param_name: 'territory_id' })
  return (row) => [row.get('Territories')].flat().some((territory) => text(territory, 'id') === id)
}
