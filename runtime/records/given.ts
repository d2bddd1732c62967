/** A row as it was when it was given: what is sent is that, whatever becomes of it while the write waits. */
export interface Given {
  /** The row as JSON; absent where it has none. */
  readonly json?: string | undefined
  /** Why it has none. */
  readonly error?: unknown
  /**
   * What the JSON was made of, in its order, four for each value: what the value stands in, its key there, the value,
   * and of a `null` what gave it.
   */
  readonly parts: readonly unknown[]
}

/** Notes a row as it is now. What is wrong with it is found later: code to say so is not loaded yet. */
export function asGiven(row: unknown): Given {
  const parts: unknown[] = []
  try {
    const json = JSON.stringify(row, function (this: Readonly<Record<string, unknown>>, key, value) {
      parts.push(this, key, value, value === null && this[key])
      return value
    })
    return { json, parts }
  } catch (error) {
    return { error, parts }
  }
}
