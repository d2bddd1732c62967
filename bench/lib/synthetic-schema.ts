import type { Field, Kind, Module, Schema } from './schema.ts'

/** How large a synthetic organisation is. */
export interface Size {
  readonly modules: number
  /** Fields of each module. */
  readonly fields: number
  /** Options of each picklist. */
  readonly options: number
}

/** The picklists and lookups among 10,000 fields of the synthetic organisation. */
const picklistsPer10k = 1041
const lookupsPer10k = 497

/** A synthetic organisation that is the same every time: the stand-in for an org folder. */
export function syntheticSchema(size: Size): Schema {
  const names = Array.from({ length: size.modules }, (_, index) => moduleName(index))
  return { modules: names.map((name, index) => syntheticModule(name, index, names, size)) }
}

function syntheticModule(name: string, index: number, names: readonly string[], size: Size): Module {
  const fixed = fixedFields(names, size.options)
  const total = size.modules * size.fields
  const picklists =
    share(index, size.modules, Math.round((total * picklistsPer10k) / 10_000)) - count(fixed, 'picklist')
  const lookups =
    share(index, size.modules, Math.round((total * lookupsPer10k) / 10_000)) - count(fixed, 'lookup')
  const fields: Field[] = [...fixed]
  for (let number = 0; fields.length < size.fields; number++) {
    const seed = index * 31 + number
    const fieldName = `${pick(adjectives, seed)}_${pick(nouns, number + Math.floor(number / adjectives.length))}`
    const field = {
      name: unique(fieldName, fields),
      label: fieldName.replaceAll('_', ' '),
      access: 'optional',
    } as const
    if (number < picklists) fields.push({ ...field, ...picklist(seed, size.options) })
    else if (number < picklists + lookups)
      fields.push({ ...field, dataType: 'lookup', kind: 'lookup', target: pick(names, seed * 7) })
    else fields.push({ ...field, ...pick(plainKinds, seed) })
  }
  return { name, fields }
}

/** The fields that every module has; apps that the benches type into rely on them. */
function fixedFields(names: readonly string[], options: number): readonly Field[] {
  const system = (name: string, dataType: string, kind: Kind): Field => ({
    name,
    label: name.replaceAll('_', ' '),
    dataType,
    kind,
    access: 'system',
  })
  return [
    system('Created_By', 'ownerlookup', 'user'),
    system('Created_Time', 'datetime', 'datetime'),
    system('Modified_By', 'ownerlookup', 'user'),
    system('Modified_Time', 'datetime', 'datetime'),
    system('Last_Activity_Time', 'datetime', 'datetime'),
    system('Expected_Margin', 'formula', 'number'),
    { name: 'Last_Name', label: 'Last Name', dataType: 'text', kind: 'text', access: 'mandatory' },
    { name: 'Owner', label: 'Owner', dataType: 'ownerlookup', kind: 'user', access: 'optional' },
    { name: 'Company', label: 'Company', dataType: 'text', kind: 'text', access: 'optional' },
    { name: 'Email', label: 'E-mail', dataType: 'email', kind: 'text', access: 'optional' },
    {
      name: 'Account',
      label: 'Account',
      dataType: 'lookup',
      kind: 'lookup',
      access: 'optional',
      target: names[1] ?? 'Leads',
    },
    {
      name: 'Lead_Source',
      label: 'Lead Source',
      access: 'optional',
      ...picklist(0, options),
      dataType: 'picklist',
      kind: 'picklist',
    },
  ]
}

function picklist(seed: number, options: number): Pick<Field, 'dataType' | 'kind' | 'options'> {
  const kind = seed % 7 === 3 ? 'multipicklist' : 'picklist'
  const values = Array.from({ length: options }, (_, index) => optionValue(seed, index))
  return { kind, dataType: kind === 'picklist' ? 'picklist' : 'multiselectpicklist', options: values }
}

function optionValue(seed: number, index: number): string {
  if (index === 0) return 'Cold Call'
  const round = Math.floor(index / adjectives.length)
  return `${pick(adjectives, seed + index)} ${pick(nouns, seed + index * 3)}${round === 0 ? '' : ` ${round}`}`
}

function moduleName(index: number): string {
  const known = ['Leads', 'Accounts', 'Contacts', 'Deals'][index]
  return known ?? `${pick(adjectives, index)}_${pick(nouns, index + Math.floor(index / adjectives.length))}s`
}

/** How many of a total fall to this part, so that all parts together have exactly that total. */
function share(part: number, parts: number, total: number): number {
  return Math.floor(((part + 1) * total) / parts) - Math.floor((part * total) / parts)
}

function count(fields: readonly Field[], kind: Kind): number {
  return fields.filter((field) => field.kind === kind).length
}

function unique(name: string, fields: readonly Field[]): string {
  const taken = (candidate: string): boolean => fields.some((field) => field.name === candidate)
  let candidate = name
  for (let suffix = 2; taken(candidate); suffix++) candidate = `${name}_${suffix}`
  return candidate
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

const plainKinds: readonly { readonly dataType: string; readonly kind: Kind }[] = [
  { dataType: 'text', kind: 'text' },
  { dataType: 'text', kind: 'text' },
  { dataType: 'integer', kind: 'number' },
  { dataType: 'text', kind: 'text' },
  { dataType: 'currency', kind: 'number' },
  { dataType: 'date', kind: 'date' },
  { dataType: 'textarea', kind: 'text' },
  { dataType: 'boolean', kind: 'boolean' },
  { dataType: 'datetime', kind: 'datetime' },
  { dataType: 'phone', kind: 'text' },
  { dataType: 'double', kind: 'number' },
  { dataType: 'website', kind: 'text' },
]

const adjectives =
  'Annual Billing Shipping Primary Secondary Expected Preferred Regional Partner Internal External Contract Renewal Customer Vendor Project Support Campaign Delivery Payment Quarterly Technical Legal'.split(
    ' ',
  )

const nouns =
  'Revenue Address Contact Status Category Reference Amount Region Manager Priority Reason Type Number Comment Quantity Discount Currency Channel Segment Account Deadline Budget Rating Score Level Language Territory Industry Source Stage Plan'.split(
    ' ',
  )
