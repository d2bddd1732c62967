import type { RowTest } from './search-terms.ts'
import type { Table } from './table.ts'

/** The records that a search finds, as far as the index knows them, in ascending order. What is gone is not shown. */
export function foundIds(table: Table, test: RowTest): readonly string[] {
  const unindexed = table.unindexed()
  return table.ids().filter((id) => {
    const row = unindexed.has(id) ? unindexed.get(id) : table.get(id)
    return row !== undefined && test(row)
  })
}
