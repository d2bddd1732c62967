import { type Answer, noContent, notModified, Refusal } from '../answers.ts'
import { type ApiCall, countParam } from '../routes.ts'
import { moment } from '../time.ts'
import type { Table } from './table.ts'

const PER_PAGE = 200
const TYPES: readonly string[] = ['all', 'recycle', 'permanent']

/**
 * Answers `GET /{Module}/deleted`: who was deleted, the latest first. What is in the bin stays there: the 60 days after
 * which it is gone for good do not pass here.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-deleted-records.html
 */
export function listDeleted(table: Table, call: ApiCall): Answer {
  const type = call.query.get('type') ?? 'all'
  if (!TYPES.includes(type)) throw new Refusal('PATTERN_NOT_MATCHED', { param_name: 'type' })
  const page = countParam(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = countParam(call, 'per_page', PER_PAGE, PER_PAGE)
  const since = moment(call.header('if-modified-since'))
  const found = table
    .deletions()
    .filter((deletion) => type === 'all' || deletion.type === type)
    .filter((deletion) => since === undefined || (moment(deletion.deleted_time) ?? 0) > since)
  if (since !== undefined && found.length === 0) return notModified
  const data = found.slice((page - 1) * perPage, page * perPage)
  if (data.length === 0) return noContent
  const info = {
    per_page: perPage,
    count: data.length,
    page,
    more_records: page * perPage < found.length,
  }
  return { status: 200, body: { data, info } }
}
