import type { Json } from '../json.ts'
import { moment } from '../time.ts'
import type { Table } from './table.ts'

/** The fields by which lists can be sorted. */
export const SORT_FIELDS: readonly string[] = ['id', 'Created_Time', 'Modified_Time']

/** A key of a record that sorts, as a text, like its value in a field; no two records have the same one. */
export function sortKey(table: Table, field: string, id: string): string {
  return field === 'id' ? idKey(id) : `${valueKey(table.get(id)?.get(field))}\0${idKey(id)}`
}

function idKey(id: string): string {
  return id.padStart(20, '0')
}

/** Makes negative numbers sort too; what is left of a double's digits is enough for hundredths. */
const SHIFT = 1e13

/** What is empty comes first, then numbers and times, then texts; lookups go by their name. */
function valueKey(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return '0'
  const number =
    typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : timeOf(value)
  if (number !== undefined) return `1${(number + SHIFT).toFixed(2).padStart(20, '0')}`
  const name = typeof value === 'object' && 'name' in value ? value['name'] : value
  return `2${(typeof name === 'string' ? name : JSON.stringify(name)).toLowerCase()}`
}

function timeOf(value: Json): number | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? moment(value) : undefined
}

interface Orders {
  readonly version: number
  readonly byField: Map<string, readonly string[]>
}

/** The orders of whole modules, each made once between two writes. */
const ORDERS: WeakMap<Table, Orders> = new WeakMap()

/** Ids in ascending order of a field; they are given in ascending order themselves. */
export function inOrder(table: Table, ids: readonly string[], field: string): readonly string[] {
  if (field === 'id') return ids
  if (ids !== table.ids()) return sorted(table, ids, field)
  const orders = ordersOf(table)
  const known = orders.byField.get(field) ?? sorted(table, ids, field)
  orders.byField.set(field, known)
  return known
}

function ordersOf(table: Table): Orders {
  const known = ORDERS.get(table)
  if (known?.version === table.version) return known
  const orders = { version: table.version, byField: new Map<string, readonly string[]>() }
  ORDERS.set(table, orders)
  return orders
}

function sorted(table: Table, ids: readonly string[], field: string): readonly string[] {
  const keyed = ids.map((id) => [sortKey(table, field, id), id] as const)
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id)
}
