import type {
  FieldMetadata,
  GlobalPicklistMetadata,
  ModuleMetadata,
  NotSeen,
  OptionMetadata,
  TargetMetadata,
} from './model.ts'
import { nameOf, numberOf, objectOf, objectsOf, textOf, type Wire } from './wire.ts'

/** What `/settings/modules` says of a module. */
export interface ModuleEntry extends Pick<ModuleMetadata, 'id' | 'apiName' | 'label' | 'generatedType'> {
  /** Whether the API has the module's fields and records. */
  readonly supported: boolean
  readonly modifiedTime: string | null
}

/** The modules of an answer. One without an API name cannot be asked for, and is told in `notSeen`. */
export function modulesOf(body: unknown): { modules: readonly ModuleEntry[]; notSeen: readonly NotSeen[] } {
  const elements = objectsOf(objectOf(body)['modules'])
  const modules = elements.flatMap((element) => {
    const apiName = nameOf(element['api_name'])
    return apiName === null ? [] : [moduleOf(apiName, element)]
  })
  const notSeen = elements
    .filter((element) => nameOf(element['api_name']) === null)
    .map((element) => ({
      part: `module ${nameOf(element['module_name']) ?? nameOf(element['id']) ?? '(unnamed)'}`,
      reason: 'it has no API name',
    }))
  // Of two with one API name, the one that the API supports can be described.
  const supported = new Set(modules.filter((one) => one.supported).map((one) => one.apiName))
  const counting = modules.filter((one) => one.supported || !supported.has(one.apiName))
  return { modules: uniqueBy(counting, (module) => module.apiName), notSeen }
}

function moduleOf(apiName: string, element: Wire): ModuleEntry {
  return {
    id: nameOf(element['id']),
    apiName,
    label: nameOf(element['plural_label']) ?? nameOf(element['module_name']) ?? apiName,
    generatedType: nameOf(element['generated_type']) ?? 'default',
    supported: element['api_supported'] !== false,
    modifiedTime: nameOf(element['modified_time']),
  }
}

/** The fields of an answer, of any API version. Of two with one API name the used one counts. */
export function fieldsOf(body: unknown): readonly FieldMetadata[] {
  const fields = objectsOf(objectOf(body)['fields']).flatMap((element) => {
    const apiName = nameOf(element['api_name'])
    return apiName === null ? [] : [fieldOf(apiName, element)]
  })
  const used = new Set(fields.flatMap((field) => (field.used ? [field.apiName] : [])))
  return uniqueBy(
    fields.filter((field) => field.used || !used.has(field.apiName)),
    (field) => field.apiName,
  )
}

/**
 * Fields that are set by what they hold rather than by a value of their own: the API calls them read-only and
 * takes them all the same.
 */
const SET_BY_STRUCTURE = new Set([
  'subform',
  'multiselectlookup',
  'multiuserlookup',
  'fileupload',
  'imageupload',
])

function fieldOf(apiName: string, element: Wire): FieldMetadata {
  const dataType = nameOf(element['data_type']) ?? ''
  const byStructure = SET_BY_STRUCTURE.has(dataType)
  const operations = objectOf(element['operation_type'])
  // API versions up to 2.1 have no operation_type.
  const writable = element['read_only'] !== true
  const settable = (operation: unknown) =>
    byStructure || (typeof operation === 'boolean' ? operation : writable)
  return {
    id: nameOf(element['id']),
    apiName,
    label: nameOf(element['field_label']) ?? nameOf(element['display_label']) ?? apiName,
    tooltip: nameOf(objectOf(element['tooltip'])['value']),
    dataType,
    jsonType: nameOf(element['json_type']) ?? '',
    returnType:
      nameOf(objectOf(element['formula'])['return_type']) ??
      nameOf(objectOf(element['rollup_summary'])['return_type']),
    length: numberOf(element['length']),
    richText: dataType === 'textarea' && isRichText(element),
    mandatory: element['system_mandatory'] === true,
    unique: Object.keys(objectOf(element['unique'])).length > 0,
    used: element['type'] !== 'unused',
    creatable: settable(operations['api_create']),
    updatable: settable(operations['api_update']),
    target: targetOf(element),
    globalPicklist: nameOf(objectOf(element['global_picklist'])['api_name']),
    options: optionsOf(element['pick_list_values']),
  }
}

/** Up to API version 7 some rich text is told by its `ui_type` alone. */
function isRichText(element: Wire): boolean {
  return objectOf(element['textarea'])['type'] === 'rich_text' || numberOf(element['ui_type']) === 250
}

/** A module that is named by a string, or by an object with its API name. */
function moduleName(value: unknown): string | null {
  return nameOf(value) ?? nameOf(objectOf(value)['api_name']) ?? nameOf(objectOf(value)['module'])
}

/**
 * What a field points to. A lookup's module is a string up to version 2.1 and an object since; multi-select
 * lookups have been flat, then nested; a subform's module has been under `subform` and is under `associated_module`.
 */
function targetOf(element: Wire): TargetMetadata | null {
  const multi = objectOf(element['multiselectlookup'])
  const multiUser = objectOf(element['multiuserlookup'])
  const details = objectOf(multi['connected_details'])
  const linking = objectOf(multi['linking_details'])
  const linkingUser = objectOf(multiUser['linking_details'])
  const single = [
    objectOf(element['lookup'])['module'],
    multi['connected_module'],
    details['module'],
    objectOf(element['subform'])['module'],
    element['associated_module'],
  ]
  const several = objectsOf(objectOf(element['multi_module_lookup'])['modules'])
  const modules = [...single, ...several].flatMap((value) => moduleName(value) ?? [])
  const connectedField =
    nameOf(multi['connectedlookup_apiname']) ??
    nameOf(objectOf(linking['connected_lookup_field'])['api_name']) ??
    nameOf(objectOf(linkingUser['connected_lookup_field'])['api_name'])
  if (modules.length === 0 && connectedField === null) return null
  return { modules: [...new Set(modules)].sort(), connectedField }
}

/** The options of a list, `null` and other shapes included. */
export function optionsOf(value: unknown): readonly OptionMetadata[] {
  return objectsOf(value).flatMap((element) => {
    const option = optionOf(element)
    return option.display === null && option.actual === null && option.reference === null ? [] : [option]
  })
}

function optionOf(element: Wire): OptionMetadata {
  return {
    id: nameOf(element['id']),
    display: textOf(element['display_value']),
    actual: textOf(element['actual_value']),
    reference: textOf(element['reference_value']),
    order: numberOf(element['sequence_number']),
    color: nameOf(element['colour_code']),
    used: element['type'] !== 'unused',
  }
}

/** The global picklists of an answer. */
export function globalPicklistsOf(body: unknown): readonly GlobalPicklistMetadata[] {
  const picklists = objectsOf(objectOf(body)['global_picklists']).flatMap((element) => {
    const apiName = nameOf(element['api_name'])
    if (apiName === null) return []
    const label = nameOf(element['display_label']) ?? nameOf(element['actual_label']) ?? apiName
    return [{ id: nameOf(element['id']), apiName, label, options: optionsOf(element['pick_list_values']) }]
  })
  return uniqueBy(picklists, (picklist) => picklist.apiName)
}

/** Name of the profile of the current user, or `null`. */
export function profileOf(body: unknown): string | null {
  const [user] = objectsOf(objectOf(body)['users'])
  return nameOf(objectOf(user?.['profile'])['name'])
}

/** One item per key. Of several, the one whose text comes first: the order of an answer decides nothing. */
export function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const chosen = new Map<string, T>()
  for (const item of items) {
    const rival = chosen.get(key(item))
    if (rival === undefined || JSON.stringify(item) < JSON.stringify(rival)) chosen.set(key(item), item)
  }
  return [...chosen.values()]
}
