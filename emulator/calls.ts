import type { Json } from './json.ts'
import type { SecretBook, SecretKind } from './secrets.ts'

/** A Call is one request that the emulator has seen. No secret is in it, only which ones there were. */
export interface Call {
  readonly method: string
  /** Path with query, as it was sent; `(secret)` stands for each secret. */
  readonly path: string
  /** The path alone, and of the API's what is below `/crm/v8`: `/Leads`. */
  readonly endpoint: string
  /** The query parameters; `(secret)` stands for each secret. */
  readonly query: Readonly<Record<string, string>>
  /** The JSON that a call of the API sent; undefined where there was none, and of all but the latest 1,000 that sent any. */
  readonly body?: Json
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

/** A CallFilter says which calls are meant: those that are like everything in it. */
export interface CallFilter {
  /** HTTP method, in capitals. */
  readonly method?: string
  /** The endpoint, whole or by a pattern: `/Leads`, or `/^\/Leads\/\d+$/`. */
  readonly endpoint?: string | RegExp
  /** HTTP status of the answer. */
  readonly status?: number
}

/** A PendingCall is a call that has arrived, to be completed. */
export interface PendingCall {
  /** Notes the secrets in the body. */
  secrets(text: string): void
  /** Notes the JSON that was sent. */
  body(body: Json): void
  /** Notes the number of records that it sends. */
  rows(count: number): void
  /** Notes the status of the answer, and the time that it took. */
  done(status: number): void
}

const KEPT = 100_000
const KEPT_BODIES = 1000
const API = /^\/crm\/v[\d.]+(?=\/)/
const LEFT_OUT: readonly string[] = ['authorization', 'cookie']

/** A CallLog keeps the latest calls, in order of arrival. */
export class CallLog {
  readonly #secretBook: SecretBook
  #calls: Call[] = []
  /** The calls whose bodies are kept, in order of arrival. */
  #withBodies: { body?: Json }[] = []

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
    const [place = '', parameters] = path.split('?', 2)
    const asked = {
      endpoint: place.replace(API, ''),
      query: Object.fromEntries(new URLSearchParams(parameters)),
    }
    const met = { status: 0, at: Date.now(), time: 0, rows: 0, headers, secrets }
    const call: Mutable<Call> = { method, path, ...asked, host, ...met }
    this.#calls.push(call)
    if (this.#calls.length > KEPT) this.#calls.splice(0, KEPT / 10)
    return {
      secrets: (text) => {
        censored(text)
        call.secrets = [...kinds].sort()
      },
      body: (body) => {
        call.body = body
        this.#withBodies.push(call)
        if (this.#withBodies.length > KEPT_BODIES) delete this.#withBodies.shift()?.body
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

  list({ method, endpoint, status }: CallFilter = {}): readonly Call[] {
    const isAsked = (call: Call): boolean =>
      endpoint === undefined ||
      (typeof endpoint === 'string' ? call.endpoint === endpoint : call.endpoint.search(endpoint) >= 0)
    return this.#calls.filter(
      (call) =>
        (method === undefined || call.method === method) &&
        (status === undefined || call.status === status) &&
        isAsked(call),
    )
  }

  clear(): void {
    this.#calls = []
    this.#withBodies = []
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
