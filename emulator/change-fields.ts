import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import type { OrgEditor } from './org-editor.ts'
import { type Document, documentName, type OrgFolder } from './org-folder.ts'
import { isUsed } from './settings/fields.ts'

/** A Change is what becomes of an element of a list; `undefined` where it is taken out. */
export type Change = (element: JsonObject) => JsonObject | undefined

/** Whether a field is the used one of a name. */
export function isNamed(name: string): (field: JsonObject) => boolean {
  return (field) => isUsed(field) && text(field, 'api_name') === name
}

/** The used field of a module by its name; undefined where there is none. */
export function fieldOf(folder: OrgFolder, module: string, name: string): JsonObject | undefined {
  return objects(folder.moduleDocument('fields', module)?.body, 'fields').find(isNamed(name))
}

/** Changes the fields of a module, in their list and in the layouts that repeat them. */
export function changeFields(folder: OrgFolder, editor: OrgEditor, module: string, change: Change): void {
  const inSection: Change = (section) => mapped(section, 'fields', change)
  const inLayout: Change = (layout) => mapped(layout, 'sections', inSection)
  put(editor, documentName('fields', module), folder.moduleDocument('fields', module), (body) =>
    mapped(body, 'fields', change),
  )
  put(editor, documentName('layouts', module), folder.moduleDocument('layouts', module), (body) =>
    mapped(body, 'layouts', inLayout),
  )
}

/** Replaces a body that the change makes another one of. */
export function put(
  editor: OrgEditor,
  name: string,
  document: Document | undefined,
  change: (body: JsonObject) => JsonObject,
): void {
  const after = document && change(document.body)
  if (after && after !== document.body) editor.replace(`${name}.json`, after)
}

/** An object with the elements of a list changed; itself where none is. */
export function mapped(object: JsonObject, list: string, change: Change): JsonObject {
  const before = member(object, list)
  if (!Array.isArray(before)) return object
  const after = before.flatMap((element: Json) => (isObject(element) ? (change(element) ?? []) : element))
  const isSame = after.length === before.length && after.every((element, index) => element === before[index])
  return isSame ? object : { ...object, [list]: after }
}
