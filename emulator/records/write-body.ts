import { type Problem, problem, Refusal } from '../answers.ts'
import { isObject, type Json, type JsonObject, member } from '../json.ts'
import type { ApiCall } from '../routes.ts'

const MAX_ROWS = 100

/** What a write lets happen besides, by the words that name it; none: nothing happens. */
const TRIGGERS: readonly string[] = ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration']

/** A WriteBody is the body of a write, its options checked. */
export interface WriteBody {
  readonly rows: readonly Json[]
  readonly body: JsonObject
}

/**
 * Reads the body of a write; refuses it where it is not a batch of 1 to 100 rows, or where its options are wrong. The
 * options change nothing here: there are no workflows, rules or cadences that could run.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html
 */
export async function readWriteBody(call: ApiCall): Promise<WriteBody> {
  const body = await call.json()
  const data = member(body, 'data')
  const place = { api_name: 'data', json_path: '$.data' }
  if (data === undefined || data === null) throw new Refusal('MANDATORY_NOT_FOUND', place)
  if (!Array.isArray(data)) throw wrongType('data', 'jsonarray')
  if (data.length === 0) throw new Refusal('MANDATORY_NOT_FOUND', place)
  if (data.length > MAX_ROWS) throw new Refusal('LIMIT_EXCEEDED', { limit: MAX_ROWS, ...place })
  const checked = isObject(body) ? body : {}
  checkTrigger(checked)
  checkAssignmentRule(checked)
  checkFeatures(checked, 'apply_feature_execution')
  checkFeatures(checked, 'skip_feature_execution')
  return { rows: data as readonly Json[], body: checked }
}

/** A key of the body that is a list; undefined where it is not given. */
export function listOf(body: JsonObject, key: string): readonly Json[] | undefined {
  const list = member(body, key)
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) throw wrongType(key, 'jsonarray')
  return list as readonly Json[]
}

/** What is wrong with an element of a list in the body. */
export function wrongElement(key: string, index: number, details: JsonObject = {}): Refusal {
  return new Refusal('INVALID_DATA', { ...details, api_name: key, json_path: `$.${key}[${index}]` })
}

/** The problem of a row that is no object. */
export function notARow(path: string): Problem {
  return problem('INVALID_DATA', { expected_data_type: 'jsonobject', api_name: 'data', json_path: path })
}

function wrongType(key: string, expected: string): Refusal {
  const place = { api_name: key, json_path: `$.${key}` }
  return new Refusal('INVALID_DATA', { expected_data_type: expected, ...place })
}

function checkTrigger(body: JsonObject): void {
  for (const [index, word] of (listOf(body, 'trigger') ?? []).entries()) {
    if (typeof word === 'string' && TRIGGERS.includes(word)) continue
    throw wrongElement('trigger', index, { supported_values: TRIGGERS })
  }
}

/** The id of an assignment rule. Which rules there are is not known here. */
function checkAssignmentRule(body: JsonObject): void {
  const id = member(body, 'lar_id')
  if (id === undefined || id === null) return
  if (typeof id !== 'string' || !/^\d+$/.test(id)) throw wrongType('lar_id', 'bigint')
}

function checkFeatures(body: JsonObject, key: string): void {
  for (const [index, feature] of (listOf(body, key) ?? []).entries()) {
    if (!isObject(feature)) throw wrongElement(key, index, { expected_data_type: 'jsonobject' })
    if (typeof feature['name'] === 'string') continue
    throw new Refusal('MANDATORY_NOT_FOUND', { api_name: 'name', json_path: `$.${key}[${index}].name` })
  }
}
