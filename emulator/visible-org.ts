import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import {
  type Document,
  documentOf,
  type LayoutDocument,
  type Metadata,
  type ModuleDocument,
} from './org-folder.ts'
import { refuseUnseen, type Sight } from './sight.ts'

/** A Change is what becomes of an element of a body's list; undefined where it is left out. */
type Change = (element: JsonObject) => JsonObject | undefined

/** Leaves out of an element what a user does not see of a module. */
type Veil = (element: JsonObject, module: string, sight: Sight) => JsonObject | undefined

const asItIs: Veil = (element) => element

/** What a user sees of the elements of each kind of body. */
const OF_MODULES: Readonly<Record<ModuleDocument, Veil>> = {
  fields: (field, module, sight) => (seesNamed(field, module, sight) ? field : undefined),
  layouts: (layout, module, sight) => ({
    ...layout,
    ...(Object.hasOwn(layout, 'sections')
      ? { sections: objects(layout, 'sections').map((section) => withSeenFields(section, module, sight)) }
      : {}),
  }),
  // Old versions name the module alone.
  related_lists: (list, _, sight) =>
    sight.seesModule(text(list, 'module') ?? text(list, 'module', 'api_name') ?? '') ? list : undefined,
  custom_views: withSeenFields,
  records: asItIs,
}

const OF_LAYOUTS: Readonly<Record<LayoutDocument, Veil>> = {
  map_dependency: (dependency, module, sight) => {
    const ends = [member(dependency, 'parent'), member(dependency, 'child')]
    return ends.every((end) => seesNamed(end, module, sight)) ? dependency : undefined
  },
  pipeline: (pipeline, module, sight) =>
    ['Pipeline', 'Stage'].every((field) => sight.seesField(module, field)) ? pipeline : undefined,
}

function seesNamed(field: unknown, module: string, sight: Sight): boolean {
  return sight.seesField(module, text(field, 'api_name') ?? '')
}

function withSeenFields(element: JsonObject, module: string, sight: Sight): JsonObject {
  const fields = member(element, 'fields')
  if (!Array.isArray(fields)) return element
  return { ...element, fields: fields.filter((field) => seesNamed(field, module, sight)) }
}

/** The metadata of an organisation as one user sees it; a module that is not seen is refused where it is asked for. */
export function visibleTo(sight: Sight, org: Metadata): Metadata {
  if (sight.isWhole) return org
  const seen = (module: JsonObject | undefined): JsonObject | undefined => {
    refuseUnseen(sight, text(module, 'api_name') ?? '')
    return module
  }
  const isSeen: Change = (module) => (sight.seesModule(text(module, 'api_name') ?? '') ? module : undefined)
  return {
    modules: org.modules.filter(isSeen),
    document: (name) =>
      name === 'modules' ? changed(org.document(name), 'modules', isSeen) : org.document(name),
    moduleDocument: (kind, module) =>
      changed(org.moduleDocument(kind, module), kind, (element) => OF_MODULES[kind](element, module, sight)),
    layoutDocument: (kind, layout, module) =>
      changed(org.layoutDocument(kind, layout, module), kind, (element) =>
        OF_LAYOUTS[kind](element, module, sight),
      ),
    module: (name) => seen(org.module(name)),
    moduleById: (id) => seen(org.moduleById(id)),
  }
}

/** A body with its list changed; nothing is left of a body whose list becomes empty. */
function changed(document: Document | undefined, list: string, change: Change): Document | undefined {
  const elements = member(document?.body, list)
  if (!document || !Array.isArray(elements)) return document
  const kept: readonly Json[] = elements.flatMap((element: Json) =>
    isObject(element) ? (change(element) ?? []) : element,
  )
  return kept.length === 0 ? { text: '', body: {} } : documentOf({ ...document.body, [list]: kept })
}
