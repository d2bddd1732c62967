import type { OptionMetadata } from '@zcrm/runtime/metadata'
import { isNone, wireValue } from '../schema/picklists.ts'
import { type Facts, quoted } from './changes.ts'
import type { Comparison } from './diff.ts'
import { bothOf, isReplaced, type Pair, pairsOf } from './match.ts'
import { OPTION_NAMES } from './references.ts'
import type { OptionKind } from './rules/options.ts'
import type { Condition } from './rules/rule.ts'
import type { PicklistClass } from './side.ts'

/** What options belong to: a field or a global picklist, with its class on both sides. */
export interface Owner {
  readonly facts: Facts
  readonly before: PicklistClass | null
  readonly after: PicklistClass | null
  readonly isGlobal: boolean
}

/** Tells what has changed of the options of a picklist. */
export function diffOptions(
  before: readonly OptionMetadata[],
  after: readonly OptionMetadata[],
  owner: Owner,
  comparison: Comparison,
): void {
  const { matchBy } = comparison.options
  const pairs = pairsOf(before, after, { matchBy, names: OPTION_NAMES })
  const teller = new OptionTeller(owner, comparison)
  for (const pair of pairs) teller.pair(pair)
  if (isReordered(pairs, after)) teller.order()
}

class OptionTeller {
  readonly #owner: Owner
  readonly #comparison: Comparison

  constructor(owner: Owner, comparison: Comparison) {
    this.#owner = owner
    this.#comparison = comparison
  }

  pair({ before, after }: Pair<OptionMetadata>): void {
    if (before === null) this.#new('option.added', after)
    else if (after === null) this.#gone('option.removed', before)
    else this.#both(before, after)
  }

  order(): void {
    this.#tell('picklist.order', null, {})
  }

  #new(kind: 'option.added' | 'option.used', option: OptionMetadata): void {
    const value = this.#wire(option)
    const { openPicklists } = this.#comparison.options
    this.#tell(kind, option, { after: value }, [
      !isLive(option, value) && 'idle',
      this.#owner.before?.constants.has(value) === true && 'valueKept',
      openPicklists === 'never' && 'closed',
    ])
  }

  #gone(kind: 'option.removed' | 'option.unused', option: OptionMetadata): void {
    const value = this.#wire(option)
    this.#tell(kind, option, { before: value }, [
      !isLive(option, value) && 'idle',
      this.#owner.after?.constants.has(value) === true && 'valueKept',
      this.#comparison.options.openPicklists === 'always' && 'open',
    ])
  }

  #both(before: OptionMetadata, after: OptionMetadata): void {
    if (before.used !== after.used) {
      if (after.used) this.#new('option.used', after)
      else this.#gone('option.unused', before)
    }
    if (isReplaced(this.#comparison.options, before, after))
      this.#tell('option.replaced', before, { before: before.id, after: after.id })
    this.#strings(before, after)
    if (before.color !== after.color)
      this.#tell('option.color', before, { before: before.color, after: after.color })
  }

  #strings(before: OptionMetadata, after: OptionMetadata): void {
    const [was, is] = [this.#wire(before), this.#wire(after)]
    if (was === is) this.#constant(before, was)
    else this.#value(before, after)
    const strings = [
      ['option.label', 'display'],
      ['option.actual', 'actual'],
      ['option.reference', 'reference'],
    ] as const
    for (const [kind, name] of strings) {
      const [one, other] = [before[name], after[name]]
      // The strings of an option mostly are one, and are then changed together.
      const isTold = was !== is && (one ?? was) === was && (other ?? is) === is
      if (one !== other && !isTold) this.#tell(kind, before, { before: one, after: other })
    }
  }

  #value(before: OptionMetadata, after: OptionMetadata): void {
    const [was, is] = [this.#wire(before), this.#wire(after)]
    const { before: old, after: fresh } = this.#owner
    const isSame = old?.constants.get(was) === fresh?.constants.get(is)
    const { openPicklists } = this.#comparison.options
    const conditions: readonly (Condition | false)[] = [
      !(isLive(before, was) && isLive(after, is)) && 'idle',
      fresh?.constants.has(was) === true && 'valueKept',
      isSame && 'sameConstant',
      isSame && openPicklists === 'never' && 'sameConstantClosed',
      isSame && openPicklists === 'always' && 'sameConstantOpen',
      openPicklists === 'always' && 'open',
    ]
    this.#tell('option.value', before, { before: was, after: is }, conditions, is)
  }

  /** A constant is renamed without a change of its option where another one comes or goes of the same name. */
  #constant(option: OptionMetadata, value: string): void {
    const [was, is] = [this.#owner.before?.constants.get(value), this.#owner.after?.constants.get(value)]
    if (was === undefined || is === undefined || was === is) return
    this.#tell('option.constant', option, { before: was, after: is })
  }

  #wire(option: OptionMetadata): string {
    return wireValue(option, this.#comparison.options.wireValue)
  }

  #tell(
    kind: OptionKind,
    option: OptionMetadata | null,
    change: Pick<Facts, 'before' | 'after'>,
    when: readonly (Condition | false)[] = [],
    newValue = '',
  ): void {
    const { facts, before, after, isGlobal } = this.#owner
    const { toldOfGlobals, changes } = this.#comparison
    const { id = null } = option ?? {}
    const signature = JSON.stringify([kind, id, change.before, change.after])
    if (isGlobal) toldOfGlobals.add(signature)
    else if (toldOfGlobals.has(signature)) return
    const value = option === null ? '' : this.#wire(option)
    const names = {
      ...facts.names,
      value: quoted(value),
      picklist: (before ?? after)?.name ?? '',
      constant: before?.constants.get(value) ?? after?.constants.get(value) ?? '',
      newConstant: after?.constants.get(newValue) ?? '',
    }
    const item = option === null ? null : value
    changes.tell(kind, {
      ...facts,
      id: option === null ? (facts.id ?? null) : id,
      item,
      ...change,
      names,
      when,
    })
  }
}

/** Whether an option has a constant. */
function isLive({ used }: OptionMetadata, value: string): boolean {
  return used && !isNone(value)
}

/** Whether options that are on both sides stand in another order, or in the same with other numbers. */
function isReordered(pairs: readonly Pair<OptionMetadata>[], after: readonly OptionMetadata[]): boolean {
  const both = bothOf(pairs)
  const places = new Map(after.map((option, place) => [option, place]))
  const moved = both.map((pair) => places.get(pair.after) ?? 0)
  if (moved.some((place, index) => index > 0 && place < (moved[index - 1] ?? 0))) return true
  // Where options come or go, the numbers of those behind them follow.
  return both.length === pairs.length && both.some((pair) => pair.before.order !== pair.after.order)
}
