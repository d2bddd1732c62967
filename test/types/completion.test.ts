import { expect, test } from 'vitest'
import { completions } from '../support/completion.ts'

const HEAD = `import type { Client } from '@zcrm/runtime'
import { Accounts, Contacts, Leads } from '../../../generated/index.js'
declare const client: Client
const leads = new Leads(client)
const contacts = new Contacts(client)
`

/** What is being typed, with the cursor, and some of what has to be offered there. */
const TYPED: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["leads.list({ fields: ['‸'] })", ['Email', 'Lead_Source']],
  ["leads.get('1', { fields: ['Email', '‸'] })", ['Last_Name', 'Owner']],
  ["leads.getMany(['1'], { fields: ['‸'] })", ['Email']],
  ["leads.select('‸')", ['Email', 'Lead_Source', 'Owner.name']],
  ["leads.select('Email').where('‸')", ['Email', 'Lead_Source']],
  ["leads.select('Email').where('Lead_Source', '‸')", ['=', 'in', 'is null']],
  ["leads.select('Email').where('Lead_Source', '=', '‸')", ['Cold Call', 'Trade Show']],
  ["leads.select('Email').where('Annual_Revenue', '‸')", ['>', 'between']],
  ["leads.select('Email').orderBy('‸')", ['Email']],
  ["leads.search({ where: ({ is }) => is('‸') })", ['Email', 'City']],
  ["leads.search({ where: ({ is }) => is('City', '‸') })", ['equals', 'starts_with']],
  ["contacts.join('‸')", ['Account_Name']],
  ["contacts.join('Account_Name', Accounts).select('‸')", ['Account_Name.Industry', 'Last_Name']],
  ["leads.create({ Last_Name: 'x', Company: 'x', Lead_Source: '‸' })", ['Cold Call']],
  ['leads.update("1", { ‸ })', ['Email', 'Lead_Source']],
  ["leads.upsertMany([], { by: ['‸'] })", ['Email']],
]

test('completion offers the fields of the module, its operators and its options', async () => {
  const offered = await completions(
    HEAD,
    TYPED.map(([line]) => `void ${line}`),
  )
  for (const [index, [line, wanted]] of TYPED.entries()) {
    expect(offered[index], line).toEqual(expect.arrayContaining([...wanted]))
    expect(offered[index], line).not.toContain('Deal_Name')
  }
})
