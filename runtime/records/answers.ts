import type { ApiResponse } from '../http/call.ts'
import { isZohoError } from '../http/errors.ts'
import type { Page } from './page.ts'

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

/** The page that a list answered, of what stands under a key: records, if not said otherwise. */
export function pageOf<T>(response: ApiResponse, key = 'data'): Page<T> {
  const records = rowsOf(response, key) as readonly T[]
  const info = (response.body as { info?: Record<string, unknown> } | null)?.info
  const token = info?.['next_page_token']
  return {
    records,
    more: info?.['more_records'] === true && records.length > 0,
    nextPageToken: typeof token === 'string' ? token : null,
  }
}
