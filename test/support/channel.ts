/** Values in the order in which they came, for who waits for one of them. */
export class Channel<T> {
  readonly #values: T[] = []
  #wake: () => void = () => {}
  #count = 0

  /** How many values came in all. */
  get count(): number {
    return this.#count
  }

  push(value: T): void {
    this.#count++
    this.#values.push(value)
    this.#wake()
  }

  /** The next value that is as wanted; those before it are passed over. */
  async until(isWanted: (value: T) => boolean): Promise<T> {
    for (;;) {
      const value = this.#values.shift()
      if (value !== undefined) {
        if (isWanted(value)) return value
      } else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
