import type { Client } from '../client.ts'
import { pageOf } from './answers.ts'
import type { Page } from './page.ts'
import { fieldList, type ListOptions, type ListSource, MAX_FIELDS } from './paging.ts'
import { secondsOf } from './time.ts'

/** What a list asks for beside its fields. */
export interface PageQuery {
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
}

/** The page of a list that follows another, or its first: the `index`-th, from 1. */
export async function listPage<T>(
  client: Client,
  source: ListSource,
  options: ListOptions<PropertyKey, PropertyKey>,
  previous: Page<T> | null,
  index: number,
): Promise<Page<T>> {
  const { fields, include = [] } = options
  const { query, headers, signal } = queryOf(options, previous, index)
  if (fields === 'all' || fields.length > MAX_FIELDS || include.length > 0) {
    const { widePage } = await import('./wide.ts')
    return (await widePage(client, source, { fields, include }, { query, headers, signal })) as Page<T>
  }
  const asked = { fields: fieldList(source.name, fields), ...query }
  return pageOf(await client.request({ method: 'GET', path: source.path, query: asked, headers, signal }))
}

function queryOf(
  options: ListOptions<PropertyKey, PropertyKey>,
  previous: Page<unknown> | null,
  index: number,
): PageQuery {
  const { changedSince, signal } = options
  const token = previous === null ? options.pageToken : (previous.nextPageToken ?? undefined)
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
