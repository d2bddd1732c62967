import type { LayoutMetadata, ModuleMetadata } from '@zcrm/runtime/metadata'
import { layoutDemands } from '../schema/layouts.ts'
import { layoutTypeNames } from '../schema/naming.ts'
import type { Facts } from './changes.ts'
import { diffDependencies } from './dependencies.ts'
import type { Comparison } from './diff.ts'
import { isReplaced, type Pair, pairsOf } from './match.ts'

/** The layouts of a module, before with the names of after. */
export interface Layouts {
  readonly module: ModuleMetadata
  readonly after: ModuleMetadata
  readonly isGenerated: boolean
}

/** Tells what has changed of the layouts of a module. */
export function diffLayouts(before: ModuleMetadata, after: ModuleMetadata, comparison: Comparison): void {
  const { options, references } = comparison
  const pairs = pairsOf(references.layouts(before, options), after.layouts, {
    matchBy: options.matchBy,
    names: [keyOf, ({ name }) => name],
  })
  const isGenerated =
    comparison.before.isGenerated(before.apiName) && comparison.after.isGenerated(after.apiName)
  const layouts = { module: before, after, isGenerated }
  for (const pair of pairs) diffLayout(pair, layouts, comparison)
  if (options.required === 'layout') tellTypes(pairs, layouts, comparison)
}

/** A type is renamed without a change of its layout where another one comes or goes whose type would be called the same. */
function tellTypes(
  pairs: readonly Pair<LayoutMetadata>[],
  { module, after, isGenerated }: Layouts,
  { before: old, changes }: Comparison,
): void {
  const names = old.namesOf(module.apiName)
  const [was, is] = [typesOf(module, names.create), typesOf(after, names.create)]
  for (const { before: layout, after: same } of pairs) {
    if (layout === null || same === null || keyOf(layout) !== keyOf(same)) continue
    const [one, other] = [was.get(keyOf(layout)), is.get(keyOf(same))]
    if (one === undefined || other === undefined || one === other) continue
    const about = { place: module.apiName, module: module.apiName, item: layout.name, id: layout.id }
    changes.tell('layout.type', { ...about, isGenerated, names, before: one, after: other })
  }
}

/** The names of the types of what creates a record in a layout, by the layouts' keys. */
function typesOf(module: ModuleMetadata, createType: string): ReadonlyMap<string, string> {
  const { layouts } = layoutDemands(module)
  return layoutTypeNames(createType, [...new Set(layouts.map(({ key }) => key))])
}

/** The generated types are named after this. */
function keyOf({ apiName, name }: LayoutMetadata): string {
  return apiName ?? name
}

function diffLayout({ before, after }: Pair<LayoutMetadata>, layouts: Layouts, comparison: Comparison): void {
  const { changes, options } = comparison
  const layout = before ?? after
  if (layout === null) return
  const facts: Facts = {
    place: layouts.module.apiName,
    module: layouts.module.apiName,
    item: layout.name,
    id: layout.id,
    isGenerated: layouts.isGenerated,
    names: comparison.before.namesOf(layouts.module.apiName),
    when: [
      !(before?.active === true || after?.active === true) && 'inactive',
      options.required === 'layout' && 'layoutTypes',
    ],
  }
  if (before === null) changes.tell('layout.added', facts)
  else if (after === null)
    changes.tell('layout.removed', { ...facts, when: [!before.active && 'inactive', ...(facts.when ?? [])] })
  else {
    // Where there is one layout alone, no type is named after it.
    const isSingle = layouts.module.layouts.filter(({ active }) => active).length < 2
    const when = facts.when?.filter((condition) => !(isSingle && condition === 'layoutTypes')) ?? []
    tellNames(before, after, { ...facts, when }, comparison)
    if (before.active !== after.active)
      changes.tell(after.active ? 'layout.activated' : 'layout.deactivated', facts)
    diffSections(before, after, { facts, layouts }, comparison)
    diffDependencies(before, after, { facts, layouts }, comparison)
  }
}

function tellNames(
  before: LayoutMetadata,
  after: LayoutMetadata,
  facts: Facts,
  comparison: Comparison,
): void {
  const { changes, options } = comparison
  if (isReplaced(options, before, after))
    changes.tell('layout.replaced', { ...facts, before: before.id, after: after.id })
  const [was, is] = [keyOf(before), keyOf(after)]
  if (was !== is) changes.tell('layout.renamed', { ...facts, before: was, after: is })
  else if (before.apiName !== after.apiName)
    changes.tell('layout.label', { ...facts, before: before.apiName, after: after.apiName })
  if (before.name !== after.name && (before.name !== was || after.name !== is))
    changes.tell('layout.label', { ...facts, before: before.name, after: after.name })
}

/** A layout in its module. */
export interface InModule {
  readonly facts: Facts
  readonly layouts: Layouts
}

function diffSections(
  before: LayoutMetadata,
  after: LayoutMetadata,
  { facts, layouts }: InModule,
  { changes }: Comparison,
): void {
  const [was, is] = [requiredOf(before), requiredOf(after)]
  const fields = new Map(layouts.after.fields.map((field) => [field.apiName, field]))
  for (const field of [...is].filter((one) => !was.has(one))) {
    const known = fields.get(field)
    const isDemandable = known?.used === true && known.creatable && !known.mandatory
    const when = [...(facts.when ?? []), !isDemandable && ('notDemandable' as const)]
    changes.tell('layout.required', { ...facts, field, after: field, when })
  }
  for (const field of [...was].filter((one) => !is.has(one)))
    changes.tell('layout.notRequired', { ...facts, field, before: field })
  const [shown, shows] = [shownIn(before), shownIn(after)]
  const come = [...shows].filter((field) => !shown.has(field))
  const gone = [...shown].filter((field) => !shows.has(field))
  if (come.length + gone.length > 0) {
    const text = [...come.map((field) => `+${field}`), ...gone.map((field) => `-${field}`)].join(', ')
    changes.tell('layout.fields', { ...facts, before: gone.join(', '), after: text })
  } else if (arrangement(before) !== arrangement(after)) changes.tell('layout.sections', facts)
}

function requiredOf({ sections }: LayoutMetadata): ReadonlySet<string> {
  return new Set(sections.flatMap((section) => section.required))
}

function shownIn({ sections }: LayoutMetadata): ReadonlySet<string> {
  return new Set(sections.flatMap((section) => section.fields))
}

function arrangement({ sections }: LayoutMetadata): string {
  return JSON.stringify(
    sections.map(({ apiName, label, fields, required }) => [apiName, label, fields, required]),
  )
}
