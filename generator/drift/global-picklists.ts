import type { GlobalPicklistMetadata } from '@zcrm/runtime/metadata'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import { isReplaced, isSame, type Pair } from './match.ts'
import { diffOptions } from './options.ts'

/**
 * Tells what has changed of the picklists that fields share. The options that count are those of their classes: what the
 * organisation lists, and what the fields list beside it.
 */
export function diffGlobalPicklists(
  pairs: readonly Pair<GlobalPicklistMetadata>[],
  comparison: Comparison,
): void {
  for (const pair of pairs) {
    tellPicklist(pair, comparison)
    tellOptions(pair, comparison)
  }
}

function tellPicklist({ before, after }: Pair<GlobalPicklistMetadata>, comparison: Comparison): void {
  const { changes, options, seen } = comparison
  if (before === null || after === null) {
    const picklist = before ?? after
    if (picklist === null || !seen.globalPicklists) return
    const facts = aboutPicklist(picklist, comparison)
    const isUsed = comparison.after.globalClass(picklist.apiName) !== null
    changes.tell(before === null ? 'picklist.added' : 'picklist.removed', {
      ...facts,
      when: [isUsed && 'stillUsed'],
    })
    return
  }
  const facts = aboutPicklist(before, comparison)
  if (before.apiName !== after.apiName) {
    const newPicklist = comparison.after.globalClass(after.apiName)?.name ?? after.apiName
    const names = { ...facts.names, newPicklist }
    changes.tell('picklist.renamed', { ...facts, before: before.apiName, after: after.apiName, names })
  } else {
    const [was, is] = [
      comparison.before.globalClass(before.apiName),
      comparison.after.globalClass(after.apiName),
    ]
    if (was !== null && is !== null && was.name !== is.name)
      changes.tell('picklist.class', { ...facts, before: was.name, after: is.name })
  }
  if (isReplaced(options, before, after))
    changes.tell('picklist.replaced', { ...facts, before: before.id, after: after.id })
  if (before.label !== after.label)
    changes.tell('picklist.label', { ...facts, before: before.label, after: after.label })
}

function aboutPicklist({ apiName, id }: GlobalPicklistMetadata, { before, after }: Comparison): Facts {
  const known = before.globalClass(apiName) ?? after.globalClass(apiName)
  const names = { picklist: known?.name ?? apiName }
  return { place: apiName, field: apiName, id, names, isGenerated: known !== null }
}

function tellOptions({ before, after }: Pair<GlobalPicklistMetadata>, comparison: Comparison): void {
  const { before: old, after: fresh } = comparison
  const [was, is] = [before?.apiName ?? after?.apiName ?? '', after?.apiName ?? before?.apiName ?? '']
  const classes = { before: old.globalClass(was), after: fresh.globalClass(is) }
  const isOnBoth = before !== null && after !== null
  // Of a picklist that came or went, only what fields list all the same can have changed.
  if (!isOnBoth && (classes.before === null || classes.after === null)) return
  const options = [
    old.globalOptions.get(was) ?? before?.options ?? [],
    fresh.globalOptions.get(is) ?? after?.options ?? [],
  ] as const
  if (isSame(options[0], options[1])) return
  const isGenerated = classes.before !== null && classes.after !== null
  const facts = { place: was, field: was, id: before?.id ?? null, isGenerated }
  diffOptions(...options, { facts, ...classes, isGlobal: true }, comparison)
}
