import { ConfigurationError, ValidationError } from '../http/errors.ts'
import type { Given } from './given.ts'
import type { SourceRow } from './row-source.ts'
import { rowOf } from './write-given.ts'
import { shown, type WriteJob } from './write-job.ts'
import { completed, type SentRow } from './write-request.ts'

type Check = (row: object) => object

/**
 * The row of a write of one as it is sent.
 * @throws ConfigurationError where it is no row, or an id is needed and none, and ValidationError where JSON has no word
 * for one of its values, or where the check refuses it.
 */
export async function sentOne(job: WriteJob, given: Given, id: unknown): Promise<SentRow> {
  const { kind } = job
  const ofOne = kind === 'update' || kind === 'delete' ? argumentOf(job, id) : null
  return { row: kind === 'delete' ? {} : fieldsOf(job, given, await job.check()), id: ofOne }
}

/** A row of several as it is sent; as {@link sentOne}. */
export function sentRow(job: WriteJob, { row, given }: SourceRow<unknown>, check: Check): SentRow {
  // A wrong id in a list of ids would have Zoho refuse the others with it.
  if (job.kind === 'delete') return { row: {}, id: idOf(job, row, /^\d+$/) }
  const fields: { readonly id?: unknown } = fieldsOf(job, given, check)
  return { row: fields, id: job.kind === 'update' ? idOf(job, fields.id, /./s) : null }
}

function fieldsOf(job: WriteJob, given: Given, check: Check): object {
  return completed(job, check(rowOf(job.module.apiName, given)))
}

/** The id that a method was called with: without one, Zoho would take what it finds in the row. */
function argumentOf({ kind }: WriteJob, id: unknown): string {
  if (typeof id === 'string' && id !== '') return id
  throw new ConfigurationError(
    `${kind} was called with ${shown(id)}, which is no id; nothing was sent`,
    'Pass the id that the record has: a text of digits.',
  )
}

/** The id that a row names. */
function idOf({ module }: WriteJob, id: unknown, pattern: RegExp): string {
  if (typeof id === 'string' && pattern.test(id)) return id
  throw new ValidationError(
    'INVALID_ID',
    `${module.apiName}: ${shown(id)} is no id of a record; the row was not sent`,
    'Give the id that the record has: a text of digits.',
    { method: '', path: `/${module.apiName}`, status: 0, details: { api_name: 'id' } },
  )
}
