import type { ApiRequest } from '../http/call.ts'
import { path } from '../http/path.ts'
import type { WriteJob, WriteKind } from './write-job.ts'

/** A row as it is sent, and the id of the record that it changes or deletes. */
export interface SentRow {
  readonly row: object
  readonly id: string | null
}

const METHODS = { create: 'POST', update: 'PUT', upsert: 'POST', delete: 'DELETE' } as const satisfies Record<
  WriteKind,
  ApiRequest['method']
>

/** Beyond so many rows Zoho lets fewer calls go at a time. */
const LIGHT = 10

/**
 * The call that writes rows.
 * @throws ConfigurationError where an id or the module's name cannot stand in a path.
 */
export function requestOf({ module, kind, options }: WriteJob, rows: readonly SentRow[]): ApiRequest {
  const { signal, unmodifiedSince } = options
  const place = path`/${module.apiName}`
  const call = {
    method: METHODS[kind],
    path: kind === 'upsert' ? `${place}/upsert` : place,
    signal,
    ...(rows.length > LIGHT ? { isHeavy: true } : {}),
  }
  if (kind === 'delete') return { ...call, query: { ids: rows.map(({ id }) => id).join(',') } }
  const headers = unmodifiedSince === undefined ? {} : { 'If-Unmodified-Since': momentOf(unmodifiedSince) }
  return { ...call, headers, body: bodyOf(options, rows) }
}

/** The call that changes or deletes the record of an id. */
export function singleRequestOf(job: WriteJob, row: SentRow & { readonly id: string }): ApiRequest {
  const { query: _, ...call } = requestOf(job, [row])
  return { ...call, path: path`/${job.module.apiName}/${row.id}` }
}

function bodyOf(options: WriteJob['options'], rows: readonly SentRow[]): object {
  const { by, trigger, assignmentRule, applyFeatures, skipFeatures } = options
  return {
    data: rows.map(({ row }) => row),
    duplicate_check_fields: by,
    trigger,
    lar_id: assignmentRule,
    apply_feature_execution: applyFeatures?.map((name) => ({ name })),
    skip_feature_execution: skipFeatures?.map((name) => ({ name })),
  }
}

/** A time as records have it, to the second. */
function momentOf(time: Date | string): string {
  return time instanceof Date ? time.toISOString().replace(/\.\d+Z$/, '+00:00') : time
}

/** A row with what the options add to it. */
export function completed({ options }: WriteJob, row: object): object {
  const { layout, append = [] } = options
  const given = row as Readonly<Record<string, unknown>>
  const added = append.filter((field) => Object.hasOwn(given, field) && given[field] !== undefined)
  const hasLayout = layout === undefined || given['Layout'] !== undefined
  if (hasLayout && added.length === 0) return row
  const values = Object.fromEntries(added.map((field) => [field, true]))
  return {
    ...row,
    ...(hasLayout ? {} : { Layout: { id: layout } }),
    ...(added.length === 0 ? {} : { $append_values: { ...(given['$append_values'] as object), ...values } }),
  }
}
