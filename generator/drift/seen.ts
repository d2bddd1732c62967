import type { Metadata } from '@zcrm/runtime/metadata'
import type { Changes } from './changes.ts'

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
export function diffSeen(before: Metadata, after: Metadata, changes: Changes): void {
  if (before.profile !== after.profile) {
    changes.tell('profile.changed', {
      place: 'the organisation',
      before: before.profile,
      after: after.profile,
    })
  }
  const [old, fresh] = [reasonsOf(before), reasonsOf(after)]
  for (const [part, reason] of fresh) {
    const was = old.get(part)
    if (was === reason) continue
    const kind = was === undefined ? 'part.unseen' : 'part.reason'
    changes.tell(kind, { place: part, item: part, before: was ?? null, after: reason })
  }
  for (const [part, reason] of old) {
    if (!fresh.has(part)) changes.tell('part.seen', { place: part, item: part, before: reason })
  }
}

function reasonsOf({ notSeen }: Metadata): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  for (const { part, reason } of notSeen) {
    const known = reasons.get(part)
    reasons.set(part, known === undefined ? reason : [known, reason].sort().join('; '))
  }
  return reasons
}
