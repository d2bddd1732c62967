import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './client.ts'
import { field, module, orgFolder } from './org.ts'

/** Inserts leads of these names and gives their ids. */
async function insert(client: Client, ...names: readonly string[]): Promise<readonly string[]> {
  const { body } = await client.send('POST', '/Leads', { data: names.map((Last_Name) => ({ Last_Name })) })
  return body.data.map((row: { details: { id: string } }) => row.details.id)
}

/** Inserts one lead and gives what became of the row. */
async function insertOne(client: Client, row: unknown): Promise<{ code: string; details: object }> {
  return (await client.send('POST', '/Leads', { data: [row] })).body.data[0]
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/

describe('insert', () => {
  test('answers each row', async () => {
    const client = await signedIn()
    const reply = await client.send('POST', '/Leads', { data: [{ Last_Name: 'Doe', First_Name: 'Jo' }] })
    const person = { name: expect.any(String), id: expect.stringMatching(/^\d+$/) }
    expect([reply.status, reply.body]).toEqual([
      201,
      {
        data: [
          {
            code: 'SUCCESS',
            details: {
              Modified_Time: expect.stringMatching(TIME),
              Modified_By: person,
              Created_Time: expect.stringMatching(TIME),
              id: expect.stringMatching(/^\d{18,19}$/),
              Created_By: person,
              $approval_state: 'approved',
            },
            message: 'record added',
            status: 'success',
          },
        ],
      },
    ])
    const read = await client.get(`/Leads/${reply.body.data[0].details.id}`)
    expect(read.body.data[0]).toMatchObject({
      Full_Name: 'Jo Doe',
      Number: 'L-1',
      Opted_Out: false,
      Email: null,
      Items: [],
      $has_more: { Items: false, Products: false },
      Owner: { ...person, email: expect.any(String) },
    })
  })

  test('207 where some rows fail, 400 where all do', async () => {
    const { send } = await signedIn()
    const good = { Last_Name: 'a' }
    const mixed = await send('POST', '/Leads', { data: [good, {}, good] })
    expect([mixed.status, mixed.body.data.map((row: { status: string }) => row.status)]).toEqual([
      207,
      ['success', 'error', 'success'],
    ])
    expect((await send('POST', '/Leads', { data: [{}] })).status).toBe(400)
  })

  const place = (api_name: string): object => ({ api_name, json_path: `$.data[0].${api_name}` })
  test.each([
    [{ First_Name: 'x' }, 'MANDATORY_NOT_FOUND', place('Last_Name')],
    [{ Last_Name: '' }, 'MANDATORY_NOT_FOUND', place('Last_Name')],
    [{ Last_Name: 5 }, 'INVALID_DATA', { expected_data_type: 'text', ...place('Last_Name') }],
    [{ Last_Name: 'x'.repeat(81) }, 'INVALID_DATA', { maximum_length: 80, ...place('Last_Name') }],
    [{ Email: 'nobody' }, 'INVALID_DATA', { expected_data_type: 'email', ...place('Email') }],
    [{ Employees: '5' }, 'INVALID_DATA', { expected_data_type: 'integer', ...place('Employees') }],
    [{ Employees: 1.5 }, 'INVALID_DATA', { expected_data_type: 'integer', ...place('Employees') }],
    [{ Employees: 1_000_000_000 }, 'INVALID_DATA', { maximum_length: 9, ...place('Employees') }],
    [{ Revenue: '5' }, 'INVALID_DATA', { expected_data_type: 'double', ...place('Revenue') }],
    [{ Opted_Out: 'true' }, 'INVALID_DATA', { expected_data_type: 'boolean', ...place('Opted_Out') }],
    [{ Born: '2026-13-01' }, 'INVALID_DATA', { expected_data_type: 'date', ...place('Born') }],
    [
      { Called: '2026-01-01T10:00:00.123Z' },
      'INVALID_DATA',
      { expected_data_type: 'datetime', ...place('Called') },
    ],
    [{ Interests: 'A' }, 'INVALID_DATA', { expected_data_type: 'jsonarray', ...place('Interests') }],
    [{ Account: '5550001' }, 'INVALID_DATA', { expected_data_type: 'jsonobject', ...place('Account') }],
    [{ Account: { id: '404' } }, 'INVALID_DATA', place('Account')],
    [{ Owner: { id: '404' } }, 'INVALID_DATA', place('Owner')],
    [{ Tag: 'x' }, 'INVALID_DATA', { expected_data_type: 'jsonarray', ...place('Tag') }],
    [
      { Items: [{ Quantity: 'x' }] },
      'INVALID_DATA',
      { expected_data_type: 'integer', api_name: 'Quantity', json_path: '$.data[0].Items[0].Quantity' },
    ],
    [
      { Items: [{}] },
      'MANDATORY_NOT_FOUND',
      { api_name: 'Quantity', json_path: '$.data[0].Items[0].Quantity' },
    ],
  ])('%j → %s', async (row, code, details) => {
    const last = 'First_Name' in row ? {} : { Last_Name: 'Doe' }
    expect(await insertOne(await signedIn(), { ...last, ...row })).toEqual({
      code,
      details,
      message: expect.any(String),
      status: 'error',
    })
  })

  test('takes what the API takes', async () => {
    const client = await signedIn()
    const written = {
      Last_Name: 'Doe',
      Lead_Source: 'not an option yet',
      Interests: ['A'],
      Born: '2026-02-28',
      Called: '2026-01-01T10:00:00+02:00',
      Account: { id: '5550001' },
      Tag: [{ name: 'hot' }],
    }
    const ignored = { Nonsense: 1, Score: 5, Full_Name: 'x', Created_Time: 'x', Gone: 'x' }
    const { details } = (await insertOne(client, { ...written, ...ignored })) as { details: { id: string } }
    const { body } = await client.get(`/Leads/${details.id}`)
    expect(body.data[0]).toMatchObject({
      ...written,
      Account: { name: 'Acme', id: '5550001' },
      Full_Name: 'Doe',
      Score: null,
    })
    expect(body.data[0]).not.toHaveProperty('Nonsense')
    const none = (await insertOne(client, { Last_Name: 'x', Lead_Source: '-None-' })) as {
      details: { id: string }
    }
    expect(
      (await client.get(`/Leads/${none.details.id}?fields=Lead_Source`)).body.data[0].Lead_Source,
    ).toBeNull()
  })

  test('keeps unique fields unique, within one batch too', async () => {
    const { send } = await signedIn()
    const row = (Email: string): object => ({ Last_Name: 'x', Email })
    const { body } = await send('POST', '/Leads', { data: [row('a@b.cc'), row('A@B.cc'), row('d@b.cc')] })
    const id = body.data[0].details.id
    expect(body.data[1]).toEqual({
      code: 'DUPLICATE_DATA',
      details: {
        api_name: 'Email',
        json_path: '$.data[1].Email',
        duplicate_record: {
          Owner: { name: expect.any(String), id: expect.any(String), zuid: expect.any(String) },
          module: { api_name: 'Leads', id: '771' },
          id,
        },
        id,
        more_records: false,
      },
      message: 'duplicate data',
      status: 'error',
    })
    await send('PUT', `/Leads/${id}`, { data: [{ Email: 'free@b.cc' }] })
    expect((await send('POST', '/Leads', { data: [row('a@b.cc')] })).status).toBe(201)
  })

  test.each([
    ['{"data":', 'INVALID_DATA', { expected_data_type: 'jsonobject' }],
    [{}, 'MANDATORY_NOT_FOUND', { api_name: 'data', json_path: '$.data' }],
    [{ data: [] }, 'MANDATORY_NOT_FOUND', { api_name: 'data', json_path: '$.data' }],
    [
      { data: {} },
      'INVALID_DATA',
      { expected_data_type: 'jsonarray', api_name: 'data', json_path: '$.data' },
    ],
    [{ data: Array(101).fill({}) }, 'LIMIT_EXCEEDED', { limit: 100, api_name: 'data', json_path: '$.data' }],
  ])('the body %j → %s', async (body, code, details) => {
    const { send } = await signedIn()
    const reply = await send('POST', '/Leads', body)
    expect([reply.status, reply.body]).toMatchObject([400, { code, details, status: 'error' }])
  })

  test('is refused by a module that does not create', async () => {
    const { send } = await signedIn()
    const reply = await send('POST', '/Lead_Items', { data: [{ Quantity: 1 }] })
    expect([reply.status, reply.body.code]).toEqual([400, 'NOT_SUPPORTED'])
  })
})

describe('get', () => {
  test('some fields, or an unknown id', async () => {
    const client = await signedIn()
    const [id] = await insert(client, 'Doe')
    expect((await client.get(`/Leads/${id}?fields=Last_Name,Nonsense`)).body).toEqual({
      data: [{ Last_Name: 'Doe', id }],
    })
    const unknown = await client.get('/Leads/404')
    expect([unknown.status, unknown.text]).toEqual([204, ''])
    const other = await (await signedIn({ unknownId: 400 })).get('/Leads/404')
    expect([other.status, other.body.code]).toEqual([400, 'INVALID_DATA'])
  })
})

describe('update', () => {
  test('changes what is given, clears what is null, leaves the rest', async () => {
    const client = await signedIn()
    const { details } = (await insertOne(client, { Last_Name: 'a', First_Name: 'b', Employees: 3 })) as {
      details: { id: string; Modified_Time: string }
    }
    const reply = await client.send('PUT', `/Leads/${details.id}`, { data: [{ First_Name: null }] })
    expect([reply.status, reply.body.data[0].message]).toEqual([200, 'record updated'])
    const after = reply.body.data[0].details
    expect(Date.parse(after.Modified_Time)).toBeGreaterThan(Date.parse(details.Modified_Time))
    const { body } = await client.get(`/Leads/${details.id}?fields=First_Name,Last_Name,Full_Name,Employees`)
    expect(body.data[0]).toMatchObject({ First_Name: null, Last_Name: 'a', Full_Name: 'a', Employees: 3 })
  })

  test('of many, each by its id', async () => {
    const client = await signedIn()
    const [first] = await insert(client, 'a')
    const rows = [
      { id: first, Last_Name: 'b' },
      { Last_Name: 'x' },
      { id: '404' },
      { id: first, Last_Name: null },
    ]
    const { status, body } = await client.send('PUT', '/Leads', { data: rows })
    const errors = body.data.map((row: { code: string; details: { json_path?: string } }) => [
      row.code,
      row.details.json_path,
    ])
    expect([status, errors]).toEqual([
      207,
      [
        ['SUCCESS', undefined],
        ['MANDATORY_NOT_FOUND', '$.data[1].id'],
        ['INVALID_DATA', '$.data[2].id'],
        ['MANDATORY_NOT_FOUND', '$.data[3].Last_Name'],
      ],
    ])
  })

  test('If-Unmodified-Since → 412', async () => {
    const client = await signedIn()
    const { details } = (await insertOne(client, { Last_Name: 'a' })) as {
      details: { id: string; Modified_Time: string }
    }
    const put = (since: string): ReturnType<Client['send']> =>
      client.send(
        'PUT',
        `/Leads/${details.id}`,
        { data: [{ Last_Name: 'b' }] },
        { 'If-Unmodified-Since': since },
      )
    expect((await put(details.Modified_Time)).status).toBe(200)
    const late = await put(details.Modified_Time)
    expect([late.status, late.body.data[0].code]).toEqual([412, 'ALREADY_MODIFIED'])
  })

  test('of a structure: rows are added, changed and deleted by id', async () => {
    const client = await signedIn()
    const { details } = (await insertOne(client, {
      Last_Name: 'a',
      Items: [{ Quantity: 1 }, { Quantity: 2 }],
    })) as {
      details: { id: string }
    }
    const items = async (): Promise<readonly { id: string; Quantity: number }[]> =>
      (await client.get(`/Leads/${details.id}`)).body.data[0].Items
    const [one, two] = await items()
    expect(one).toMatchObject({ Quantity: 1, Parent_Id: { id: details.id } })
    const Items = [{ id: one?.id, Quantity: 9 }, { id: two?.id, _delete: null }, { Quantity: 3 }]
    await client.send('PUT', `/Leads/${details.id}`, { data: [{ Items }] })
    expect((await items()).map((item) => item.Quantity)).toEqual([9, 3])
  })

  test('$append_values adds to a multi-select picklist', async () => {
    const client = await signedIn()
    const { details } = (await insertOne(client, { Last_Name: 'a', Interests: ['A'] })) as {
      details: { id: string }
    }
    const row = { Interests: ['B'], $append_values: { Interests: true } }
    await client.send('PUT', `/Leads/${details.id}`, { data: [row] })
    expect((await client.get(`/Leads/${details.id}`)).body.data[0].Interests).toEqual(['A', 'B'])
  })
})

describe('delete', () => {
  test('some, or one', async () => {
    const client = await signedIn()
    const [first, second] = await insert(client, 'a', 'b')
    const { status, body } = await client.send('DELETE', `/Leads?ids=${first},404`)
    expect([status, body.data]).toEqual([
      207,
      [
        { code: 'SUCCESS', details: { id: first }, message: 'record deleted', status: 'success' },
        expect.objectContaining({ code: 'INVALID_DATA', details: { id: '404' } }),
      ],
    ])
    expect((await client.send('DELETE', `/Leads/${second}`)).status).toBe(200)
    expect((await client.send('DELETE', `/Leads/${second}`)).status).toBe(400)
    expect((await client.get('/Leads?fields=id')).status).toBe(204)
  })

  test.each([
    ['', 'REQUIRED_PARAM_MISSING'],
    ['?ids=abc', 'UNABLE_TO_PARSE_DATA_TYPE'],
    [`?ids=${Array(101).fill('1').join(',')}`, 'LIMIT_EXCEEDED'],
  ])('%s → %s', async (query, code) => {
    const reply = await (await signedIn()).send('DELETE', `/Leads${query}`)
    expect([reply.status, reply.body.code]).toEqual([400, code])
  })
})

test('a lookup goes empty when its record is deleted', async () => {
  const client = await signedIn()
  const { details } = (await insertOne(client, { Last_Name: 'a', Account: { id: '5550001' } })) as {
    details: { id: string }
  }
  await client.send('POST', '/Accounts', { data: [{ Account_Name: 'Other' }] })
  await client.send('DELETE', '/Accounts/5550001')
  expect((await client.get(`/Leads/${details.id}`)).body.data[0].Account).toBeNull()
})

test('field names can be any string', async () => {
  const names = ['__proto__', 'constructor', 'a b', '客户']
  const fields = names.map((name) => field(name, 'text', { json_type: 'string' }))
  const org = await orgFolder({ 'modules.json': { modules: [module('Odd')] }, 'fields_Odd.json': { fields } })
  const client = await signedIn({ org })
  const row = Object.fromEntries(names.map((name) => [name, `value of ${name}`]))
  const { body } = await client.send('POST', '/Odd', { data: [row] })
  const { id } = body.data[0].details
  const [listed] = (await client.get(`/Odd?fields=${names.map(encodeURIComponent).join(',')}`)).body.data
  expect(Object.entries(listed)).toEqual([...Object.entries(row), ['id', id]])
  expect(Object.entries((await client.get(`/Odd/${id}`)).body.data[0])).toEqual(
    expect.arrayContaining(Object.entries(row)),
  )
})
