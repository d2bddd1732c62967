import type { Client } from '../client.ts'
import { ServerError } from '../http/errors.ts'
import { pageOf } from './answers.ts'
import type { FetchPage, Page } from './page.ts'
import { fieldList, type ListOptions, type ListSource, MAX_FIELDS } from './paging.ts'
import { secondsOf } from './time.ts'

/** What a list asks for beside its fields. */
export interface PageQuery {
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
  /** How many of its records are wanted. */
  readonly left: number
}

/**
 * The page of a list that follows another, or its first.
 * @throws ServerError where Zoho says that there are more records and not where.
 */
export async function listPage<T>(
  client: Client,
  source: ListSource,
  options: ListOptions<PropertyKey, PropertyKey>,
  [previous, index, left]: Parameters<FetchPage<T>>,
): Promise<Page<T>> {
  const { fields, include = [] } = options
  const { query, headers, signal } = queryOf(source, options, previous, index)
  if (fields === 'all' || fields.length > MAX_FIELDS || include.length > 0) {
    const { widePage } = await import('./wide.ts')
    const page = await widePage(client, source, { fields, include }, { query, headers, signal, left })
    return page as unknown as Page<T>
  }
  const asked = { fields: fieldList(source.name, fields), ...query }
  return pageOf(await client.request({ method: 'GET', path: source.path, query: asked, headers, signal }))
}

function queryOf(
  source: ListSource,
  options: ListOptions<PropertyKey, PropertyKey>,
  previous: Page<unknown> | null,
  index: number,
): Omit<PageQuery, 'left'> {
  const { changedSince, signal } = options
  const token = previous === null ? options.pageToken : (previous.nextPageToken ?? undefined)
  if (token === undefined && options.pageToken !== undefined) throw withoutToken(source.path)
  const headers =
    changedSince === undefined ? {} : { 'If-Modified-Since': secondsOf('changedSince', changedSince) }
  const query = {
    per_page: options.perPage,
    sort_by: options.sortBy,
    sort_order: options.sortOrder,
    cvid: options.customView,
    converted: options.converted,
    territory_id: options.territory,
    include_child: options.includeChildTerritories,
    // Only tokens reach past 2,000 records; the API refuses both at once.
    ...(token === undefined ? { page: index } : { page_token: token }),
  }
  return { query, headers, signal }
}

/** Pages of a list that began with a token have no numbers. */
function withoutToken(path: string): ServerError {
  return new ServerError(
    'NO_PAGE_TOKEN',
    `GET ${path} answered that there are more records, without a token that leads to them`,
    'Start the list again.',
    { method: 'GET', path, status: 200, details: null },
  )
}
