import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

/** What an app exports without naming its type: the compiler has to find a name for it. */
const EXPORTED = `
import { sum, type Client } from '@zcrm/runtime'
import { Accounts, Contacts, Deals, Leads } from '../../../generated/index.js'
export const select = (client: Client) => new Contacts(client).select('Last_Name')
export const where = (client: Client) => new Contacts(client).select('Last_Name').where('Email', 'is null')
export const join = (client: Client) => new Contacts(client).join('Account_Name', Accounts)
export const joined = (client: Client) => join(client).select('Account_Name.Industry').orderBy('Last_Name')
export const groups = (client: Client) => new Deals(client).select('Stage', sum('Amount', 'total')).groupBy('Stage')
export const rows = (client: Client) => groups(client).all()
export const first = (client: Client) => joined(client).first()
export const list = (client: Client) => new Leads(client).list({ fields: ['City'] })
export const whole = (client: Client) => new Leads(client).list({ fields: 'all' })
export const many = (client: Client) => new Leads(client).getMany([], { fields: ['City'] })
export const found = (client: Client) => new Leads(client).search({ word: 'x' })
export const deleted = (client: Client) => new Leads(client).deleted()
export const written = (client: Client) => new Leads(client).upsertMany([])
export const one = (client: Client) => new Leads(client).upsert({ Last_Name: 'x', Company: 'x' })
export const users = (client: Client) => client.users.list()
export const newLead = Leads.validator('create')
`

test('what methods give can be exported with declarations', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'app.ts'), EXPORTED)
  expect(await typeCheck(folder, { isolatedDeclarations: false })).toBe('')
})
