/** A Call is one request that the emulator has seen. */
export interface Call {
  readonly method: string
  /** Path with query, as it was sent. */
  readonly path: string
  /** HTTP status of the answer; 0 where the connection was dropped instead, or while there is none yet. */
  readonly status: number
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number
  /** How long it took, in milliseconds. */
  readonly time: number
  /** Request headers, without the authorization. */
  readonly headers: Readonly<Record<string, string>>
}

const KEPT = 100_000

/** A CallLog keeps the latest calls, in order of arrival. */
export class CallLog {
  #calls: Call[] = []

  /** Notes a call that has arrived; the returned function completes it with the status of its answer. */
  begin(method: string, path: string, headers: Headers): (status: number) => void {
    const started = performance.now()
    const { authorization: _, ...kept } = Object.fromEntries(headers)
    const call = { method, path, status: 0, at: Date.now(), time: 0, headers: kept }
    this.#calls.push(call)
    if (this.#calls.length > KEPT) this.#calls.splice(0, KEPT / 10)
    return (status) => {
      call.status = status
      call.time = Math.round((performance.now() - started) * 100) / 100
    }
  }

  list(): readonly Call[] {
    return [...this.#calls]
  }

  clear(): void {
    this.#calls = []
  }
}
