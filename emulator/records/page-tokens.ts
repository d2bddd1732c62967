import { randomBytes } from 'node:crypto'

const LIFETIME = 24 * 60 * 60 * 1000

/** A Cursor is where the next page of a list begins. */
export interface Cursor {
  /** The parameters of the list: a token is good for these only. */
  readonly bound: string
  /** The sort key of the last row before; undefined for the beginning. */
  readonly after: string | undefined
  /** How many rows came before. */
  readonly seen: number
  readonly page: number
  /** The token of the page before. */
  readonly previous: string | null
  readonly expires: number
}

/** A PageToken is what a client gets of a cursor. */
export interface PageToken {
  readonly token: string
  readonly expires: number
}

/** PageTokens are the cursors of the lists that were begun, by token. */
export class PageTokens {
  readonly #cursors: Map<string, Cursor> = new Map()

  give(cursor: Omit<Cursor, 'expires'>): PageToken {
    this.#forgetExpired()
    const token = randomBytes(32).toString('hex')
    const expires = Date.now() + LIFETIME
    this.#cursors.set(token, { ...cursor, expires })
    return { token, expires }
  }

  /** The cursor of a token; undefined where it is unknown or older than a day. */
  find(token: string): Cursor | undefined {
    const cursor = this.#cursors.get(token)
    return cursor && cursor.expires > Date.now() ? cursor : undefined
  }

  clear(): void {
    this.#cursors.clear()
  }

  /** Tokens are given in the order in which they expire. */
  #forgetExpired(): void {
    for (const [token, cursor] of this.#cursors) {
      if (cursor.expires > Date.now()) return
      this.#cursors.delete(token)
    }
  }
}
