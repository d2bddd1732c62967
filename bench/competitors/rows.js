/** Rows to write, each made when it is read. */
export async function* rowsOf({ rows, row }, make) {
  for (let index = 0; index < rows; index++) yield make(row, `Row ${index}`)
}

/** A row as JSON has it. */
export function plainRow(row, name) {
  const made = { Name: name }
  for (const [field, , value] of row) made[field] = value
  return made
}

/** The items of a source, so many at a time. */
export async function* batchesOf(source, size) {
  let batch = []
  for await (const item of source) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
