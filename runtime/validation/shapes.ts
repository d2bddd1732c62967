import type { FieldRow } from '../records/choices.ts'
import { shown } from './issues.ts'

/** Objects that are values, or members of one. */
export type Shape = 'file' | 'tag' | 'participant' | 'reminder' | 'tax' | 'alarm' | 'recurrence' | 'module'

type Test = (value: unknown) => boolean

const isText: Test = (value) => typeof value === 'string'
const isNumber: Test = (value) => Number.isFinite(value)
const isId: Test = (value) => typeof value === 'string' && value !== ''
const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value)
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value)

const TEXT = maybe(isText)
const TEXT_OR_NULL = maybe(orNull(isText))

/** What each member of a shape has to be, as its type in `values.ts` says, and how to write the shortest. */
const SHAPES: Readonly<Record<Shape, readonly [members: Readonly<Record<string, Test>>, wanted: string]>> = {
  file: [{ File_Id__s: isId }, 'an uploaded file: { File_Id__s: "…" }'],
  tag: [{ name: isId, id: TEXT, color_code: TEXT_OR_NULL }, 'a tag: { name: "…" }'],
  participant: [
    {
      type: TEXT,
      participant: TEXT,
      name: TEXT_OR_NULL,
      Email: TEXT_OR_NULL,
      invited: maybe((value) => typeof value === 'boolean'),
      status: TEXT_OR_NULL,
    },
    'a participant: { type: "…", participant: "…" }',
  ],
  reminder: [
    { unit: TEXT, period: maybe((value) => isText(value) || isNumber(value)) },
    'a reminder: { unit: "…", period: … }',
  ],
  tax: [{ id: TEXT, name: TEXT, percentage: maybe(isNumber), value: maybe(isNumber) }, 'a tax: { id: "…" }'],
  alarm: [{ ALARM: isText }, 'a reminder: { ALARM: "FREQ=…;ACTION=…;TRIGGER=…" }'],
  recurrence: [{ RRULE: isText }, 'a repetition: { RRULE: "FREQ=…" }'],
  module: [{ api_name: isText, id: isText }, 'a module: { api_name: "…", id: "…" }'],
}

/** What is wrong with an object of a shape, `null` for nothing. */
export function wrongShape(value: unknown, shape: Shape): string | null {
  const [members, wanted] = SHAPES[shape]
  return fits(value, members) ? null : `${shown(value)} is not ${wanted}`
}

/** What is wrong with what a lookup is set to: a record of one of some modules, or of any. */
export function wrongReference(value: unknown, detail: FieldRow[2]): string | null {
  if (!fits(value, { id: isId })) return `${shown(value)} is not a record to point to: { id: "…" }`
  const { module } = value as { readonly module?: unknown }
  if (!Array.isArray(detail) || module === undefined) return null
  const isOne = fits(module, { api_name: (name) => detail.includes(name), id: TEXT })
  return isOne ? null : `it points to no record of ${detail.join(', ')}`
}

function fits(value: unknown, members: Readonly<Record<string, Test>>): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const given = value as Readonly<Record<string, unknown>>
  return Object.entries(members).every(([name, test]) =>
    test(Object.hasOwn(given, name) ? given[name] : undefined),
  )
}
