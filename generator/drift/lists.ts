import type { ModuleMetadata, RelatedListMetadata } from '@zcrm/runtime/metadata'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import { isReplaced, pairsOf } from './match.ts'

/** Tells what has changed of the related lists of a module. */
export function diffRelatedLists(
  before: ModuleMetadata,
  after: ModuleMetadata,
  comparison: Comparison,
): void {
  const { options, changes } = comparison
  const pairs = pairsOf(before.relatedLists, after.relatedLists, {
    matchBy: options.matchBy,
    names: [({ apiName }) => apiName],
  })
  for (const pair of pairs) {
    const list = pair.before ?? pair.after
    if (list === null) continue
    const had = pair.before !== null && comparison.before.isGenerated(pair.before.module)
    const has = pair.after !== null && comparison.after.isGenerated(pair.after.module)
    const facts: Facts = {
      place: before.apiName,
      module: before.apiName,
      item: list.apiName,
      id: list.id,
      isGenerated: comparison.before.isGenerated(before.apiName) && (had || has),
      names: comparison.before.namesOf(before.apiName),
    }
    if (pair.before === null) changes.tell('list.added', facts)
    else if (pair.after === null) changes.tell('list.removed', facts)
    else diffRelatedList(pair.before, pair.after, { ...facts, when: [!had && 'appears'] }, comparison)
  }
}

function diffRelatedList(
  before: RelatedListMetadata,
  after: RelatedListMetadata,
  facts: Facts,
  { changes, references, options }: Comparison,
): void {
  if (isReplaced(options, before, after))
    changes.tell('list.replaced', { ...facts, before: before.id, after: after.id })
  if (before.apiName !== after.apiName)
    changes.tell('list.renamed', { ...facts, before: before.apiName, after: after.apiName })
  if (before.label !== after.label)
    changes.tell('list.label', { ...facts, before: before.label, after: after.label })
  const follow = (module: string | null) => (module === null ? null : references.moduleName(module))
  if (follow(before.module) !== after.module)
    changes.tell('list.module', { ...facts, before: before.module, after: after.module })
  if (follow(before.linkingModule) !== after.linkingModule)
    changes.tell('list.linking', { ...facts, before: before.linkingModule, after: after.linkingModule })
}

/** Tells what has changed of the custom views of a module. */
export function diffCustomViews(before: ModuleMetadata, after: ModuleMetadata, comparison: Comparison): void {
  const { changes, options } = comparison
  const pairs = pairsOf(before.customViews, after.customViews, {
    matchBy: options.matchBy,
    names: [({ systemName }) => systemName, ({ name }) => name],
  })
  for (const { before: old, after: fresh } of pairs) {
    const view = old ?? fresh
    if (view === null) continue
    const facts = { place: before.apiName, module: before.apiName, item: view.name, id: view.id }
    if (old === null || fresh === null) {
      changes.tell(old === null ? 'view.added' : 'view.removed', facts)
      continue
    }
    if (isReplaced(options, old, fresh))
      changes.tell('view.replaced', { ...facts, before: old.id, after: fresh.id })
    if (old.name !== fresh.name)
      changes.tell('view.renamed', { ...facts, before: old.name, after: fresh.name })
    if (old.systemName !== fresh.systemName)
      changes.tell('view.system', { ...facts, before: old.systemName, after: fresh.systemName })
  }
}
