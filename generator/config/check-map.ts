import { ConfigurationError } from '@zcrm/runtime'
import { isExportedType } from '../schema/type-text.ts'
import { checkKeys, isObject, type Keyed, type Origin, shown } from './check.ts'
import { FORMS, type FormName, hasForm } from './forms.ts'
import type { EntrySpec, OptionSpec } from './options.ts'

/**
 * The value of an option that is a map. An entry of which more can be said is always an object afterwards.
 * @throws ConfigurationError that names the entry.
 */
export function checkMap({ name, place }: Origin, value: unknown, { entries }: OptionSpec): Keyed {
  if (!isObject(value) || entries === undefined)
    throw new ConfigurationError(`${name}${place} is ${shown(value)}`, 'Use an object.')
  const checked = Object.entries(value).map(([key, entry]) => {
    const where = `${name}[${JSON.stringify(key)}]`
    return [key, checkEntry(where, place, entry, entries)] as const
  })
  return Object.fromEntries(checked)
}

function checkEntry(where: string, place: string, entry: unknown, { form, parts }: EntrySpec): unknown {
  if (parts === undefined) return checkText(where, place, entry, form)
  if (!isObject(entry)) return { type: checkText(where, place, entry, form) }
  checkKeys(`${where}${place}`, entry, Object.keys(parts))
  for (const [part, { form: own, isRequired }] of Object.entries(parts)) {
    if (entry[part] !== undefined) checkText(`${where}.${part}`, place, entry[part], own)
    else if (isRequired === true)
      throw new ConfigurationError(`${where}${place} has no ${part}`, `Add ${part}. ${FORMS[own].hint}`)
  }
  if (entry['from'] !== undefined) checkExported(where, place, entry)
  return entry
}

function checkText(where: string, place: string, value: unknown, form: FormName): string {
  if (typeof value === 'string' && hasForm(value, form)) return value
  throw new ConfigurationError(`${where}${place} is ${shown(value)}`, FORMS[form].hint)
}

/** Of a module, only types that have a name can be had. */
function checkExported(where: string, place: string, entry: Keyed): void {
  for (const part of ['type', 'create', 'update']) {
    const text = entry[part]
    if (typeof text !== 'string' || isExportedType(text)) continue
    throw new ConfigurationError(
      `${where}.${part}${place} is ${shown(text)}`,
      'With from, use the name of a type that the module exports, and [] behind it for a list.',
    )
  }
}
