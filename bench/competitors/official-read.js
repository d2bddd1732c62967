import { measured, task } from './measure.js'
import { answer, signIn } from './official.js'

const sdk = await signIn(task)
const operations = new sdk.Record.RecordOperations(task.module)
const { FIELDS, PAGE, PAGE_TOKEN, PER_PAGE } = sdk.Record.GetRecordsParam

async function read(perPage, at) {
  const query = new sdk.ParameterMap()
  for (const [parameter, value] of [[FIELDS, task.fields.join(',')], [PER_PAGE, perPage], at])
    await query.add(parameter, value)
  return answer(operations.getRecords(query))
}

// It reads the metadata of the module, and of those that its lookups lead to, before the first page.
await read(1, [PAGE, 1])

await measured(async () => {
  let records = 0
  let at = [PAGE, 1]
  for (;;) {
    const wrapper = await read(200, at)
    for (const record of wrapper.getData()) if (record.getId() !== null) records++
    const info = wrapper.getInfo()
    if (!info.getMoreRecords()) return records
    at = [PAGE_TOKEN, info.getNextPageToken()]
  }
})
