import { type Answer, noContent, Refusal } from '../answers.ts'
import { text } from '../json.ts'
import { type ApiCall, listParam, type Route } from '../routes.ts'
import { moduleArea, SCOPED_LISTS } from '../scopes.ts'
import { refuseUnsupported } from '../settings/bodies.ts'
import { refuseUnseen, type Sights } from '../sight.ts'
import { countRecords } from './count.ts'
import type { Database } from './database.ts'
import { deleteMany, deleteOne } from './delete.ts'
import { listDeleted } from './deleted.ts'
import { listModule } from './module-list.ts'
import type { PageTokens } from './page-tokens.ts'
import { type Reader, wholeRecord } from './projection.ts'
import { listRelated } from './related.ts'
import { type CriteriaLimit, searchRecords } from './search.ts'
import type { Table } from './table.ts'
import { upsertRecords } from './upsert.ts'
import { insertRecords, updateRecords } from './write.ts'

/** What the record routes work with. */
export interface RecordContext {
  readonly database: Database
  readonly tokens: PageTokens
  readonly sights: Sights
  /** Answers the reading of an unknown id by 204 (the documentation's history) or by 400 INVALID_DATA. */
  readonly unknownId: 204 | 400
  /** How many conditions the criteria of a search may have. */
  readonly criteriaLimit: CriteriaLimit
  /** Called when something was written; the answer waits for it. */
  saved(): Promise<void>
}

/** What a search needs a scope of besides the module. */
const search = (): readonly string[] => ['ZohoSearch.securesearch']

/** What a related list needs a scope of besides the module. */
function ofList([, , list = '']: readonly string[]): readonly string[] {
  const word = SCOPED_LISTS.get(list)
  return word === undefined ? [] : [`modules.${word}`]
}

/** The routes of records. They come last: any first segment of a path is a module's name here. */
export function recordRoutes(context: RecordContext): readonly Route[] {
  const { database, tokens, sights, unknownId, criteriaLimit } = context
  const route = (
    method: Route['method'],
    path: string,
    work: (reader: Reader, table: Table, call: ApiCall) => Answer | Promise<Answer>,
    more: (params: readonly string[]) => readonly string[] = () => [],
  ): Route => ({
    method,
    path,
    areas: (params) => [[areaOf(database, params[0] ?? ''), ...more(params)]],
    handle: async (call) => {
      const reader = { database, sight: sights.of(call.user) }
      const answer = await work(reader, tableOf(reader, call), call)
      if (method !== 'GET') await context.saved()
      return answer
    },
  })
  return [
    route('GET', ':module', (reader, table, call) => listModule(reader, table, tokens, call)),
    route('POST', ':module', insertRecords),
    route('PUT', ':module', updateRecords),
    route('POST', ':module/upsert', upsertRecords),
    route('DELETE', ':module', deleteMany),
    route('GET', ':module/deleted', (_, table, call) => listDeleted(table, call)),
    route(
      'GET',
      ':module/search',
      (reader, table, call) => searchRecords(reader, table, call, criteriaLimit),
      search,
    ),
    route(
      'GET',
      ':module/actions/count',
      (reader, table, call) => countRecords(reader, table, call, criteriaLimit),
      search,
    ),
    route(
      'GET',
      ':module/:id',
      (reader, table, call) => getRecord(reader, table, call) ?? unknownRecord(unknownId),
    ),
    route('PUT', ':module/:id', updateRecords),
    route('DELETE', ':module/:id', deleteOne),
    route(
      'GET',
      ':module/:id/:list',
      (reader, table, call) => listRelated(reader, table, tokens, call) ?? unknownRecord(unknownId),
      ofList,
    ),
  ]
}

/**
 * What a scope has to allow for the records of a module. One without a scope of its own goes by that of the module it
 * belongs to, as Zoho's page says of subforms (of histories this is a guess), or else by that of all modules.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/subforms.html
 */
export function areaOf({ folder }: Database, name: string): string {
  const own = (module: string): string | undefined =>
    moduleArea(module, text(folder.module(module), 'generated_type'))
  return own(name) ?? own(text(folder.module(name), 'parent_module', 'api_name') ?? '') ?? 'modules'
}

function tableOf({ database, sight }: Reader, call: ApiCall): Table {
  const name = call.params[0] ?? ''
  const table = database.table(name)
  if (!table) throw new Refusal('INVALID_MODULE', { resource_path_index: 0 })
  refuseUnseen(sight, name)
  refuseUnsupported(table.module)
  return table
}

function getRecord(reader: Reader, table: Table, call: ApiCall): Answer | undefined {
  const row = table.get(call.params[1] ?? '')
  return row && { status: 200, body: { data: [wholeRecord(reader, table, row, listParam(call, 'fields'))] } }
}

function unknownRecord(unknownId: RecordContext['unknownId']): Answer {
  if (unknownId === 204) return noContent
  throw new Refusal('INVALID_DATA', { resource_path_index: 1 }, 'the id given seems to be invalid')
}
