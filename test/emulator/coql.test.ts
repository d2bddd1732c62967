import { describe, expect, test } from 'vitest'
import { type Client, signIn, start } from './client.ts'
import { ask, clientWith, coqlOrg, idsOf, lookup, refusalOf, rowsOf } from './coql-org.ts'
import { field, orgFolder } from './org.ts'

const accounts = [
  { id: '901', Account_Name: 'Acme', Industry: 'Steel', Owner: { id: '102' }, Seats: 5 },
  { id: '902', Account_Name: 'Beta', Industry: null, Owner: { id: '101' }, Parent: { id: '901' }, Seats: 7 },
]

const leads = [
  {
    id: '1',
    Last_Name: 'Doe',
    Owner: { id: '101' },
    Account: { id: '901' },
    Revenue: 10,
    Interests: ['A', 'B'],
  },
  { id: '2', Last_Name: 'Roe', Owner: { id: '102' }, Account: { id: '902' }, Revenue: 20.5, Opted_Out: true },
  { id: '3', Last_Name: 'Poe', Owner: { id: '102' }, Revenue: null, Notes: 'long' },
]

const small = (): Promise<Client> => clientWith({ Leads: leads, Accounts: accounts })

describe('an answer', () => {
  test('has the selected fields, the id always, and how many there are', async () => {
    const client = await small()
    const { status, body } = await ask(
      client,
      "select Last_Name, Interests, Opted_Out, Notes from Leads where id in (1, '3')",
    )
    expect(status).toBe(200)
    expect(body).toEqual({
      data: [
        { Last_Name: 'Doe', Interests: ['A', 'B'], Opted_Out: false, Notes: null, id: '1' },
        { Last_Name: 'Poe', Interests: null, Opted_Out: false, Notes: 'long', id: '3' },
      ],
      info: { count: 2, more_records: false },
    })
  })

  test('is empty where nothing is found', async () => {
    const { status, text } = await ask(await small(), "select id from Leads where Last_Name = 'Nobody'")
    expect([status, text]).toEqual([204, ''])
  })

  test('gives a lookup by its id, and a path under its dots', async () => {
    const client = await small()
    const query = `select Account, Owner, Account.Account_Name, Account.Parent, Account.Parent.Account_Name, Account.id
      from Leads where id is not null`
    expect(await rowsOf(client, query)).toEqual([
      {
        Account: { id: '901' },
        Owner: { id: '101' },
        'Account.Account_Name': 'Acme',
        'Account.Parent': null,
        'Account.Parent.Account_Name': null,
        'Account.id': '901',
        id: '1',
      },
      {
        Account: { id: '902' },
        Owner: { id: '102' },
        'Account.Account_Name': 'Beta',
        'Account.Parent': { id: '901' },
        'Account.Parent.Account_Name': 'Acme',
        'Account.id': '902',
        id: '2',
      },
      {
        Account: null,
        Owner: { id: '102' },
        'Account.Account_Name': null,
        'Account.Parent': null,
        'Account.Parent.Account_Name': null,
        'Account.id': null,
        id: '3',
      },
    ])
  })

  test('gives the names of lookups as well where the emulator is asked to', async () => {
    const client = await clientWith({ Leads: leads, Accounts: accounts }, { coqlLookups: 'name' })
    expect(await rowsOf(client, 'select Account, Owner from Leads where id = 2')).toEqual([
      { Account: { name: 'Beta', id: '902' }, Owner: { name: 'Bo', id: '102' }, id: '2' },
    ])
  })

  test('gives the name of a lookup where it is asked for', async () => {
    const client = await small()
    const query =
      'select Account.name, Owner.Name from Leads where Account.name is not null order by Account.name desc'
    const rows = await rowsOf(client, query)
    expect(rows[0]).toEqual({ 'Account.name': 'Beta', 'Owner.Name': expect.any(String), id: '2' })
    expect(await idsOf(client, "select id from Leads where Account.Name = 'beta'")).toEqual(['2'])
    expect(await refusalOf(client, 'select name from Leads where id is not null')).toEqual([
      400,
      'INVALID_QUERY',
      { column_name: 'name' },
    ])
  })

  test('gives what users are and what they have', async () => {
    const client = await small()
    const query = `select Owner.email, Owner.profile, Owner.profile.name, Account.Owner.status from Leads
      where (Owner.profile.name = 'standard' and Account.Owner.email like 'ADA%')`
    expect(await rowsOf(client, query)).toEqual([
      {
        'Owner.email': 'bo@example.com',
        'Owner.profile': { id: '2' },
        'Owner.profile.name': 'Standard',
        'Account.Owner.status': 'active',
        id: '2',
      },
    ])
    expect(await idsOf(client, 'select id from Leads where Owner = 102 order by id desc')).toEqual(['3', '2'])
    for (const column_name of ['Owner.shoe_size', 'Owner.full_name'])
      expect(await refusalOf(client, `select ${column_name} from Leads where id is not null`)).toEqual([
        400,
        'INVALID_QUERY',
        { column_name },
      ])
  })

  test('follows a lookup into the module that is named', async () => {
    const tasks = [
      { id: '51', Subject: 'Call', What_Id: { id: '901' }, $se_module: 'Accounts' },
      { id: '52', Subject: 'Mail', What_Id: { id: '1' }, $se_module: 'Leads' },
    ]
    const client = await clientWith({ Leads: leads, Accounts: accounts, Tasks: tasks })
    const query =
      "select 'What_Id->Leads.Last_Name', 'What_Id->Accounts.Industry' as Branch from Tasks where id is not null"
    expect(await rowsOf(client, query)).toEqual([
      { 'What_Id->Leads.Last_Name': null, Branch: 'Steel', id: '51' },
      { 'What_Id->Leads.Last_Name': 'Doe', Branch: null, id: '52' },
    ])
    for (const path of ['What_Id.Last_Name', "'What_Id->Nowhere.Name'", "'Subject->Leads.Last_Name'"])
      expect((await refusalOf(client, `select ${path} from Tasks where id is not null`))[1], path).toBe(
        'INVALID_QUERY',
      )
  })

  test('names by alias, and takes names in quotes and behind their module', async () => {
    const client = await clientWith({ Leads: [{ id: '1', Last_Name: 'Doe', External: 'x', "It's": 'y' }] })
    const query = `select 'External', 'It''s' as "the ""y""", !Leads.Last_Name as Name from Leads
      where ('External' = 'x' and "It's" = 'y') order by Name`
    expect(await rowsOf(client, query)).toEqual([{ External: 'x', 'the "y"': 'y', Name: 'Doe', id: '1' }])
  })

  test('describes the selected fields where that is asked for', async () => {
    const client = await small()
    const query = 'select Last_Name as Name, Account.Industry, Owner.email from Leads where id = 1'
    const { body } = await ask(client, query, { include_meta: ['fields'] })
    expect(Object.keys(body.fields)).toEqual(['Last_Name', 'Account.Industry'])
    expect(body.fields.Last_Name).toMatchObject({ api_name: 'Last_Name', data_type: 'text' })
    const bad = async (include_meta: unknown): Promise<unknown> =>
      (await ask(client, query, { include_meta })).body.details
    const place = { api_name: 'include_meta', json_path: '$.include_meta[0]', supported_values: ['fields'] }
    expect(await bad('fields')).toEqual({
      expected_data_type: 'jsonarray',
      api_name: 'include_meta',
      json_path: '$.include_meta',
    })
    expect(await bad([1])).toEqual({ expected_data_type: 'text', ...place })
    expect(await bad(['layouts'])).toEqual(place)
  })
})

describe('groups', () => {
  const grouped = (): Promise<Client> =>
    clientWith({
      Leads: [
        { id: '1', Last_Name: 'a', First_Name: 'x', Revenue: 1.5, Employees: 3, Born: '2001-01-01' },
        { id: '2', Last_Name: 'B', First_Name: 'x', Revenue: 2.5, Employees: null, Born: '2000-01-01' },
        {
          id: '3',
          Last_Name: 'b',
          First_Name: 'y',
          Revenue: null,
          Employees: 5,
          Called: '2026-01-10T10:00:00+02:00',
        },
        {
          id: '4',
          Last_Name: null,
          First_Name: 'y',
          Revenue: 4,
          Employees: 7,
          Called: '2026-01-10T10:00:00Z',
        },
      ],
    })

  test('are computed over all records, and have no id', async () => {
    const query = `select count(id), COUNT(Revenue) as known, sum(Revenue), AVG(Employees), MIN(Born)
      from Leads where id is not null`
    expect(await rowsOf(await grouped(), query)).toEqual([
      { 'COUNT(id)': 4, known: 3, 'SUM(Revenue)': 8, 'AVG(Employees)': 5, 'MIN(Born)': '2000-01-01' },
    ])
    const times = 'select MAX(Called), MIN(Called) from Leads where id is not null'
    expect(await rowsOf(await grouped(), times)).toEqual([
      { 'MAX(Called)': '2026-01-10T10:00:00+00:00', 'MIN(Called)': '2026-01-10T08:00:00+00:00' },
    ])
  })

  test('are computed where nothing is found', async () => {
    expect(await rowsOf(await grouped(), 'select COUNT(id), SUM(Revenue) from Leads where id = 77')).toEqual([
      { 'COUNT(id)': 0, 'SUM(Revenue)': null },
    ])
  })

  test('are made by what records share, whatever its case, and come in its order', async () => {
    const client = await grouped()
    const byName = 'select Last_Name, COUNT(id) as n from Leads where id is not null group by Last_Name'
    expect(await rowsOf(client, byName)).toEqual([
      { Last_Name: null, n: 1 },
      { Last_Name: 'a', n: 1 },
      { Last_Name: expect.stringMatching(/^b$/i), n: 2 },
    ])
    expect((await rowsOf(client, `${byName} order by n desc limit 1`)).map(({ n }) => n)).toEqual([2])
    expect(
      await rowsOf(
        client,
        'select First_Name, SUM(Revenue) from Leads where id > 1 group by First_Name order by SUM(Revenue) desc',
      ),
    ).toEqual([
      { First_Name: 'y', 'SUM(Revenue)': 4 },
      { First_Name: 'x', 'SUM(Revenue)': 2.5 },
    ])
  })

  test('are made through lookups', async () => {
    const client = await small()
    const query =
      'select Account.Industry, Account, COUNT(id) from Leads where id is not null group by Account.Industry, Account'
    expect(await rowsOf(client, query)).toEqual([
      { 'Account.Industry': null, Account: null, 'COUNT(id)': 1 },
      { 'Account.Industry': null, Account: { id: '902' }, 'COUNT(id)': 1 },
      { 'Account.Industry': 'Steel', Account: { id: '901' }, 'COUNT(id)': 1 },
    ])
  })

  test('have no value of what their records do not share', async () => {
    const client = await grouped()
    const of = (column_name: string, clause: string): readonly unknown[] => [
      400,
      'INVALID_QUERY',
      { column_name, clause },
    ]
    expect(await refusalOf(client, 'select Last_Name, COUNT(id) from Leads where id > 0')).toEqual(
      of('Last_Name', 'group by'),
    )
    expect(
      await refusalOf(
        client,
        'select COUNT(id) from Leads where id > 0 group by First_Name order by Last_Name',
      ),
    ).toEqual(of('Last_Name', 'order by'))
    expect(await refusalOf(client, 'select id from Leads where id > 0 order by COUNT(id)')).toEqual(
      of('COUNT(id)', 'order by'),
    )
  })

  test('are not computed by what is no function, nor of what it does not go with', async () => {
    const client = await grouped()
    for (const term of [
      'TestFunction(Last_Name)',
      'SUM(Last_Name)',
      'AVG(Born)',
      'MAX(Last_Name)',
      'COUNT(Notes)',
    ])
      expect(await refusalOf(client, `select ${term} from Leads where id > 0`)).toEqual([
        400,
        'INVALID_DATA',
        { reason: 'unsupported aggregate function', column: term },
      ])
  })
})

describe('pages', () => {
  test('reach beyond 2,000 records, each of which is on one of them', async () => {
    const many = Array.from({ length: 4100 }, (_, index) => ({
      id: `${index + 1}`,
      Last_Name: `${index % 7}`,
    }))
    const client = await clientWith({ Leads: many })
    const found: string[] = []
    for (let more = true; more; ) {
      const { body } = await ask(
        client,
        `select id from Leads where id is not null order by Last_Name desc limit 2000 offset ${found.length}`,
      )
      found.push(...body.data.map(({ id }: { id: string }) => id))
      more = body.info.more_records
    }
    const sorted = many.toSorted((a, b) => Number(b.Last_Name) - Number(a.Last_Name))
    expect(found).toEqual(sorted.map(({ id }) => id))
    expect((await ask(client, 'select id from Leads where id > 0')).body.info).toEqual({
      count: 200,
      more_records: true,
    })
    expect((await ask(client, 'select id from Leads where id > 0 limit 2000 offset 4100')).status).toBe(204)
    expect(await idsOf(client, 'select id from Leads where id > 0 limit 4000, 2')).toEqual(['4001', '4002'])
  })
})

describe('what is written', () => {
  const names = (client: Client): Promise<readonly unknown[]> =>
    rowsOf(client, 'select Last_Name, Account.Account_Name from Leads where id is not null')

  test('is found at once, and what is deleted is not', async () => {
    const client = await small()
    expect(await names(client)).toHaveLength(3)
    const { body } = await client.send('POST', '/Leads', {
      data: [{ Last_Name: 'New', Account: { id: '901' } }],
    })
    const id: string = body.data[0].details.id
    expect((await names(client)).at(-1)).toEqual({ Last_Name: 'New', 'Account.Account_Name': 'Acme', id })
    await client.send('PUT', `/Leads/${id}`, { data: [{ Last_Name: 'Newer' }] })
    await client.send('PUT', '/Accounts/901', { data: [{ Account_Name: 'Apex' }] })
    expect((await names(client)).at(-1)).toEqual({ Last_Name: 'Newer', 'Account.Account_Name': 'Apex', id })
    expect(await idsOf(client, "select id from Leads where Account.Account_Name = 'apex'")).toEqual(['1', id])
    await client.send('DELETE', `/Leads/${id}`)
    expect(await names(client)).toHaveLength(3)
  })

  test('is forgotten with a reset', async () => {
    const emulator = await start({ org: await orgFolder(coqlOrg({ Leads: leads })) })
    const before = await signIn(emulator)
    await before.send('DELETE', '/Leads/1')
    expect(await idsOf(before, 'select id from Leads where id > 0')).toEqual(['2', '3'])
    emulator.reset()
    expect(await idsOf(await signIn(emulator), 'select id from Leads where id > 0')).toEqual(['1', '2', '3'])
  })

  test('empties the lookups that pointed at a deleted record', async () => {
    const client = await small()
    const query = 'select Account from Leads where Account is null'
    expect(await rowsOf(client, query)).toEqual([{ Account: null, id: '3' }])
    await client.send('DELETE', '/Accounts/902')
    expect(await rowsOf(client, query)).toEqual([
      { Account: null, id: '2' },
      { Account: null, id: '3' },
    ])
  })

  test('is found by a field that was not there before', async () => {
    const client = await small()
    const query = "select Colour from Leads where Colour = 'red'"
    expect((await refusalOf(client, query))[2]).toEqual({ column_name: 'Colour' })
    client.emulator.editOrg('fields_Leads.json', ({ fields }) => ({
      fields: [...(fields as object[]), field('Colour', 'text', { json_type: 'string' })],
    }))
    await client.send('PUT', '/Leads/2', { data: [{ Colour: 'Red' }] })
    expect(await rowsOf(client, query)).toEqual([{ Colour: 'Red', id: '2' }])
  })
})

describe('a query is refused', () => {
  test('without its text, without WHERE, or for a module that is not there', async () => {
    const client = await small()
    expect((await client.send('POST', '/coql', {})).body).toEqual({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'select_query' },
      message: 'mandatory key not found',
      status: 'error',
    })
    expect((await refusalOf(client, 7))[1]).toBe('INVALID_DATA')
    expect((await ask(client, 'select id from Leads')).body).toEqual({
      code: 'SYNTAX_ERROR',
      details: { clause: 'where' },
      message: 'missing clause',
      status: 'error',
    })
    expect(await refusalOf(client, 'select id from Nowhere where id > 0')).toEqual([
      400,
      'INVALID_MODULE',
      {},
    ])
    expect((await refusalOf(client, 'select id from Home where id > 0'))[1]).toBe('API_NOT_SUPPORTED')
    expect((await client.get('/coql')).body.code).toBe('INVALID_REQUEST_METHOD')
  })

  test('for WHERE only where it is demanded', async () => {
    const client = await clientWith({ Leads: leads }, { coqlWhere: 'optional' })
    expect(await idsOf(client, 'select id from Leads order by id desc limit 2')).toEqual(['3', '2'])
  })

  test('for a column that is not there, or that the clause cannot use', async () => {
    const client = await small()
    const details = async (query: string): Promise<unknown> => {
      const [status, code, of] = await refusalOf(client, query)
      expect([status, code]).toEqual([400, 'INVALID_QUERY'])
      return of
    }
    for (const path of [
      'Nothing',
      'Gone',
      'Account.Nothing',
      'Last_Name.Length',
      'Nothing.Name',
      '__proto__',
      'constructor',
    ])
      for (const query of [
        `select ${path} from Leads where id > 0`,
        `select id from Leads where ${path} = 'x'`,
      ])
        expect(await details(query), query).toEqual({ column_name: path })
    for (const name of ['Photo', 'Items', 'Products'])
      expect(await details(`select ${name} from Leads where id > 0`)).toEqual({ column_name: name })
    expect(await details('select id from Leads where id > 0 order by Notes')).toEqual({
      column_name: 'Notes',
      clause: 'order by',
    })
    const criterion = (column_name: string, operator: string, value: string): object => ({
      cv_criteria: false,
      column_name,
      value,
      operator,
    })
    expect(await details("select id from Leads where Notes like '%x%'")).toEqual(
      criterion('Notes', 'like', '%x%'),
    )
    expect(await details('select id from Leads where Tag is null')).toEqual(
      criterion('Tag', 'is null', '${EMPTY}'),
    )
  })

  test('for a comparator that does not go with the data type', async () => {
    const client = await small()
    for (const [column_name, operator, rest] of [
      ['Last_Name', '>', "'a'"],
      ['Last_Name', 'between', "'a' and 'b'"],
      ['Revenue', 'like', "'1%'"],
      ['Opted_Out', '!=', 'true'],
      ['Opted_Out', 'is null', ''],
      ['Opted_Out', 'in', '(true)'],
      ['Account', '<', '901'],
      ['Owner', 'like', "'1%'"],
      ['Born', 'not like', "'2000%'"],
    ])
      expect(
        await refusalOf(client, `select id from Leads where ${column_name} ${operator} ${rest}`),
      ).toEqual([400, 'INVALID_QUERY', { reason: 'invalid operator found', column_name, operator }])
  })

  test('for a value that a column of the data type cannot have', async () => {
    const client = await small()
    for (const [column_name, value] of [
      ['Revenue', 'many'],
      ['Revenue', ''],
      ['Employees', '0x10'],
      ['Size', '9223372036854775808'],
      ['Born', '2000-13-01'],
      ['Born', '2000-01-01T00:00:00Z'],
      ['Called', '2026-01-10'],
      ['Called', '2026-01-10T10:00:00'],
      ['Opted_Out', '1'],
      ['Opted_Out', 'constructor'],
      ['id', "1' or '1'='1"],
      ['Account', 'Acme'],
    ])
      expect(await refusalOf(client, `select id from Leads where ${column_name} = "${value}"`)).toEqual([
        400,
        'INVALID_QUERY',
        { cv_criteria: false, column_name, value, operator: '=' },
      ])
  })

  test('for the same twice in a clause', async () => {
    const client = await small()
    const duplicate = async (query: string): Promise<unknown> => {
      const [status, code, details] = await refusalOf(client, query)
      expect([status, code], query).toEqual([400, 'DUPLICATE_DATA'])
      return details
    }
    const id = { column_name: 'id' }
    expect(await duplicate('select Last_Name, Last_Name as B from Leads where id > 0')).toEqual({
      column_name: 'Last_Name',
    })
    expect(await duplicate('select id from Leads where id > 0 order by id, id desc')).toEqual(id)
    expect(await duplicate('select COUNT(id) from Leads where id > 0 group by id, id')).toEqual(id)
    expect(await duplicate('select MAX(Revenue), max(Revenue) as B from Leads where id > 0')).toEqual({
      column_name: 'Revenue',
      aggregate: 'MAX',
    })
  })

  test('for an alias that is empty, of two columns, or the name of another', async () => {
    const client = await small()
    expect(await refusalOf(client, "select Last_Name as '' from Leads where id > 0")).toEqual([
      400,
      'INVALID_ALIAS',
      { column_name: 'Last_Name', alias: '' },
    ])
    expect(await refusalOf(client, 'select First_Name as N, Last_Name as N from Leads where id > 0')).toEqual(
      [400, 'DUPLICATE_ALIAS', { referred_columns: ['First_Name', 'Last_Name'], alias: 'N' }],
    )
    const taken = [400, 'INVALID_QUERY', { column_name: 'First_Name', alias: 'Last_Name' }]
    expect(
      await refusalOf(client, 'select First_Name as Last_Name, Last_Name from Leads where id > 0'),
    ).toEqual(taken)
    expect((await refusalOf(client, 'select First_Name as id from Leads where id > 0'))[1]).toBe(
      'INVALID_QUERY',
    )
  })
})

describe('who asks', () => {
  test('needs the scope of queries and that of the module', async () => {
    const emulator = await start({ org: await orgFolder(coqlOrg({ Leads: leads })) })
    const status = async (scope: string, rest: object = {}): Promise<number> =>
      (await ask(await signIn(emulator, { scope }), 'select id from Leads where id > 0', rest)).status
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.READ')).toBe(200)
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.leads.ALL')).toBe(200)
    expect(await status('ZohoCRM.coql.READ')).toBe(401)
    expect(await status('ZohoCRM.modules.ALL')).toBe(401)
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.Accounts.READ')).toBe(401)
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.Leads.CREATE')).toBe(401)
    const meta = { include_meta: ['fields'] }
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.READ', meta)).toBe(401)
    expect(await status('ZohoCRM.coql.READ,ZohoCRM.modules.READ,ZohoCRM.settings.fields.READ', meta)).toBe(
      200,
    )
  })

  test('finds nothing by what the profile does not see', async () => {
    const hidden = { Standard: { modules: ['Accounts'], fields: { Leads: ['Revenue'] } } }
    const emulator = await start({
      org: await orgFolder(coqlOrg({ Leads: leads, Accounts: accounts })),
      hidden,
    })
    const [ada, bo] = [await signIn(emulator), await signIn(emulator, { user: 'bo@example.com' })]
    const noAccounts = [403, 'NO_PERMISSION', { permissions: ['Crm_Implied_View_Accounts'] }]
    for (const [query, refusal] of [
      ['select Revenue from Leads where id > 0', [400, 'INVALID_QUERY', { column_name: 'Revenue' }]],
      ['select id from Leads where Revenue > 0', [400, 'INVALID_QUERY', { column_name: 'Revenue' }]],
      [
        'select id from Leads where id > 0 order by Revenue',
        [400, 'INVALID_QUERY', { column_name: 'Revenue' }],
      ],
      ['select SUM(Revenue) from Leads where id > 0', [400, 'INVALID_QUERY', { column_name: 'Revenue' }]],
      ['select id from Accounts where id > 0', noAccounts],
      ['select Account.Industry from Leads where id > 0', noAccounts],
    ] as const) {
      expect((await ask(ada, query)).status, query).toBe(200)
      expect(await refusalOf(bo, query), query).toEqual(refusal)
    }
    expect(await idsOf(bo, 'select Last_Name, Account from Leads where id > 0')).toEqual(['1', '2', '3'])
  })

  test('finds 10,000 records at once', async () => {
    const emulator = await start({
      org: await orgFolder(
        coqlOrg(
          {},
          { 'fields_Leads.json': { fields: [lookup('Account', 'Accounts'), field('Last_Name', 'text')] } },
        ),
      ),
      records: 10_000,
    })
    const client = await signIn(emulator)
    expect(
      await rowsOf(client, 'select COUNT(id) from Leads where (Last_Name is null or Last_Name is not null)'),
    ).toEqual([{ 'COUNT(id)': 10_000 }])
  })
})
