import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, body, operations, parameters, record, thrown } from '../sdk.js'

const leads = operations('Leads')
const contacts = operations('Contacts')
const person = { Last_Name: 'Refused', Company: 'Official SDK' }

/** What is refused, and how the SDK says so. */
export async function run() {
  const { FIELDS } = sdk.Record.GetRecordsParam
  const search = sdk.Record.SearchRecordsParam
  return {
    missing: await answer(leads.createRecords(body([record({ Company: 'Official SDK' })]))),
    cleared: await answer(leads.updateRecord(await anId(), body([record({ Last_Name: null })]))),
    tooLong: await answer(leads.createRecords(body([record({ ...person, City: 'x'.repeat(101) })]))),
    mixed: await answer(
      leads.createRecords(body([record(person), record({ ...person, City: 'x'.repeat(101) })])),
    ),
    duplicate: await duplicate(),
    tooMany: await answer(leads.createRecords(body(Array.from({ length: 101 }, () => record(person))))),
    wrongTrigger: await answer(
      leads.createRecords(body([record(person)], (wrapper) => wrapper.setTrigger(['nothing']))),
    ),
    wrongFeature: await answer(leads.createRecords(body([record(person)], nameless))),
    wrongIdRead: await answer(leads.getRecord(1n)),
    wrongIdUpdated: await answer(leads.updateRecord(1n, body([record({ City: 'Paris' })]))),
    wrongIdDeleted: await answer(leads.deleteRecord(1n)),
    wrongLookup: await wrongLookup(),
    noFields: await answer(leads.getRecords()),
    tooManyFields: await answer(
      leads.getRecords(await parameters([FIELDS, Array.from({ length: 51 }, (_, n) => `F${n}`).join(',')])),
    ),
    wrongView: await answer(
      leads.getRecords(await parameters([FIELDS, 'City'], [sdk.Record.GetRecordsParam.CVID, '1'])),
    ),
    twoCounts: await answer(
      leads.recordCount(
        await parameters([sdk.Record.RecordCountParam.CVID, '1'], [sdk.Record.RecordCountParam.WORD, 'x']),
      ),
    ),
    wrongToken: await answer(
      leads.getRecords(await parameters([FIELDS, 'City'], [sdk.Record.GetRecordsParam.PAGE_TOKEN, 'x'])),
    ),
    nothingSearched: await answer(leads.searchRecords()),
    wrongCriteria: await answer(leads.searchRecords(await parameters([search.CRITERIA, '(City:like)']))),
    limitReached: await answer(
      leads.searchRecords(
        await parameters(
          [search.CRITERIA, '(Last_Name:not_equal:x)'],
          [search.FIELDS, 'City'],
          [search.PAGE, 11],
        ),
      ),
    ),
    syntax: await coql('select from Leads'),
    wrongColumn: await coql('select Nothing from Leads where id is not null'),
    wrongModule: await coql('select id from Nothing where id is not null'),
    tooMuch: await coql('select id from Leads where id is not null limit 2001'),
    wrongType: await answer(
      leads.getDeletedRecords(await parameters([sdk.Record.GetDeletedRecordsParam.TYPE, 'nothing'])),
    ),
    hidden: await answer(operations('Deals').recordCount()),
    unknownModule: await answer(operations('Nothing').recordCount()),
    unknownModuleAtHome: await thrown(operations('Nothing').getRecord(1n)),
    valueAtHome: await thrown(
      leads.createRecords(body([record({ ...person, Lead_Source: new sdk.Choice('No option') })])),
    ),
  }
}

async function anId() {
  const made = await answer(leads.createRecords(body([record(person)])))
  return BigInt(made.object.getData()[0].getDetails().get('id'))
}

function nameless(wrapper) {
  wrapper.setApplyFeatureExecution([new sdk.Record.ApplyFeatureExecution()])
}

async function duplicate() {
  const same = { Last_Name: 'Twin', Email: 'twin@example.com' }
  await answer(contacts.createRecords(body([record(same)])))
  return answer(contacts.createRecords(body([record(same)])))
}

async function wrongLookup() {
  const account = new sdk.Record.Record()
  account.setId(1n)
  return answer(contacts.createRecords(body([record({ Last_Name: 'Refused', Account_Name: account })])))
}

async function coql(query) {
  const wrapper = new sdk.Coql.BodyWrapper()
  wrapper.setSelectQuery(query)
  return answer(new sdk.Coql.CoqlOperations().getRecords(wrapper))
}
