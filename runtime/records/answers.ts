import type { ApiRequest, ApiResponse } from '../http/call.ts'
import { isZohoError, WriteOutcomeUnknownError } from '../http/errors.ts'
import type { Page } from './page.ts'

/** A record that was written. */
export interface Written {
  readonly id: string
  readonly Created_Time?: string
  readonly Modified_Time?: string
}

/** The array under a key of an answer, or none where the answer has no body (204). */
export function rowsOf(response: ApiResponse, key: string): readonly unknown[] {
  if (response.body === null) return []
  const rows = (response.body as Record<string, unknown>)[key]
  return Array.isArray(rows) ? rows : []
}

/** Whether an error says that a path's id is of no record: Zoho answers that by 400 or by 204. */
export function isUnknownId(error: unknown): boolean {
  if (!isZohoError(error) || error.code !== 'INVALID_DATA') return false
  const details = error.context?.details as { resource_path_index?: unknown } | null | undefined
  return details?.resource_path_index === 1
}

/** The page of records that a list answered. */
export function pageOf<T>(response: ApiResponse): Page<T> {
  const records = rowsOf(response, 'data') as readonly T[]
  const info = (response.body as { info?: Record<string, unknown> } | null)?.info
  const token = info?.['next_page_token']
  return {
    records,
    more: info?.['more_records'] === true && records.length > 0,
    nextPageToken: typeof token === 'string' ? token : null,
  }
}

/**
 * The record that a write of one row made or changed.
 * @throws the error of the ladder that the row's answer stands for, WriteOutcomeUnknownError where it has no row.
 */
export async function writtenOf(request: ApiRequest, response: ApiResponse): Promise<Written> {
  const call = { method: request.method, path: request.path, status: response.status }
  const [row] = rowsOf(response, 'data') as readonly (Record<string, unknown> | undefined)[]
  const { code, message, details, status } = row ?? {}
  if (status === 'success' && isWritten(details)) return details
  if (status !== 'success' && typeof code === 'string') {
    const { errorOf } = await import('../http/error-of.ts')
    throw errorOf(call, { code, details, message: typeof message === 'string' ? message : '' })
  }
  const hint = 'Read the record to see what became of the write.'
  const text = `${call.method} ${call.path} answered ${call.status} without a row`
  throw new WriteOutcomeUnknownError('OUTCOME_UNKNOWN', text, hint, { ...call, details: null })
}

function isWritten(details: unknown): details is Written {
  return typeof (details as Partial<Written> | null | undefined)?.id === 'string'
}
