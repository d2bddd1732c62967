import { randomBytes } from 'node:crypto'

const LIFETIME = 10 * 60 * 1000

interface Kept<Value> {
  readonly value: Value
  readonly expires: number
}

/** Tickets stand for what is kept here between a page and its form: one is good once, for ten minutes. */
export class Tickets<Value> {
  readonly #kept: Map<string, Kept<Value>> = new Map()

  give(value: Value): string {
    this.#forgetExpired()
    const ticket = randomBytes(24).toString('base64url')
    this.#kept.set(ticket, { value, expires: Date.now() + LIFETIME })
    return ticket
  }

  /** What a ticket stands for; undefined where it is unknown, used or too old. */
  take(ticket: string): Value | undefined {
    const kept = this.#kept.get(ticket)
    this.#kept.delete(ticket)
    return kept && kept.expires > Date.now() ? kept.value : undefined
  }

  clear(): void {
    this.#kept.clear()
  }

  /** Tickets are given in the order in which they expire. */
  #forgetExpired(): void {
    for (const [ticket, { expires }] of this.#kept) {
      if (expires > Date.now()) return
      this.#kept.delete(ticket)
    }
  }
}
