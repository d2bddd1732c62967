import { type Answer, Refusal } from '../answers.ts'
import { member } from '../json.ts'
import { type ApiCall, listParam } from '../routes.ts'
import { nextTime } from '../time.ts'
import { deletionOf } from './bin.ts'
import type { Reader } from './projection.ts'
import type { Table } from './table.ts'
import { batchAnswer, refused, refuseUnless } from './write.ts'

const MAX_DELETED = 100

/** Answers `DELETE /{Module}?ids=`. */
export function deleteMany(reader: Reader, table: Table, call: ApiCall): Answer {
  const ids = listParam(call, 'ids')
  if (ids.length === 0) throw new Refusal('REQUIRED_PARAM_MISSING', { param_name: 'ids' })
  if (ids.length > MAX_DELETED) throw new Refusal('LIMIT_EXCEEDED', { limit: MAX_DELETED, param_name: 'ids' })
  if (!ids.every((id) => /^\d+$/.test(id))) {
    throw new Refusal('UNABLE_TO_PARSE_DATA_TYPE', { expected_data_type: 'bigint', param_name: 'ids' })
  }
  return deleteRecords(reader, table, call, ids)
}

/** Answers `DELETE /{Module}/{id}`. */
export function deleteOne(reader: Reader, table: Table, call: ApiCall): Answer {
  return deleteRecords(reader, table, call, [call.params[1] ?? ''])
}

function deleteRecords(reader: Reader, table: Table, call: ApiCall, ids: readonly string[]): Answer {
  refuseUnless(table, 'deletable')
  const { people } = reader.database
  const deletion = {
    title: table.title,
    hasBin: member(table.module, 'recycle_bin_on_delete') !== false,
    by: people.author(call.user),
    at: nextTime(),
  }
  const outcomes = ids.map((id) => {
    const row = table.get(id)
    if (!row) return refused('INVALID_DATA', { id })
    table.remove(id, deletionOf(row, deletion))
    return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' } as const
  })
  return batchAnswer(200, outcomes)
}
