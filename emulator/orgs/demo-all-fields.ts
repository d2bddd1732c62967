import type { FieldSpec } from './bodies.ts'
import { ACTIVITIES } from './demo-activities.ts'
import { CUSTOM } from './demo-custom.ts'
import { INVENTORY } from './demo-inventory.ts'
import { SALES } from './demo-sales.ts'

/** The fields of every module that is described. */
export const FIELDS: Readonly<Record<string, readonly FieldSpec[]>> = {
  ...SALES,
  ...ACTIVITIES,
  ...INVENTORY,
  ...CUSTOM,
}

/** A used field of a module; throws where there is none, which is a mistake of whoever describes the organisation. */
export function fieldOf(module: string, name: string): FieldSpec {
  const found = FIELDS[module]?.find((field) => field.name === name && !field.unused)
  if (!found) throw new RangeError(`${module} has no field ${name}.`)
  return found
}
