import { describe, test } from 'vitest'
import { type Accepted, expectAccepted, expectRefused, type Refused } from '../support/compiled.ts'

/** Types that are as they are said to be, and what compiles. */
const ACCEPTED: Accepted = {
  'lists have what was asked for': [
    "const x = await leads.list({ fields: 'all' }).all(); const ok: Same<typeof x, Pick<o.LeadsRecord, keyof o.LeadsRecord>[]> = true",
    "const x = await rentals.list({ fields: 'all' }).all(); const ok: Same<Extract<keyof typeof x[0], 'Extras' | 'Bicycles' | 'Name'>, 'Name'> = true",
    "const x = await rentals.list({ fields: ['Name'], include: ['Extras'] }).all(); const ok: Same<typeof x, Pick<o.RentalsRecord, 'id' | 'Name' | 'Extras'>[]> = true",
    "leads.list({ fields: ['Email'], customView: '1', converted: 'both', territory: '1', includeChildTerritories: true, changedSince: new Date(), pageToken: 'x', signal: AbortSignal.timeout(1) })",
  ],
  'many records by their ids have what was asked for': [
    "const x = await leads.getMany(['1']); const ok: Same<typeof x, (o.LeadsRecord | null)[]> = true",
    "const x = await leads.getMany(['1'], { fields: ['Email'] }); const ok: Same<typeof x, (Pick<o.LeadsRecord, 'id' | 'Email'> | null)[]> = true",
    "const x = await rentals.getMany(['1'], { fields: ['Name'], include: ['Bicycles'] }); const ok: Same<typeof x, (Pick<o.RentalsRecord, 'id' | 'Name' | 'Bicycles'> | null)[]> = true",
    "const x = await leads.getMany(['1'], { signal: AbortSignal.timeout(1) }); const ok: Same<typeof x, (o.LeadsRecord | null)[]> = true",
  ],
  'searches find by fields, and by what is in any of them': [
    "const x = await leads.search({ where: ({ is }) => is('City', 'starts_with', 'Pa') }).all(); const ok: Same<typeof x, Pick<o.LeadsRecord, keyof o.LeadsRecord>[]> = true",
    "const x = await leads.search({ email: 'a@b.cc', fields: ['Email'] }).all(); const ok: Same<typeof x, Pick<o.LeadsRecord, 'id' | 'Email'>[]> = true",
    "leads.search({ where: ({ is, all, any }) => all(is('Lead_Source', 'in', [LeadSource.ColdCall, 'Trade Show']), any(is('Annual_Revenue', 'between', [1, 2]), is('Created_Time', 'greater_than', new Date()))) })",
    "leads.search({ where: ({ is }) => is('Owner', 'equals', user) }); leads.search({ where: ({ is }) => is('Email_Opt_Out', 'equals', true) })",
    "const x: number = await leads.count({ where: ({ is }) => is('City', 'equals', 'Paris') }); await leads.count(); await leads.count({ customView: '1' })",
    "for await (const x of leads.deleted({ type: 'recycle', deletedSince: new Date() })) { const id: string = x.id }",
  ],
}

const NOT_ASSIGNABLE = /is not assignable to/

/** What does not compile, and why. */
const REFUSED: Refused = {
  'asking lists for what they do not return, or for fields of another module': [
    ["rentals.list({ fields: ['Name'], include: ['Name'] })", NOT_ASSIGNABLE],
    ["leads.list({ fields: ['Email'], include: ['Email'] })", NOT_ASSIGNABLE],
    ["leads.list({ fields: ['Deal_Name'] })", /'"Deal_Name"' is not assignable/],
    ["leads.list({ fields: 'some' })", NOT_ASSIGNABLE],
    ["leads.list({ fields: ['Email'], converted: 'yes' })", NOT_ASSIGNABLE],
    ["await leads.getMany(['1'], { fields: ['Deal_Name'] })", /'"Deal_Name"' is not assignable/],
    ["await rentals.getMany(['1'], { fields: ['Extras'] })", /'"Extras"' is not assignable/],
    ["(await leads.getMany(['1'], { fields: ['Email'] }))[0]?.City", /Property 'City' does not exist/],
    ["(await leads.getMany(['1']))[0].Email", /possibly 'null'/],
  ],
  'searching by what a field is not': [
    ["leads.search({ where: ({ is }) => is('Deal_Name', 'equals', 'x') })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('City', 'greater_than', 'x') })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('City', '=', 'x') })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Lead_Source', 'equals', text) })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Lead_Source', 'starts_with', 'C') })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Annual_Revenue', 'equals', '5') })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Annual_Revenue', 'between', [5]) })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Description', 'in', ['x']) })", NOT_ASSIGNABLE],
    ["leads.search({ where: ({ is }) => is('Owner', 'equals', 5) })", NOT_ASSIGNABLE],
    ["deals.search({ where: ({ is }) => is('Closing_Date', 'equals', new Date()) })", NOT_ASSIGNABLE],
    ["leads.search({ email: 'x', word: 'y' })", NOT_ASSIGNABLE],
    ['leads.search({})', NOT_ASSIGNABLE],
    ['leads.search()', /Expected 1 arguments/],
    ["leads.search({ word: 'x', fields: ['Deal_Name'] })", NOT_ASSIGNABLE],
    ["await leads.count({ customView: '1', word: 'x' })", NOT_ASSIGNABLE],
    ["leads.deleted({ type: 'x' })", NOT_ASSIGNABLE],
  ],
}

describe('the types of reads of many records', () => {
  test('accept what is right', () => expectAccepted(ACCEPTED))
  test('refuse what is wrong, for the right reason', () => expectRefused(REFUSED))
})
