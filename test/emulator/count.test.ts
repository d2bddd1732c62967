import { describe, expect, test } from 'vitest'
import { type Client, type Reply, signedIn } from './client.ts'
import { orgFolder, smallOrg } from './org.ts'

const view = (id: string, criteria: object | null): object => ({ id, name: id, criteria })

const withViews = {
  ...smallOrg,
  'custom_views_Leads.json': {
    custom_views: [
      view('991', null),
      view('992', { comparator: 'equal', field: { api_name: 'First_Name' }, type: 'value', value: 'Jo' }),
    ],
  },
  'records_Leads.json': {
    data: [
      { Last_Name: 'a', First_Name: 'Jo', Email: 'jo@b.cc' },
      { Last_Name: 'b', First_Name: 'Joe' },
      { Last_Name: 'c', Converted__s: true },
    ],
  },
}

const count = (client: Client, query: string): Promise<Reply> => client.get(`/Leads/actions/count${query}`)

describe('count', () => {
  test.each([
    ['', 2],
    ['?converted=both', 3],
    ['?cvid=991', 2],
    ['?cvid=992', 1],
    ['?criteria=(First_Name:starts_with:Jo)', 2],
    ['?criteria=(First_Name:in:Jo)', 1],
    ['?email=jo@b.cc', 1],
    ['?phone=555', 0],
    ['?word=joe', 1],
    ['?word=nobody', 0],
  ])('%s → %i', async (query, expected) => {
    const reply = await count(await signedIn({ org: await orgFolder(withViews) }), query)
    expect([reply.status, reply.body]).toEqual([200, { count: expected }])
  })

  test.each([
    [
      '?cvid=992&word=joe',
      'AMBIGUITY_DURING_PROCESSING',
      { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'word' }] },
    ],
    ['?cvid=404', 'INVALID_DATA', { param_name: 'cvid' }],
    ['?criteria=nonsense', 'INVALID_QUERY', {}],
    ['?word=x', 'INVALID_REQUEST', { param_name: 'word' }],
  ])('%s → %s', async (query, code, details) => {
    const reply = await count(await signedIn({ org: await orgFolder(withViews) }), query)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details }])
  })

  test('of 10,000 records', async () => {
    const client = await signedIn({ records: 10_000 })
    expect((await count(client, '')).body).toEqual({ count: 10_000 })
  })
})
