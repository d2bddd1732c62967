import type { ModuleMetadata } from '@zcrm/runtime/metadata'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import { diffFields } from './fields.ts'
import { diffLayouts } from './layouts.ts'
import { diffCustomViews, diffRelatedLists } from './lists.ts'
import { isReplaced, type Pair } from './match.ts'
import type { Side } from './side.ts'

/** Tells what has become of a module as a whole. */
export function tellModule(pair: Pair<ModuleMetadata>, comparison: Comparison): void {
  const { before: old, after: fresh, changes, options } = comparison
  const { before, after } = pair
  if (before === null || after === null) {
    const module = before ?? after
    if (module === null) return
    const side = before === null ? fresh : old
    const facts = { ...aboutModule(module, side), when: rowsConditions(module, comparison) }
    changes.tell(before === null ? 'module.added' : 'module.removed', facts)
    return
  }
  const facts = {
    ...aboutModule(before, old),
    isGenerated: old.isGenerated(before.apiName) && fresh.isGenerated(after.apiName),
  }
  if (before.apiName !== after.apiName) {
    const names = { ...old.namesOf(before.apiName), newClass: fresh.classOf(after.apiName) }
    changes.tell('module.renamed', { ...facts, before: before.apiName, after: after.apiName, names })
  }
  if (isReplaced(options, before, after))
    changes.tell('module.replaced', { ...facts, before: before.id, after: after.id })
  if (before.label !== after.label)
    changes.tell('module.label', { ...facts, before: before.label, after: after.label })
  if (before.generatedType !== after.generatedType)
    changes.tell('module.type', { ...facts, before: before.generatedType, after: after.generatedType })
  tellDescription(before, after, comparison)
}

function tellDescription(before: ModuleMetadata, after: ModuleMetadata, comparison: Comparison): void {
  const { before: old, after: fresh, changes } = comparison
  const [was, is] = [before.notDescribed, after.notDescribed]
  if (was === is) return
  const told = { before: was, after: is }
  if (was === null) changes.tell('module.undescribed', { ...aboutModule(before, old), ...told })
  else if (is === null) {
    const when = rowsConditions(after, comparison)
    changes.tell('module.described', { ...aboutModule(after, fresh), ...told, when })
  } else changes.tell('module.reason', { ...aboutModule(before, old), ...told })
}

function aboutModule({ apiName, id }: ModuleMetadata, side: Side): Facts {
  const isGenerated = side.isGenerated(apiName)
  return { place: apiName, module: apiName, id, isGenerated, names: side.namesOf(apiName) }
}

/** Rows of subforms are any objects until their module is described. */
function rowsConditions({ apiName }: ModuleMetadata, { before }: Comparison): Facts['when'] & {} {
  const isSubform = before.metadata.modules.some(({ fields }) =>
    fields.some(
      (field) => field.used && field.dataType === 'subform' && field.target?.modules[0] === apiName,
    ),
  )
  return [isSubform && 'subformRows']
}

/** Tells what has changed within a module that is on both sides. What nobody describes any more is told as that. */
export function diffModule(before: ModuleMetadata, after: ModuleMetadata, comparison: Comparison): void {
  if ((before.notDescribed === null) !== (after.notDescribed === null)) return
  const modules = [before.apiName, after.apiName]
  const { seen } = comparison
  diffFields(before, after, comparison)
  if (seen.has('layouts', modules)) diffLayouts(before, after, comparison)
  if (seen.has('related lists', modules)) diffRelatedLists(before, after, comparison)
  if (seen.has('custom views', modules)) diffCustomViews(before, after, comparison)
}
