import { type Answer, notModified, Refusal } from '../answers.ts'
import { type Json, type JsonObject, member, text } from '../json.ts'
import type { Metadata, ModuleDocument } from '../org-folder.ts'
import { type ApiCall, listParam } from '../routes.ts'
import { moment } from '../time.ts'
import { elementsOf, nameOf, refuseUnsupported, withElements } from './bodies.ts'
import { listedViews } from './custom-views.ts'
import { usedFields } from './fields.ts'

/** What the list of modules makes of the `include` parameter: gives the parts, ignores it, or refuses the call. */
export type ModuleIncludes = 'give' | 'ignore' | 'refuse'

/** The first version of the API whose list of modules has an `include` parameter. */
const INCLUDES_SINCE = 8

/** Answers `GET settings/modules`. */
export function listModules(org: Metadata, call: ApiCall, includes: ModuleIncludes): Answer {
  const parts = readParts(call, includes)
  const since = moment(call.header('if-modified-since'))
  if (since !== undefined && !org.modules.some((module) => isNewer(module, since))) return notModified
  const statuses = listParam(call, 'status')
  const hasStatus = (module: JsonObject): boolean => statuses.includes(text(module, 'status') ?? '')
  const wanted = (module: JsonObject): boolean =>
    statuses.length === 0 || text(module, 'status') === undefined || hasStatus(module)
  const document = org.document('modules')
  if (parts.length === 0) return withElements(document, 'modules', wanted)
  const modules = org.modules.filter(wanted).map((module) => withParts(org, module, parts))
  return { status: 200, body: { ...document?.body, modules } }
}

/** A module that was never modified (null) is not news. */
function isNewer(module: JsonObject, since: number): boolean {
  const modified = moment(text(module, 'modified_time'))
  return modified !== undefined && modified > since
}

/** Answers `GET settings/modules/{name or id}`. */
export function oneModule(org: Metadata, nameOrId: string): Answer {
  const module = org.module(nameOrId) ?? org.moduleById(nameOrId)
  if (!module) throw new Refusal('INVALID_MODULE', { resource_path_index: 0 })
  refuseUnsupported(module)
  return { status: 200, body: { modules: [module] } }
}

/** A Part is what an include adds to a module: the key, and its elements; undefined where it adds nothing. */
interface Part {
  readonly key: string
  elements(org: Metadata, module: JsonObject): readonly Json[] | undefined
}

const recorded = (kind: ModuleDocument): Part => ({
  key: kind,
  elements: (org, module) => elementsOf(org.moduleDocument(kind, nameOf(module)), kind, () => true),
})

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['layouts', recorded('layouts')],
  ['related_lists', recorded('related_lists')],
  ['fields', { key: 'fields', elements: (org, module) => usedFields(org, nameOf(module)) }],
  [
    'custom_view',
    {
      key: 'custom_views',
      elements: (org, module) => elementsOf(listedViews(org, module), 'custom_views', () => true),
    },
  ],
  // Documented, but no file of an org folder has them.
  ['business_card_fields', { key: 'business_card_fields', elements: () => undefined }],
])

function readParts(call: ApiCall, includes: ModuleIncludes): readonly Part[] {
  const names = listParam(call, 'include')
  if (names.length === 0 || includes === 'ignore' || call.version < INCLUDES_SINCE) return []
  const parts = names.flatMap((name) => PARTS.get(name) ?? [])
  if (includes === 'refuse' || parts.length < names.length)
    throw new Refusal('INVALID_DATA', { param_name: 'include' })
  return parts
}

function withParts(org: Metadata, module: JsonObject, parts: readonly Part[]): JsonObject {
  if (member(module, 'api_supported') === false) return module
  const entries = parts.flatMap(({ key, elements }) => {
    const found = elements(org, module)
    return found ? [[key, found] as const] : []
  })
  return { ...module, ...Object.fromEntries(entries) }
}
