import type { SecretBook, SecretKind } from './secrets.ts'

/** A Call is one request that the emulator has seen. No secret is in it, only which ones there were. */
export interface Call {
  readonly method: string
  /** Path with query, as it was sent; `(secret)` stands for each secret. */
  readonly path: string
  /** The Host header: for which server the client took the emulator. */
  readonly host: string
  /** HTTP status of the answer; 0 where the connection was dropped instead, or while there is none yet. */
  readonly status: number
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number
  /** How long it took, in milliseconds. */
  readonly time: number
  /** How many records it sent to be written; 0 where it is no such call, or was refused unread. */
  readonly rows: number
  /** Request headers, without authorization and cookies; `(secret)` stands for each secret. */
  readonly headers: Readonly<Record<string, string>>
  /** The kinds of secrets of this emulator that URL, headers and (below `/oauth/`) the body carried, sorted. */
  readonly secrets: readonly SecretKind[]
}

/** A PendingCall is a call that has arrived, to be completed. */
export interface PendingCall {
  /** Notes the secrets in the body. */
  body(text: string): void
  /** Notes the number of records that it sends. */
  rows(count: number): void
  /** Notes the status of the answer, and the time that it took. */
  done(status: number): void
}

const KEPT = 100_000
const LEFT_OUT: readonly string[] = ['authorization', 'cookie']

/** A CallLog keeps the latest calls, in order of arrival. */
export class CallLog {
  readonly #secretBook: SecretBook
  #calls: Call[] = []

  constructor(secretBook: SecretBook) {
    this.#secretBook = secretBook
  }

  /** Notes a call that has arrived. */
  begin(method: string, url: string, sent: Headers): PendingCall {
    const started = performance.now()
    const kinds = new Set<SecretKind>()
    const censored = (text: string): string => {
      const found = this.#secretBook.censor(text)
      for (const kind of found.kinds) kinds.add(kind)
      return found.text
    }
    const path = censored(url)
    const all = [...sent].map(([name, value]) => [name, censored(value)] as const)
    const headers = Object.fromEntries(all.filter(([name]) => !LEFT_OUT.includes(name)))
    const host = headers['host'] ?? ''
    const secrets = [...kinds].sort()
    const call = { method, path, host, status: 0, at: Date.now(), time: 0, rows: 0, headers, secrets }
    this.#calls.push(call)
    if (this.#calls.length > KEPT) this.#calls.splice(0, KEPT / 10)
    return {
      body: (text) => {
        censored(text)
        call.secrets = [...kinds].sort()
      },
      rows: (count) => {
        call.rows = count
      },
      done: (status) => {
        call.status = status
        call.time = Math.round((performance.now() - started) * 100) / 100
      },
    }
  }

  list(): readonly Call[] {
    return [...this.#calls]
  }

  clear(): void {
    this.#calls = []
  }
}
