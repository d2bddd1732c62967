import { measured, task } from './measure.js'
import { signIn } from './ours.js'
import { plainRow, rowsOf } from './rows.js'

const door = await signIn(task)
await door.createMany([plainRow(task.row, 'First')])

await measured(async () => {
  let records = 0
  for await (const { ok } of door.createMany(rowsOf(task, plainRow))) if (ok) records++
  return records
})
