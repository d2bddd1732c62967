import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, body, headers, operations, parameters, record, success } from '../sdk.js'

const leads = operations('Leads')
const contacts = operations('Contacts')

/** Creates, changes, upserts and deletes records, in every way that there is. */
export async function run() {
  const hundred = await answer(leads.createRecords(body(Array.from({ length: 100 }, (_, n) => lead(n)))))
  const ids = hundred.object.getData().map((row) => BigInt(row.getDetails().get('id')))
  return {
    created: hundred,
    ...(await typed()),
    ...(await structured()),
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
  const made = await answer(contacts.createRecords(body([await contact()], quietly)))
  return { typed: made, typedRead: await answer(contacts.getRecord(idIn(made))) }
}

async function contact() {
  return record({
    Last_Name: 'Typed',
    Account_Name: await created('Accounts', { Account_Name: 'Bench', Account_Number: 9007199254740993n }),
    Date_of_Birth: new Date('1990-05-01T12:00:00Z'),
  })
}

/** What a lookup of a new record is: a record with nothing but its id. */
async function created(module, values) {
  const reference = new sdk.Record.Record()
  reference.setId(idIn(await answer(operations(module).createRecords(body([record(values)])))))
  return reference
}

/**
 * A rental of a bicycle: a subform, and a lookup of many. Of an option's strings the SDK lets only the display value pass,
 * `Ready to Ride`, and not the actual value, `Available`.
 */
async function structured() {
  const bicycle = await created('Bicycles', { Name: 'One', Fleet_Status: new sdk.Choice('Ready to Ride') })
  const rental = record({
    Name: 'Structured',
    Rider: await created('Contacts', { Last_Name: 'Rider' }),
    Starts: new Date('2026-06-01T10:00:00Z'),
    Extras: [record({ Extra: new sdk.Choice('Lock'), Count: 2 })],
    Bicycles: [record({ Bicycle: bicycle })],
  })
  const rentals = operations('Rentals')
  const made = await answer(rentals.createRecords(body([rental])))
  return { structured: made, structuredRead: await answer(rentals.getRecord(idIn(made))) }
}

/** The id of the first row of an answer. */
function idIn({ object }) {
  return BigInt(object.getData()[0].getDetails().get('id'))
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
