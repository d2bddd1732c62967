import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, operations, parameters } from '../sdk.js'

/** The whole of the latest record of each module that was asked for. */
export async function run(modules) {
  const got = {}
  for (const module of modules) got[module] = await latest(operations(module))
  return got
}

async function latest(module) {
  const { FIELDS, PER_PAGE } = sdk.Record.GetRecordsParam
  const { object } = await answer(module.getRecords(await parameters([FIELDS, 'id'], [PER_PAGE, 1])))
  return answer(module.getRecord(object.getData()[0].getId()))
}
