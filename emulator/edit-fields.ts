import { changeFields, fieldOf, isNamed, mapped, put } from './change-fields.ts'
import { optionOf } from './edit-options.ts'
import { idPrefix, madeId } from './ids.ts'
import type { Json, JsonObject } from './json.ts'
import type { OrgEditor } from './org-editor.ts'
import { documentName, type OrgFolder } from './org-folder.ts'

/** A NewField is what is said of a field that is added; everything else of its body is as in a plain custom field. */
export interface NewField {
  readonly api_name: string
  /** Such as `text`, `integer`, `picklist`, `date`. */
  readonly data_type: string
  /** Options of a picklist, by their display values. */
  readonly options?: readonly string[]
  /** More of the field's body, under the API's names: `length`, `system_mandatory`, `lookup` … */
  readonly [key: string]: unknown
}

/** What the values of a data type are in JSON; strings, where it is not here. */
const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ['boolean', 'boolean'],
  ['integer', 'integer'],
  ['double', 'double'],
  ['currency', 'double'],
  ['percent', 'double'],
  ['multiselectpicklist', 'jsonarray'],
  ['multiselectlookup', 'jsonarray'],
  ['subform', 'jsonarray'],
  ['lookup', 'jsonobject'],
  ['ownerlookup', 'jsonobject'],
  ['userlookup', 'jsonobject'],
])

/**
 * Adds a field to a module, and to the first section of each layout.
 * @throws RangeError where the module is not described, or has a field of that name.
 */
export function addField(folder: OrgFolder, editor: OrgEditor, module: string, given: NewField): void {
  if (!folder.moduleDocument('fields', module)) throw new RangeError(`There are no fields of ${module}.`)
  if (fieldOf(folder, module, given.api_name))
    throw new RangeError(`There is a field ${given.api_name} in ${module} already.`)
  const field = bodyOf(folder, module, given)
  const grown = (body: JsonObject): JsonObject => ({ ...body, fields: [...list(body, 'fields'), field] })
  put(editor, documentName('fields', module), folder.moduleDocument('fields', module), grown)
  put(editor, documentName('layouts', module), folder.moduleDocument('layouts', module), (body) =>
    mapped(body, 'layouts', (layout) => {
      const [first] = list(layout, 'sections')
      return mapped(layout, 'sections', (section) => (section === first ? grown(section) : section))
    }),
  )
}

/**
 * Takes a field out of a module and its layouts.
 * @throws RangeError where there is none of that name.
 */
export function removeField(folder: OrgFolder, editor: OrgEditor, module: string, name: string): void {
  changeNamed(folder, editor, [module, name], () => undefined)
}

/**
 * Changes what a module's field says of itself, in the layouts too: `{ system_mandatory: true }`. Under another
 * `api_name` it keeps its id, and records no longer show what they hold under the old one.
 * @throws RangeError where there is none of that name.
 */
export function changeField(
  folder: OrgFolder,
  editor: OrgEditor,
  place: readonly [module: string, name: string],
  changes: Readonly<Record<string, unknown>>,
): void {
  changeNamed(folder, editor, place, (field) => ({ ...field, ...(changes as JsonObject) }))
}

function changeNamed(
  folder: OrgFolder,
  editor: OrgEditor,
  [module, name]: readonly [module: string, name: string],
  change: (field: JsonObject) => JsonObject | undefined,
): void {
  if (!fieldOf(folder, module, name)) throw new RangeError(`There is no field ${name} in ${module}.`)
  const isMeant = isNamed(name)
  changeFields(folder, editor, module, (field) => (isMeant(field) ? change(field) : field))
}

function bodyOf(folder: OrgFolder, module: string, { options = [], ...given }: NewField): JsonObject {
  const { api_name, data_type } = given
  const label = api_name.replaceAll('_', ' ')
  const made = (...path: readonly string[]): string => madeId(idPrefix(folder), module, api_name, ...path)
  const pick_list_values = options.map((option, index) => optionOf(option, made('option', option), index + 1))
  return {
    id: made('field'),
    field_label: label,
    display_label: label,
    json_type: JSON_TYPES.get(data_type) ?? 'string',
    custom_field: true,
    visible: true,
    read_only: false,
    field_read_only: false,
    system_mandatory: false,
    length: data_type === 'textarea' ? 2000 : 255,
    decimal_place: null,
    tooltip: null,
    default_value: null,
    operation_type: { web_create: true, web_update: true, api_create: true, api_update: true },
    view_type: { view: true, edit: true, create: true, quick_create: false },
    unique: {},
    lookup: {},
    type: 'used',
    pick_list_values,
    ...(given as unknown as JsonObject),
  }
}

function list(body: JsonObject, key: string): readonly Json[] {
  const found = body[key]
  return Array.isArray(found) ? found : []
}
