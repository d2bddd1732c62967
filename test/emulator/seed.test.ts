import { describe, expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { field, module, orgFolder } from './org.ts'

/** The whole records of a module, oldest first. */
async function records(
  client: Awaited<ReturnType<typeof signedIn>>,
  name: string,
): Promise<readonly Record<string, unknown>[]> {
  const { body } = await client.get(`/${encodeURIComponent(name)}?fields=id&sort_order=asc`)
  expect(body).toHaveProperty('data')
  const rows: Record<string, unknown>[] = []
  for (const { id } of body.data)
    rows.push((await client.get(`/${encodeURIComponent(name)}/${id}`)).body.data[0])
  return rows
}

describe('seeded records', () => {
  test('are the same for the same seed, in whatever order modules are read', async () => {
    const [one, two, other] = [
      await signedIn({ records: 60 }),
      await signedIn({ records: 60 }),
      await signedIn({ records: 60, seed: 2 }),
    ]
    const leads = await records(one, 'Leads')
    await records(two, 'Accounts')
    expect(await records(two, 'Leads')).toEqual(leads)
    expect(await records(other, 'Leads')).not.toEqual(leads)
  })

  test('have the types of their fields', async () => {
    const client = await signedIn({ records: 60 })
    const accounts = new Map(
      (await records(client, 'Accounts')).map((row) => [row['id'], row['Account_Name']]),
    )
    expect(accounts.size).toBe(60)
    for (const row of await records(client, 'Leads')) {
      expect(row['Last_Name']).toEqual(expect.any(String))
      expect(row['Owner']).toMatchObject({ id: expect.any(String), name: expect.any(String) })
      expect(['Shop', null]).toContain(row['Lead_Source'])
      expect(['boolean']).toContain(typeof row['Opted_Out'])
      expect(row['Score']).toEqual(expect.any(Number))
      expect(row['Number']).toMatch(/^L-\d+$/)
      if (row['Employees'] !== null) expect(Number.isInteger(row['Employees'])).toBe(true)
      if (row['Born'] !== null) expect(row['Born']).toMatch(/^\d{4}-\d\d-\d\d$/)
      if (row['Called'] !== null) expect(row['Called']).toMatch(/T\d\d:\d\d:\d\d\+00:00$/)
      const account = row['Account'] as { id: string; name: string } | null
      if (account) expect(accounts.get(account.id)).toBe(account.name)
      for (const item of row['Items'] as readonly object[])
        expect(item).toMatchObject({ Quantity: expect.any(Number) })
      for (const link of row['Products'] as readonly { Product: { id: string } }[]) {
        expect(accounts.has(link.Product.id)).toBe(true)
      }
    }
  })

  test('are unique where they must be', async () => {
    const client = await signedIn({ records: 120 })
    const emails = (await client.get('/Leads?fields=Email')).body.data.map(
      (row: { Email: string }) => row.Email,
    )
    expect(new Set(emails).size).toBe(120)
    const taken = { data: [{ Last_Name: 'x', Email: emails[7] }] }
    expect((await client.send('POST', '/Leads', taken)).body.data[0].code).toBe('DUPLICATE_DATA')
  })

  test('carry the string of an option that was asked for', async () => {
    const client = await signedIn({ records: 30, wireValue: 'actual' })
    const { body } = await client.get('/Leads?fields=Lead_Source')
    const values = new Set(body.data.map((row: { Lead_Source: string | null }) => row.Lead_Source))
    expect([...values].sort()).toEqual(['Store', null])
  })

  test('fill up to the number, and only modules that can have records', async () => {
    const client = await signedIn({ records: 5 })
    expect((await client.get('/Accounts?fields=Account_Name')).body.info.count).toBe(5)
    expect((await client.get('/Accounts/5550001')).body.data[0].Account_Name).toBe('Acme')
    expect((await client.get('/Lead_Items?fields=id')).status).toBe(204)
    expect((await client.get('/Undescribed?fields=id')).status).toBe(204)
  })

  test('can be made of descriptions of any version and of nobody’s data types', async () => {
    const old = { operation_type: undefined, type: undefined, unique: {}, json_type: undefined }
    const fields = [
      field('Name', 'text', { ...old, system_mandatory: true }),
      field('Ref', 'lookup', { ...old, lookup: { module: 'Old' } }),
      field('Odd', 'hologram', { ...old, json_type: 'jsonobject', system_mandatory: true }),
      field('Sum', 'formula', {
        ...old,
        read_only: true,
        json_type: 'string',
        formula: { return_type: 'date' },
      }),
      field('Rows', 'subform', { ...old, subform: { module: 'Nowhere', id: '1' } }),
      field('Links', 'multiselectlookup', {
        ...old,
        multiselectlookup: { connected_module: 'Old', connectedlookup_apiname: 'Other' },
      }),
      { api_name: 'Bare' },
      null,
      { data_type: 'text' },
    ]
    const org = await orgFolder({
      'modules.json': { modules: [module('Old'), null] },
      'fields_Old.json': { fields },
    })
    const client = await signedIn({ org, records: 20 })
    for (const row of await records(client, 'Old')) {
      expect(row).toMatchObject({ Name: expect.any(String), Odd: expect.any(Object), Rows: [] })
      expect(row['Sum']).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(Array.isArray(row['Links'])).toBe(true)
    }
  })
})
