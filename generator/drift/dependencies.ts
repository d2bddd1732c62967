import type { DependencyMetadata, LayoutMetadata, OptionName } from '@zcrm/runtime/metadata'
import { isPicklist } from '../schema/data-types.ts'
import { dependencyRows, wireOf } from '../schema/dependencies.ts'
import { firstFew } from '../wording.ts'
import type { DiffOptions } from './change.ts'
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
  { changes, options }: Comparison,
): void {
  const parent = layouts.module.fields.find((field) => field.id !== null && field.apiName === before.parent)
  const known = new Set(
    (parent ?? layouts.module.fields.find((field) => field.apiName === before.parent))?.options.map(nameKey),
  )
  const when = facts.when ?? []
  const [was, is] = [rowsOf(before), rowsOf(after)]
  const rows = classRows(after, layouts, options)
  const come = comeInto(was, is, known)
  const gone = goneFrom(was, is, rows)
  if (come.narrowed.length + gone.narrowed.length > 0)
    changes.tell('dependency.narrowed', {
      ...facts,
      before: shortened([...come.narrowed, ...gone.narrowed]),
      after: null,
      when: [...when, !gone.losesOptions && (come.narrowed.length > 0 ? 'listedNow' : 'optionsKept')],
    })
  if (come.widened.length + gone.widened.length > 0)
    changes.tell('dependency.widened', {
      ...facts,
      before: null,
      after: shortened([...come.widened, ...gone.widened]),
      when: [...when, gone.losesValues && 'valuesGone'],
    })
}

type Rows = ReadonlyMap<string, Row>

/** What is listed that was not. */
function comeInto(
  was: Rows,
  is: Rows,
  known: ReadonlySet<string>,
): { readonly narrowed: readonly string[]; readonly widened: readonly string[] } {
  const narrowed: string[] = []
  const widened: string[] = []
  for (const [value, row] of is) {
    const old = was.get(value)
    // A value that was not listed went with every option, unless it is new itself.
    if (old === undefined) (known.has(value) ? narrowed : widened).push(`${row.label} and ${listed(row)}`)
    else {
      const come = [...row.options].filter(([key]) => !old.options.has(key))
      if (come.length > 0) widened.push(`${row.label} and ${labelsOf(come)}`)
    }
  }
  return { narrowed, widened }
}

interface Gone {
  readonly narrowed: readonly string[]
  readonly widened: readonly string[]
  /** Whether the class no longer has options with a value, and whether it no longer has a value. */
  readonly losesOptions: boolean
  readonly losesValues: boolean
}

/** What is no longer listed. */
function goneFrom(was: Rows, is: Rows, rows: ClassRows): Gone {
  const narrowed: string[] = []
  const widened: string[] = []
  let losesOptions = false
  let losesValues = false
  for (const [value, row] of was) {
    const now = is.get(value)
    if (now === undefined) {
      widened.push(`${row.label} and anything`)
      losesValues ||= rows.lacks(row.name)
    } else {
      const gone = [...row.options].filter(([key]) => !now.options.has(key))
      if (gone.length > 0) narrowed.push(`${row.label} and ${labelsOf(gone)}`)
      losesOptions ||= gone.some(([, option]) => rows.lacks(row.name, option))
    }
  }
  return { narrowed, widened, losesOptions, losesValues }
}

interface ClassRows {
  /** Whether it lacks a value, or an option that went with it. */
  lacks(value: OptionName, option?: OptionName): boolean
}

/** What the class of a dependent picklist is made of: the maps of all layouts that have it. */
function classRows(
  { parent, child }: DependencyMetadata,
  { after }: InModule['layouts'],
  { wireValue }: DiffOptions,
): ClassRows {
  const valueIn = (name: string) =>
    wireOf(after.fields.find((field) => field.used && field.apiName === name)?.options ?? [], wireValue)
  const [parentValue, childValue] = [valueIn(parent), valueIn(child)]
  const maps = after.layouts
    .filter(({ active }) => active)
    .flatMap(({ dependencies }) => dependencies)
    .filter((one) => one.parent === parent && one.child === child)
    .map(({ map }) => map)
  const rows = new Map(
    dependencyRows(maps, parentValue, childValue).map((row) => [row.value, new Set(row.options)]),
  )
  return {
    // What is no option of the picklist any more is told as that.
    lacks: (value, option) => {
      const [row, wire] = [parentValue(value), option === undefined ? undefined : childValue(option)]
      if (row === null || wire === null) return false
      return wire === undefined ? !rows.has(row) : rows.get(row)?.has(wire) !== true
    },
  }
}

interface Row {
  readonly name: OptionName
  readonly label: string
  readonly options: Map<string, OptionName>
}

function rowsOf({ map }: DependencyMetadata): Rows {
  const rows = new Map<string, Row>()
  for (const { value, options } of map) {
    const row: Row = rows.get(nameKey(value)) ?? { name: value, label: labelOf(value), options: new Map() }
    for (const option of options) row.options.set(nameKey(option), option)
    rows.set(nameKey(value), row)
  }
  return rows
}

function labelOf({ display, actual }: OptionName): string {
  return JSON.stringify(display ?? actual ?? '')
}

function listed({ options }: Row): string {
  return options.size === 0 ? 'nothing else' : `nothing but ${labelsOf([...options])}`
}

function labelsOf(options: readonly (readonly [key: string, option: OptionName])[]): string {
  return options.map(([, option]) => labelOf(option)).join(', ')
}

/** As many as fit into a sentence. */
const SHOWN = 3

function shortened(texts: readonly string[]): string {
  return firstFew(texts, SHOWN, '; ')
}
