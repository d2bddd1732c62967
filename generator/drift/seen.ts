import type { Metadata, ModuleMetadata } from '@zcrm/runtime/metadata'
import { isPicklist } from '../schema/data-types.ts'
import { layoutDemands } from '../schema/layouts.ts'
import type { Comparison } from './diff.ts'
import type { Modules } from './fields.ts'
import type { Condition } from './rules/rule.ts'
import type { Side } from './side.ts'

/** The parts of a module that may not have been seen, as `notSeen` names them. */
export type SeenPart = 'layouts' | 'related lists' | 'custom views' | 'picklist dependencies' | 'pipelines'

/** What was seen on both sides: only what was can have come or gone. */
export class Seen {
  readonly #missing: ReadonlySet<string>

  constructor(before: Metadata, after: Metadata) {
    this.#missing = new Set([...before.notSeen, ...after.notSeen].map(({ part }) => part))
  }

  /** Whether a part of a module was seen. */
  has(part: SeenPart, modules: readonly string[]): boolean {
    return !this.#missing.has(part) && !modules.some((module) => this.#missing.has(`${part} of ${module}`))
  }

  get globalPicklists(): boolean {
    return !this.#missing.has('global picklists')
  }
}

/** Tells what is seen otherwise: by another profile, or of which parts something is hidden. */
export function diffSeen(modules: readonly Modules[], { before, after, changes, options }: Comparison): void {
  const [{ metadata: was }, { metadata: is }] = [before, after]
  if (was.profile !== is.profile) {
    changes.tell('profile.changed', {
      place: 'the organisation',
      before: was.profile,
      after: is.profile,
    })
  }
  const [old, fresh] = [reasonsOf(was), reasonsOf(is)]
  const generated = modules.filter(
    (pair) => before.isGenerated(pair.before.apiName) && after.isGenerated(pair.after.apiName),
  )
  const conditionsOf = (part: string, conditions: readonly PartCondition[]) =>
    conditions
      .filter(({ parts, holds }) =>
        generated.some(
          (pair) =>
            parts.some((name) => [name, `${name} of ${pair.before.apiName}`].includes(part)) &&
            holds(pair, { before, after, options }),
        ),
      )
      .map(({ when }) => when)
  for (const [part, reason] of fresh) {
    const known = old.get(part)
    if (known === reason) continue
    const told = { place: part, item: part, before: known ?? null, after: reason }
    if (known !== undefined) changes.tell('part.reason', told)
    else changes.tell('part.unseen', { ...told, when: conditionsOf(part, UNSEEN) })
  }
  for (const [part, reason] of old) {
    if (!fresh.has(part))
      changes.tell('part.seen', { place: part, item: part, before: reason, when: conditionsOf(part, SEEN) })
  }
}

/** Whether what is generated of a module changes with a part of it. */
interface PartCondition {
  readonly when: Condition
  readonly parts: readonly SeenPart[]
  readonly holds: (pair: Modules, sides: Pick<Comparison, 'before' | 'after' | 'options'>) => boolean
}

const UNSEEN: readonly PartCondition[] = [
  {
    when: 'dependenciesUnseen',
    parts: ['layouts', 'picklist dependencies', 'pipelines'],
    holds: (pair, sides) => {
      const kept = dependenciesOf(pair.after, sides.after)
      return [...dependenciesOf(pair.before, sides.before)].some((key) => !kept.has(key))
    },
  },
  {
    when: 'listsUnseen',
    parts: ['related lists'],
    holds: (pair, sides) =>
      pair.before.relatedLists.some(
        ({ apiName, module }) =>
          sides.before.isGenerated(module) &&
          !pair.after.relatedLists.some((list) => list.apiName === apiName),
      ),
  },
  {
    when: 'layoutTypesUnseen',
    parts: ['layouts'],
    holds: (pair, { options }) =>
      options.required === 'layout' && layoutDemands(pair.before).layouts.length > 0,
  },
]

const SEEN: readonly PartCondition[] = [
  {
    when: 'layoutsDemand',
    parts: ['layouts'],
    holds: (pair, { options }) =>
      options.required === 'layout' && layoutDemands(pair.after).everywhere.size > 0,
  },
]

/** The dependent picklists that have classes. */
function dependenciesOf(module: ModuleMetadata, side: Side): ReadonlySet<string> {
  const picklists = new Set(
    module.fields
      .filter((field) => isPicklist(field) && side.hasField(module, field))
      .map(({ apiName }) => apiName),
  )
  const all = module.layouts.filter(({ active }) => active).flatMap(({ dependencies }) => dependencies)
  return new Set(
    all
      .filter(({ parent, child }) => picklists.has(parent) && picklists.has(child))
      .map(({ parent, child }) => JSON.stringify([parent, child])),
  )
}

function reasonsOf({ notSeen }: Metadata): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  for (const { part, reason } of notSeen) {
    const known = reasons.get(part)
    reasons.set(part, known === undefined ? reason : [known, reason].sort().join('; '))
  }
  return reasons
}
