import { type Answer, Refusal } from '../answers.ts'
import { member } from '../json.ts'
import type { Database } from '../records/database.ts'
import { areaOf } from '../records/routes.ts'
import type { ApiCall, Route } from '../routes.ts'
import { refuseUnsupported } from '../settings/bodies.ts'
import { refuseUnseen, type Sights } from '../sight.ts'
import { answerOf } from './answer.ts'
import { planOf } from './check.ts'
import type { CoqlOptions } from './coql-options.ts'
import { openMirror } from './engine.ts'
import type { Mirror } from './mirror.ts'
import { ModuleRelation } from './module-relation.ts'
import { parseQuery } from './parser.ts'

/** What the route of queries works with. */
export interface CoqlContext {
  readonly database: Database
  readonly sights: Sights
  readonly options: CoqlOptions
}

/** The Queries of an emulator: their route, and what they keep. */
export interface Queries {
  /** `POST /coql`. It comes before the routes of records, which take any name for a module's. */
  readonly routes: readonly Route[]
  close(): Promise<void>
}

/** Makes what answers queries in COQL. */
export function createQueries(context: CoqlContext): Queries {
  let mirror: Promise<Mirror> | undefined
  const handle = async (call: ApiCall): Promise<Answer> => {
    mirror ??= openMirror()
    return runQuery(context, await mirror, call)
  }
  return {
    routes: [{ method: 'POST', path: 'coql', reads: true, areas: () => ['coql'], handle }],
    close: async () => (await mirror)?.close(),
  }
}

async function runQuery(context: CoqlContext, mirror: Mirror, call: ApiCall): Promise<Answer> {
  const { database, sights, options } = context
  const { query: text, withFields } = await readBody(call)
  const query = parseQuery(text)
  const table = database.table(query.module)
  if (!table) throw new Refusal('INVALID_MODULE', {}, 'the given module is not supported in api')
  if (!call.mayRead(areaOf(database, table.name))) throw new Refusal('OAUTH_SCOPE_MISMATCH')
  const reader = { database, sight: sights.of(call.user) }
  refuseUnseen(reader.sight, table.name)
  refuseUnsupported(table.module)
  const plan = planOf(query, new ModuleRelation(reader, table, options.lookups), options)
  return answerOf(plan, mirror, withFields)
}

async function readBody(call: ApiCall): Promise<{ readonly query: string; readonly withFields: boolean }> {
  const body = await call.json()
  const query = member(body, 'select_query')
  if (query === undefined || query === null)
    throw new Refusal('MANDATORY_NOT_FOUND', { api_name: 'select_query' }, 'mandatory key not found')
  if (typeof query !== 'string') throw invalid('text', 'select_query', '$.select_query')
  const meta = member(body, 'include_meta')
  if (meta === undefined) return { query, withFields: false }
  if (!Array.isArray(meta)) throw invalid('jsonarray', 'include_meta', '$.include_meta')
  for (const [index, value] of meta.entries()) {
    const path = `$.include_meta[${index}]`
    const supported_values = ['fields']
    if (typeof value !== 'string')
      throw new Refusal('INVALID_DATA', {
        expected_data_type: 'text',
        api_name: 'include_meta',
        json_path: path,
        supported_values,
      })
    if (value !== 'fields')
      throw new Refusal('INVALID_DATA', { api_name: 'include_meta', json_path: path, supported_values })
  }
  const withFields = meta.length > 0
  if (withFields && !call.mayRead('settings.fields')) throw new Refusal('OAUTH_SCOPE_MISMATCH')
  return { query, withFields }
}

function invalid(expected_data_type: string, api_name: string, json_path: string): Refusal {
  return new Refusal('INVALID_DATA', { expected_data_type, api_name, json_path })
}
