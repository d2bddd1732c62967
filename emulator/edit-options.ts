import { type Change, changeFields, fieldOf, isNamed, mapped, put } from './change-fields.ts'
import { idPrefix, madeId } from './ids.ts'
import { type JsonObject, member, objects, text } from './json.ts'
import type { OrgEditor } from './org-editor.ts'
import type { OrgFolder } from './org-folder.ts'

/** A picklist, by its module and the API name of its field. */
export type PicklistPlace = readonly [module: string, field: string]

/**
 * Adds an option to a picklist: in its field, in the layouts that repeat the field, and where the picklist is global
 * everywhere that its values are repeated.
 * @throws RangeError where there is no such picklist.
 */
export function addOption(folder: OrgFolder, editor: OrgEditor, place: PicklistPlace, display: string): void {
  const of = sharedBy(folder, place) ?? place.join('.')
  const id = madeId(idPrefix(folder), 'option', of, display)
  changePicklist(folder, editor, place, (picklist) => withOption(picklist, display, id))
}

/**
 * Takes an option out of a picklist, wherever its values are repeated.
 * @throws RangeError where there is no such picklist or option.
 */
export function removeOption(
  folder: OrgFolder,
  editor: OrgEditor,
  place: PicklistPlace,
  display: string,
): void {
  changeOption(folder, editor, [place, display], () => undefined)
}

/**
 * Gives an option another display value, wherever it is repeated; its id and its actual value stay.
 * @throws RangeError where there is no such picklist or option.
 */
export function renameOption(
  folder: OrgFolder,
  editor: OrgEditor,
  place: PicklistPlace,
  [from, to]: readonly [from: string, to: string],
): void {
  changeOption(folder, editor, [place, from], (option) => ({ ...option, display_value: to }))
}

function changeOption(
  folder: OrgFolder,
  editor: OrgEditor,
  [place, display]: readonly [PicklistPlace, string],
  change: Change,
): void {
  const isMeant = (option: JsonObject): boolean => text(option, 'display_value') === display
  const [module, name] = place
  if (!objects(fieldOf(folder, module, name), 'pick_list_values').some(isMeant))
    throw new RangeError(`There is no option ${display} of ${name} in ${module}.`)
  changePicklist(folder, editor, place, (picklist) =>
    mapped(picklist, 'pick_list_values', (option) => (isMeant(option) ? change(option) : option)),
  )
}

/** Changes a picklist in its field, and where it is global everywhere. */
function changePicklist(
  folder: OrgFolder,
  editor: OrgEditor,
  place: PicklistPlace,
  change: (picklist: JsonObject) => JsonObject,
): void {
  const [module, name] = place
  if (!Array.isArray(member(fieldOf(folder, module, name), 'pick_list_values')))
    throw new RangeError(`There is no picklist ${name} in ${module}.`)
  const shared = sharedBy(folder, place)
  const takes = (each: JsonObject): boolean => text(each, 'global_picklist', 'api_name') === shared
  const isConcerned = shared === undefined ? isNamed(name) : takes
  const modules = shared === undefined ? [module] : folder.modules.map((each) => text(each, 'api_name') ?? '')
  const changed = (each: JsonObject): JsonObject => (isConcerned(each) ? change(each) : each)
  for (const each of new Set(modules)) changeFields(folder, editor, each, changed)
  if (shared === undefined) return
  const ofShared: Change = (each) => (text(each, 'api_name') === shared ? change(each) : each)
  put(editor, 'global_picklists', folder.document('global_picklists'), (body) =>
    mapped(body, 'global_picklists', ofShared),
  )
}

/** The API name of the global picklist that a field takes its values from; undefined where they are its own. */
function sharedBy(folder: OrgFolder, [module, name]: PicklistPlace): string | undefined {
  return text(fieldOf(folder, module, name), 'global_picklist', 'api_name')
}

/** The new option comes last, and says what its neighbours say. */
function withOption(field: JsonObject, display: string, id: string): JsonObject {
  const options = objects(field, 'pick_list_values')
  const last = options.at(-1)
  const sequence = member(last, 'sequence_number')
  const place = typeof sequence === 'number' ? sequence + 1 : options.length + 1
  const option = optionOf(display, id, place)
  const said = Object.entries(option).filter(([key]) => last === undefined || Object.hasOwn(last, key))
  return { ...field, pick_list_values: [...options, Object.fromEntries(said)] }
}

/** An option whose strings are all the same. */
export function optionOf(display: string, id: string, place: number): JsonObject {
  return {
    display_value: display,
    sequence_number: place,
    reference_value: display,
    colour_code: null,
    actual_value: display,
    id,
    type: 'used',
  }
}
