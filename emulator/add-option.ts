import { idPrefix, madeId } from './ids.ts'
import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import type { OrgEditor } from './org-editor.ts'
import { type Document, documentName, type OrgFolder } from './org-folder.ts'
import { isUsed } from './settings/fields.ts'

type Change = (element: JsonObject) => JsonObject

/**
 * Adds an option to a picklist: in its field, in the layouts that repeat the field, and where the picklist is global
 * everywhere that its values are repeated.
 * @throws RangeError where there is no such picklist.
 */
export function addOption(
  folder: OrgFolder,
  editor: OrgEditor,
  place: readonly [string, string],
  display: string,
): void {
  const [module, name] = place
  const isNamed = (field: JsonObject): boolean => isUsed(field) && text(field, 'api_name') === name
  const field = objects(folder.moduleDocument('fields', module)?.body, 'fields').find(isNamed)
  if (!Array.isArray(member(field, 'pick_list_values')))
    throw new RangeError(`There is no picklist ${name} in ${module}.`)
  const shared = text(field, 'global_picklist', 'api_name')
  const takes = (each: JsonObject): boolean => text(each, 'global_picklist', 'api_name') === shared
  const isConcerned = shared === undefined ? isNamed : takes
  const id = madeId(idPrefix(folder), 'option', shared ?? `${module}.${name}`, display)
  const grown: Change = (each) => (isConcerned(each) ? withOption(each, display, id) : each)
  const modules = shared === undefined ? [module] : folder.modules.map((each) => text(each, 'api_name') ?? '')
  for (const each of new Set(modules)) growIn(folder, editor, each, grown)
  if (shared === undefined) return
  const ofShared: Change = (each) =>
    text(each, 'api_name') === shared ? withOption(each, display, id) : each
  put(editor, 'global_picklists', folder.document('global_picklists'), (body) =>
    mapped(body, 'global_picklists', ofShared),
  )
}

/** Changes the fields of a module, in their list and in the layouts. */
function growIn(folder: OrgFolder, editor: OrgEditor, module: string, grown: Change): void {
  const inSection: Change = (section) => mapped(section, 'fields', grown)
  const inLayout: Change = (layout) => mapped(layout, 'sections', inSection)
  put(editor, documentName('fields', module), folder.moduleDocument('fields', module), (body) =>
    mapped(body, 'fields', grown),
  )
  put(editor, documentName('layouts', module), folder.moduleDocument('layouts', module), (body) =>
    mapped(body, 'layouts', inLayout),
  )
}

/** Replaces a body that the change makes another one of. */
function put(editor: OrgEditor, name: string, document: Document | undefined, change: Change): void {
  const after = document && change(document.body)
  if (after && after !== document.body) editor.replace(`${name}.json`, after)
}

/** An object with the elements of a list changed; itself where none is. */
function mapped(object: JsonObject, list: string, change: Change): JsonObject {
  const before = member(object, list)
  if (!Array.isArray(before)) return object
  const after = before.map((element: Json) => (isObject(element) ? change(element) : element))
  return after.every((element, index) => element === before[index]) ? object : { ...object, [list]: after }
}

/** The new option comes last, and says what its neighbours say. */
function withOption(field: JsonObject, display: string, id: string): JsonObject {
  const options = objects(field, 'pick_list_values')
  const last = options.at(-1)
  const sequence = member(last, 'sequence_number')
  const option: JsonObject = {
    display_value: display,
    sequence_number: typeof sequence === 'number' ? sequence + 1 : options.length + 1,
    reference_value: display,
    colour_code: null,
    actual_value: display,
    id,
    type: 'used',
  }
  const said = Object.entries(option).filter(([key]) => last === undefined || Object.hasOwn(last, key))
  return { ...field, pick_list_values: [...options, Object.fromEntries(said)] }
}
