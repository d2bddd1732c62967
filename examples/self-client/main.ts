import { join } from 'node:path'
import { createClient, Environment, FileStore, OAuthToken } from '@zcrm/runtime'
import { Leads } from '../../generated/leads.js'
import { LeadSource } from '../../generated/leads.picklists.js'

// Against a real organisation: environment: EUDataCenter.PRODUCTION().
const client = createClient({
  environment: Environment.custom({
    accountsUrl: setting('ZCRM_ACCOUNTS_URL'),
    apiUrl: setting('ZCRM_API_URL'),
    fileUploadUrl: setting('ZCRM_FILES_URL'),
  }),
  token: OAuthToken.grant({
    clientId: setting('ZCRM_CLIENT_ID'),
    clientSecret: setting('ZCRM_CLIENT_SECRET'),
    grantToken: setting('ZCRM_GRANT_TOKEN'),
  }),
  store: new FileStore(join(setting('ZCRM_RESOURCE_PATH'), 'tokens.json')),
})
const leads = new Leads(client)

const { id } = await leads.create({
  Last_Name: 'Doe',
  Company: 'Acme Bicycles',
  Lead_Source: LeadSource.ColdCall,
})
console.log(`   created lead ${id}`)

const lead = await leads.get(id, { fields: ['Last_Name', 'Company', 'Lead_Source'] })
console.log(`   read it back: ${lead?.Last_Name} of ${lead?.Company}, from ${lead?.Lead_Source}`)

let pages = 0
let count = 0
for await (const page of leads.list({ fields: ['Last_Name', 'Lead_Source'] }).pages()) {
  pages += 1
  count += page.records.length
}
console.log(`   paged through ${count} leads in ${pages} pages`)

const query = leads
  .select('Last_Name', 'Annual_Revenue', 'Owner.name')
  .where('Lead_Source', '=', LeadSource.ColdCall)
  .orderBy('Annual_Revenue', 'desc')
  .limit(3)
console.log(`   asked: ${query}`)
console.log(`   the largest: ${(await query.all()).map((row) => row.Last_Name).join(', ')}`)

const people = ['ada@acme.example', 'bo@acme.example', 'not an address']
const rows = people.map((Email) => ({ Last_Name: 'Roe', Company: 'Acme Bicycles', Email }))
for await (const result of leads.upsertMany(rows, { by: ['Email'] })) {
  console.log(`   ${result.row.Email}: ${result.ok ? result.action : result.error.code}`)
}

await leads.update(id, { Lead_Source: LeadSource.TradeShow, Company: 'Acme Cycles' })
const updated = await leads.get(id, { fields: ['Lead_Source'] })
console.log(`   updated it: the source is ${updated?.Lead_Source} now`)

await leads.delete(id)
console.log(`   deleted it: ${(await leads.get(id)) === null ? 'it is gone' : 'it is still there'}`)

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: npm start in the repository sets it`)
  return value
}
