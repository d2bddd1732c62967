import { type Answer, noContent, notModified, Refusal } from './answers.ts'
import { type JsonObject, member, objectOf, objects, text } from './json.ts'
import type { Document, ModuleDocument, OrgFolder } from './org-folder.ts'
import { type ApiCall, listParam, type Route, requiredParam } from './routes.ts'
import { moment } from './time.ts'

/** The routes of the organisation's metadata, which serve the bodies of the org folder as they are. */
export function settingsRoutes(folder: OrgFolder): readonly Route[] {
  const route = (path: string, area: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: `settings/${path}`,
    areas: () => [`settings.${area}`],
    handle,
  })
  const one = (list: ModuleDocument) => (call: ApiCall) =>
    oneOf(moduleBody(folder, list, call), list, call.params[0])
  return [
    route('modules', 'modules', (call) => listModules(folder, call)),
    route('modules/:module', 'modules', (call) => oneModule(folder, call.params[0] ?? '')),
    route('fields', 'fields', (call) => listFields(moduleBody(folder, 'fields', call), call)),
    route('fields/:field', 'fields', one('fields')),
    route('layouts', 'layouts', (call) => asItIs(moduleBody(folder, 'layouts', call))),
    route('layouts/:layout', 'layouts', one('layouts')),
    route('related_lists', 'related_lists', (call) => asItIs(moduleBody(folder, 'related_lists', call))),
    route('related_lists/:list', 'related_lists', one('related_lists')),
    route('global_picklists', 'global_picklist', (call) => listGlobalPicklists(folder, call)),
    route('global_picklists/:picklist', 'global_picklist', (call) =>
      oneOf(folder.document('global_picklists'), 'global_picklists', call.params[0]),
    ),
  ]
}

function asItIs(document: Document | undefined): Answer {
  return document && document.text !== '' ? { status: 200, text: document.text } : noContent
}

/** A body with some of the elements of its list: the text itself where they are all wanted. */
function withElements(
  document: Document | undefined,
  list: string,
  wanted: (element: JsonObject) => boolean,
): Answer {
  const all = objects(document?.body, list)
  const kept = all.filter(wanted)
  if (kept.length === all.length) return asItIs(document)
  return kept.length === 0 ? noContent : { status: 200, body: { ...document?.body, [list]: kept } }
}

function oneOf(document: Document | undefined, list: string, id: string | undefined): Answer {
  const found = objects(document?.body, list).find((element) => text(element, 'id') === id)
  return found ? { status: 200, body: { [list]: [found] } } : noContent
}

function listModules(folder: OrgFolder, call: ApiCall): Answer {
  const since = moment(call.header('if-modified-since'))
  if (since !== undefined && !folder.modules.some((module) => isNewer(module, since))) return notModified
  const statuses = listParam(call, 'status')
  const wanted = (module: JsonObject): boolean => statuses.includes(text(module, 'status') ?? '')
  return withElements(folder.document('modules'), 'modules', (module) => {
    return statuses.length === 0 || text(module, 'status') === undefined || wanted(module)
  })
}

/** A module that was never modified (null) is not news. */
function isNewer(module: JsonObject, since: number): boolean {
  const modified = moment(text(module, 'modified_time'))
  return modified !== undefined && modified > since
}

function oneModule(folder: OrgFolder, nameOrId: string): Answer {
  const module = folder.module(nameOrId) ?? folder.moduleById(nameOrId)
  if (!module) throw new Refusal('INVALID_MODULE', { resource_path_index: 0 })
  refuseUnsupported(module)
  return { status: 200, body: { modules: [module] } }
}

/** Refuses a module that the API lists but does not serve. */
export function refuseUnsupported(module: JsonObject): void {
  if (member(module, 'api_supported') === false) throw new Refusal('API_NOT_SUPPORTED')
}

/** The recorded body of the module that the `module` parameter names; undefined where there is none. */
function moduleBody(folder: OrgFolder, kind: ModuleDocument, call: ApiCall): Document | undefined {
  const name = requiredParam(call, 'module')
  const module = folder.module(name)
  if (!module) throw new Refusal('INVALID_MODULE', { param_name: 'module' })
  refuseUnsupported(module)
  const document = folder.moduleDocument(kind, name)
  // The API will not describe some modules that it lists.
  if (kind === 'fields' && !document) throw new Refusal('INVALID_MODULE', { param_name: 'module' })
  return document
}

type FieldTest = (field: JsonObject) => boolean

/** Which fields each value of the `type` parameter asks for; a field that does not say is used. */
const FIELD_TYPES: ReadonlyMap<string, FieldTest> = new Map<string, FieldTest>([
  ['used', (field) => (text(field, 'type') ?? 'used') === 'used'],
  ['unused', (field) => text(field, 'type') === 'unused'],
  ['all', () => true],
])

function listFields(document: Document | undefined, call: ApiCall): Answer {
  const wanted = FIELD_TYPES.get(call.query.get('type') ?? 'used')
  if (!wanted) throw new Refusal('INVALID_DATA', { param_name: 'type' })
  return withElements(document, 'fields', wanted)
}

/** The list has the values of each picklist only when they are asked for. */
function listGlobalPicklists(folder: OrgFolder, call: ApiCall): Answer {
  const document = folder.document('global_picklists')
  if (!document || document.text === '') return noContent
  if (listParam(call, 'include').includes('pick_list_values')) return asItIs(document)
  const global_picklists = objects(document.body, 'global_picklists').map((picklist) =>
    objectOf(Object.entries(picklist).filter(([key]) => key !== 'pick_list_values')),
  )
  return { status: 200, body: { ...document.body, global_picklists } }
}
