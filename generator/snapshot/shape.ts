import type { FieldMetadata, Metadata, OptionMetadata } from '@zcrm/runtime/metadata'

/** What may be a member of any object of a snapshot. */
type Members = Readonly<Partial<Record<string, unknown>>>

type Test = (value: unknown) => boolean

const isText: Test = (value) => typeof value === 'string'
const isTextOrNone: Test = (value) => value === undefined || value === null || typeof value === 'string'
const isNumberOrNone: Test = (value) => value === undefined || value === null || typeof value === 'number'
const isFlagOrNone: Test = (value) => value === undefined || typeof value === 'boolean'

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOf(value: unknown, test: Test): boolean {
  return Array.isArray(value) && value.every(test)
}

function isListOrNone(value: unknown, test: Test): boolean {
  return value === undefined || isListOf(value, test)
}

// What most of a snapshot is, is looked at when it is complete: objects of one form are read in a tenth of the time.

/** An option whose members are all there. */
function isOption({ id, display, actual, reference, order, color, used }: OptionMetadata): boolean {
  return (
    isTextOrNone(id) &&
    isTextOrNone(display) &&
    isTextOrNone(actual) &&
    isTextOrNone(reference) &&
    isNumberOrNone(order) &&
    isTextOrNone(color) &&
    isFlagOrNone(used)
  )
}

/** A field whose members are all there. */
function isField(field: FieldMetadata): boolean {
  const { id, apiName, label, tooltip, dataType, jsonType, returnType, length, globalPicklist } = field
  return (
    isText(apiName) &&
    isText(label) &&
    isText(dataType) &&
    isText(jsonType) &&
    isTextOrNone(id) &&
    isTextOrNone(tooltip) &&
    isTextOrNone(returnType) &&
    isTextOrNone(globalPicklist) &&
    isNumberOrNone(length) &&
    areFlags(field) &&
    (field.target === null || isTarget(field.target)) &&
    field.options.every(isOption)
  )
}

function areFlags({ richText, mandatory, unique, used, creatable, updatable }: FieldMetadata): boolean {
  return (
    isFlagOrNone(richText) &&
    isFlagOrNone(mandatory) &&
    isFlagOrNone(unique) &&
    isFlagOrNone(used) &&
    isFlagOrNone(creatable) &&
    isFlagOrNone(updatable)
  )
}

function isTarget(value: unknown): boolean {
  return isObject(value) && isListOf(value['modules'], isText) && isTextOrNone(value['connectedField'])
}

/** A line of a layout is told by the member that it begins with. */
function isLayoutLine(value: unknown): boolean {
  if (!isObject(value)) return false
  const { layout, id, apiName, active, section, fields, required, dependency, when, options } = value
  if ('layout' in value)
    return isText(layout) && isTextOrNone(id) && isTextOrNone(apiName) && isFlagOrNone(active)
  if ('section' in value)
    return (
      isText(section) && isTextOrNone(apiName) && isListOf(fields, isText) && isListOrNone(required, isText)
    )
  if ('dependency' in value) return isListOf(dependency, isText) && isPair(dependency)
  return isOptionName(when) && isListOf(options, isOptionName)
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2
}

function isOptionName(value: unknown): boolean {
  return isText(value) || (isPair(value) && isListOf(value, isTextOrNone))
}

function isRelatedList(value: unknown): boolean {
  if (!isObject(value)) return false
  const { id, apiName = '', label = '', module, linkingModule } = value
  return [apiName, label].every(isText) && [id, module, linkingModule].every(isTextOrNone)
}

function isCustomView(value: unknown): boolean {
  if (!isObject(value)) return false
  const { id, name = '', systemName } = value
  return isText(name) && isTextOrNone(id) && isTextOrNone(systemName)
}

function isNotSeen(value: unknown): boolean {
  return isObject(value) && isText(value['part']) && isText(value['reason'])
}

function isGlobalPicklist(value: unknown): boolean {
  if (!isObject(value)) return false
  const { id, apiName, label, options } = value
  return isTextOrNone(id) && isText(apiName) && isText(label) && isListOf(options, isObject)
}

/** Whether a field can be completed. */
function hasOptions(value: unknown): boolean {
  return isObject(value) && isListOrNone(value['options'], isObject)
}

/** The first place in a list at which something is not as it should be; `null` where all is. */
function faultIn(list: unknown, place: string, faultOf: (item: unknown, at: string) => string | null) {
  if (!Array.isArray(list)) return place
  for (const [index, item] of list.entries()) {
    const fault = faultOf(item, `${place}[${index}]`)
    if (fault !== null) return fault
  }
  return null
}

const unless =
  (test: Test) =>
  (item: unknown, at: string): string | null =>
    test(item) ? null : at

function moduleFault(module: unknown, at: string): string | null {
  if (!isObject(module)) return at
  const { id, apiName, label, generatedType, notDescribed = '' } = module
  if (![apiName, label, generatedType, notDescribed].every(isText) || !isTextOrNone(id)) return at
  const { fields, layouts = [], relatedLists = [], customViews = [] } = module
  return (
    faultIn(fields, `${at}.fields`, unless(hasOptions)) ??
    faultIn(layouts, `${at}.layouts`, unless(isLayoutLine)) ??
    faultIn(relatedLists, `${at}.relatedLists`, unless(isRelatedList)) ??
    faultIn(customViews, `${at}.customViews`, unless(isCustomView))
  )
}

/**
 * Where a file is not made as snapshots are, such as `modules[3].fields[0]`; `null` where it can be completed. A hash that
 * is right says only that nobody changed the file since it was computed.
 */
export function shapeFault(file: object): string | null {
  const { profile, notSeen, globalPicklists, modules } = file as Members
  if (!isTextOrNone(profile)) return 'profile'
  return (
    faultIn(notSeen, 'notSeen', unless(isNotSeen)) ??
    faultIn(globalPicklists, 'globalPicklists', unless(isGlobalPicklist)) ??
    faultIn(modules, 'modules', moduleFault)
  )
}

/** Where a field or an option of what was completed is not what it says to be; `null` where all are. */
export function memberFault({ globalPicklists, modules }: Metadata): string | null {
  const picklist = globalPicklists.findIndex(({ options }) => !options.every(isOption))
  if (picklist >= 0) return `globalPicklists[${picklist}]`
  for (const [index, { fields }] of modules.entries()) {
    const field = fields.findIndex((one) => !isField(one))
    if (field >= 0) return `modules[${index}].fields[${field}]`
  }
  return null
}
