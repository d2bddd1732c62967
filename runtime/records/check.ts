import { ValidationError } from '../http/errors.ts'
import type { SeenModule } from '../metadata/client-metadata.ts'
import type { OptionMetadata, OptionName } from '../metadata/model.ts'
import type { TotalConfig, WireValue } from '../options.ts'
import type { Choices, DependentChoice, PicklistChoice } from './choices.ts'
import { closest } from './closest.ts'

/** What is known of a module whose rows are to be written. */
export interface Check {
  readonly module: string
  readonly choices: Choices
  /** The module in the metadata that was read last; `null` where none was read. */
  readonly seen: SeenModule | null
  readonly config: Pick<TotalConfig, 'pickListValidation' | 'wireValue'>
}

type Row = Readonly<Record<string, unknown>>

/** An option by its strings. */
interface Known {
  readonly display: string
  readonly actual: string
}

/** What clears a picklist; organisations list it as an option. */
const NONE = '-None-'

/**
 * What makes rows as they are sent: their picklist values are options of the organisation, each as the string that
 * travels. It throws a ValidationError for a value that is none, or that does not go with the value of the field it
 * depends on. What it takes to know that is made once, with the first row that sets the field.
 */
export function rowCheck(check: Check): (row: object) => object {
  const fields = check.choices.picklists.map(
    (choice) => [choice[0], once(() => fieldCheck(check, choice))] as const,
  )
  const dependencies = check.config.pickListValidation
    ? check.choices.dependencies.map((dependency) => dependencyCheck(check, dependency))
    : []
  return (given) => {
    const row = given as Row
    // Without a prototype no name of a field is special.
    const sent: Record<string, unknown> = Object.create(null)
    let isSame = true
    for (const [field, look] of fields) {
      const value = settingOf(row, field)
      const wire = value === null ? null : look()(value)
      if (wire === value) continue
      sent[field] = wire
      isSame = false
    }
    for (const look of dependencies) look(row)
    return isSame ? row : { ...row, ...sent }
  }
}

/** What gives the string that travels for a value of a field, which is checked. */
function fieldCheck(check: Check, choice: PicklistChoice): (value: unknown) => unknown {
  const { module, seen, config } = check
  const [field, , generated = 'display'] = choice
  const options = optionsOf(choice, seen)
  if (options === null) return (value) => value
  const known = new Set<unknown>(options.map((option) => option[generated]))
  const wire = wireOf(config, module, field) ?? generated
  const wires = new Map<unknown, string>()
  for (const option of options) if (!wires.has(option[generated])) wires.set(option[generated], option[wire])
  return (value) => {
    if (config.pickListValidation)
      for (const one of listOf(value))
        if (one !== NONE && !known.has(one)) throw noOption(check, choice, options, one)
    return wire === generated ? value : translated(value, wires)
  }
}

/** What a row sets a field to; `null` where it sets nothing. */
function settingOf(row: Row, field: string): unknown {
  return Object.hasOwn(row, field) ? (row[field] ?? null) : null
}

/** The options that count: the newer ones. `null` where the field is no picklist any more. */
function optionsOf(choice: PicklistChoice, seen: SeenModule | null): readonly Known[] | null {
  const generated = generatedOptions(choice)
  const field = seen?.module.fields.find(({ apiName, used }) => used && apiName === choice[0])
  if (seen === null || field === undefined) return generated
  const isNewer = seen.isNewer('fields')
  if (!field.dataType.includes('picklist')) return isNewer ? null : generated
  const shared = seen.globalPicklists.find(({ apiName }) => apiName === field.globalPicklist)
  const fresh = [...field.options, ...(shared?.options ?? [])].filter(({ used }) => used).map(namesOf)
  if (fresh.length === 0) return generated
  // Of metadata that was there before this client nobody knows whether it is newer than the code: both count.
  return isNewer ? fresh : [...fresh, ...generated]
}

function generatedOptions(choice: PicklistChoice): readonly Known[] {
  const [, { options }, wire = 'display'] = choice
  return options
    .filter(({ used }) => used)
    .map(({ label, actual, value }) => ({
      display: label,
      actual,
      ...(value === null ? {} : { [wire]: value }),
    }))
}

function namesOf({ display, reference, actual }: OptionMetadata): Known {
  return { display: display ?? reference ?? actual ?? '', actual: actual ?? reference ?? display ?? '' }
}

function wireOf(config: Check['config'], module: string, field: string): WireValue | undefined {
  const { wireValue } = config
  if (typeof wireValue !== 'object') return wireValue
  const name = `${module}.${field}`
  return Object.hasOwn(wireValue, name) ? wireValue[name] : undefined
}

function noOption(
  { module, seen }: Check,
  choice: PicklistChoice,
  options: readonly Known[],
  value: unknown,
): ValidationError {
  const [field, , wire = 'display'] = choice
  // Whoever mixes up the strings of an option means that option.
  const meant = options.find(({ display, actual }) => display === value || actual === value)?.[wire]
  return refusal({
    place: [module, field],
    value,
    allowed: options.map((option) => option[wire]),
    why: 'is no option of it',
    ...(meant === undefined ? {} : { meant }),
    ...(seen?.isNewer('fields') ? {} : { advice: REFRESH }),
  })
}

const REFRESH = 'Options that are newer than the generated code are known after client.metadata.refresh().'

/**
 * A value of the parent restricts the values of the child as it did when the code was generated, unless a layout of
 * metadata that was read since lets them go together. Options that the code does not know yet are not restricted.
 */
function dependencyCheck(
  { module, choices, seen }: Check,
  [parent, child, { map }]: DependentChoice,
): (row: Row) => void {
  const choice = choices.picklists.find(([field]) => field === child)
  const known = once(
    () => choice && new Set(generatedOptions(choice).map((option) => option[choice[2] ?? 'display'])),
  )
  return (row) => {
    const decides = settingOf(row, parent)
    if (typeof decides !== 'string' || !Object.hasOwn(map, decides)) return
    const allowed = map[decides] ?? []
    for (const one of listOf(settingOf(row, child))) {
      if (typeof one !== 'string' || one === NONE || allowed.includes(one)) continue
      if (known()?.has(one) === false || (seen !== null && goTogether(seen, [parent, decides], [child, one])))
        continue
      const why = `does not go with ${parent} ${JSON.stringify(decides)}`
      throw refusal({ place: [module, child], value: one, allowed, why })
    }
  }
}

type FieldValue = readonly [field: string, value: string]

/** Whether any layout that shows both fields lets two values go together. */
function goTogether({ module }: SeenModule, [parent, decides]: FieldValue, [child, value]: FieldValue) {
  const means = (text: string) => (name: OptionName) => name.display === text || name.actual === text
  return module.layouts.some(({ active, sections, dependencies }) => {
    const shown = sections.flatMap((section) => section.fields)
    if (!active || !shown.includes(parent) || !shown.includes(child)) return false
    const dependency = dependencies.find((one) => one.parent === parent && one.child === child)
    const rows = dependency?.map.filter((entry) => means(decides)(entry.value)) ?? []
    return rows.length === 0 || rows.some(({ options }) => options.some(means(value)))
  })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === null ? [] : [value]
}

/** How many allowed values a message lists, and how many letters of a value it repeats. */
const LISTED = 20
const SHOWN = 200

function refusal(given: {
  readonly place: readonly [module: string, field: string]
  readonly value: unknown
  readonly allowed: readonly string[]
  readonly why: string
  readonly meant?: string
  readonly advice?: string
}): ValidationError {
  const { place, value, why, advice } = given
  const [module, field] = place
  const allowed = [...new Set(given.allowed)].filter((one) => one !== NONE && one !== '')
  const near = given.meant ?? (typeof value === 'string' ? closest(value, allowed) : null)
  const rest = allowed.length > LISTED ? ` and ${allowed.length - LISTED} more` : ''
  const list = allowed.slice(0, LISTED).map((one) => JSON.stringify(one))
  const hints = [
    ...(near === null ? [] : [`Did you mean ${JSON.stringify(near)}?`]),
    `Allowed: ${list.length === 0 ? 'none' : list.join(', ')}${rest}.`,
    ...(advice === undefined ? [] : [advice]),
  ]
  return new ValidationError(
    'PICKLIST_VALUE',
    `${module}.${field}: ${shown(value)} ${why}; nothing was sent`,
    hints.join(' '),
    { method: '', path: `/${module}`, status: 0, details: { api_name: field, supported_values: allowed } },
  )
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `a value of type ${typeof value}`
  return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value)
}

function translated(value: unknown, wires: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => translated(one, wires))
  return value === NONE ? value : (wires.get(value) ?? value)
}

/** Work that is done when it is first needed. */
function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined
  return () => {
    done ??= { value: work() }
    return done.value
  }
}
