import { measured, task } from './measure.js'
import { signIn } from './ours.js'

const door = await signIn(task)
await door.list({ fields: task.fields, limit: 1 }).all()

await measured(async () => {
  let records = 0
  for await (const record of door.list({ fields: task.fields })) if (record.id !== '') records++
  return records
})
