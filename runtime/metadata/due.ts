import { DAY, isYoung } from './age.ts'
import type { ModuleEntry } from './normalize.ts'
import { PART_KINDS, type PartKind } from './parts.ts'
import type { ModuleState } from './resource-cache.ts'

/** What decides which parts are read again. */
export interface DuePolicy {
  readonly now: number
  /** Everything is due. */
  readonly force: boolean
  /** Whether an unmoved `modified_time` is believed to mean that no field changed. */
  readonly trustModifiedTime: boolean
  /** Whether a module is in use, so that its fields are read again each time. */
  readonly isInUse: (module: string) => boolean
  /** Whether a module has other parts than fields, as far as is known. */
  readonly isDescribed: (module: string) => boolean
  /** The parts that are wanted. */
  readonly parts: readonly PartKind[]
}

/** A part that is to be read. */
export interface Due {
  readonly entry: ModuleEntry
  readonly kind: PartKind
  /** Whether there is an older one, so that it could wait. */
  readonly canWait: boolean
  /** Whether it is known that the older one is not true any more. */
  readonly hasMoved: boolean
  /** Calls that it takes, if it takes as many as the last time. */
  readonly calls: number
  /** The less, the sooner; of two, the one that was read longer ago. */
  readonly rank: number
  readonly readAt: number
}

/** The parts that are due, the most pressing first: what was never read, what moved, what is in use, what is oldest. */
export function dueParts(
  entries: readonly ModuleEntry[],
  states: ReadonlyMap<string, ModuleState>,
  policy: DuePolicy,
): readonly Due[] {
  const due = entries
    .filter((entry) => entry.supported)
    .flatMap((entry) => {
      const state = states.get(entry.apiName)
      return kindsOf(entry, state, policy).flatMap((kind) => {
        const rank = rankOf(entry, kind, state, policy)
        if (rank === null) return []
        const [readAt, calls] = [state?.readAt[kind] ?? 0, Math.max(1, state?.calls?.[kind] ?? 1)]
        return [{ entry, kind, canWait: rank !== NEVER_READ, hasMoved: rank === MOVED, calls, rank, readAt }]
      })
    })
  return due.sort((a, b) => a.rank - b.rank || a.readAt - b.readAt)
}

/** The parts of a module that are wanted. Where the API does not describe it, there are none beside its fields. */
function kindsOf(
  { apiName }: ModuleEntry,
  state: ModuleState | undefined,
  { parts, isDescribed }: DuePolicy,
): readonly PartKind[] {
  const hasOthers = state?.readAt.fields === undefined || isDescribed(apiName)
  return PART_KINDS.filter((kind) => parts.includes(kind) && (hasOthers || kind === 'fields'))
}

const NEVER_READ = 0
const MOVED = 1
const IN_USE = 2
const OLD = 3

function rankOf(
  entry: ModuleEntry,
  kind: PartKind,
  state: ModuleState | undefined,
  { now, force, trustModifiedTime, isInUse }: DuePolicy,
): number | null {
  const readAt = state?.readAt[kind]
  if (state === undefined || readAt === undefined) return NEVER_READ
  if (force || !isSameTime(state.entry.modifiedTime, entry.modifiedTime)) return MOVED
  if (kind === 'fields' && !trustModifiedTime && isInUse(entry.apiName)) return IN_USE
  // What is not in use, and what is not fields, is read again once a day.
  return isYoung(readAt, DAY, now) ? null : OLD
}

/** Whether two times are the same moment: users see it in time zones of their own. */
function isSameTime(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && Date.parse(one) === Date.parse(other))
}
