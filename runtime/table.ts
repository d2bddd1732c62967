/** The rows of a text that has a line of JSON for each. */
export function rowsIn<Row>(text: string): readonly Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

const decoded = new WeakMap<object, unknown>()

/** What a class makes of the rows of its table, made once. */
export function tableOf<Row, T>(
  owner: object,
  text: () => string,
  decode: (rows: readonly Row[]) => T,
): Readonly<T> {
  let table = decoded.get(owner) as Readonly<T> | undefined
  if (table === undefined) {
    table = Object.freeze(decode(rowsIn(text())))
    decoded.set(owner, table)
  }
  return table
}
