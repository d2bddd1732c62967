import type { ModuleMetadata } from '@zcrm/runtime/metadata'
import type { Schema } from './schema.ts'

/** The modules that the API does not describe, and why. */
export function notDescribedOf(modules: readonly ModuleMetadata[]): Schema['notDescribed'] {
  return modules.flatMap(({ apiName, notDescribed: reason }) =>
    reason === null ? [] : [{ apiName, reason }],
  )
}
