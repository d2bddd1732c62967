import { signIn } from './hand.js'
import { measured, task } from './measure.js'
import { batchesOf, plainRow, rowsOf } from './rows.js'

const call = await signIn(task)
const write = (data) => call(`/${task.module}`, { method: 'POST', body: JSON.stringify({ data }) })
await write([plainRow(task.row, 'First')])

await measured(async () => {
  let records = 0
  for await (const batch of batchesOf(rowsOf(task, plainRow), 100)) {
    const { data } = await write(batch)
    for (const { status } of data) if (status === 'success') records++
  }
  return records
})
