import { signIn } from './hand.js'
import { measured, task } from './measure.js'

const call = await signIn(task)
const fields = encodeURIComponent(task.fields.join(','))
await call(`/${task.module}?fields=${fields}&per_page=1&page=1`)

await measured(async () => {
  let records = 0
  let at = 'page=1'
  for (;;) {
    const { data, info } = await call(`/${task.module}?fields=${fields}&per_page=200&${at}`)
    for (const record of data) if (record.id !== '') records++
    if (!info.more_records) return records
    at = `page_token=${info.next_page_token}`
  }
})
