import type { Row } from './table.ts'

/** SearchLag says what the search index does not know yet; of both, whichever hides more. */
export interface SearchLag {
  /** How many of a module's latest writes; default 0. */
  readonly writes?: number
  /** The writes of how many milliseconds; default 0. */
  readonly milliseconds?: number
}

interface Change {
  readonly id: string
  /** The record before; undefined where there was none. */
  readonly before: Row | undefined
  readonly at: number
}

/** RecentChanges are the writes to a module that its search index does not know yet. */
export class RecentChanges {
  readonly #writes: number
  readonly #milliseconds: number
  #changes: Change[] = []

  constructor({ writes = 0, milliseconds = 0 }: SearchLag = {}) {
    this.#writes = writes
    this.#milliseconds = milliseconds
  }

  note(id: string, before: Row | undefined): void {
    if (this.#writes === 0 && this.#milliseconds === 0) return
    this.#changes.push({ id, before, at: Date.now() })
    this.#forgetKnown()
  }

  /** The records that changed since the index has looked, as it still knows them. */
  unknown(): ReadonlyMap<string, Row | undefined> {
    this.#forgetKnown()
    const asKnown = new Map<string, Row | undefined>()
    for (const { id, before } of this.#changes) if (!asKnown.has(id)) asKnown.set(id, before)
    return asKnown
  }

  /** The index knows everything. */
  clear(): void {
    this.#changes = []
  }

  #forgetKnown(): void {
    const excess = this.#changes.length - this.#writes
    const since = Date.now() - this.#milliseconds
    const isKnown = (change: Change | undefined, index: number): boolean =>
      change !== undefined && index < excess && change.at <= since
    let known = 0
    while (isKnown(this.#changes[known], known)) known += 1
    if (known > 0) this.#changes = this.#changes.slice(known)
  }
}
