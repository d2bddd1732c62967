import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './client.ts'

const names = Array.from({ length: 51 }, (_, index) => `F${index}`).join(',')

describe('a list', () => {
  test.each([
    ['', 'REQUIRED_PARAM_MISSING', { param_name: 'fields' }],
    [`?fields=${names}`, 'LIMIT_EXCEEDED', { limit: 50, param_name: 'fields' }],
    ['?fields=id&page=11', 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: 2000 }],
    ['?fields=id&per_page=201', 'INVALID_DATA', { param_name: 'per_page' }],
    ['?fields=id&per_page=0', 'INVALID_DATA', { param_name: 'per_page' }],
    ['?fields=id&sort_by=Email', 'INVALID_DATA', { param_name: 'sort_by' }],
    ['?fields=id&page_token=x', 'EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' }],
    ['?fields=id&page_token=x&page=2', 'AMBIGUITY_DURING_PROCESSING', {}],
  ])('%s → %s', async (query, code, details) => {
    const { get } = await signedIn()
    const reply = await get(`/Leads${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details, status: 'error' }])
  })

  test('of an unknown or unserved module', async () => {
    const { get } = await signedIn()
    expect((await get('/Nope?fields=id')).body).toMatchObject({
      code: 'INVALID_MODULE',
      details: { resource_path_index: 0 },
    })
    expect((await get('/Home?fields=id')).body.code).toBe('API_NOT_SUPPORTED')
  })

  test('has the fields that were asked for and exist, and no structures', async () => {
    const { get } = await signedIn({ records: 3 })
    const { body } = await get('/Leads?fields=Last_Name,Items,Products,Nonsense,Gone,Owner')
    expect(body.data.map((row: object) => Object.keys(row).sort())).toEqual(
      Array(3).fill(['Last_Name', 'Owner', 'id']),
    )
    expect(body.info).toEqual({
      call: false,
      per_page: 200,
      next_page_token: null,
      count: 3,
      sort_by: 'id',
      page: 1,
      previous_page_token: null,
      page_token_expiry: null,
      sort_order: 'desc',
      email: false,
      more_records: false,
    })
  })

  test('cuts rich text to 500 characters', async () => {
    const client = await signedIn()
    await client.send('POST', '/Leads', { data: [{ Last_Name: 'x', Notes: 'y'.repeat(600) }] })
    expect((await client.get('/Leads?fields=Notes')).body.data[0].Notes).toHaveLength(500)
  })

  test('is empty: 204', async () => {
    const reply = await (await signedIn()).get('/Leads?fields=id')
    expect([reply.status, reply.text]).toEqual([204, ''])
  })

  test('of chosen ids', async () => {
    const { get } = await signedIn({ records: 5 })
    const all = await ids(await get('/Leads?fields=id'))
    expect(await ids(await get(`/Leads?fields=id&ids=${all[1]},${all[3]},404`))).toEqual([all[1], all[3]])
  })

  test('sorted by id, newest first, or as asked', async () => {
    const { get } = await signedIn({ records: 12 })
    const newest = await ids(await get('/Leads?fields=id'))
    expect(newest).toEqual([...newest].sort().reverse())
    for (const sort of ['id', 'Created_Time', 'Modified_Time']) {
      expect(await ids(await get(`/Leads?fields=id&sort_by=${sort}&sort_order=asc`))).toEqual(
        [...newest].reverse(),
      )
    }
  })

  test('If-Modified-Since: what was modified after it, else 304', async () => {
    const client = await signedIn({ records: 4 })
    const since = { 'If-Modified-Since': '2026-06-01T00:00:00Z' }
    expect((await client.get('/Leads?fields=id', since)).status).toBe(304)
    const [id] = await ids(await client.get('/Leads?fields=id'))
    await client.send('PUT', `/Leads/${id}`, { data: [{ Last_Name: 'new' }] })
    expect(await ids(await client.get('/Leads?fields=id', since))).toEqual([id])
  })
})

async function ids(reply: Awaited<ReturnType<Client['get']>>): Promise<readonly string[]> {
  return reply.body.data.map((row: { id: string }) => row.id)
}

/** All ids of a list, followed by its page tokens. */
async function follow(client: Client, query: string): Promise<readonly string[]> {
  const found: string[] = []
  for (let token = ''; ; ) {
    const reply = await client.get(`/Leads?${query}${token && `&page_token=${token}`}`)
    found.push(...(await ids(reply)))
    if (!reply.body.info.more_records) return found
    token = reply.body.info.next_page_token
  }
}

describe('page tokens', () => {
  test('lead past 2,000 rows, each row once', async () => {
    const client = await signedIn({ records: 2500 })
    expect(new Set(await follow(client, 'fields=id')).size).toBe(2500)
    expect((await client.get('/Leads?fields=id&page=10')).body.info.more_records).toBe(true)
  })

  test('keep their place while rows come and go', async () => {
    const client = await signedIn({ records: 6 })
    const query = '/Leads?fields=id&per_page=2&sort_by=Created_Time'
    const first = await client.get(query)
    const shown = await ids(first)
    await client.send('DELETE', `/Leads?ids=${shown.join(',')}`)
    const next = await client.get(`${query}&page_token=${first.body.info.next_page_token}`)
    expect((await ids(next)).map((id) => Number(id.slice(-2)))).toEqual([4, 3])
    expect([next.body.info.page, next.body.info.previous_page_token]).toEqual([2, expect.any(String)])
  })

  test('are bound to their parameters', async () => {
    const client = await signedIn({ records: 5 })
    const { body } = await client.get('/Leads?fields=id&per_page=2')
    const other = await client.get(`/Leads?fields=Email&per_page=2&page_token=${body.info.next_page_token}`)
    expect([other.status, other.body]).toMatchObject([
      400,
      { code: 'TOKEN_BOUND_DATA_MISMATCH', details: { param_name: 'page_token' } },
    ])
    const same = await client.get(`/Leads?per_page=2&fields=id&page_token=${body.info.next_page_token}`)
    expect(same.status).toBe(200)
  })
})
