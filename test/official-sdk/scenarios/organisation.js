import * as sdk from '@zohocrm/typescript-sdk-8.0'
import { body, operations, parameters, record, success } from '../sdk.js'

/** Who and what there is, two pages of leads, and a new one. */
export async function run() {
  const got = {
    user: await currentUser(),
    users: await users(),
    org: await organisation(),
    modules: await modules(),
    fields: await fields(),
    firstPage: await leads(1),
    secondPage: await leads(2),
    created: await create(),
  }
  return { ...got, read: await lead(got.created.id) }
}

async function currentUser() {
  const query = await parameters([sdk.Users.GetUsersParam.TYPE, new sdk.Choice('CurrentUser')])
  const [user] = (await success(new sdk.Users.UsersOperations().getUsers(query))).getUsers()
  return { id: String(user.getId()), email: user.getEmail() }
}

async function users() {
  const list = (await success(new sdk.Users.UsersOperations().getUsers())).getUsers()
  return list.map((user) => ({ id: user.getId(), profile: user.getProfile() }))
}

async function organisation() {
  const [org] = (await success(new sdk.Org.OrgOperations().getOrganization())).getOrg()
  return { zgid: org.getZgid(), name: org.getCompanyName() }
}

async function modules() {
  const list = (await success(new sdk.Modules.ModulesOperations().getModules())).getModules()
  return list.map((module) => module.getAPIName())
}

async function fields() {
  const query = await parameters([sdk.Fields.GetFieldsParam.MODULE, 'Leads'])
  const list = (await success(new sdk.Fields.FieldsOperations().getFields(query))).getFields()
  return list.map((field) => field.getAPIName())
}

function summary(lead) {
  return {
    id: String(lead.getId()),
    lastName: lead.getKeyValue('Last_Name'),
    source: lead.getKeyValue('Lead_Source')?.getValue?.() ?? null,
    owner: lead.getKeyValue('Owner')?.constructor.name ?? null,
  }
}

async function leads(page) {
  const { FIELDS, PAGE, PER_PAGE } = sdk.Record.GetRecordsParam
  const query = await parameters([FIELDS, 'Last_Name,Lead_Source,Owner'], [PAGE, page], [PER_PAGE, 200])
  const wrapper = await success(operations('Leads').getRecords(query))
  return { records: wrapper.getData().map(summary), more: wrapper.getInfo().getMoreRecords() }
}

async function create() {
  const judge = record({ Last_Name: 'Judge', Company: 'Official SDK' })
  const [row] = (await success(operations('Leads').createRecords(body([judge])))).getData()
  return { code: row.getCode().getValue(), id: String(row.getDetails().get('id')) }
}

async function lead(id) {
  const wrapper = await success(operations('Leads').getRecord(BigInt(id)))
  return summary(wrapper.getData()[0])
}
