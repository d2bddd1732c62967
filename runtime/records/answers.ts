import { errorOf, ServerError } from '../http/errors.ts'
import type { ApiRequest, ApiResponse } from '../http/transport.ts'
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
 * @throws the error of the ladder that the row's answer stands for.
 */
export function writtenOf(request: ApiRequest, response: ApiResponse): Written {
  const call = { method: request.method, path: request.path, status: response.status }
  const [row] = rowsOf(response, 'data') as readonly (Record<string, unknown> | undefined)[]
  const { code, message, details, status } = row ?? {}
  if (status === 'success' && typeof details === 'object' && details !== null) return details as Written
  if (typeof code === 'string')
    throw errorOf(call, { code, details, message: typeof message === 'string' ? message : '' })
  const hint = 'Read the record to see what became of the write.'
  const text = `${call.method} ${call.path} answered ${call.status} without a row`
  throw new ServerError('UNREADABLE_ANSWER', text, hint, { ...call, details: null })
}
