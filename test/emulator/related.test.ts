import { describe, expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../emulator/index.ts'
import { type Client, type Reply, signedIn, signIn, start } from './client.ts'
import { field, module, orgFolder } from './org.ts'

/** A signed-in client of the demo organisation. */
async function demo(options: EmulatorOptions = {}): Promise<Client> {
  const emulator = await startEmulator(options)
  onTestFinished(() => emulator.close())
  return signIn(emulator)
}

/** What the records of a module must have. */
const MANDATORY: Readonly<Record<string, object>> = {
  Accounts: { Account_Name: 'Acme' },
  Bicycles: { Name: 'One', Fleet_Status: 'Available' },
  Campaigns: { Campaign_Name: 'Spring' },
  Cases: { Subject: 'Flat tyre', Status: 'New', Case_Origin: 'Email' },
  Contacts: { Last_Name: 'Doe' },
  Deals: { Deal_Name: 'Ten bicycles', Stage: 'Qualification', Closing_Date: '2026-08-01' },
  Leads: { Last_Name: 'Doe', Company: 'Acme' },
  Products: { Product_Name: 'Roadster' },
  Quotes: { Subject: 'Ten bicycles', Quoted_Items: [] },
  Rentals: { Name: 'R-1', Starts: '2026-06-01T10:00:00Z' },
  Sales_Orders: { Subject: 'Ten bicycles', Ordered_Items: [] },
  Tasks: { Subject: 'Call' },
}

/** Creates a record and gives its id. */
async function create(client: Client, name: string, row: object = {}): Promise<string> {
  const { body } = await client.send('POST', `/${name}`, { data: [{ ...MANDATORY[name], ...row }] })
  expect(body.data, name).toMatchObject([{ code: 'SUCCESS' }])
  return body.data[0].details.id
}

/** A reference to a new record. */
async function made(client: Client, name: string, row: object = {}): Promise<{ id: string }> {
  return { id: await create(client, name, row) }
}

async function update(client: Client, name: string, id: string, row: object): Promise<void> {
  expect((await client.send('PUT', `/${name}/${id}`, { data: [row] })).status).toBe(200)
}

/** The ids on a page; none where there is no content. */
function idsOf({ status, body }: Reply): readonly string[] {
  if (status === 204) return []
  expect(status, JSON.stringify(body)).toBe(200)
  return body.data.map(({ id }: { id: string }) => id)
}

async function related(client: Client, path: string): Promise<readonly string[]> {
  return idsOf(await client.get(`/${path}?fields=id`))
}

const INVALID_RELATION = {
  status: 400,
  body: {
    code: 'INVALID_DATA',
    details: { resource_path_index: 2 },
    message: 'the relation name given seems to be invalid',
    status: 'error',
  },
}

describe('the records that point at a record', () => {
  test('are a page like that of a list', async () => {
    const client = await demo()
    const account = await made(client, 'Accounts')
    const ids = [
      await create(client, 'Contacts', { Last_Name: 'A', Account_Name: account }),
      await create(client, 'Contacts', { Last_Name: 'B', Account_Name: account }),
    ]
    await create(client, 'Contacts', { Account_Name: await made(client, 'Accounts') })
    await create(client, 'Contacts')
    const { status, body } = await client.get(`/Accounts/${account.id}/Contacts?fields=Last_Name,Nonsense`)
    expect([status, body.data]).toEqual([
      200,
      [
        { Last_Name: 'B', id: ids[1] },
        { Last_Name: 'A', id: ids[0] },
      ],
    ])
    expect(body.info).toMatchObject({
      per_page: 200,
      count: 2,
      page: 1,
      more_records: false,
      next_page_token: null,
    })
  })

  // The list, the module of its records, and the lookup that makes them belong to the record.
  test.each([
    ['Accounts', 'Contacts', 'Contacts', 'Account_Name'],
    ['Accounts', 'Deals', 'Deals', 'Account_Name'],
    ['Accounts', 'Member_Accounts', 'Accounts', 'Parent_Account'],
    ['Accounts', 'Cases', 'Cases', 'Account_Name'],
    ['Contacts', 'Deals', 'Deals', 'Contact_Name'],
    ['Contacts', 'Reporting_Contacts', 'Contacts', 'Reporting_To'],
    ['Contacts', 'Cases', 'Cases', 'Related_To'],
    ['Contacts', 'Rentals', 'Rentals', 'Rider'],
    ['Contacts', 'Tasks', 'Tasks', 'Who_Id'],
    ['Campaigns', 'Deals', 'Deals', 'Campaign_Source'],
    ['Campaigns', 'Child_Campaigns', 'Campaigns', 'Parent_Campaign'],
    ['Products', 'Bicycles', 'Bicycles', 'Model'],
    ['Leads', 'Tasks', 'Tasks', 'What_Id'],
    ['Leads', 'Notes', 'Notes', 'Parent_Id'],
    ['Bicycles', 'Notes', 'Notes', 'Parent_Id'],
  ])('%s/{id}/%s: %s by %s', async (parent, list, name, lookup) => {
    const client = await demo()
    const [one, other] = [await made(client, parent), await made(client, parent)]
    const ids = [
      await create(client, name, { [lookup]: one }),
      await create(client, name, { [lookup]: one }),
      await create(client, name, { [lookup]: other }),
    ]
    expect(await related(client, `${parent}/${one.id}/${list}`)).toEqual([ids[1], ids[0]])
    expect(await related(client, `${parent}/${other.id}/${list}`)).toEqual([ids[2]])
  })

  test('are none: 204', async () => {
    const client = await demo()
    const { id } = await made(client, 'Leads')
    const reply = await client.get(`/Leads/${id}/Notes?fields=id`)
    expect([reply.status, reply.text]).toEqual([204, ''])
  })

  test('are not those of another list between the same modules', async () => {
    const client = await demo()
    const contact = await made(client, 'Contacts')
    const rental = await create(client, 'Rentals', { Rider: contact })
    await create(client, 'Rentals', { Rider: await made(client, 'Contacts'), Paid_By: contact })
    expect(await related(client, `Contacts/${contact.id}/Rentals`)).toEqual([rental])
    const deal = await made(client, 'Deals', { Contact_Name: contact })
    expect(await related(client, `Deals/${deal.id}/Contact_Roles`)).toEqual([])
    // One that nothing is known to make has nothing, even if the other is hidden.
    client.emulator.editOrg('related_lists_Contacts.json', (body) => ({
      related_lists: [
        ...(body['related_lists'] as { api_name: string }[]).map((list) => ({
          ...list,
          status: list.api_name === 'Deals' ? 'user_hidden' : 'visible',
        })),
        { id: '1', api_name: 'Won_Deals', module: 'Deals' },
      ],
    }))
    expect(await related(client, `Contacts/${contact.id}/Won_Deals`)).toEqual([])
  })

  test('where a lookup has no list of its own, are of any that points at the record', async () => {
    const client = await demo()
    const contact = await made(client, 'Contacts')
    const ids = [
      await create(client, 'Tasks', { Who_Id: contact }),
      await create(client, 'Tasks', { What_Id: contact }),
      await create(client, 'Tasks', { What_Id: contact, Who_Id: contact }),
    ]
    expect(await related(client, `Contacts/${contact.id}/Tasks`)).toEqual(ids.toReversed())
  })

  test('are of a lookup to several modules', async () => {
    const client = await demo()
    client.emulator.editOrg('related_lists_Accounts.json', (body) => ({
      related_lists: [
        ...(body['related_lists'] as object[]),
        { id: '1', api_name: 'Paid', module: 'Rentals' },
      ],
    }))
    const [account, Rider] = [await made(client, 'Accounts'), await made(client, 'Contacts')]
    const rental = await create(client, 'Rentals', { Rider, Paid_By: account })
    await create(client, 'Rentals', { Rider, Paid_By: Rider })
    expect(await related(client, `Accounts/${account.id}/Paid`)).toEqual([rental])
  })

  test('are of the module that they name', async () => {
    const toModules = { lookup: { module: { api_name: 'se_module', id: '1' } } }
    const row = (Name: string, rest: object): object => ({ Name, What: { id: '11' }, ...rest })
    const org = await orgFolder({
      'modules.json': { modules: [module('Leads', { id: '1' }), module('Tasks', { id: '2' })] },
      'fields_Tasks.json': {
        fields: [field('Name', 'text'), field('What', 'lookup', { json_type: 'jsonobject', ...toModules })],
      },
      'related_lists_Leads.json': {
        related_lists: [{ id: '1', api_name: 'Tasks', module: { api_name: 'Tasks' } }],
      },
      'records_Leads.json': { data: [{ id: '11' }] },
      'records_Tasks.json': {
        data: [
          row('says nothing', {}),
          row('$se_module', { $se_module: 'Leads' }),
          row('other $se_module', { $se_module: 'Deals' }),
          row('module', { What: { id: '11', module: { api_name: 'Leads', id: '1' } } }),
          row('other module', { What: { id: '11', module: { api_name: 'Deals', id: '9' } } }),
        ],
      },
    })
    const { body } = await (await signedIn({ org })).get('/Leads/11/Tasks?fields=Name&sort_order=asc')
    expect(body.data.map(({ Name }: { Name: string }) => Name)).toEqual([
      'says nothing',
      '$se_module',
      'module',
    ])
  })

  test('are those of the moment', async () => {
    const client = await demo()
    const [one, other] = [await made(client, 'Accounts'), await made(client, 'Accounts')]
    const path = `Accounts/${one.id}/Contacts`
    const ids = [
      await create(client, 'Contacts', { Account_Name: one }),
      await create(client, 'Contacts', { Account_Name: one }),
      await create(client, 'Contacts', { Account_Name: one }),
    ]
    await update(client, 'Contacts', ids[0] ?? '', { Account_Name: other })
    expect(await related(client, path)).toEqual([ids[2], ids[1]])
    await update(client, 'Contacts', ids[1] ?? '', { Account_Name: null })
    expect(await related(client, path)).toEqual([ids[2]])
    await client.send('DELETE', `/Contacts/${ids[2]}`)
    expect(await related(client, path)).toEqual([])
    await create(client, 'Contacts', { Account_Name: one })
    expect(await related(client, path)).toHaveLength(1)
    client.emulator.reset()
    expect(await made(client, 'Accounts')).toEqual(one)
    expect(await related(client, path)).toEqual([])
  })

  test('are all the seeded ones', async () => {
    const client = await demo({ records: 120 })
    const { data } = (await client.get('/Contacts?fields=Account_Name')).body
    const byAccount = new Map<string, string[]>()
    for (const { id, Account_Name: account } of data)
      if (account !== null) byAccount.set(account.id, [...(byAccount.get(account.id) ?? []), id])
    expect(byAccount.size).toBeGreaterThan(20)
    for (const id of idsOf(await client.get('/Accounts?fields=id')))
      expect(await related(client, `Accounts/${id}/Contacts`)).toEqual(byAccount.get(id) ?? [])
  })
})

describe('the records that a multi-select lookup links', () => {
  const link = (Bicycle: object): object => ({ Bicycles: [{ Bicycle }] })

  test('are those of the lookup, on both sides', async () => {
    const client = await demo()
    const Rider = await made(client, 'Contacts')
    const [one, other] = [await made(client, 'Bicycles'), await made(client, 'Bicycles')]
    const rental = await create(client, 'Rentals', {
      Rider,
      Bicycles: [{ Bicycle: one }, { Bicycle: other }],
    })
    const second = await create(client, 'Rentals', { Rider, ...link(one) })
    expect(await related(client, `Rentals/${rental}/Bicycles`)).toEqual([other.id, one.id])
    expect(await related(client, `Rentals/${second}/Bicycles`)).toEqual([one.id])
    expect(await related(client, `Bicycles/${one.id}/Rentals_Bicycles`)).toEqual([second, rental])
    expect(await related(client, `Bicycles/${other.id}/Rentals_Bicycles`)).toEqual([rental])
  })

  test('are those of the linking module, on both sides', async () => {
    const client = await demo()
    const Rental = await made(client, 'Rentals', { Rider: await made(client, 'Contacts') })
    const [one, other] = [await made(client, 'Bicycles'), await made(client, 'Bicycles')]
    const linking = await create(client, 'Rentals_X_Bicycles', { Rental, Bicycle: one })
    await create(client, 'Rentals_X_Bicycles', { Rental, Bicycle: other })
    expect(await related(client, `Rentals/${Rental.id}/Bicycles`)).toEqual([other.id, one.id])
    expect(await related(client, `Bicycles/${one.id}/Rentals_Bicycles`)).toEqual([Rental.id])
    await client.send('DELETE', `/Rentals_X_Bicycles/${linking}`)
    expect(await related(client, `Rentals/${Rental.id}/Bicycles`)).toEqual([other.id])
    expect(await related(client, `Bicycles/${one.id}/Rentals_Bicycles`)).toEqual([])
  })

  test('are there once, and no more when they are unlinked or deleted', async () => {
    const client = await demo()
    const bicycle = await made(client, 'Bicycles')
    const rental = await made(client, 'Rentals', { Rider: await made(client, 'Contacts'), ...link(bicycle) })
    const linking = await create(client, 'Rentals_X_Bicycles', { Rental: rental, Bicycle: bicycle })
    const path = `Rentals/${rental.id}/Bicycles`
    expect(await related(client, path)).toEqual([bicycle.id])
    await client.send('DELETE', `/Rentals_X_Bicycles/${linking}`)
    const [entry] = (await client.get(`/Rentals/${rental.id}?fields=Bicycles`)).body.data[0].Bicycles
    await update(client, 'Rentals', rental.id, { Bicycles: [{ id: entry.id, _delete: null }] })
    expect(await related(client, path)).toEqual([])
    await update(client, 'Rentals', rental.id, link(bicycle))
    await client.send('DELETE', `/Bicycles/${bicycle.id}`)
    expect(await related(client, path)).toEqual([])
  })

  const present = {
    linking_details: {
      module: { api_name: 'People_X_People' },
      lookup_field: { api_name: 'Person' },
      connected_lookup_field: { api_name: 'Friend' },
    },
    connected_details: { module: { api_name: 'People' } },
  }
  const old = {
    linking_module: 'People_X_People',
    lookup_apiname: 'Person',
    connectedlookup_apiname: 'Friend',
    connected_module: 'People',
  }

  const people = (linked: object): Readonly<Record<string, object>> => ({
    'modules.json': { modules: [module('People', { id: '1' }), module('People_X_People', { id: '2' })] },
    'fields_People.json': {
      fields: [
        field('Name', 'text'),
        field('Friends', 'multiselectlookup', { json_type: 'jsonarray', multiselectlookup: linked }),
        field('Rivals', 'multiselectlookup', {
          json_type: 'jsonarray',
          multiselectlookup: { ...old, linking_module: 'Rivalries' },
        }),
      ],
    },
    'fields_People_X_People.json': {
      fields: ['Person', 'Friend'].map((name) =>
        field(name, 'lookup', { json_type: 'jsonobject', lookup: { module: 'People' } }),
      ),
    },
    'related_lists_People.json': {
      related_lists: [
        ['Friends', 'Friend'],
        ['Friend_Of', 'Person'],
      ].map(([api_name, connectedlookupApiName]) => ({
        id: '1',
        api_name,
        module: 'People',
        connectedmodule: 'People',
        linkingmodule: 'People_X_People',
        connectedlookupApiName,
      })),
    },
  })
  test.each([
    ['today', present],
    ['in old versions', old],
  ])('are told apart where both are of one module, as described %s', async (_, linked) => {
    const client = await signedIn({ org: await orgFolder(people(linked)) })
    const [a, b, c] = [
      await made(client, 'People'),
      await made(client, 'People'),
      await made(client, 'People'),
    ]
    await create(client, 'People_X_People', { Person: a, Friend: b })
    await update(client, 'People', b.id, { Friends: [{ Friend: c }], Rivals: [{ Friend: a }] })
    const lists = async ({ id }: { id: string }): Promise<unknown> => [
      await related(client, `People/${id}/Friends`),
      await related(client, `People/${id}/Friend_Of`),
    ]
    expect([await lists(a), await lists(b), await lists(c)]).toEqual([
      [[b.id], []],
      [[c.id], [a.id]],
      [[], [b.id]],
    ])
  })

  test('are found where the list names the other module alone', async () => {
    const client = await demo()
    client.emulator.editOrg('related_lists_Rentals.json', (body) => ({
      related_lists: (body['related_lists'] as object[]).map((list) => ({
        ...list,
        connectedlookupApiName: undefined,
        module: { api_name: 'Rentals' },
      })),
    }))
    const Rental = await made(client, 'Rentals', { Rider: await made(client, 'Contacts') })
    const Bicycle = await made(client, 'Bicycles')
    await create(client, 'Rentals_X_Bicycles', { Rental, Bicycle })
    expect(await related(client, `Rentals/${Rental.id}/Bicycles`)).toEqual([Bicycle.id])
  })

  test('are all the seeded ones', async () => {
    const client = await demo({ records: 30 })
    const links = (await client.get('/Rentals_X_Bicycles?fields=Rental,Bicycle')).body.data
    for (const id of idsOf(await client.get('/Rentals?fields=id'))) {
      const { Bicycles } = (await client.get(`/Rentals/${id}?fields=Bicycles`)).body.data[0]
      const ofRental = links.filter(({ Rental }: { Rental: { id: string } | null }) => Rental?.id === id)
      const ids = [...Bicycles, ...ofRental].map(({ Bicycle }) => Bicycle?.id).filter(Boolean)
      expect(await related(client, `Rentals/${id}/Bicycles`)).toEqual([...new Set(ids)].sort().reverse())
    }
  })
})

describe('paging', () => {
  const COUNT = 2_430

  /** Leads of one of two accounts: every third is of the second. */
  async function many(): Promise<Client> {
    const lead = (_: unknown, index: number): object => ({
      Name: `${index}`,
      Account: { id: index % 3 === 2 ? '22' : '11' },
      Created_Time: new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString(),
      Modified_Time: new Date(Date.UTC(2026, 0, 1) + ((index * 7919) % 5000) * 60_000).toISOString(),
    })
    const org = await orgFolder({
      'modules.json': { modules: [module('Accounts', { id: '1' }), module('Leads', { id: '2' })] },
      'fields_Leads.json': {
        fields: [
          field('Name', 'text'),
          field('Created_Time', 'datetime'),
          field('Modified_Time', 'datetime'),
          field('Account', 'lookup', { json_type: 'jsonobject', lookup: { module: 'Accounts' } }),
        ],
      },
      'related_lists_Accounts.json': { related_lists: [{ id: '1', api_name: 'Leads', module: 'Leads' }] },
      'records_Accounts.json': { data: [{ id: '11' }, { id: '22' }] },
      'records_Leads.json': { data: Array.from({ length: (COUNT * 3) / 2 }, lead) },
    })
    return signedIn({ org })
  }

  test('by pages up to 2,000, by tokens past them, each record once', async () => {
    const { get } = await many()
    const path = '/Accounts/11/Leads?fields=Account'
    const seen = new Set<string>()
    for (let token = ''; ; ) {
      const reply = await get(`${path}${token && `&page_token=${token}`}`)
      for (const id of idsOf(reply)) seen.add(id)
      expect(reply.body.data.every((row: Reply['body']) => row.Account.id === '11')).toBe(true)
      if (!reply.body.info.more_records) break
      token = reply.body.info.next_page_token
    }
    expect(seen.size).toBe(COUNT)
    const tenth = await get(`${path}&page=10`)
    expect([tenth.body.info.page, tenth.body.info.more_records]).toEqual([10, true])
    expect((await get(`${path}&page=11`)).body).toMatchObject({
      code: 'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      details: { limit: 2000 },
    })
  })

  test('sorted as asked', async () => {
    const { get } = await many()
    for (const name of ['Created_Time', 'Modified_Time']) {
      for (const order of ['asc', 'desc']) {
        const query = `fields=${name}&per_page=50&sort_by=${name}&sort_order=${order}`
        const { body } = await get(`/Accounts/22/Leads?${query}`)
        const times = body.data.map((row: Record<string, string>) => Date.parse(row[name] ?? ''))
        const sorted = times.toSorted((a: number, b: number) => (order === 'asc' ? a - b : b - a))
        expect([times.length, times]).toEqual([50, sorted])
      }
    }
  })

  test('a token is good for its record, its list and its parameters', async () => {
    const { get } = await many()
    const { next_page_token: token } = (await get('/Accounts/11/Leads?fields=id')).body.info
    for (const path of ['Accounts/22/Leads?fields=id', 'Accounts/11/Leads?fields=Name', 'Leads?fields=id'])
      expect((await get(`/${path}&page_token=${token}`)).body).toMatchObject({
        code: 'TOKEN_BOUND_DATA_MISMATCH',
        details: { param_name: 'page_token' },
      })
    expect((await get(`/Accounts/11/Leads?fields=id&page_token=${token}`)).body.info.page).toBe(2)
  })

  test('of chosen ids, and of those that were modified since', async () => {
    const client = await many()
    const path = '/Accounts/11/Leads?fields=id'
    const all = idsOf(await client.get(path))
    const [foreign] = idsOf(await client.get('/Accounts/22/Leads?fields=id'))
    expect(idsOf(await client.get(`${path}&ids=${all[3]},${foreign}`))).toEqual([all[3]])
    const since = { 'If-Modified-Since': '2026-03-01T00:00:00Z' }
    expect((await client.get(path, since)).status).toBe(304)
    await update(client, 'Leads', all[5] ?? '', { Name: 'new' })
    await update(client, 'Leads', foreign ?? '', { Name: 'new' })
    expect(idsOf(await client.get(path, since))).toEqual([all[5]])
  })
})

describe('is refused', () => {
  const many = Array.from({ length: 51 }, (_, index) => `F${index}`).join(',')

  test.each([
    ['', 'REQUIRED_PARAM_MISSING', { param_name: 'fields' }],
    [`?fields=${many}`, 'LIMIT_EXCEEDED', { limit: 50, param_name: 'fields' }],
    ['?fields=id&per_page=201', 'INVALID_DATA', { param_name: 'per_page' }],
    ['?fields=id&page=0', 'INVALID_DATA', { param_name: 'page' }],
    ['?fields=id&sort_by=Last_Name', 'INVALID_DATA', { param_name: 'sort_by' }],
    ['?fields=id&sort_order=up', 'INVALID_DATA', { param_name: 'sort_order' }],
    ['?fields=id&page_token=x', 'EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' }],
    ['?fields=id&page_token=x&page=2', 'AMBIGUITY_DURING_PROCESSING', {}],
  ])('a list with %s: %s', async (query, code, details) => {
    const client = await demo()
    const { id } = await made(client, 'Accounts')
    await create(client, 'Contacts', { Account_Name: { id } })
    const reply = await client.get(`/Accounts/${id}/Contacts${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details, status: 'error' }])
  })

  test.each([
    ['that is not there', 'Leads/{id}/Nonsense'],
    ['named as inherited', 'Leads/{id}/constructor'],
    ['of a module without any', 'Tasks/{id}/Notes'],
    ['of another module', 'Leads/{id}/Member_Accounts'],
    ['that groups others', 'Leads/{id}/Activities_Chronological_View'],
    ['that is hidden', 'Deals/{id}/Cases'],
  ])('a list %s', async (_, path) => {
    const client = await demo()
    const id = await create(client, path.replace(/\/.*/, ''))
    expect(await client.get(`/${path.replace('{id}', id)}?fields=id`)).toMatchObject(INVALID_RELATION)
  })

  test('a list whose module the organisation does not list or does not serve', async () => {
    const org = await orgFolder({
      'modules.json': { modules: [module('Leads'), module('Visits', { api_supported: false })] },
      'related_lists_Leads.json': {
        related_lists: [
          { id: '1', api_name: 'Visits', module: { api_name: 'Visits', id: '2' } },
          { id: '2', api_name: 'Cadences', module: { api_name: 'Cadences__s', id: '3' } },
        ],
      },
      'records_Leads.json': { data: [{ id: '11' }] },
    })
    const { get } = await signedIn({ org })
    expect(await get('/Leads/11/Cadences?fields=id')).toMatchObject(INVALID_RELATION)
    expect(await get('/Leads/11/Visits?fields=id')).toMatchObject({
      status: 400,
      body: { code: 'API_NOT_SUPPORTED' },
    })
  })

  test('a module that is not there, an id that is none, and every other method', async () => {
    const client = await demo()
    const { id } = await made(client, 'Leads')
    expect((await client.get(`/Nope/${id}/Notes?fields=id`)).body).toMatchObject({
      code: 'INVALID_MODULE',
      details: { resource_path_index: 0 },
    })
    expect(await client.get('/Leads/abc/Notes?fields=id')).toMatchObject({
      status: 404,
      body: { code: 'INVALID_URL_PATTERN' },
    })
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await client.send(method, `/Leads/${id}/Notes`, { data: [] })).body.code).toBe(
        'INVALID_REQUEST_METHOD',
      )
  })

  test.each([undefined, 204, 400] as const)(
    'an unknown id as the record of it is, where that is %s',
    async (unknownId) => {
      const client = await demo(unknownId === undefined ? {} : { unknownId })
      const deleted = await create(client, 'Leads')
      await client.send('DELETE', `/Leads/${deleted}`)
      for (const id of ['404', deleted]) {
        const record = await client.get(`/Leads/${id}`)
        const list = await client.get(`/Leads/${id}/Notes?fields=id`)
        expect([list.status, list.text]).toEqual([record.status, record.text])
        expect(list.status).toBe(unknownId ?? 204)
        expect(await client.get(`/Leads/${id}/Nonsense?fields=id`)).toMatchObject(INVALID_RELATION)
      }
    },
  )

  test('a token without the scope of the module, or of notes', async () => {
    const { emulator, get } = await demo({ records: 1 })
    const status = async (path: string, scope: string): Promise<number> => {
      const [id] = idsOf(await get(`/${path}?fields=id`))
      const client = await signIn(emulator, { scope })
      return (await client.get(`/${path}/${id}/Notes?fields=id`)).status
    }
    const both = 'modules.Leads.READ,ZohoCRM.modules.notes.READ'
    for (const scope of [both, 'modules.READ', 'modules.ALL', 'modules.all.READ'])
      expect(await status('Leads', `ZohoCRM.${scope}`), scope).toBe(204)
    for (const scope of ['Notes.READ', 'Leads.READ', 'Leads.ALL', 'Leads.READ,ZohoCRM.modules.notes.UPDATE'])
      expect(await status('Leads', `ZohoCRM.modules.${scope}`), scope).toBe(401)
    for (const scope of ['modules.Leads.UPDATE', 'settings.ALL', 'modules.custom.READ'])
      expect(await status('Leads', `ZohoCRM.${scope},ZohoCRM.modules.notes.READ`), scope).toBe(401)
    const custom = 'ZohoCRM.modules.custom.READ'
    expect(await status('Bicycles', `${custom},ZohoCRM.modules.notes.READ`)).toBe(204)
    expect(await status('Bicycles', custom)).toBe(401)
  })
})

describe('for a user who does not see everything', () => {
  /** Clients of an administrator and of a user, with an account of one contact. */
  async function both(
    hidden: NonNullable<EmulatorOptions['hidden']>[string],
  ): Promise<readonly [Client, Client, string, string]> {
    const profile = (id: string, name: string): object => ({
      id,
      full_name: name,
      email: `${id}@example.com`,
      status: 'active',
      profile: { name, id },
    })
    const org = await orgFolder({
      'modules.json': { modules: [module('Accounts', { id: '1' }), module('Contacts', { id: '2' })] },
      'fields_Contacts.json': {
        fields: [
          field('Name', 'text'),
          field('Phone', 'phone'),
          field('Account', 'lookup', {
            json_type: 'jsonobject',
            lookup: { module: { api_name: 'Accounts' } },
          }),
        ],
      },
      'related_lists_Accounts.json': {
        related_lists: [{ id: '1', api_name: 'People', module: { api_name: 'Contacts', id: '2' } }],
      },
      'users.json': { users: [profile('101', 'Administrator'), profile('102', 'Standard')] },
    })
    const emulator = await start({ org, hidden: { Standard: hidden } })
    const [ada, bo] = [await signIn(emulator), await signIn(emulator, { user: '102' })]
    const Account = await made(ada, 'Accounts')
    const id = await create(ada, 'Contacts', { Name: 'n', Phone: '1', Account })
    return [ada, bo, `/Accounts/${Account.id}/People?fields=Name,Phone`, id]
  }

  test.each(['Accounts', 'Contacts'])('%s are refused', async (name) => {
    const [ada, bo, path] = await both({ modules: [name] })
    expect((await ada.get(path)).status).toBe(200)
    expect(await bo.get(path)).toMatchObject({
      status: 403,
      body: { code: 'NO_PERMISSION', details: { permissions: [`Crm_Implied_View_${name}`] } },
    })
  })

  test('a field is in no row', async () => {
    const [ada, bo, path, id] = await both({ fields: { Contacts: ['Phone'] } })
    expect((await ada.get(path)).body.data).toEqual([{ Name: 'n', Phone: '1', id }])
    expect((await bo.get(path)).body.data).toEqual([{ Name: 'n', id }])
  })

  test('a lookup makes no list', async () => {
    const [ada, bo, path] = await both({ fields: { Contacts: ['Account'] } })
    expect([(await ada.get(path)).status, (await bo.get(path)).status]).toEqual([200, 204])
  })

  test('a linking module makes no list', async () => {
    const emulator = await startEmulator({ hidden: { Standard: { modules: ['Rentals_X_Bicycles'] } } })
    onTestFinished(() => emulator.close())
    const [ada, bo] = [
      await signIn(emulator),
      await signIn(emulator, { user: 'bruno@kettle-lane.example.com' }),
    ]
    const Rental = await made(ada, 'Rentals', { Rider: await made(ada, 'Contacts') })
    await create(ada, 'Rentals_X_Bicycles', { Rental, Bicycle: await made(ada, 'Bicycles') })
    const path = `/Rentals/${Rental.id}/Bicycles?fields=id`
    expect([(await ada.get(path)).status, (await bo.get(path)).status]).toEqual([200, 204])
  })
})

test('the related lists are those of the moment', async () => {
  const client = await demo()
  const lead = await made(client, 'Leads')
  const task = await create(client, 'Tasks', { What_Id: lead })
  const path = `Leads/${lead.id}/Chores`
  expect(await client.get(`/${path}?fields=id`)).toMatchObject(INVALID_RELATION)
  client.emulator.editOrg('related_lists_Leads.json', () => ({
    related_lists: [{ id: '1', api_name: 'Chores', module: 'Tasks', status: 'visible' }],
  }))
  expect(await related(client, path)).toEqual([task])
  expect(await client.get(`/Leads/${lead.id}/Notes?fields=id`)).toMatchObject(INVALID_RELATION)
})

test('the demo organisation serves every list that it shows', async () => {
  const client = await demo({ records: 3 })
  const { modules } = (await client.get('/settings/modules')).body
  let served = 0
  for (const { api_name } of modules.filter((each: Reply['body']) => each.api_supported)) {
    const { body } = await client.get(`/settings/related_lists?module=${api_name}`)
    const [id] = idsOf(await client.get(`/${api_name}?fields=id`))
    for (const list of body?.related_lists ?? []) {
      const { status } = await client.get(`/${api_name}/${id}/${list.api_name}?fields=id`)
      const isServed = list.status === 'visible' && list.module !== null
      expect(isServed ? [200, 204] : [400], `${api_name}.${list.api_name}`).toContain(status)
      served += isServed ? 1 : 0
    }
  }
  expect(served).toBeGreaterThan(70)
})
