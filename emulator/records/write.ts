import { type Answer, type ErrorCode, type Problem, problem, Refusal, statusOf } from '../answers.ts'
import { isObject, type Json, type JsonObject, member } from '../json.ts'
import type { ApiCall } from '../routes.ts'
import { moment, nextTime } from '../time.ts'
import { checkRow } from './check.ts'
import type { Reader } from './projection.ts'
import { newRow, updatedRow } from './row.ts'
import type { Row, Table } from './table.ts'
import { notARow, readWriteBody } from './write-body.ts'

/** What became of one row of a batch. */
export type Outcome =
  | Problem
  | {
      readonly code: 'SUCCESS'
      readonly details: JsonObject
      readonly message: string
      readonly status: 'success'
      /** How an upsert wrote it, and by which field it found the record. */
      readonly action?: 'insert' | 'update'
      readonly duplicate_field?: string | null
    }

/** Answers `POST /{Module}`: a batch of new records. */
export async function insertRecords(reader: Reader, table: Table, call: ApiCall): Promise<Answer> {
  refuseUnless(table, 'creatable')
  const { rows } = await readWriteBody(call)
  const user = reader.database.people.author(call.user)
  return batchAnswer(
    201,
    rows.map((row, index) => insertOne({ ...reader, table, row, user, path: `$.data[${index}]` })),
  )
}

/** Answers `PUT /{Module}` and `PUT /{Module}/{id}`: a batch of changes, or one. */
export async function updateRecords(reader: Reader, table: Table, call: ApiCall): Promise<Answer> {
  refuseUnless(table, 'editable')
  const { rows } = await readWriteBody(call)
  const [, pathId] = call.params
  const wanted = pathId === undefined ? rows : rows.slice(0, 1)
  const unmodifiedSince = moment(call.header('if-unmodified-since'))
  const user = reader.database.people.author(call.user)
  const outcomes = wanted.map((row, index) => {
    const id = pathId ?? idOf(row)
    return updateOne({ ...reader, table, row, user, id, path: `$.data[${index}]`, unmodifiedSince })
  })
  return batchAnswer(200, outcomes)
}

function idOf(row: Json): string | undefined {
  const id = member(row, 'id')
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

/** Refuses an operation that the module's description rules out. */
export function refuseUnless(table: Table, ability: 'creatable' | 'editable' | 'deletable'): void {
  if (member(table.module, ability) === false) throw new Refusal('NOT_SUPPORTED', { resource_path_index: 0 })
}

/** All well: the status of success; some not: 207; none well: that of the error. */
export function batchAnswer(success: number, outcomes: readonly Outcome[]): Answer {
  const failed = outcomes.filter((outcome) => outcome.status === 'error')
  const isPreconditionFailed = failed.every((outcome) => outcome.code === 'ALREADY_MODIFIED')
  const allFailed = isPreconditionFailed ? statusOf('ALREADY_MODIFIED') : 400
  const status = failed.length === 0 ? success : failed.length < outcomes.length ? 207 : allFailed
  return { status, body: { data: outcomes } }
}

/** One row of a batch: what was sent, by whom, and where in the body it is. */
export interface Insert extends Reader {
  readonly table: Table
  readonly row: Json
  readonly user: JsonObject
  readonly path: string
}

/** Writes a new record. */
export function insertOne({ database, sight, table, row: given, user, path }: Insert): Outcome {
  if (!isObject(given)) return notARow(path)
  const checked = checkRow(given, { database, sight, table, mode: 'create', path })
  if ('problem' in checked) return checked.problem
  const id = table.mintId()
  const row = newRow(database, table, id, checked.values, user)
  table.put(id, row)
  return written(row, 'record added')
}

/** One row of a batch that changes a record. */
export interface Update extends Insert {
  readonly id: string | undefined
  readonly unmodifiedSince: number | undefined
}

/** Changes a record. */
export function updateOne(update: Update): Outcome {
  const { database, sight, table, row: given, user, id, path, unmodifiedSince } = update
  const idPlace = { api_name: 'id', json_path: `${path}.id` }
  if (!isObject(given)) return notARow(path)
  if (id === undefined) return problem('MANDATORY_NOT_FOUND', idPlace)
  const before = table.get(id)
  if (!before) return refused('INVALID_DATA', idPlace)
  const modified = moment(before.get('Modified_Time'))
  if (unmodifiedSince !== undefined && modified !== undefined && modified > unmodifiedSince) {
    return problem('ALREADY_MODIFIED', { api_name: 'Modified_Time', json_path: `${path}.Modified_Time` })
  }
  const checked = checkRow(given, { database, sight, table, mode: 'update', path, id })
  if ('problem' in checked) return checked.problem
  const row = updatedRow(database, table, before, { values: checked.values, given, user })
  row.set('Modified_Time', nextTime(before.get('Modified_Time')))
  table.put(id, row)
  return written(row, 'record updated')
}

/** A problem with an id that stands for no record. */
export function refused(code: ErrorCode, details: JsonObject): Problem {
  return problem(code, details, 'the id given seems to be invalid')
}

function written(row: Row, message: string): Outcome {
  const person = (name: string): Json => {
    const user = row.get(name)
    return { name: member(user, 'name') ?? null, id: member(user, 'id') ?? null }
  }
  const details = {
    Modified_Time: row.get('Modified_Time') ?? null,
    Modified_By: person('Modified_By'),
    Created_Time: row.get('Created_Time') ?? null,
    id: row.get('id') ?? null,
    Created_By: person('Created_By'),
    ...(message === 'record added' ? { $approval_state: 'approved' } : {}),
  }
  return { code: 'SUCCESS', details, message, status: 'success' }
}
