const decoded = new WeakMap<object, unknown>()

/** What a class makes of the rows of its table, a line of JSON for each; made once. */
export function tableOf<Row, T>(owner: object, decode: (rows: readonly Row[]) => T): Readonly<T> {
  let table = decoded.get(owner) as Readonly<T> | undefined
  if (table === undefined) {
    // Protected: it is of no use to anybody else.
    const lines = (owner as { table(): string }).table().split('\n').filter(Boolean)
    table = Object.freeze(decode(lines.map((line) => JSON.parse(line) as Row)))
    decoded.set(owner, table)
  }
  return table
}
