import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import { pageOf } from './answers.ts'
import type { CallOptions } from './module.ts'
import { RecordList } from './page.ts'

/** Options of a list. */
export interface ListOptions<K> extends CallOptions {
  /** The fields to read, 50 at most: the API wants them named. */
  readonly fields: readonly K[]
  /** Default: `id`. */
  readonly sortBy?: 'id' | 'Created_Time' | 'Modified_Time'
  /** Default: `desc`. */
  readonly sortOrder?: 'asc' | 'desc'
  /** Records of a page, 1 to 200. Default: 200. */
  readonly perPage?: number
  /** Stop after this many records. Default: all. */
  readonly limit?: number
}

/**
 * At most 50 fields in a list.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
const MAX_FIELDS = 50
const MAX_PER_PAGE = 200

/** What is listed: the path of the API that gives its pages, and whose fields they have, for messages. */
export interface ListSource {
  readonly path: string
  readonly name: string
}

/**
 * The records that a path of the API lists, page after page.
 * @throws ConfigurationError where an option is out of its range.
 */
export function recordList<T>(
  client: Client,
  { path, name }: ListSource,
  options: ListOptions<PropertyKey>,
): RecordList<T> {
  const { sortBy, sortOrder, perPage = MAX_PER_PAGE, limit = Number.POSITIVE_INFINITY, signal } = options
  const fields = fieldList(name, options.fields)
  checkRange('perPage', perPage, MAX_PER_PAGE)
  checkRange('limit', limit, Number.POSITIVE_INFINITY)
  return new RecordList(async (previous, index) => {
    const token = previous?.nextPageToken ?? undefined
    const query = {
      fields,
      per_page: Math.min(perPage, limit),
      sort_by: sortBy,
      sort_order: sortOrder,
      // Only tokens reach past 2,000 records; the API refuses both at once.
      ...(token === undefined ? { page: index } : { page_token: token }),
    }
    return pageOf<T>(await client.request({ method: 'GET', path, query, signal }))
  }, limit)
}

/**
 * The names of fields as the `fields` parameter takes them; `of` is whose fields they are.
 * @throws ConfigurationError where there are none, or more than one call returns.
 */
export function fieldList(of: string, fields: readonly PropertyKey[]): string {
  if (fields.length === 0 || fields.length > MAX_FIELDS) {
    throw new ConfigurationError(
      `${fields.length} fields of ${of} were asked for in one call`,
      `Name 1 to ${MAX_FIELDS} fields: the API returns no more at a time.`,
    )
  }
  return fields.map(String).join(',')
}

/** @throws ConfigurationError where an option is not a whole number from `min` to `max`. */
export function checkRange(option: string, value: number, max: number, min = 1): void {
  if ((Number.isInteger(value) || value === max) && value >= min && value <= max) return
  throw new ConfigurationError(`${option} is ${value}`, `Pass a whole number from ${min} to ${max}.`)
}
