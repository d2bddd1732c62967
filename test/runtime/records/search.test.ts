import { ConfigurationError, type SearchOptions, ValidationError } from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { LeadSource } from '../../../generated/leads.picklists.ts'
import { Leads, type LeadsRecord } from '../../../generated/leads.ts'
import { emulator } from '../../support/cli.ts'
import { callsTo, caught, clientOf, grantToken } from '../support.ts'
import { opened } from './demo-leads.ts'

const COMPANY = 'Doe, Roe (and) \\ "Sons" & Ŝ:1'

describe('search', () => {
  test('finds by conditions, whatever the values are', async () => {
    const { leads } = await opened({ records: 20 })
    const { id } = await leads.create({
      Last_Name: 'Found',
      Company: COMPANY,
      Lead_Source: LeadSource.ColdCall,
    })
    const rows = await leads
      .search({
        where: ({ is, all }) =>
          all(is('Company', 'equals', COMPANY), is('Lead_Source', 'in', [LeadSource.ColdCall])),
        fields: ['Company'],
      })
      .all()
    expectTypeOf(rows).toEqualTypeOf<Pick<LeadsRecord, 'id' | 'Company'>[]>()
    expect(rows).toEqual([{ id, Company: COMPANY }])
  })

  test('finds what plain filtering finds', async () => {
    const { leads } = await opened({ records: 300 })
    const all = await leads.list({ fields: ['Annual_Revenue', 'Lead_Source', 'Created_Time'] }).all()
    const wanted = all.filter(
      (row) => (row.Annual_Revenue ?? 0) > 100_000 || row.Lead_Source === LeadSource.ColdCall,
    )
    const found = await leads
      .search({
        where: ({ is, any }) =>
          any(
            is('Annual_Revenue', 'greater_than', 100_000),
            is('Lead_Source', 'equals', LeadSource.ColdCall),
          ),
        fields: ['Annual_Revenue'],
      })
      .all()
    expect(wanted.length).toBeGreaterThan(5)
    expect(found.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort())
  })

  test('finds by e-mail address, phone number and word', async () => {
    const { leads } = await opened({ records: 5 })
    const { id } = await leads.create({
      Last_Name: 'Zyxwvut',
      Company: 'Acme',
      Email: 'zy@acme.example',
      Phone: '+33 1 999',
    })
    for (const term of [{ email: 'zy@acme.example' }, { phone: '+33 1 999' }, { word: 'Zyxwvut' }])
      expect((await leads.search(term).all()).map((row) => row.id)).toEqual([id])
  })

  test('without fields gives all that lists return', async () => {
    const { leads } = await opened({ records: 1 })
    await leads.create({ Last_Name: 'Zyxwvut', Company: 'Acme' })
    const [row] = await leads.search({ word: 'Zyxwvut' }).all()
    expect(row).toMatchObject({ Last_Name: 'Zyxwvut', Company: 'Acme' })
  })

  test('finds nothing where there is nothing', async () => {
    const { leads } = await opened()
    expect(await leads.search({ word: 'nobody' }).all()).toEqual([])
  })

  test('past 2,000 records is an error that says what to use instead, not an end', async () => {
    const { zoho, leads } = await opened({ records: 2_100 })
    const term = {
      where: ({ is }) => is('Last_Name', 'not_equal', 'x'),
      fields: ['id'],
    } as const satisfies SearchOptions<LeadsRecord, 'id'>
    const search = () => leads.search(term)
    let count = 0
    const error = await caught(
      (async () => {
        for await (const _ of search()) count++
      })(),
    )
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ code: 'LIMIT_REACHED', hint: expect.stringContaining('COQL') })
    expect(count).toBe(2_000)
    expect(callsTo(zoho, 'GET /crm/v8/Leads/search')).toHaveLength(10)
    expect(await leads.search({ ...term, limit: 1 }).all()).toHaveLength(1)
  })

  test.each([{ perPage: 150 }, { perPage: 90 }, { perPage: 150, limit: 1_990 }, { perPage: 7, limit: 20 }])(
    'gives 2,000 records whatever the size of its pages: %j',
    async (size) => {
      const { leads } = await opened({ records: 2_000 })
      const rows = await leads
        .search({ where: ({ is }) => is('Last_Name', 'not_equal', 'x'), fields: ['id'], ...size })
        .all()
      expect(new Set(rows.map(({ id }) => id)).size).toBe(size.limit ?? 2_000)
    },
  )

  test('of conditions that are none is refused before a call', async () => {
    const { zoho, leads } = await opened()
    const error = await caught(leads.search({ where: ({ all }) => all() }).all())
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(zoho.calls()).toEqual([])
  })

  test('without its scope names the scope', async () => {
    const zoho = await emulator()
    const grant = zoho.createGrant({ scope: 'ZohoCRM.modules.ALL' })
    const leads = new Leads(clientOf(zoho, { token: grantToken(zoho, grant) }))
    const errors = await Promise.all([caught(leads.search({ word: 'anybody' }).all()), caught(leads.count())])
    for (const error of errors) expect(error.hint).toContain('ZohoSearch.securesearch.READ')
  })
})

describe('count', () => {
  test('counts all, and what a search finds', async () => {
    const { leads } = await opened({ records: 42 })
    await leads.create({ Last_Name: 'Zyxwvut', Company: 'Acme', Email: 'zy@acme.example' })
    expect(await leads.count()).toBe(43)
    expect(await leads.count({ email: 'zy@acme.example' })).toBe(1)
    expect(await leads.count({ where: ({ is }) => is('Company', 'starts_with', 'Acme') })).toBeGreaterThan(0)
    expect(await leads.count({ word: 'nobody at all' })).toBe(0)
  })
})
