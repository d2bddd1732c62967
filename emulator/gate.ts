/** A Gate lets as much work be in flight at a time as it has room for. */
export class Gate {
  readonly #room: number
  #inFlight = 0

  constructor(room: number) {
    this.#room = room
  }

  /** Does the work where there is room for it; false where there is none. */
  async pass(work: () => Promise<unknown>): Promise<boolean> {
    if (this.#inFlight >= this.#room) return false
    this.#inFlight += 1
    try {
      await work()
    } finally {
      this.#inFlight -= 1
    }
    return true
  }
}
