import type { DependencyMetadata, FieldMetadata, ModuleMetadata, OptionName } from '@zcrm/runtime/metadata'
import { isPicklist } from './data-types.ts'
import { dependencyClassNames } from './naming.ts'
import { isNone, type WireValue, wireValue } from './picklists.ts'
import type { DependencySchema } from './schema.ts'

/** A picklist that depends on another one, by what the layouts say of it. */
interface Dependent {
  readonly parent: FieldMetadata
  readonly child: FieldMetadata
  /** In each layout that has it. */
  readonly maps: readonly DependencyMetadata['map'][]
  /** Whether every layout that shows both fields has it: only then a value can be told to be wrong. */
  readonly isEverywhere: boolean
}

/**
 * The dependent picklists of a module as classes. A record may be of any layout: what goes with a value is what goes
 * with it in one of them.
 * @param options The options of a picklist field, those of a global picklist where it uses one.
 * @param taken Names of classes of the same file.
 */
export function dependencySchemas(
  module: ModuleMetadata,
  options: (field: FieldMetadata) => FieldMetadata['options'],
  wire: WireValue,
  taken: ReadonlySet<string>,
): readonly DependencySchema[] {
  const dependents = dependentsOf(module)
  const pairs = dependents.map(({ parent, child }) => [parent.apiName, child.apiName] as const)
  const names = dependencyClassNames(pairs, taken)
  return dependents.map(({ parent, child, maps, isEverywhere }) => {
    const rows = dependencyRows(maps, wireOf(options(parent), wire), wireOf(options(child), wire))
    return {
      parent: parent.apiName,
      child: child.apiName,
      className: names.get(JSON.stringify([parent.apiName, child.apiName])) ?? '',
      doc: `Options of ${child.label} that go with each ${parent.label}.`,
      rows,
      isChecked: isEverywhere,
    }
  })
}

function dependentsOf({ fields, layouts }: ModuleMetadata): readonly Dependent[] {
  const picklists = new Map(fields.filter(isPicklist).map((field) => [field.apiName, field]))
  const active = layouts.filter((layout) => layout.active)
  const found = new Map<string, Dependent>()
  for (const { dependencies } of active) {
    for (const dependency of dependencies) {
      const [parent, child] = [picklists.get(dependency.parent), picklists.get(dependency.child)]
      const key = JSON.stringify([dependency.parent, dependency.child])
      if (parent === undefined || child === undefined || found.has(key)) continue
      const showing = active.filter(({ sections }) => {
        const shown = sections.flatMap((section) => section.fields)
        return shown.includes(parent.apiName) && shown.includes(child.apiName)
      })
      const maps = active.flatMap((layout) => mapOf(layout.dependencies, dependency))
      found.set(key, { parent, child, maps, isEverywhere: maps.length >= showing.length })
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, dependent]) => dependent)
}

function mapOf(
  dependencies: readonly DependencyMetadata[],
  { parent, child }: DependencyMetadata,
): readonly DependencyMetadata['map'][] {
  const same = dependencies.find((one) => one.parent === parent && one.child === child)
  return same === undefined ? [] : [same.map]
}

/** Tells what an option is in records. */
export type Value = (name: OptionName) => string | null

/** What an option that a layout names is in records; `null` for none, and for one that is not used. */
export function wireOf(options: FieldMetadata['options'], wire: WireValue): Value {
  const used = options.filter((option) => option.used)
  return ({ display, actual }) => {
    const option =
      used.find((one) => one.display === display && one.actual === actual) ??
      used.find((one) => display !== null && one.display === display) ??
      used.find((one) => actual !== null && one.actual === actual)
    const value = option === undefined ? '' : wireValue(option, wire)
    return isNone(value) ? null : value
  }
}

/** What goes with each value, where a record may be of any layout: all that does in one of them. */
export function dependencyRows(
  maps: readonly DependencyMetadata['map'][],
  parentValue: Value,
  childValue: Value,
): DependencySchema['rows'] {
  const rows = new Map<string, Set<string>>()
  for (const { value, options } of maps.flat()) {
    const parent = parentValue(value)
    if (parent === null) continue
    const allowed = rows.get(parent) ?? new Set()
    for (const option of options) {
      const child = childValue(option)
      if (child !== null) allowed.add(child)
    }
    rows.set(parent, allowed)
  }
  return [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([value, allowed]) => ({ value, options: [...allowed].sort() }))
}
