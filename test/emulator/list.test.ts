import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './client.ts'
import { orgFolder, smallOrg, staffedOrg } from './org.ts'

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

describe('a list by custom view', () => {
  const condition = (api_name: string, comparator: string, value: unknown): object => ({
    comparator,
    field: { api_name },
    type: 'value',
    value,
  })
  const today = new Date().toISOString()
  const records = [
    { Last_Name: 'a', Employees: 5, Email: 'a@b.cc', Interests: ['A'], Called: today },
    { Last_Name: 'b', Employees: 20, Opted_Out: true, Born: '1990-01-01', Owner: { id: '102' } },
    { Last_Name: 'c', Employees: 9, Account: { id: '5550001' }, Lead_Source: 'Shop', Owner: { id: '101' } },
  ]

  /** A client of an organisation where leads have one view. */
  const withView = async (criteria: object | null, rest: object = {}): Promise<Client> =>
    signedIn({
      org: await orgFolder({
        ...staffedOrg,
        'records_Leads.json': { data: records },
        'custom_views_Leads.json': { custom_views: [{ id: '991', name: 'View', criteria, ...rest }] },
      }),
    })
  const names = async (client: Client, query: string): Promise<readonly string[]> => {
    const { body } = await client.get(`/Leads?fields=Last_Name&${query}`)
    return body?.data.map((row: { Last_Name: string }) => row.Last_Name) ?? []
  }

  test.each([
    [null, 'abc'],
    [condition('Last_Name', 'equal', 'A'), 'a'],
    [condition('Last_Name', 'not_equal', 'a'), 'bc'],
    [condition('Last_Name', 'in', ['a', 'c']), 'ac'],
    [condition('Last_Name', 'starts_with', 'B'), 'b'],
    [condition('Email', 'contains', '@b'), 'a'],
    [condition('Email', 'not_contains', '@b'), 'bc'],
    [condition('Employees', 'greater_equal', 9), 'bc'],
    [condition('Employees', 'between', ['5', '9']), 'ac'],
    [condition('Employees', 'not_between', [6, 9]), 'ab'],
    [condition('Opted_Out', 'equal', true), 'b'],
    [condition('Opted_Out', 'equal', false), 'ac'],
    [condition('Account', 'equal', { id: '5550001', name: 'Acme' }), 'c'],
    [condition('Interests', 'equal', 'A'), 'a'],
    [condition('Email', 'equal', '${EMPTY}'), 'bc'],
    [condition('Email', 'equal', '${NOTEMPTY}'), 'a'],
    [condition('Owner', 'equal', '${CURRENTUSER}'), 'c'],
    [condition('Called', 'equal', '${TODAY}'), 'a'],
    [condition('Called', 'equal', '${LASTYEAR}'), ''],
    [condition('Born', 'less_than', '${THISMONTH}'), 'b'],
    [condition('Last_Name', 'sounds_like', 'a'), 'abc'],
    [
      {
        group_operator: 'AND',
        group: [condition('Employees', 'greater_than', 5), condition('Opted_Out', 'equal', false)],
      },
      'c',
    ],
    [
      {
        group_operator: 'OR',
        group: [
          condition('Last_Name', 'equal', 'a'),
          {
            group_operator: 'AND',
            group: [condition('Employees', 'equal', 20), condition('Last_Name', 'equal', 'b')],
          },
        ],
      },
      'ab',
    ],
  ])('%j → %s', async (criteria, expected) => {
    expect(await names(await withView(criteria), 'cvid=991&sort_order=asc')).toEqual([...expected])
  })

  test('in the order of the view, page by page', async () => {
    const order = { sort_by: { api_name: 'Employees' }, sort_order: 'asc' }
    const client = await withView(null, order)
    expect(await names(client, 'cvid=991')).toEqual(['a', 'c', 'b'])
    const first = await client.get('/Leads?fields=Last_Name&cvid=991&per_page=2')
    expect(first.body.info).toMatchObject({ sort_by: 'Employees', sort_order: 'asc', more_records: true })
    const next = `cvid=991&per_page=2&page_token=${first.body.info.next_page_token}`
    expect(await names(client, next)).toEqual(['b'])
  })

  test.each([
    ['cvid=404', 'INVALID_DATA', { param_name: 'cvid' }],
    ['cvid=', 'INVALID_DATA', { param_name: 'cvid' }],
    [
      'cvid=991&sort_by=id',
      'AMBIGUITY_DURING_PROCESSING',
      { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'sort_by' }] },
    ],
  ])('%s → %s', async (query, code, details) => {
    const reply = await (await withView(null)).get(`/Leads?fields=id&${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details }])
  })

  test('of the demo organisation', async () => {
    const client = await signedIn({ org: 'emulator/orgs/demo', records: 30 })
    const { body } = await client.get('/settings/custom_views?module=Leads')
    const idOf = (name: string): string =>
      body.custom_views.find((view: { name: string }) => view.name === name).id
    const all = await ids(await client.get(`/Leads?fields=id&cvid=${idOf('All Open Leads')}`))
    expect(all).toHaveLength(30)
    const wanted = client.emulator
      .records('Leads')
      .filter((row) => Number(row['Fleet_Size_Wanted'] ?? 0) >= 20 && row['Lead_Status'] !== 'Junk Lead')
    const found = await client.get(`/Leads?fields=Fleet_Size_Wanted&cvid=${idOf('Big fleets wanted')}`)
    expect(new Set(await ids(found))).toEqual(new Set(wanted.map((row) => row['id'])))
    const sizes = found.body.data.map((row: { Fleet_Size_Wanted: number }) => row.Fleet_Size_Wanted)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })
})

describe('a list of some', () => {
  const withRecords = async (...data: readonly object[]): Promise<Client> =>
    signedIn({ org: await orgFolder({ ...smallOrg, 'records_Leads.json': { data } }) })
  const names = async (client: Client, query: string): Promise<readonly string[]> => {
    const { body } = await client.get(`/Leads?fields=Last_Name&sort_order=asc${query}`)
    return body?.data.map((row: { Last_Name: string }) => row.Last_Name) ?? []
  }

  test('leaves out what was converted, where it is not asked for', async () => {
    const client = await withRecords(
      { Last_Name: 'a' },
      { Last_Name: 'b', Converted__s: true },
      { Last_Name: 'c', $converted: true },
      { Last_Name: 'd', Converted__s: false },
    )
    expect(await names(client, '')).toEqual(['a', 'd'])
    expect(await names(client, '&converted=false')).toEqual(['a', 'd'])
    expect(await names(client, '&converted=true')).toEqual(['b', 'c'])
    expect(await names(client, '&converted=both')).toEqual(['a', 'b', 'c', 'd'])
    expect((await client.get('/Accounts?fields=id&converted=true')).status).toBe(204)
    const [gone] = await ids(await client.get('/Leads?fields=id&converted=true'))
    await client.send('DELETE', `/Leads/${gone}`)
    expect(await names(client, '&converted=true')).toEqual(['b'])
  })

  test('of a territory', async () => {
    const client = await withRecords(
      { Last_Name: 'a', Territories: [{ id: '1' }, { id: '2' }] },
      { Last_Name: 'b', Territories: [{ id: '1' }] },
      { Last_Name: 'c' },
    )
    expect(await names(client, '&territory_id=1')).toEqual(['a', 'b'])
    expect(await names(client, '&territory_id=2&include_child=true')).toEqual(['a'])
    expect(await names(client, '&territory_id=3')).toEqual([])
  })

  test.each([
    ['converted=yes', 'INVALID_DATA', { param_name: 'converted' }],
    ['territory_id=x', 'INVALID_DATA', { param_name: 'territory_id' }],
    ['include_child=x', 'INVALID_DATA', { param_name: 'include_child' }],
    [
      `ids=${Array.from({ length: 101 }, (_, id) => id)}`,
      'LIMIT_EXCEEDED',
      { limit: 100, param_name: 'ids' },
    ],
    ['per_page=0', 'INVALID_DATA', { param_name: 'per_page' }],
    ['per_page=201', 'INVALID_DATA', { param_name: 'per_page' }],
    ['page=0', 'INVALID_DATA', { param_name: 'page' }],
    ['page=11', 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: 2000 }],
    ['page=1&page_token=x', 'AMBIGUITY_DURING_PROCESSING', {}],
  ])('%s → %s', async (query, code, details) => {
    const reply = await (await signedIn()).get(`/Leads?fields=id&${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details }])
  })
})

test('a page among 10,000 records follows every change', async () => {
  const client = await signedIn({ records: 10_000 })
  const [id] = await ids(await client.get('/Leads?fields=id&per_page=1'))
  for (let count = 0; count < 100; count++) {
    await client.send('PUT', `/Leads/${id}`, { data: [{ First_Name: `x${count}` }] })
    const created = await client.send('POST', '/Leads', { data: [{ Last_Name: 'new' }] })
    const [newest, next] = await ids(await client.get('/Leads?fields=First_Name&per_page=10'))
    expect([newest, next]).toEqual([created.body.data[0].details.id, id])
    await client.send('DELETE', `/Leads/${newest}`)
  }
})
