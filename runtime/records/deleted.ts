import type { Client } from '../client.ts'
import { pageOf } from './answers.ts'
import type { Page } from './page.ts'
import type { ListSource, NumberedPage, PageOptions } from './paging.ts'
import { secondsOf } from './time.ts'
import type { UserRef } from './values.ts'

/** Options of a list of what was deleted. */
export interface DeletedOptions extends PageOptions {
  /** `recycle`: in the recycle bin, for 60 days; `permanent`: gone for good, known for 120. Default: `all`. */
  readonly type?: 'all' | 'recycle' | 'permanent'
  /** Only what was deleted after this moment. */
  readonly deletedSince?: Date | string
}

/**
 * What is known of a record that was deleted.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-deleted-records.html
 */
export interface DeletedRecord {
  readonly id: string
  /** What the record was called. */
  readonly display_name: string | null
  readonly type: 'recycle' | 'permanent'
  readonly deleted_time: string
  readonly deleted_by: UserRef | null
  readonly created_by: UserRef | null
}

/** A page of what was deleted. */
export async function deletedPage(
  client: Client,
  { path }: ListSource,
  { type = 'all', deletedSince, signal }: DeletedOptions,
  page: NumberedPage,
): Promise<Page<DeletedRecord>> {
  const headers =
    deletedSince === undefined ? {} : { 'If-Modified-Since': secondsOf('deletedSince', deletedSince) }
  const query = { type, ...page }
  return pageOf(await client.request({ method: 'GET', path: `${path}/deleted`, query, headers, signal }))
}
