import {
  type GlobalPicklistMetadata,
  type Metadata,
  type ModuleMetadata,
  sortMetadata,
} from '@zcrm/runtime/metadata'
import type { Change, DiffOptions } from './change.ts'
import { Changes } from './changes.ts'
import { diffGlobalPicklists } from './global-picklists.ts'
import { bothOf, isSame, pairsOf } from './match.ts'
import { diffModule, tellModule } from './modules.ts'
import { References } from './references.ts'
import { diffSeen, Seen } from './seen.ts'
import { Side } from './side.ts'

/** What every part of the comparison works with. */
export interface Comparison {
  readonly options: DiffOptions
  readonly before: Side
  readonly after: Side
  readonly changes: Changes
  readonly references: References
  readonly seen: Seen
  /** Changes of options that were told of a global picklist, and need not be told of each field that uses it. */
  readonly toldOfGlobals: Set<string>
}

/**
 * What has changed from one snapshot to another, graded for code that is generated from the first and will be from the
 * second. The order in which the API answered decides nothing.
 */
export function diffSnapshots(before: Metadata, after: Metadata, options: DiffOptions): readonly Change[] {
  const [old, fresh] = changedOf(before, after)
  const [oldGlobals, freshGlobals] = [globalsOf(before), globalsOf(after)]
  const comparison: Comparison = {
    options,
    before: new Side(before, options),
    after: new Side(after, options),
    changes: new Changes(before.profile === after.profile ? null : after.profile),
    references: new References(),
    seen: new Seen(before, after),
    toldOfGlobals: new Set(),
  }
  const { changes, references } = comparison
  const globals = pairsOf(oldGlobals, freshGlobals, named(options))
  for (const pair of bothOf(globals)) references.global(pair.before, pair.after)
  const modules = pairsOf(old, fresh, named(options))
  const modulesOnBoth = bothOf(modules)
  for (const pair of modulesOnBoth) references.module(pair.before, pair.after)
  for (const pair of modulesOnBoth) references.fields(pair.before, pair.after, options)
  diffSeen(modulesOnBoth, comparison)
  diffGlobalPicklists(globals, comparison)
  for (const pair of modules) {
    tellModule(pair, comparison)
    if (pair.before !== null && pair.after !== null) diffModule(pair.before, pair.after, comparison)
  }
  tellClasses(before.modules, comparison)
  return changes.sorted()
}

function named({ matchBy }: DiffOptions) {
  return {
    matchBy,
    names: [({ apiName }: Pick<ModuleMetadata | GlobalPicklistMetadata, 'apiName'>) => apiName],
  }
}

/** The modules that are not the same on both sides, in order. */
function changedOf(
  before: Metadata,
  after: Metadata,
): readonly [readonly ModuleMetadata[], readonly ModuleMetadata[]] {
  const others = new Map(after.modules.map((module) => [module.apiName, module]))
  const same = new Set(
    before.modules
      .filter((module) => isSame(module, others.get(module.apiName)))
      .map(({ apiName }) => apiName),
  )
  const rest = (metadata: Metadata) =>
    sortMetadata({
      ...metadata,
      globalPicklists: [],
      modules: metadata.modules.filter(({ apiName }) => !same.has(apiName)),
    }).modules
  return [rest(before), rest(after)]
}

function globalsOf({ globalPicklists }: Metadata): Metadata['globalPicklists'] {
  return sortMetadata({ globalPicklists, modules: [], notSeen: [], profile: null }).globalPicklists
}

/** A class is renamed without a change of its module where another module comes or goes whose name would be the same. */
function tellClasses(modules: readonly ModuleMetadata[], { before, after, changes }: Comparison): void {
  for (const { apiName, id } of modules) {
    if (!before.isGenerated(apiName) || !after.isGenerated(apiName)) continue
    const [one, other] = [before.placeOf(apiName), after.placeOf(apiName)]
    if (one !== other)
      changes.tell('module.class', { place: apiName, module: apiName, id, before: one, after: other })
  }
}
