import { isObject, type JsonObject, text } from './json.ts'
import type { Database } from './records/database.ts'
import { insertOne } from './records/write.ts'
import { WHOLE } from './sight.ts'

/**
 * Adds records to a module as its API would, by the user of the printed tokens, and gives their ids.
 * @throws RangeError where there is no such module, or a record is refused: the message says why, and none is added.
 */
export function addRecords(
  database: Database,
  module: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const table = database.table(module)
  if (!table) throw new RangeError(`There is no module ${module}.`)
  const sent = JSON.parse(JSON.stringify(rows)) as readonly JsonObject[]
  const user = database.people.currentReference()
  const added: string[] = []
  for (const [index, row] of sent.entries()) {
    const outcome = insertOne({ database, sight: WHOLE, table, row, user, path: `$[${index}]` })
    const id = text(outcome.details, 'id')
    if (outcome.status === 'error' || id === undefined) {
      for (const one of added) table.remove(one)
      throw new RangeError(`${module} refuses record ${index}: ${outcome.code} ${told(outcome.details)}`)
    }
    added.push(id)
  }
  return added
}

function told(details: unknown): string {
  return isObject(details) ? JSON.stringify(details) : ''
}
