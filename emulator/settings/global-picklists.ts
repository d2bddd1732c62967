import { type Answer, noContent, Refusal } from '../answers.ts'
import { type JsonObject, member, objectOf, objects, text } from '../json.ts'
import { documentOf, type Metadata } from '../org-folder.ts'
import { type ApiCall, listParam } from '../routes.ts'
import { asItIs, nameOf, pageOf } from './bodies.ts'
import { isUsed } from './fields.ts'

/** Answers `GET settings/global_picklists`, which has the values of each only when they are asked for. */
export function listGlobalPicklists(org: Metadata, call: ApiCall): Answer {
  const document = org.document('global_picklists')
  if (!document || document.text === '') return noContent
  if (listParam(call, 'include').includes('pick_list_values')) return asItIs(document)
  const global_picklists = objects(document.body, 'global_picklists').map((picklist) =>
    objectOf(Object.entries(picklist).filter(([key]) => key !== 'pick_list_values')),
  )
  return { status: 200, body: { ...document.body, global_picklists } }
}

/** Answers `GET settings/global_picklists/{id}/actions/associations`: which fields take their values from it. */
export function listAssociations(org: Metadata, call: ApiCall): Answer {
  const all = objects(org.document('global_picklists')?.body, 'global_picklists')
  const picklist = all.find((each) => text(each, 'id') === call.params[0])
  if (!picklist)
    throw new Refusal('INVALID_DATA', { resource_path_index: 2 }, 'the id given seems to be invalid')
  const name = text(picklist, 'api_name') ?? ''
  const associations = org.modules
    .filter((module) => member(module, 'api_supported') !== false)
    .flatMap((module) => associationsIn(org, module, name))
  const info = { per_page: 200, count: associations.length, page: 1, more_records: false }
  return pageOf(documentOf({ associations, info }), 'associations', call)
}

function associationsIn(org: Metadata, module: JsonObject, picklist: string): readonly JsonObject[] {
  const fields = objects(org.moduleDocument('fields', nameOf(module))?.body, 'fields')
  const taking = fields.filter(
    (field) => isUsed(field) && text(field, 'global_picklist', 'api_name') === picklist,
  )
  const layouts = objects(org.moduleDocument('layouts', nameOf(module))?.body, 'layouts')
  return taking.map((field) => ({
    field: some(field, 'api_name', 'id'),
    module: some(module, 'plural_label', 'api_name', 'id'),
    layouts: layouts
      .filter((layout) => contains(layout, field))
      .map((layout) => some(layout, 'name', 'id', 'status')),
  }))
}

function contains(layout: JsonObject, field: JsonObject): boolean {
  const fields = objects(layout, 'sections').flatMap((section) => objects(section, 'fields'))
  return fields.some((each) => text(each, 'api_name') === text(field, 'api_name'))
}

function some(element: JsonObject, ...keys: readonly string[]): JsonObject {
  return objectOf(keys.map((key) => [key, member(element, key) ?? null] as const))
}
