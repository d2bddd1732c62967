import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import type { ModuleClass } from './choices.ts'
import type { CallOptions } from './module.ts'
import { type Page, RecordList } from './page.ts'

/** Options of whatever gives records page after page. */
export interface PageOptions extends CallOptions {
  /** Records of a page at most, 1 to 200. Default: 200. */
  readonly perPage?: number
  /** Stop after this many records, and make no call beyond. Default: all. */
  readonly limit?: number
}

/** Options of a list whose pages follow each other by tokens. */
export interface TokenPageOptions<K> extends PageOptions {
  /** The fields to read: the API wants them named. */
  readonly fields: readonly K[]
  /** Default: `id`. */
  readonly sortBy?: 'id' | 'Created_Time' | 'Modified_Time'
  /** Default: `desc`. */
  readonly sortOrder?: 'asc' | 'desc'
  /**
   * Goes on where a list ended: the `nextPageToken` of one of its pages, with the same options. It is good for 24 hours
   * and for the user it was given to; after that Zoho refuses it (`EXPIRED_VALUE`).
   */
  readonly pageToken?: string
}

/** Options of a list of a module. */
export interface ListOptions<K, I = never> extends Omit<TokenPageOptions<K>, 'fields'> {
  /**
   * The fields to read, or `'all'` that lists return. A call returns 50; of each further 50 (49 with the time of the last
   * change, by which torn rows are found and read again) a page of 200 costs two calls more.
   */
  readonly fields: readonly K[] | 'all'
  /**
   * Fields that lists do not return: subforms, multi-select lookups, rich text in full. They cost one call for each
   * record, as many at a time as the client's `concurrency`.
   */
  readonly include?: readonly I[]
  /** Only the records of a custom view, by its id; the view sorts them, so that `sortBy` is refused beside it. */
  readonly customView?: string
  /** Whether converted leads are read: `true` for them alone, `'both'` for all. Default: `false`. */
  readonly converted?: boolean | 'both'
  /** Only the records of a territory, by its id. */
  readonly territory?: string
  /** Whether the territories below {@link territory} count too. Default: `false`. */
  readonly includeChildTerritories?: boolean
  /** Only records that were created or changed after this moment (`If-Modified-Since`); those deleted are not told. */
  readonly changedSince?: Date | string
}

/**
 * At most 50 fields in a list.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
export const MAX_FIELDS = 50
const MAX_PER_PAGE = 200

/** What is listed: the path of the API that gives its pages, whose fields they have, and their class where it is known. */
export interface ListSource {
  readonly path: string
  readonly name: string
  readonly module?: ModuleClass
}

/**
 * The records that a path of the API lists, page after page.
 * @throws ConfigurationError where an option is out of its range.
 */
export function recordList<T>(
  client: Client,
  source: ListSource,
  options: ListOptions<PropertyKey, PropertyKey>,
): RecordList<T> {
  const { fields, customView, sortBy } = options
  if (fields !== 'all') fieldList(source.name, fields, Number.POSITIVE_INFINITY)
  if (customView !== undefined && sortBy !== undefined)
    throw new ConfigurationError(
      'sortBy is set beside customView',
      'Leave it out: the view sorts its records.',
    )
  const { perPage, limit } = pageSize(options)
  // Pages of one size that make up the limit: little is read in vain, and tokens are good for one size only.
  const size = limit === Number.POSITIVE_INFINITY ? perPage : Math.ceil(limit / Math.ceil(limit / perPage))
  return new RecordList(async (...place) => {
    const { listPage } = await import('./list.ts')
    return listPage(client, source, { ...options, perPage: size }, place)
  }, limit)
}

/** Which page is asked for, where pages are numbered. */
export interface NumberedPage {
  readonly page: number
  readonly per_page: number
}

/**
 * What an operation gives page after page, by their numbers.
 * @throws ConfigurationError where an option is out of its range.
 */
export function numberedPages<T>(
  options: PageOptions,
  read: (page: NumberedPage) => Promise<Page<T>>,
): RecordList<T> {
  const { perPage, limit } = pageSize(options)
  return new RecordList((_, index) => read({ page: index, per_page: perPage }), limit)
}

/**
 * How many records a page has, and how many are read in all.
 * @throws ConfigurationError where one is out of its range.
 */
export function pageSize({
  perPage = MAX_PER_PAGE,
  limit = Number.POSITIVE_INFINITY,
}: PageOptions): Required<Pick<PageOptions, 'perPage' | 'limit'>> {
  checkRange('perPage', perPage, MAX_PER_PAGE)
  checkRange('limit', limit, Number.POSITIVE_INFINITY)
  return { perPage: Math.min(perPage, limit), limit }
}

/**
 * The names of fields as the `fields` parameter takes them; `of` is whose fields they are.
 * @throws ConfigurationError where there are none, or more than `max`.
 */
export function fieldList(of: string, fields: readonly PropertyKey[], max: number = MAX_FIELDS): string {
  if (fields.length === 0 || fields.length > max) {
    throw new ConfigurationError(
      `${fields.length} fields of ${of} were asked for in one call`,
      max === MAX_FIELDS ? `Name 1 to ${max} fields: the API returns no more at a time.` : 'Name a field.',
    )
  }
  return fields.map(String).join(',')
}

/** @throws ConfigurationError where an option is not a whole number from `min` to `max`. */
export function checkRange(option: string, value: number, max: number, min = 1): void {
  if ((Number.isInteger(value) || value === max) && value >= min && value <= max) return
  throw new ConfigurationError(`${option} is ${value}`, `Pass a whole number from ${min} to ${max}.`)
}
