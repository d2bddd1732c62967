import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, headers, operations, parameters, success } from '../sdk.js'

const leads = operations('Leads')
const { CONVERTED, CVID, FIELDS, IDS, PAGE, PAGE_TOKEN, PER_PAGE, SORT_BY, SORT_ORDER } =
  sdk.Record.GetRecordsParam
const { IF_MODIFIED_SINCE } = sdk.Record.GetRecordsHeader

const WANTED = 'Last_Name,Lead_Source,Owner,Modified_Time,No_of_Employees,Annual_Revenue,Preferred_Season'

/** Lists of leads and single ones, in every way that there is. */
export async function run() {
  const pages = await everyPage()
  const sorted = (await list([SORT_BY, 'Modified_Time'], [SORT_ORDER, 'asc'])).getData()
  const latest = (await list([SORT_BY, 'Modified_Time'], [SORT_ORDER, 'desc'])).getData()
  const since = latest[50].getModifiedTime()
  const some = pages[0].getData().slice(0, 3)
  return {
    pages: pages.map((page) => page.getData().map(idOf)),
    infos: pages.map((page) => page.getInfo()),
    firstPage: pages[0].getData(),
    eleventh: await answer(listed([PAGE, 11], [PER_PAGE, 200])),
    sorted: sorted.map(idOf),
    since,
    changed: await changedSince(since),
    unchanged: await changedSince(new Date(Date.now() + 3_600_000)),
    converted: (await list([CONVERTED, 'true'])).getData().map(idOf),
    both: (await list([CONVERTED, 'both'], [SORT_ORDER, 'asc'], [PER_PAGE, 2])).getData().map(idOf),
    view: (await list([CVID, '1000000462946983903'])).getData().map(idOf),
    byIds: (await list([IDS, some.map(idOf).join(',')])).getData().map(idOf),
    one: await answer(leads.getRecord(some[0].getId())),
    slim: await slim(some[0].getId()),
    unknown: await answer(leads.getRecord(1n)),
    related: await related(),
  }
}

const idOf = (record) => String(record.getId())

async function listed(...entries) {
  return leads.getRecords(await parameters([FIELDS, WANTED], ...entries))
}

async function list(...entries) {
  return success(listed(...entries))
}

/** The ten pages that have numbers, and those behind them by their tokens. */
async function everyPage() {
  const pages = []
  for (let page = 1; page <= 10; page += 1) pages.push(await list([PAGE, page], [PER_PAGE, 200]))
  for (let info = pages[9].getInfo(); info.getMoreRecords(); info = pages.at(-1).getInfo()) {
    pages.push(await list([PAGE_TOKEN, info.getNextPageToken()], [PER_PAGE, 200]))
  }
  return pages
}

async function changedSince(time) {
  const query = await parameters([FIELDS, 'Modified_Time'], [PER_PAGE, 200])
  return answer(leads.getRecords(query, await headers([IF_MODIFIED_SINCE, time])))
}

async function slim(id) {
  return answer(leads.getRecord(id, await parameters([sdk.Record.GetRecordParam.FIELDS, 'Company'])))
}

/** The contacts of the account of the first contact that has one. */
async function related() {
  const query = await parameters([FIELDS, 'Account_Name'], [PER_PAGE, 200])
  const contacts = (await success(operations('Contacts').getRecords(query))).getData()
  const account = contacts.map((contact) => contact.getKeyValue('Account_Name')).find((each) => each !== null)
  const { GetRelatedRecordsParam, RelatedRecordsOperations } = sdk.RelatedRecords
  const wanted = await parameters([GetRelatedRecordsParam.FIELDS, 'Last_Name,Account_Name'])
  const list = new RelatedRecordsOperations('Contacts', 'Accounts')
  return {
    account: String(account.getId()),
    ...(await answer(list.getRelatedRecords(account.getId(), wanted))),
  }
}
