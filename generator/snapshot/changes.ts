import type { FieldMetadata, Metadata, ModuleMetadata } from '@zcrm/runtime/metadata'
import type { PulledSnapshot } from './pulled.ts'
import { readSnapshot } from './read.ts'

/** How many fields or options came, went or are something else now. */
export interface Counts {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** How a module differs between two snapshots. */
export interface ModuleChange {
  readonly module: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly fields: Counts
  readonly options: Counts
  /** Whether anything beside the fields differs: layouts, related lists, custom views, the module's label. */
  readonly rest: boolean
}

/** How two snapshots differ, in numbers; what it means for code is told by a comparison that knows of renames. */
export interface SnapshotChanges {
  /** Those that differ, by name. */
  readonly modules: readonly ModuleChange[]
  /** Options of picklists that modules share. */
  readonly globalOptions: Counts
}

const NONE: Counts = { added: 0, removed: 0, changed: 0 }

/** What a pull changes; `null` where nothing, or where there was no snapshot that can be read. */
export function pulledChanges({ before, text }: PulledSnapshot): SnapshotChanges | null {
  // Both are read from their texts: then the same code has put both together, keys in one order.
  return before === null ? null : snapshotChanges(before, readSnapshot('the new snapshot', text))
}

/** How a snapshot differs from the one before it. */
export function snapshotChanges(before: Metadata, after: Metadata): SnapshotChanges {
  const [old, now] = [byName(before.modules), byName(after.modules)]
  const names = [...new Set([...old.keys(), ...now.keys()])].sort()
  return {
    modules: names.flatMap((name) => moduleChange(name, old.get(name), now.get(name)) ?? []),
    globalOptions: optionCounts(before.globalPicklists, after.globalPicklists),
  }
}

function moduleChange(
  module: string,
  before: ModuleMetadata | undefined,
  after: ModuleMetadata | undefined,
): ModuleChange | null {
  if (before === undefined || after === undefined) {
    const kind = before === undefined ? 'added' : 'removed'
    return { module, kind, fields: NONE, options: NONE, rest: false }
  }
  if (isSame(before, after)) return null
  const { fields: oldFields, ...oldRest } = before
  const { fields: newFields, ...newRest } = after
  return {
    module,
    kind: 'changed',
    fields: counts(byName(oldFields.map(withoutOptions)), byName(newFields.map(withoutOptions))),
    options: optionCounts(oldFields, newFields),
    rest: !isSame(oldRest, newRest),
  }
}

function withoutOptions({ options: _, ...field }: FieldMetadata): Omit<FieldMetadata, 'options'> {
  return field
}

/** Options are told apart by what is sent for them; those of fields that came or went are told with the field. */
function optionCounts(
  before: readonly Pick<FieldMetadata, 'apiName' | 'options'>[],
  after: readonly Pick<FieldMetadata, 'apiName' | 'options'>[],
): Counts {
  const old = byName(before)
  return after.reduce((sum, { apiName, options }) => {
    const was = old.get(apiName)
    return was === undefined ? sum : add(sum, counts(byValue(was.options), byValue(options)))
  }, NONE)
}

function byValue(options: FieldMetadata['options']): ReadonlyMap<unknown, unknown> {
  return new Map(options.map((option) => [option.actual ?? option.display, option]))
}

function byName<T extends { readonly apiName: string }>(values: readonly T[]): ReadonlyMap<string, T> {
  return new Map(values.map((value) => [value.apiName, value]))
}

function counts<K>(before: ReadonlyMap<K, unknown>, after: ReadonlyMap<K, unknown>): Counts {
  const [old, now] = [[...before], [...after]]
  return {
    added: now.filter(([key]) => !before.has(key)).length,
    removed: old.filter(([key]) => !after.has(key)).length,
    changed: old.filter(([key, value]) => after.has(key) && !isSame(value, after.get(key))).length,
  }
}

function add(a: Counts, b: Counts): Counts {
  return { added: a.added + b.added, removed: a.removed + b.removed, changed: a.changed + b.changed }
}

/** Metadata is plain, and both sides were put together by the same code: keys are in one order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
