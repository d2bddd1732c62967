import { describe, expect, test } from 'vitest'
import { type Client, type Reply, signedIn, signIn, start } from './client.ts'
import { field, leadFields, orgFolder, smallOrg } from './org.ts'

/** Leads with a field of each kind that can be searched by, and one that cannot. */
const searchable = {
  ...smallOrg,
  'fields_Leads.json': {
    fields: [
      ...leadFields,
      field('Company', 'text', { json_type: 'string' }),
      field('Phone', 'phone', { json_type: 'string' }),
      field('Second_Email', 'email', { json_type: 'string' }),
      field('About', 'textarea', { json_type: 'string' }),
      field('Big', 'bigint', { json_type: 'string' }),
      field('Rank', 'formula', { json_type: 'string' }),
      field('Is_Converted', 'boolean', { json_type: 'boolean' }),
      field('Converted__s', 'boolean', { json_type: 'boolean' }),
    ],
  },
}

const PEOPLE: readonly Readonly<Record<string, unknown>>[] = [
  {
    Last_Name: 'Burns,B',
    First_Name: 'Montgomery',
    Company: 'ABC Inc',
    Email: 'sales-team@abc.example',
    Phone: '+1 (555) 010-9999',
    Lead_Source: 'Shop',
    Interests: ['A', 'Bikes'],
    Employees: 10,
    Revenue: 99.5,
    Opted_Out: true,
    Born: '1990-05-01',
    Called: '2026-03-01T10:00:00+01:00',
    Account: { id: '5550001' },
    About: 'Likes (long) tours',
    Big: '9007199254740993',
  },
  {
    Last_Name: 'Smith(Jr)\\',
    First_Name: 'Maria',
    Company: 'XABC',
    Email: 'sales_team@abc.example',
    Second_Email: 'maria@home.example',
    Lead_Source: 'Shopping mall',
    Interests: ['B'],
    Employees: 20,
    Revenue: -5,
    Born: '2000-12-31',
    Called: '2026-03-01T12:00:00+01:00',
    Big: '9007199254740992',
  },
  { Last_Name: 'Zed', Company: 'Other' },
]

/** A client with the people in its leads, whom tests call by their index. */
async function withPeople(options: Parameters<typeof signedIn>[0] = {}): Promise<Client> {
  const client = await signedIn({ org: await orgFolder(searchable), ...options })
  const reply = await client.send('POST', '/Leads', { data: PEOPLE })
  expect(reply.status).toBe(201)
  return client
}

const search = (client: Client, parameters: Readonly<Record<string, string>>): Promise<Reply> =>
  client.get(`/Leads/search?${new URLSearchParams(parameters)}`)

/** The indexes of the people that a search finds. */
async function found(
  client: Client,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly number[]> {
  const reply = await search(client, { fields: 'Last_Name', ...parameters })
  if (reply.status === 204) return []
  expect(reply.body).toMatchObject({ data: expect.any(Array) })
  const names = reply.body.data.map((row: { Last_Name: string }) => row.Last_Name)
  return names.map((name: string) => PEOPLE.findIndex((person) => person['Last_Name'] === name)).sort()
}

describe('criteria', () => {
  test.each([
    // A text equals what is in it, whatever the case and whatever stands between its words.
    ['(Company:equals:abc)', [0, 1]],
    ['(Company:equals:ABC Inc)', [0]],
    ['(Email:equals:sales-team@abc.example)', [0, 1]],
    ['(Company:not_equal:XABC)', [0, 2]],
    ['(Company:starts_with:ABC)', [0]],
    ['(Company:in:xabc,Other)', [1, 2]],
    ['(Company:in:ABC)', []],
    // Commas, parentheses and backslashes are escaped.
    ['(Last_Name:equals:Burns\\,B)', [0]],
    ['(Last_Name:equals:Smith\\(Jr\\))', [1]],
    ['(Last_Name:equals:\\(Jr\\)\\\\)', [1]],
    ['(Last_Name:in:Zed,Burns\\,B)', [0, 2]],
    // An option equals itself only.
    ['(Lead_Source:equals:Shop)', [0]],
    ['(Lead_Source:in:Shop,Shopping mall)', [0, 1]],
    ['(Lead_Source:not_equal:Shop)', [1, 2]],
    ['(Interests:equals:A)', [0]],
    ['(Interests:in:A,B)', [0, 1]],
    ['(Interests:starts_with:B)', [0, 1]],
    ['(Interests:not_equal:B)', [0, 2]],
    ['(Employees:equals:10)', [0]],
    ['(Employees:greater_than:10)', [1]],
    ['(Employees:greater_equal:10)', [0, 1]],
    ['(Employees:less_than:20)', [0]],
    ['(Employees:less_equal:20)', [0, 1]],
    ['(Employees:between:5,15)', [0]],
    ['(Employees:in:5,20)', [1]],
    ['(Employees:not_equal:10)', [1, 2]],
    ['(Revenue:less_than:0)', [1]],
    ['(Revenue:equals:99.50)', [0]],
    ['(Big:greater_than:9007199254740992)', [0]],
    ['(Opted_Out:equals:true)', [0]],
    ['(Opted_Out:equals:false)', [1, 2]],
    ['(Born:between:1990-01-01,1999-12-31)', [0]],
    ['(Called:greater_than:2026-03-01T10:00:00Z)', [1]],
    ['(Called:equals:2026-03-01T09:00:00+00:00)', [0]],
    ['(Account:equals:5550001)', [0]],
    ['(Account:equals:Acme)', [0]],
    ['(Account:not_equal:5550001)', [1, 2]],
    ['(About:starts_with:likes)', [0]],
    // Joined, with parentheses and without.
    ['((Company:equals:ABC)and(First_Name:starts_with:M))', [0, 1]],
    ['((Company:equals:ABC)and(First_Name:starts_with:Ma))', [1]],
    ['((Last_Name:equals:Zed) or (Employees:equals:10))', [0, 2]],
    ['((Last_Name:equals:Zed)OR((Employees:equals:10)and(Revenue:greater_than:0)))', [0, 2]],
    ['((Employees:equals:10)and(Revenue:less_than:0)or(Last_Name:equals:Zed))', [2]],
    ['(Company:equals:nobody)', []],
  ])('%s', async (criteria, expected) => {
    expect(await found(await withPeople(), { criteria })).toEqual(expected)
  })

  test('by id', async () => {
    const client = await withPeople()
    const [a = '', , c = ''] = client.emulator.records('Leads').map((row) => String(row['id']))
    expect(await found(client, { criteria: `(id:in:${a},${c})` })).toEqual([0, 2])
    expect(await found(client, { criteria: `(id:equals:${a.slice(0, -1)})` })).toEqual([])
  })

  test.each([
    ['Company:equals:ABC', { reason: expect.any(String) }],
    ['(Company:equals:ABC', { reason: expect.any(String) }],
    ['(Company:equals:ABC))', { reason: expect.any(String) }],
    ['((Company:equals:A)xor(Company:equals:B))', { reason: expect.any(String) }],
    ['((Company:equals:A)and)', { reason: expect.any(String) }],
    ['(Company)', { reason: expect.any(String) }],
    ['(Company:equals:)', { api_name: 'Company' }],
    ['(Company:equals:Smith(Jr))', { reason: expect.any(String) }],
    ['(Company:equals:a\\)', { reason: expect.any(String) }],
    ['(Company:equals:Burns,B)', { api_name: 'Company', operator: 'equals' }],
    ['(Nonsense:equals:x)', { api_name: 'Nonsense' }],
    ['(Gone:equals:x)', { api_name: 'Gone' }],
    ['(Tag:equals:x)', { api_name: 'Tag' }],
    ['(Items:equals:x)', { api_name: 'Items' }],
    ['(Company:contains:x)', { api_name: 'Company', operator: 'contains' }],
    ['(Company:greater_than:x)', { api_name: 'Company', operator: 'greater_than' }],
    ['(About:in:x)', { api_name: 'About', operator: 'in' }],
    ['(Lead_Source:starts_with:S)', { api_name: 'Lead_Source', operator: 'starts_with' }],
    ['(Opted_Out:in:true)', { api_name: 'Opted_Out', operator: 'in' }],
    ['(Account:starts_with:5)', { api_name: 'Account', operator: 'starts_with' }],
    ['(Employees:between:1)', { api_name: 'Employees', operator: 'between' }],
    ['(Employees:equals:ten)', { api_name: 'Employees', expected_data_type: 'number' }],
    ['(Born:equals:2026-13-01)', { api_name: 'Born', expected_data_type: 'date' }],
    ['(Called:equals:2026-03-01)', { api_name: 'Called', expected_data_type: 'datetime' }],
    ['(Opted_Out:equals:yes)', { api_name: 'Opted_Out', expected_data_type: 'boolean' }],
    ['(Big:equals:1.5)', { api_name: 'Big', expected_data_type: 'bigint' }],
    [`(${'('.repeat(5000)}`, { reason: 'too many parentheses' }],
  ])('%s is refused', async (criteria, details) => {
    const reply = await search(await withPeople(), { criteria })
    expect([reply.status, reply.body]).toMatchObject([400, { code: 'INVALID_QUERY', details }])
  })

  test('at most 100 values of in', async () => {
    const client = await withPeople()
    const criteria = (count: number): string => `(Company:in:${Array(count).fill('x').join(',')})`
    expect((await search(client, { criteria: criteria(100) })).status).toBe(204)
    const reply = await search(client, { criteria: criteria(101) })
    expect([reply.status, reply.body]).toMatchObject([
      400,
      { code: 'INVALID_QUERY', details: { param_name: 'Company' } },
    ])
  })

  test.each([[15], [10]] as const)('at most %i conditions', async (searchCriteria) => {
    const client = await withPeople({ searchCriteria })
    const criteria = (count: number): string => `(${Array(count).fill('(Company:equals:ABC)').join('and')})`
    expect(await found(client, { criteria: criteria(searchCriteria) })).toEqual([0, 1])
    const reply = await search(client, { criteria: criteria(searchCriteria + 1) })
    expect([reply.status, reply.body]).toMatchObject([
      400,
      { code: 'CRITERIA_LIMIT_EXCEEDED', message: expect.stringMatching(`${searchCriteria}$`) },
    ])
  })
})

describe('search', () => {
  test.each([
    [{ email: 'MARIA@home' }, [1]],
    [{ email: 'abc.example' }, [0, 1]],
    [{ phone: '555-010' }, [0]],
    [{ phone: '(555) 0109' }, [0]],
    [{ word: 'tours' }, [0]],
    [{ word: 'mall' }, [1]],
    [{ word: 'nobody' }, []],
  ])('%j', async (parameters, expected) => {
    expect(await found(await withPeople(), parameters)).toEqual(expected)
  })

  test('takes criteria before an e-mail address before a phone number before a word', async () => {
    const client = await withPeople()
    const all = {
      criteria: '(Last_Name:equals:Zed)',
      email: 'maria@home.example',
      phone: '555010',
      word: 'sales',
    }
    expect(await found(client, all)).toEqual([2])
    const { criteria: _, ...withoutCriteria } = all
    expect(await found(client, withoutCriteria)).toEqual([1])
    const { email: __, ...withoutEmail } = withoutCriteria
    expect(await found(client, withoutEmail)).toEqual([0])
  })

  test.each([
    [{}, 'EXPECTED_PARAM_MISSING', { param_names: ['criteria', 'email', 'phone', 'word'] }],
    [{ word: '' }, 'EXPECTED_PARAM_MISSING', {}],
    [{ word: 'x' }, 'INVALID_REQUEST', { param_name: 'word' }],
    [{ phone: '55' }, 'INVALID_REQUEST', { param_name: 'phone' }],
    [{ phone: 'none' }, 'INVALID_REQUEST', { param_name: 'phone' }],
    [{ word: 'xx', per_page: '201' }, 'INVALID_DATA', { param_name: 'per_page' }],
    [{ word: 'xx', converted: 'yes' }, 'INVALID_DATA', { param_name: 'converted' }],
    [{ word: 'xx', sort_by: 'Nonsense' }, 'INVALID_DATA', { param_name: 'sort_by' }],
    [{ word: 'xx', page: '11' }, 'LIMIT_REACHED', { limit: '2000' }],
  ])('%j → %s', async (parameters, code, details) => {
    const reply = await search(await withPeople(), parameters)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details, status: 'error' }])
  })

  test('gives whole rows without structures, or the fields that were asked for', async () => {
    const client = await withPeople()
    const { body } = await search(client, { word: 'Zed' })
    expect(body.data[0]).toMatchObject({ Last_Name: 'Zed', Company: 'Other', Email: null, Opted_Out: false })
    expect(body.data[0]).not.toHaveProperty('Items')
    const asked = await search(client, { word: 'Zed', fields: 'Company' })
    expect(asked.body.data).toEqual([{ Company: 'Other', id: body.data[0].id }])
  })

  test('in pages, sorted as asked', async () => {
    const client = await withPeople()
    const names = async (parameters: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await search(client, { criteria: '(id:greater_than:0)', ...parameters })).body.data.map(
        (row: { Last_Name: string }) => row.Last_Name,
      )
    expect(await names({ per_page: '2' })).toEqual(['Zed', 'Smith(Jr)\\'])
    expect(await names({ per_page: '2', page: '2' })).toEqual(['Burns,B'])
    expect(await names({ sort_by: 'Revenue', sort_order: 'asc' })).toEqual(['Zed', 'Smith(Jr)\\', 'Burns,B'])
    const { body } = await search(client, { criteria: '(id:greater_than:0)', per_page: '2' })
    expect(body.info).toEqual({
      per_page: 2,
      count: 2,
      sort_by: 'id',
      page: 1,
      sort_order: 'desc',
      more_records: true,
    })
  })

  test('up to 2,000 records', async () => {
    const client = await signedIn({ records: 2100 })
    const parameters = { criteria: '(id:greater_than:0)', fields: 'id' }
    const last = await search(client, { ...parameters, page: '10' })
    expect([last.body.info.count, last.body.info.more_records]).toEqual([200, true])
    expect((await search(client, { ...parameters, page: '11' })).body.code).toBe('LIMIT_REACHED')
  })

  test('leaves out what was converted or is not approved, where it is not asked for', async () => {
    const records = {
      data: [
        { Last_Name: 'Lead one', $approved: false },
        { Last_Name: 'Lead two', Converted__s: true },
        { Last_Name: 'Lead three', $converted: true },
        { Last_Name: 'Lead four' },
      ],
    }
    const org = await orgFolder({ ...searchable, 'records_Leads.json': records })
    const client = await signedIn({ org })
    const names = async (parameters: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (
        await search(client, { word: 'lead', fields: 'Last_Name', sort_order: 'asc', ...parameters })
      ).body.data.map((row: { Last_Name: string }) => row.Last_Name.slice(5))
    expect(await names({})).toEqual(['four'])
    expect(await names({ converted: 'true' })).toEqual(['two', 'three'])
    expect(await names({ converted: 'both' })).toEqual(['two', 'three', 'four'])
    expect(await names({ approved: 'false' })).toEqual(['one'])
    expect(await names({ approved: 'both', converted: 'both' })).toEqual(['one', 'two', 'three', 'four'])
  })

  test('does not see what the user does not see', async () => {
    const client = await withPeople({ hidden: { Administrator: { fields: { Leads: ['Company'] } } } })
    expect((await search(client, { criteria: '(Company:equals:ABC)' })).body).toMatchObject({
      code: 'INVALID_QUERY',
      details: { api_name: 'Company' },
    })
    expect((await search(client, { word: 'ABC Inc' })).status).toBe(204)
  })
})

describe('the index', () => {
  const finds = async (client: Client, name: string): Promise<boolean> =>
    (await search(client, { criteria: `(Last_Name:equals:${name})`, fields: 'id' })).status === 200

  test('knows everything at once', async () => {
    const client = await withPeople()
    expect(await finds(client, 'Zed')).toBe(true)
  })

  test('does not know the latest writes', async () => {
    const client = await signedIn({ searchLag: { writes: 1 } })
    const { body } = await client.send('POST', '/Leads', { data: [{ Last_Name: 'old' }] })
    const { id } = body.data[0].details
    expect(await finds(client, 'old')).toBe(false)
    await client.send('PUT', `/Leads/${id}`, { data: [{ Last_Name: 'new' }] })
    expect([await finds(client, 'old'), await finds(client, 'new')]).toEqual([true, false])
    await client.send('POST', '/Leads', { data: [{ Last_Name: 'other' }] })
    expect([await finds(client, 'old'), await finds(client, 'new')]).toEqual([false, true])
    expect((await client.get('/Leads/actions/count')).body).toEqual({ count: 1 })
    await client.send('DELETE', `/Leads/${id}`)
    expect(await finds(client, 'new')).toBe(false)
  })

  test('does not know the writes of the latest milliseconds', async () => {
    const client = await signedIn({ searchLag: { milliseconds: 3_600_000 } })
    await client.send('POST', '/Leads', { data: [{ Last_Name: 'a' }, { Last_Name: 'b' }] })
    expect([await finds(client, 'a'), client.emulator.records('Leads').length]).toEqual([false, 2])
  })
})

describe('scopes', () => {
  test.each([
    ['ZohoCRM.modules.ALL,ZohoSearch.securesearch.READ', 200],
    ['ZohoCRM.modules.Leads.READ ZohoSearch.securesearch.READ', 200],
    ['ZohoCRM.modules.ALL', 401],
    ['ZohoSearch.securesearch.READ', 401],
    ['ZohoCRM.modules.Contacts.READ,ZohoSearch.securesearch.READ', 401],
  ])('%s → %i', async (scope, status) => {
    const emulator = await start({ org: await orgFolder(searchable) })
    await (await signIn(emulator)).send('POST', '/Leads', { data: PEOPLE })
    const client = await signIn(emulator, { scope })
    for (const path of ['/Leads/search?word=Zed', '/Leads/actions/count?word=Zed']) {
      const reply = await client.get(path)
      expect(reply.status).toBe(status)
      if (status === 401) expect(reply.body.code).toBe('OAUTH_SCOPE_MISMATCH')
    }
    expect((await client.get('/Leads?fields=id')).status === 200).toBe(
      /ZohoCRM.modules.(ALL|Leads)/.test(scope),
    )
  })
})
