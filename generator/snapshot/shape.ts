import type { FieldMetadata, Metadata, OptionMetadata } from '@zcrm/runtime/metadata'

/** What may be a member of any object of a snapshot. */
type Members = Readonly<Partial<Record<string, unknown>>>

type Test = (value: unknown) => boolean

const isText: Test = (value) => typeof value === 'string'
const isTextOrNone: Test = (value) => value === undefined || value === null || typeof value === 'string'
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

// What most of a snapshot is, is looked at when it is complete, and spelled out: objects of one form are read in a tenth
// of the time, and a call for each member doubles it again.

/** An option whose members are all there. */
function isOption({ id, display, actual, reference, order, color, used }: OptionMetadata): boolean {
  return (
    (id === null || typeof id === 'string') &&
    (display === null || typeof display === 'string') &&
    (actual === null || typeof actual === 'string') &&
    (reference === null || typeof reference === 'string') &&
    (order === null || typeof order === 'number') &&
    (color === null || typeof color === 'string') &&
    typeof used === 'boolean'
  )
}

/** A field whose members are all there. */
function isField(field: FieldMetadata): boolean {
  const { id, tooltip, returnType, globalPicklist, length, target, options } = field
  return (
    areTextsAndFlags(field) &&
    (id === null || typeof id === 'string') &&
    (tooltip === null || typeof tooltip === 'string') &&
    (returnType === null || typeof returnType === 'string') &&
    (globalPicklist === null || typeof globalPicklist === 'string') &&
    (length === null || typeof length === 'number') &&
    (target === null || isTarget(target)) &&
    (options.length === 0 || options.every(isOption))
  )
}

function areTextsAndFlags(field: FieldMetadata): boolean {
  return (
    typeof field.apiName === 'string' &&
    typeof field.label === 'string' &&
    typeof field.dataType === 'string' &&
    typeof field.jsonType === 'string' &&
    typeof field.richText === 'boolean' &&
    typeof field.mandatory === 'boolean' &&
    typeof field.unique === 'boolean' &&
    typeof field.used === 'boolean' &&
    typeof field.creatable === 'boolean' &&
    typeof field.updatable === 'boolean'
  )
}

function isTarget(value: unknown): boolean {
  return isObject(value) && isListOf(value['modules'], isText) && isTextOrNone(value['connectedField'])
}

/** A line of a layout is told by the member that it begins with. */
function isLayoutLine(value: unknown): boolean {
  if (!isObject(value)) return false
  if ('layout' in value) {
    const { layout, id, apiName, active } = value
    return isText(layout) && isTextOrNone(id) && isTextOrNone(apiName) && isFlagOrNone(active)
  }
  if ('section' in value) {
    const { section, apiName, fields, required } = value
    return (
      isText(section) && isTextOrNone(apiName) && isListOf(fields, isText) && isListOrNone(required, isText)
    )
  }
  const { dependency, when, options } = value
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
function faultIn(list: unknown, place: string, test: Test): string | null {
  if (!Array.isArray(list)) return place
  const index = list.findIndex((item) => !test(item))
  return index < 0 ? null : `${place}[${index}]`
}

function moduleFault(module: unknown, at: string): string | null {
  if (!isObject(module)) return at
  const { id, apiName, label, generatedType, notDescribed = '' } = module
  if (![apiName, label, generatedType, notDescribed].every(isText) || !isTextOrNone(id)) return at
  const { fields, layouts = [], relatedLists = [], customViews = [] } = module
  return (
    faultIn(fields, `${at}.fields`, hasOptions) ??
    faultIn(layouts, `${at}.layouts`, isLayoutLine) ??
    faultIn(relatedLists, `${at}.relatedLists`, isRelatedList) ??
    faultIn(customViews, `${at}.customViews`, isCustomView)
  )
}

/**
 * Where a file is not made as snapshots are, such as `modules[3].fields[0]`; `null` where it can be completed. A hash that
 * is right says only that nobody changed the file since it was computed.
 */
export function shapeFault(file: object): string | null {
  const { profile, notSeen, globalPicklists, modules } = file as Members
  if (!isTextOrNone(profile)) return 'profile'
  const fault =
    faultIn(notSeen, 'notSeen', isNotSeen) ?? faultIn(globalPicklists, 'globalPicklists', isGlobalPicklist)
  if (fault !== null) return fault
  if (!Array.isArray(modules)) return 'modules'
  for (const [index, module] of modules.entries()) {
    const inModule = moduleFault(module, `modules[${index}]`)
    if (inModule !== null) return inModule
  }
  return null
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
