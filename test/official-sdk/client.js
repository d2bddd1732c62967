// The official SDK as a client of the emulator: node client.js '<what the emulator printed>' <folder for its files>.
// It prints one JSON line of what it got.
import { join } from 'node:path'
import * as sdk from '@zohocrm/typescript-sdk-8.0'

const emulator = JSON.parse(process.argv[2] ?? '{}')
const folder = process.argv[3] ?? '.'

const token = new sdk.OAuthBuilder()
  .clientId(emulator.clientId)
  .clientSecret(emulator.clientSecret)
  .grantToken(emulator.grantToken)
  .build()

await (await new sdk.InitializeBuilder())
  .environment(
    new sdk.Environment(emulator.apiUrl, `${emulator.accountsUrl}/oauth/v2/token`, emulator.fileUploadUrl),
  )
  .token(token)
  .store(new sdk.FileStore(join(folder, 'tokens.txt')))
  .resourcePath(folder)
  .initialize()

/** The typed object of an answer; the SDK returns errors as objects too. */
async function answer(pending) {
  const response = await pending
  const object = response.getObject()
  if (object?.constructor.name !== 'APIException') return object
  throw new Error(
    `${response.getStatusCode()} ${object.getCode().getValue()}: ${object.getMessage()?.getValue?.()}`,
  )
}

async function parameters(...entries) {
  const map = new sdk.ParameterMap()
  for (const [parameter, value] of entries) await map.add(parameter, value)
  return map
}

async function currentUser() {
  const query = await parameters([sdk.Users.GetUsersParam.TYPE, new sdk.Choice('CurrentUser')])
  const [user] = (await answer(new sdk.Users.UsersOperations().getUsers(query))).getUsers()
  return { id: String(user.getId()), email: user.getEmail() }
}

async function organisation() {
  const [org] = (await answer(new sdk.Org.OrgOperations().getOrganization())).getOrg()
  return { zgid: org.getZgid(), name: org.getCompanyName() }
}

async function modules() {
  const list = (await answer(new sdk.Modules.ModulesOperations().getModules())).getModules()
  return list.map((module) => module.getAPIName())
}

async function fields() {
  const query = await parameters([sdk.Fields.GetFieldsParam.MODULE, 'Leads'])
  const list = (await answer(new sdk.Fields.FieldsOperations().getFields(query))).getFields()
  return list.map((field) => field.getAPIName())
}

function shown(record) {
  return {
    id: String(record.getId()),
    lastName: record.getKeyValue('Last_Name'),
    source: record.getKeyValue('Lead_Source')?.getValue?.() ?? null,
    owner: record.getKeyValue('Owner')?.constructor.name ?? null,
  }
}

async function leads(page) {
  const { FIELDS, PAGE, PER_PAGE } = sdk.Record.GetRecordsParam
  const query = await parameters([FIELDS, 'Last_Name,Lead_Source,Owner'], [PAGE, page], [PER_PAGE, 200])
  const wrapper = await answer(new sdk.Record.RecordOperations('Leads').getRecords(query))
  return { records: wrapper.getData().map(shown), more: wrapper.getInfo().getMoreRecords() }
}

async function create() {
  const record = new sdk.Record.Record()
  await record.addFieldValue(sdk.Record.Field.Leads.LAST_NAME, 'Judge')
  await record.addFieldValue(sdk.Record.Field.Leads.COMPANY, 'Official SDK')
  const body = new sdk.Record.BodyWrapper()
  body.setData([record])
  const [row] = (await answer(new sdk.Record.RecordOperations('Leads').createRecords(body))).getData()
  return { code: row.getCode().getValue(), id: String(row.getDetails().get('id')) }
}

async function lead(id) {
  const wrapper = await answer(new sdk.Record.RecordOperations('Leads').getRecord(BigInt(id)))
  return shown(wrapper.getData()[0])
}

const got = {
  user: await currentUser(),
  org: await organisation(),
  modules: await modules(),
  fields: await fields(),
  firstPage: await leads(1),
  secondPage: await leads(2),
  created: await create(),
}
console.log(JSON.stringify({ ...got, read: await lead(got.created.id) }))
