import { type Answer, Refusal } from '../answers.ts'
import { type JsonObject, objectOf, objects, text } from '../json.ts'
import { type Document, documentOf, type Metadata } from '../org-folder.ts'
import type { ApiCall } from '../routes.ts'
import { moduleParam, nameOf, pageOf } from './bodies.ts'

/** Which answers say the values of a dependency: lists too, or only those for a single one. */
export type DependencyValues = 'list' | 'single'

/** Answers `GET settings/layouts/{layout}/map_dependency`. */
export function listDependencies(org: Metadata, call: ApiCall, values: DependencyValues): Answer {
  const document = dependenciesOf(org, call)
  if (!document || values === 'list') return pageOf(document, 'map_dependency', call)
  const map_dependency = objects(document.body, 'map_dependency').map((each) =>
    without(each, 'pick_list_values'),
  )
  return pageOf(documentOf({ ...document.body, map_dependency }), 'map_dependency', call)
}

/** Answers `GET settings/layouts/{layout}/map_dependency/{dependency}`. */
export function oneDependency(org: Metadata, call: ApiCall): Answer {
  const all = objects(dependenciesOf(org, call)?.body, 'map_dependency')
  const found = all.find((dependency) => text(dependency, 'id') === call.params[1])
  if (!found)
    throw new Refusal('INVALID_DATA', { resource_path_index: 4 }, 'the id given seems to be invalid')
  return { status: 200, body: { map_dependency: [without(found, 'sub_module')] } }
}

function dependenciesOf(org: Metadata, call: ApiCall): Document | undefined {
  const module = nameOf(moduleParam(org, call))
  const id = call.params[0] ?? ''
  const layouts = objects(org.moduleDocument('layouts', module)?.body, 'layouts')
  const layout = layouts.find((each) => text(each, 'id') === id)
  const place = { resource_path_index: 2 }
  if (!layout) throw new Refusal('INVALID_DATA', place, 'Invalid Layout Id')
  if (text(layout, 'status') === 'inactive')
    throw new Refusal('INVALID_DATA', place, 'The layout is deactivated')
  return org.layoutDocument('map_dependency', id, module)
}

function without(element: JsonObject, left: string): JsonObject {
  return objectOf(Object.entries(element).filter(([key]) => key !== left))
}
