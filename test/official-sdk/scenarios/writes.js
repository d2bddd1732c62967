import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, body, headers, operations, parameters, record, success } from '../sdk.js'

const leads = operations('Leads')
const contacts = operations('Contacts')

/** Creates, changes, upserts and deletes records, in every way that there is. */
export async function run() {
  const created = await answer(leads.createRecords(body(Array.from({ length: 100 }, (_, n) => lead(n)))))
  const ids = created.object.getData().map((row) => BigInt(row.getDetails().get('id')))
  return {
    created,
    ...(await typed()),
    updated: await answer(leads.updateRecord(ids[0], body([record({ City: 'Paris', Company: 'Other' })]))),
    cleared: await answer(leads.updateRecord(ids[1], body([record({ City: null })], quietly))),
    updatedMany: await answer(leads.updateRecords(body(ids.slice(2, 5).map(moved)))),
    appended: await append(ids[0]),
    unmodified: await unmodifiedSince(ids[5], new Date(Date.now() + 3_600_000)),
    modified: await unmodifiedSince(ids[6], new Date(0)),
    upserted: await upsert(),
    deleted: await answer(leads.deleteRecord(ids[98])),
    deletedMany: await deleteMany([ids[97], ids[99], 1n]),
    bin: await deleted(),
    laterBin: await deleted(new Date(Date.now() + 3_600_000)),
  }
}

function lead(n) {
  return record({
    Last_Name: `Judge ${n}`,
    Company: 'Official SDK',
    City: 'London',
    Lead_Source: new sdk.Choice('Cold Call'),
    No_of_Employees: n,
    Annual_Revenue: n + 0.5,
    Email_Opt_Out: n % 2 === 0,
    Preferred_Season: [new sdk.Choice('Spring')],
  })
}

/** What leads have no fields for: a long number, a lookup, a date. */
async function typed() {
  const created = await answer(contacts.createRecords(body([await contact()], quietly)))
  const id = BigInt(created.object.getData()[0].getDetails().get('id'))
  return { typed: created, typedRead: await answer(contacts.getRecord(id)) }
}

async function contact() {
  const made = await answer(
    operations('Accounts').createRecords(
      body([record({ Account_Name: 'Bench', Account_Number: 9007199254740993n })]),
    ),
  )
  const account = new sdk.Record.Record()
  account.setId(BigInt(made.object.getData()[0].getDetails().get('id')))
  return record({
    Last_Name: 'Typed',
    Account_Name: account,
    Date_of_Birth: new Date('1990-05-01T12:00:00Z'),
  })
}

/** Nothing else is to happen, but for the rules of the layout. */
function quietly(wrapper) {
  const applied = new sdk.Record.ApplyFeatureExecution()
  applied.setName('layout_rules')
  const skipped = new sdk.Record.SkipFeatureExecution()
  skipped.setName('cadences')
  wrapper.setTrigger([])
  wrapper.setApplyFeatureExecution([applied])
  wrapper.setSkipFeatureExecution([skipped])
}

function moved(id) {
  const change = record({ City: `Town ${id}` })
  change.setId(id)
  return change
}

async function append(id) {
  const change = record({
    Preferred_Season: [new sdk.Choice('Winter')],
    $append_values: new Map([['Preferred_Season', true]]),
  })
  return answer(leads.updateRecord(id, body([change])))
}

/** The SDK has no constant for this header, and takes any. */
async function unmodifiedSince(id, time) {
  const condition = await headers([new sdk.Header('If-Unmodified-Since'), time])
  return answer(leads.updateRecord(id, body([record({ Designation: 'Judge' })]), condition))
}

async function upsert() {
  const email = 'upsert@example.com'
  await success(contacts.createRecords(body([record({ Last_Name: 'Created', Email: email })])))
  const rows = [
    record({ Last_Name: 'Updated', Email: email }),
    record({ Last_Name: 'Second', Email: 'other@example.com' }),
  ]
  const byEmail = (wrapper) => wrapper.setDuplicateCheckFields(['Email'])
  return answer(contacts.upsertRecords(body(rows, byEmail)))
}

async function deleteMany(ids) {
  const { IDS, WF_TRIGGER } = sdk.Record.DeleteRecordsParam
  return answer(leads.deleteRecords(await parameters([IDS, ids.join(',')], [WF_TRIGGER, false])))
}

async function deleted(since) {
  const { PAGE, PER_PAGE, TYPE } = sdk.Record.GetDeletedRecordsParam
  const query = await parameters([TYPE, 'recycle'], [PAGE, 1], [PER_PAGE, 200])
  const { IF_MODIFIED_SINCE } = sdk.Record.GetDeletedRecordsHeader
  return answer(leads.getDeletedRecords(query, since && (await headers([IF_MODIFIED_SINCE, since]))))
}
