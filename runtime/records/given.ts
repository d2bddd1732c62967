/** A row as it is when it is given: what is sent is that, whatever becomes of the object while a write waits. */
export function asGiven(row: object): object {
  const { toJSON } = row as { toJSON?: unknown }
  return typeof toJSON === 'function' ? toJSON.call(row) : { ...row }
}
