import { measured, task } from './measure.js'
import { answer, signIn } from './official.js'
import { batchesOf, rowsOf } from './rows.js'

const sdk = await signIn(task)
const operations = new sdk.Record.RecordOperations(task.module)

function sdkRow(row, name) {
  const record = new sdk.Record.Record()
  record.addKeyValue('Name', name)
  for (const [field, kind, value] of row)
    record.addKeyValue(field, kind === 'picklist' ? new sdk.Choice(value) : value)
  return record
}

async function write(records) {
  const body = new sdk.Record.BodyWrapper()
  body.setData(records)
  return (await answer(operations.createRecords(body))).getData()
}

// It reads the metadata of the module, and of those that its lookups lead to, before the first write.
await write([sdkRow(task.row, 'First')])

await measured(async () => {
  let records = 0
  for await (const batch of batchesOf(rowsOf(task, sdkRow), 100))
    for (const row of await write(batch)) if (row.getStatus().getValue() === 'success') records++
  return records
})
