import type { ModuleClass } from '../records/choices.ts'
import type { ModuleMetadata } from './model.ts'
import { moduleHash } from './module-hash.ts'

/** What of the generated code no longer fits the organisation. */
export interface Drift {
  /** API names of the modules that differ, or are not there any more. */
  readonly modules: readonly string[]
}

/** A module that is not what its class was generated from. */
export interface Difference {
  readonly module: string
  /** The hash of what it is now; `null` where it is not there any more. */
  readonly hash: string | null
}

/** Where modules differ from what classes were generated from; a class that was written by hand is left out. */
export function driftOf(
  modules: readonly ModuleMetadata[],
  used: readonly Pick<ModuleClass, 'apiName' | 'schema'>[],
): readonly Difference[] {
  const byName = new Map(modules.map((module) => [module.apiName, module]))
  const differences = used.flatMap(({ apiName, schema }) => {
    if (schema === undefined) return []
    const module = byName.get(apiName)
    const hash = module === undefined ? null : moduleHash(module)
    return hash === schema ? [] : [{ module: apiName, hash }]
  })
  return differences.sort((one, other) => (one.module < other.module ? -1 : 1))
}
