import type { Choices, PicklistChoice } from '../records/choices.ts'
import { closest } from '../records/closest.ts'
import { listed, shown } from './issues.ts'

/** The values that a picklist field can be set to. */
export interface Options {
  readonly values: ReadonlySet<unknown>
  readonly picklist: PicklistChoice[1]
  /** The fields that it depends on, and the values that go with each of theirs. */
  readonly parents: readonly {
    readonly field: string
    readonly map: Readonly<Record<string, readonly string[]>>
  }[]
}

/** The options of a field; `null` where it is no picklist, or takes what is none of today's too. */
export function optionsOf(name: string, { picklists, dependencies }: Choices): Options | null {
  const picklist = picklists.find(([field]) => field === name)?.[1]
  if (picklist === undefined) return null
  const used = picklist.options.filter((option) => option.used && option.value !== null)
  return {
    values: new Set(used.map(({ value }) => value)),
    picklist,
    parents: dependencies.filter(([, child]) => child === name).map(([field, , { map }]) => ({ field, map })),
  }
}

/** What is wrong with a value of a picklist, `null` for nothing. */
export function wrongOption(
  value: unknown,
  { values, picklist, parents }: Options,
  row: Readonly<Record<string, unknown>>,
): string | null {
  if (!values.has(value)) return noOption(value, values as ReadonlySet<string>, picklist)
  for (const { field, map } of parents) {
    const decides = Object.hasOwn(row, field) ? row[field] : undefined
    if (typeof decides !== 'string' || !Object.hasOwn(map, decides)) continue
    const allowed = map[decides] ?? []
    if (!allowed.includes(value as string))
      return `${shown(value)} does not go with ${field} ${shown(decides)}${listed(allowed)}`
  }
  return null
}

/** Longer texts are not compared with the options: nobody meant one of them. */
const COMPARED = 200

function noOption(value: unknown, values: ReadonlySet<string>, picklist: PicklistChoice[1]): string {
  const allowed = [...values]
  const what = `${shown(value)} is not an option`
  if (typeof value !== 'string') return what + listed(allowed)
  if (value === '' || value === '-None-') return `${what}: null stands for none${listed(allowed)}`
  // Whoever mixes up the strings of an option means that option.
  const same = picklist.options.filter(
    ({ label, actual, reference, value: own }) =>
      value === label || value === actual || value === reference || value === own,
  )
  if (same.length > 0 && same.every(({ used }) => !used)) return `${what} any more${listed(allowed)}`
  const meant = same.find((option) => option.used && option.value !== null)?.value
  const near = meant ?? (value.length > COMPARED ? null : closest(value, allowed))
  return what + listed(allowed, near)
}
