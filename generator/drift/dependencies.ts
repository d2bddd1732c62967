import type { DependencyMetadata, LayoutMetadata, OptionName } from '@zcrm/runtime/metadata'
import { isPicklist } from '../schema/data-types.ts'
import { firstFew } from '../wording.ts'
import type { Facts } from './changes.ts'
import type { Comparison } from './diff.ts'
import type { InModule } from './layouts.ts'
import { nameKey } from './references.ts'
import { dependencyClass } from './side.ts'

/** Tells what has changed of the picklists of a layout whose options depend on each other. */
export function diffDependencies(
  before: LayoutMetadata,
  after: LayoutMetadata,
  { facts, layouts }: InModule,
  comparison: Comparison,
): void {
  const { seen, changes } = comparison
  const modules = [layouts.module.apiName, layouts.after.apiName]
  if (!seen.has('picklist dependencies', modules) || !seen.has('pipelines', modules)) return
  const [was, is] = [byFields(before), byFields(after)]
  const about = ({ parent, child }: DependencyMetadata): Facts => ({
    ...facts,
    field: child,
    before: parent,
    after: child,
    isGenerated: facts.isGenerated !== false && isGenerated(layouts, [parent, child]),
    names: { ...facts.names, dependency: dependencyClass(parent, child) },
  })
  for (const [key, dependency] of was) {
    const other = is.get(key)
    if (other !== undefined) diffMaps(dependency, other, { facts: about(dependency), layouts }, comparison)
    else {
      const isKept = layouts.after.layouts.some((layout) => layout.active && byFields(layout).has(key))
      const when = [...(facts.when ?? []), isKept && ('classKept' as const)]
      changes.tell('dependency.removed', { ...about(dependency), when })
    }
  }
  for (const [key, dependency] of is) if (!was.has(key)) changes.tell('dependency.added', about(dependency))
}

/** Where a layout has one twice, all that goes together in either does. */
function byFields({ dependencies }: LayoutMetadata): ReadonlyMap<string, DependencyMetadata> {
  const found = new Map<string, DependencyMetadata>()
  for (const { parent, child, map } of dependencies) {
    const key = JSON.stringify([parent, child])
    found.set(key, { parent, child, map: [...(found.get(key)?.map ?? []), ...map] })
  }
  return found
}

function isGenerated({ after }: InModule['layouts'], names: readonly string[]): boolean {
  return names.every((name) =>
    after.fields.some((field) => field.used && field.apiName === name && isPicklist(field)),
  )
}

function diffMaps(
  before: DependencyMetadata,
  after: DependencyMetadata,
  { facts, layouts }: InModule,
  { changes }: Comparison,
): void {
  const [was, is] = [rowsOf(before), rowsOf(after)]
  const parent = layouts.module.fields.find((field) => field.id !== null && field.apiName === before.parent)
  const known = new Set(
    (parent ?? layouts.module.fields.find((field) => field.apiName === before.parent))?.options.map(nameKey),
  )
  const narrowed: string[] = []
  const widened: string[] = []
  for (const [value, row] of is) {
    const old = was.get(value)
    // A value that was not listed went with every option, unless it is new itself.
    if (old === undefined) (known.has(value) ? narrowed : widened).push(`${row.label} and ${listed(row)}`)
    else {
      const come = [...row.options].filter(([key]) => !old.options.has(key))
      if (come.length > 0) widened.push(`${row.label} and ${come.map(([, label]) => label).join(', ')}`)
    }
  }
  for (const [value, row] of was) {
    const now = is.get(value)
    if (now === undefined) widened.push(`${row.label} and anything`)
    else {
      const gone = [...row.options].filter(([key]) => !now.options.has(key))
      if (gone.length > 0) narrowed.push(`${row.label} and ${gone.map(([, label]) => label).join(', ')}`)
    }
  }
  if (narrowed.length > 0)
    changes.tell('dependency.narrowed', { ...facts, before: shortened(narrowed), after: null })
  if (widened.length > 0)
    changes.tell('dependency.widened', { ...facts, before: null, after: shortened(widened) })
}

interface Row {
  readonly label: string
  readonly options: Map<string, string>
}

function rowsOf({ map }: DependencyMetadata): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>()
  for (const { value, options } of map) {
    const row = rows.get(nameKey(value)) ?? { label: labelOf(value), options: new Map<string, string>() }
    for (const option of options) row.options.set(nameKey(option), labelOf(option))
    rows.set(nameKey(value), row)
  }
  return rows
}

function labelOf({ display, actual }: OptionName): string {
  return JSON.stringify(display ?? actual ?? '')
}

function listed({ options }: Row): string {
  return options.size === 0 ? 'nothing else' : `nothing but ${[...options.values()].join(', ')}`
}

/** As many as fit into a sentence. */
const SHOWN = 3

function shortened(texts: readonly string[]): string {
  return firstFew(texts, SHOWN, '; ')
}
