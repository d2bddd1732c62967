import { ConfigurationError, ValidationError } from '../http/errors.ts'
import { asGiven } from './given.ts'
import type { WriteJob } from './write-job.ts'
import { completed, type SentRow } from './write-request.ts'

/**
 * What is sent of a row of a source, as it is when it is read.
 * @throws ConfigurationError where it is no object, nor an id where records are deleted.
 */
export function copyOf({ kind }: WriteJob, row: unknown): object {
  if (kind === 'delete') return { id: row }
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const copy: unknown = isObject(row) ? asGiven(row) : null
  if (isObject(copy)) return copy
  throw new ConfigurationError(
    'a row is no object; it was not sent',
    'Pass an object with the fields to write.',
  )
}

/**
 * A row of several as it is sent.
 * @throws ValidationError where it has no id and needs one, or where the check refuses it.
 */
export function sentRow(job: WriteJob, row: object, check: (row: object) => object): SentRow {
  const { kind } = job
  if (kind === 'create' || kind === 'upsert') return { row: completed(job, check(row)), id: null }
  const { id } = row as { readonly id?: unknown }
  // A wrong id in a list of ids would have Zoho refuse the others with it.
  if (typeof id !== 'string' || id === '' || (kind === 'delete' && !/^\d+$/.test(id))) {
    throw new ValidationError(
      'INVALID_ID',
      `${job.module.apiName}: ${JSON.stringify(id) ?? 'undefined'} is no id of a record; the row was not sent`,
      'Give the id that the record has: a text of digits.',
      { method: '', path: `/${job.module.apiName}`, status: 0, details: { api_name: 'id' } },
    )
  }
  return { row: kind === 'delete' ? row : completed(job, check(row)), id }
}

/** The error of a row that cannot be written as JSON; `null` where it can. */
export function jsonError(row: object): ConfigurationError | null {
  try {
    JSON.stringify(row)
    return null
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return new ConfigurationError(
      `a row cannot be written as JSON: ${reason}; it was not sent`,
      'Pass texts, numbers, booleans, null, and objects and arrays of them.',
      cause,
    )
  }
}
