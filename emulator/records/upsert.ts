import type { Answer } from '../answers.ts'
import type { ApiCall } from '../routes.ts'
import { moment } from '../time.ts'
import { duplicateCheckFields, duplicateOf } from './duplicate-check.ts'
import type { Reader } from './projection.ts'
import type { Table } from './table.ts'
import { batchAnswer, insertOne, type Outcome, refuseUnless, updateOne } from './write.ts'
import { readWriteBody } from './write-body.ts'

/**
 * Answers `POST /{Module}/upsert`: rows that change the record which they duplicate, or are new ones. An id in a row
 * does not choose the record.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/upsert-records.html
 */
export async function upsertRecords(reader: Reader, table: Table, call: ApiCall): Promise<Answer> {
  refuseUnless(table, 'creatable')
  refuseUnless(table, 'editable')
  const { rows, body } = await readWriteBody(call)
  const fields = duplicateCheckFields(reader, table, body)
  const unmodifiedSince = moment(call.header('if-unmodified-since'))
  const user = reader.database.people.author(call.user)
  const outcomes = rows.map((row, index) => {
    const write = { ...reader, table, row, user, path: `$.data[${index}]` }
    const duplicate = duplicateOf(table, fields, row)
    return duplicate
      ? marked(updateOne({ ...write, id: duplicate.id, unmodifiedSince }), 'update', duplicate.field)
      : marked(insertOne(write), 'insert', null)
  })
  return batchAnswer(200, outcomes)
}

/** What was written says how. */
function marked(outcome: Outcome, action: 'insert' | 'update', field: string | null): Outcome {
  return outcome.status === 'success' ? { ...outcome, duplicate_field: field, action } : outcome
}
