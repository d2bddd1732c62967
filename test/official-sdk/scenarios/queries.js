import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { answer, operations, parameters } from '../sdk.js'

const leads = operations('Leads')

const CRITERIA = '((Lead_Source:equals:Cold Call)and(No_of_Employees:greater_than:2000))'

/** Searches, counts and queries. */
export async function run() {
  const { CRITERIA: BY_CRITERIA, EMAIL, FIELDS, PAGE, PER_PAGE, PHONE, WORD } = sdk.Record.SearchRecordsParam
  const one = (await list()).getData()[0]
  const email = one.getKeyValue('Email')
  const phone = one.getKeyValue('Phone')
  const word = one.getKeyValue('Company')
  const search = async (...entries) => answer(leads.searchRecords(await parameters(...entries)))
  const counting = sdk.Record.RecordCountParam
  const count = async (...entries) => answer(leads.recordCount(await parameters(...entries)))
  return {
    asked: { email, phone, word, id: String(one.getId()) },
    byCriteria: await search(
      [BY_CRITERIA, CRITERIA],
      [FIELDS, 'Lead_Source,No_of_Employees'],
      [PER_PAGE, 20],
    ),
    secondPage: await search([BY_CRITERIA, CRITERIA], [FIELDS, 'Lead_Source'], [PER_PAGE, 20], [PAGE, 2]),
    byEmail: await search([EMAIL, email], [FIELDS, 'Email']),
    byPhone: await search([PHONE, phone], [FIELDS, 'Phone']),
    byWord: await search([WORD, word], [FIELDS, 'Company']),
    whole: await search([EMAIL, email]),
    nobody: await search([EMAIL, 'nobody@nowhere.example']),
    count: await count(),
    countByCriteria: await count([counting.CRITERIA, CRITERIA]),
    countByEmail: await count([counting.EMAIL, email]),
    countByPhone: await count([counting.PHONE, phone]),
    countByWord: await count([counting.WORD, word]),
    countByView: await count([counting.CVID, '1000000462946983903']),
    plain: await coql(
      "select Last_Name, Lead_Source, Owner, Modified_Time, No_of_Employees from Leads where Lead_Source = 'Cold Call' order by id asc limit 5",
    ),
    join: await coql(
      'select Last_Name, Account_Name, Account_Name.Account_Name, Account_Name.Industry from Contacts where Account_Name is not null order by id asc limit 5',
    ),
    aggregate: await coql(
      'select COUNT(id), MAX(No_of_Employees) as most, AVG(Annual_Revenue) from Leads where id is not null',
    ),
    groups: await coql(
      'select Lead_Source, COUNT(id) as leads from Leads where Lead_Source is not null group by Lead_Source order by Lead_Source asc',
    ),
    none: await coql("select id from Leads where Last_Name = 'Nobody at all'"),
  }
}

async function list() {
  const { FIELDS, PER_PAGE } = sdk.Record.GetRecordsParam
  const query = await parameters([FIELDS, 'Email,Phone,Company'], [PER_PAGE, 1])
  return (await answer(leads.getRecords(query))).object
}

async function coql(query) {
  const body = new sdk.Coql.BodyWrapper()
  body.setSelectQuery(query)
  return answer(new sdk.Coql.CoqlOperations().getRecords(body))
}
