import type { FieldMetadata, Metadata, OptionMetadata } from '@zcrm/runtime/metadata'
import { sortOptions } from '@zcrm/runtime/metadata'
import { isPicklist } from './data-types.ts'
import { constantNames, picklistClassNames, valueType } from './naming.ts'
import type { PicklistSchema } from './schema.ts'

/** Which of an option's strings travels in records. */
export type WireValue = 'display' | 'actual'

/** The wire value of an option: the string that is configured, else the next one that the answer has. */
export function wireValue(option: OptionMetadata, wire: WireValue): string {
  const { display, reference, actual } = option
  return (wire === 'actual' ? (actual ?? reference ?? display) : (display ?? reference ?? actual)) ?? ''
}

/** `-None-` and an empty option stand for `null`. */
export function isNone(value: string): boolean {
  return value === '' || value === '-None-'
}

/** A picklist to be made into a class. */
interface PicklistSource {
  readonly apiName: string
  readonly label: string
  readonly options: readonly OptionMetadata[]
}

/** The classes of a file's picklists. */
export function picklistSchemas(
  sources: readonly PicklistSource[],
  wire: WireValue,
  given?: ReadonlyMap<string, string>,
): readonly PicklistSchema[] {
  const names = picklistClassNames(
    sources.map((source) => source.apiName),
    given,
  )
  return sources.map((source) => picklistSchema(source, names.get(source.apiName) ?? '', wire))
}

function picklistSchema(
  { apiName, label, options }: PicklistSource,
  className: string,
  wire: WireValue,
): PicklistSchema {
  const used = options.filter((option) => option.used).map((option) => wireValue(option, wire))
  const values = [...new Set(used)].filter((value) => !isNone(value))
  const names = constantNames(values)
  return {
    apiName,
    doc: `Options of ${label}${label === apiName ? '' : ` (${apiName})`}.`,
    className,
    valueType: valueType(className),
    values,
    constants: values.map((value) => ({ name: names.get(value) ?? '', value })),
    rows: options.map((option) => rowOf(option, wireValue(option, wire))),
  }
}

/** A row of the table: what follows from the fields before it is left out at the end, or `null` in between. */
function rowOf(option: OptionMetadata, value: string): readonly unknown[] {
  const label = option.display ?? option.reference ?? option.actual ?? ''
  const row = [
    value,
    option.order,
    option.color,
    label === value ? null : label,
    option.actual === null || option.actual === label ? null : option.actual,
    option.reference === null || option.reference === label ? null : option.reference,
    option.used ? null : 0,
  ]
  const end = row.findLastIndex((cell) => cell !== null)
  return row.slice(0, end + 1)
}

/** An option that is used: what travels in records, and what people see. */
export interface UsedOption {
  readonly value: string
  readonly label: string
}

/** The options of a picklist that are used, one for each value, as the rows of its table say: of several, the first counts. */
export function usedOptions({ rows, values }: PicklistSchema): readonly UsedOption[] {
  const labels = new Map<unknown, unknown>()
  for (const [value, , , label, , , unused] of rows)
    if (unused !== 0 && !labels.has(value)) labels.set(value, label ?? value)
  return values.map((value) => ({ value, label: String(labels.get(value) ?? value) }))
}

/**
 * The picklists that fields share: those that the organisation lists, and those that fields name all the same.
 * Their options are those of the list and of every field that uses it, since a token may see only part of either.
 */
export function globalPicklistSources(metadata: Metadata): readonly PicklistSource[] {
  const sources = new Map<string, PicklistSource>()
  for (const { apiName, label, options } of metadata.globalPicklists)
    sources.set(apiName, { apiName, label, options })
  const users = globalPicklistUsers(metadata)
  for (const [apiName, fields] of users) {
    const listed = sources.get(apiName)
    const lists = [...fields.map((field) => field.options), listed?.options ?? []]
    sources.set(apiName, { apiName, label: listed?.label ?? apiName, options: mergeOptions(lists) })
  }
  return [...sources.values()]
    .filter(({ apiName }) => users.has(apiName))
    .sort((a, b) => (a.apiName < b.apiName ? -1 : 1))
}

function globalPicklistUsers({ modules }: Metadata): ReadonlyMap<string, readonly FieldMetadata[]> {
  const users = new Map<string, FieldMetadata[]>()
  for (const field of modules.flatMap((module) => module.fields)) {
    if (field.globalPicklist === null || !isPicklist(field)) continue
    const known = users.get(field.globalPicklist)
    if (known === undefined) users.set(field.globalPicklist, [field])
    else known.push(field)
  }
  return users
}

/**
 * One option for each display and actual value, and where a list has it more than once, as often as that; used where it
 * is used anywhere, else as the first list has it.
 */
function mergeOptions(lists: readonly (readonly OptionMetadata[])[]): readonly OptionMetadata[] {
  const merged = new Map<string, OptionMetadata>()
  for (const list of lists) {
    const seen = new Map<string, number>()
    for (const option of list) {
      const key = JSON.stringify([option.display, option.actual])
      const nth = (seen.get(key) ?? 0) + 1
      seen.set(key, nth)
      const known = merged.get(`${nth} ${key}`)
      if (known === undefined) merged.set(`${nth} ${key}`, option)
      else if (option.used && !known.used) merged.set(`${nth} ${key}`, { ...known, used: true })
    }
  }
  return sortOptions([...merged.values()])
}

/** The picklists of a module's own, by the fields that have them. */
export function ownPicklistSources(fields: readonly FieldMetadata[]): readonly PicklistSource[] {
  return fields.filter((field) => isPicklist(field) && field.globalPicklist === null)
}
