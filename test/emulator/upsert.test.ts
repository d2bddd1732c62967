import { describe, expect, test } from 'vitest'
import { type Client, type Reply, signedIn } from './client.ts'
import { field, leadFields, module, orgFolder, smallOrg } from './org.ts'

const upsert = (client: Client, rows: readonly unknown[], rest: object = {}): Promise<Reply> =>
  client.send('POST', '/Leads/upsert', { data: rows, ...rest })

/** What became of the rows: code, action, field and id of each. */
function outcomes(reply: Reply): readonly unknown[] {
  return reply.body.data.map((row: Record<string, unknown> & { details: { id?: string } }) =>
    row['status'] === 'success'
      ? [row['action'], row['duplicate_field'], row.details.id]
      : [row['code'], row.details],
  )
}

/** Leads with two fields that users made unique beside the e-mail address, which is not unique here. */
async function withUniqueFields(): Promise<Client> {
  const others = leadFields.filter((each) => !('api_name' in each && each.api_name === 'Email'))
  const fields = [
    ...others,
    field('Email', 'email', { json_type: 'string' }),
    field('Tax_Number', 'text', { json_type: 'string', unique: { case_sensitive: true } }),
    field('Customer_Number', 'bigint', { json_type: 'string', unique: { case_sensitive: false } }),
  ]
  return signedIn({ org: await orgFolder({ ...smallOrg, 'fields_Leads.json': { fields } }) })
}

describe('upsert', () => {
  test('inserts, or updates by the field of the module', async () => {
    const client = await signedIn()
    const first = await upsert(client, [{ Last_Name: 'a', Email: 'a@b.cc' }])
    const person = { name: expect.any(String), id: expect.stringMatching(/^\d+$/) }
    const details = {
      Modified_Time: expect.any(String),
      Modified_By: person,
      Created_Time: expect.any(String),
      id: expect.stringMatching(/^\d+$/),
      Created_By: person,
    }
    expect([first.status, first.body.data]).toEqual([
      200,
      [
        {
          code: 'SUCCESS',
          duplicate_field: null,
          action: 'insert',
          details: { ...details, $approval_state: 'approved' },
          message: 'record added',
          status: 'success',
        },
      ],
    ])
    const { id } = first.body.data[0].details
    const second = await upsert(client, [{ First_Name: 'Jo', Email: 'A@B.cc' }, { Last_Name: 'b' }])
    expect([second.status, second.body.data[0]]).toEqual([
      200,
      {
        code: 'SUCCESS',
        duplicate_field: 'Email',
        action: 'update',
        details: { ...details, id },
        message: 'record updated',
        status: 'success',
      },
    ])
    expect(second.body.data[1].action).toBe('insert')
    expect(client.emulator.records('Leads')[0]).toMatchObject({ First_Name: 'Jo', Last_Name: 'a', id })
  })

  test('sees the rows before it in the same batch', async () => {
    const client = await signedIn()
    const row = { Last_Name: 'a', Email: 'a@b.cc' }
    const reply = await upsert(client, [row, row])
    const { id } = reply.body.data[0].details
    expect(outcomes(reply)).toEqual([
      ['insert', null, id],
      ['update', 'Email', id],
    ])
  })

  test('207 where some rows fail, 400 where all do, with the errors of inserts and updates', async () => {
    const client = await signedIn()
    await upsert(client, [{ Last_Name: 'a', Email: 'a@b.cc' }])
    const bad = [
      { Email: 'new@b.cc' },
      { Email: 'a@b.cc', Last_Name: null },
      { Email: 'a@b.cc', Employees: 'x' },
      { Email: 'a@b.cc', First_Name: 'x'.repeat(41) },
      'x',
    ]
    const place = (index: number, api_name: string): object => ({
      api_name,
      json_path: `$.data[${index}].${api_name}`,
    })
    const errors = [
      ['MANDATORY_NOT_FOUND', place(0, 'Last_Name')],
      ['MANDATORY_NOT_FOUND', place(1, 'Last_Name')],
      ['INVALID_DATA', { expected_data_type: 'integer', ...place(2, 'Employees') }],
      ['INVALID_DATA', { maximum_length: 40, ...place(3, 'First_Name') }],
      ['INVALID_DATA', { expected_data_type: 'jsonobject', api_name: 'data', json_path: '$.data[4]' }],
    ]
    const all = await upsert(client, bad)
    expect([all.status, outcomes(all)]).toEqual([400, errors])
    const some = await upsert(client, [...bad, { Last_Name: 'b' }])
    expect([some.status, outcomes(some).slice(0, -1)]).toEqual([207, errors])
  })

  test.each([
    [undefined, 'Email'],
    [[], 'Email'],
    [['Email'], 'Email'],
    [['Tax_Number'], 'Tax_Number'],
    [['Customer_Number'], 'Customer_Number'],
    [['Customer_Number', 'Email'], 'Customer_Number'],
    [['Tax_Number', 'Customer_Number', 'Email'], 'Tax_Number'],
  ])('the fields %j → finds by %s', async (duplicate_check_fields, found) => {
    const client = await withUniqueFields()
    const stored = [
      { Last_Name: 'a', Email: 'a@b.cc' },
      { Last_Name: 'b', Tax_Number: 'T' },
      { Last_Name: 'c', Customer_Number: '7' },
    ]
    await client.send('POST', '/Leads', { data: stored })
    const reply = await upsert(client, [{ Email: 'a@b.cc', Tax_Number: 'T', Customer_Number: '7' }], {
      duplicate_check_fields,
    })
    const ids = client.emulator.records('Leads').map((row) => row['id'])
    const owner = ['Email', 'Tax_Number', 'Customer_Number'].indexOf(found)
    // It is found by one field; what others hold then is a duplicate of another record.
    const other = ['Tax_Number', 'Customer_Number'].find((name) => name !== found) ?? ''
    expect(outcomes(reply)[0]).toMatchObject([
      'DUPLICATE_DATA',
      { api_name: other, id: ids[other === 'Tax_Number' ? 1 : 2] },
    ])
    const lone = await upsert(
      client,
      [
        {
          Last_Name: 'z',
          [found]: found === 'Email' ? 'a@b.cc' : found === 'Tax_Number' ? 'T' : 7,
        },
      ],
      {
        duplicate_check_fields,
      },
    )
    expect(outcomes(lone)[0]).toEqual(['update', found, ids[owner]])
  })

  test('updates, of several, the record that has had the value the longest', async () => {
    const client = await withUniqueFields()
    const row = { Last_Name: 'a', Email: 'a@b.cc' }
    await client.send('POST', '/Leads', { data: [row, row] })
    const [first, second] = client.emulator.records('Leads').map((each) => each['id'])
    for (const id of [first, first]) {
      expect(outcomes(await upsert(client, [{ Email: 'a@b.cc', First_Name: 'b' }]))).toEqual([
        ['update', 'Email', id],
      ])
    }
    await client.send('DELETE', `/Leads/${first}`)
    expect(outcomes(await upsert(client, [row]))).toEqual([['update', 'Email', second]])
  })

  test('goes on to the other unique fields, and skips the field of the module where it is not named', async () => {
    const client = await withUniqueFields()
    const stored = [
      { Last_Name: 'a', Email: 'a@b.cc' },
      { Last_Name: 'b', Customer_Number: '7' },
    ]
    await client.send('POST', '/Leads', { data: stored })
    const [a, b] = client.emulator.records('Leads').map((row) => row['id'])
    const byUser = { duplicate_check_fields: ['Tax_Number'] }
    const further = await upsert(client, [{ Tax_Number: 'new', Customer_Number: 7 }], byUser)
    expect(outcomes(further)).toEqual([['update', 'Customer_Number', b]])
    const skipped = await upsert(client, [{ Last_Name: 'c', Email: 'a@b.cc' }], byUser)
    expect(outcomes(skipped)).toEqual([['insert', null, expect.not.stringMatching(String(a))]])
  })

  test.each([
    [['Nonsense'], 0],
    [['Email', 'Last_Name'], 1],
    [[5], 0],
  ])('the fields %j are refused', async (duplicate_check_fields, index) => {
    const client = await signedIn()
    const reply = await upsert(client, [{ Last_Name: 'a' }], { duplicate_check_fields })
    const json_path = `$.duplicate_check_fields[${index}]`
    expect([reply.status, reply.body]).toMatchObject([
      400,
      { code: 'INVALID_DATA', details: { api_name: 'duplicate_check_fields', json_path } },
    ])
    expect(client.emulator.records('Leads')).toEqual([])
  })

  test('by the name in custom modules', async () => {
    const client = await signedIn()
    const body = { data: [{ Name: 'Alps' }], duplicate_check_fields: ['Name'] }
    await client.send('POST', '/Trips/upsert', body)
    const reply = await client.send('POST', '/Trips/upsert', body)
    expect(outcomes(reply)).toEqual([['update', 'Name', client.emulator.records('Trips')[0]?.['id']]])
  })

  test('If-Unmodified-Since → 412 for what it would update', async () => {
    const client = await signedIn()
    await upsert(client, [{ Last_Name: 'a', Email: 'a@b.cc' }])
    const reply = await client.send(
      'POST',
      '/Leads/upsert',
      { data: [{ Email: 'a@b.cc', First_Name: 'b' }] },
      { 'If-Unmodified-Since': '2020-01-01T00:00:00Z' },
    )
    expect([reply.status, outcomes(reply)[0]]).toMatchObject([412, ['ALREADY_MODIFIED', {}]])
  })

  test('is refused by a module that does not create', async () => {
    const { send } = await signedIn()
    const reply = await send('POST', '/Lead_Items/upsert', { data: [{ Quantity: 1 }] })
    expect([reply.status, reply.body.code]).toEqual([400, 'NOT_SUPPORTED'])
  })

  test('finds each of its rows among 10,000 records', async () => {
    const client = await signedIn({ records: 10_000 })
    const stored = client.emulator.records('Leads').slice(0, 100)
    const rows = stored.map((row) => ({ Email: row['Email'], First_Name: 'new' }))
    const reply = await upsert(client, rows)
    expect(new Set(outcomes(reply).map((row) => (row as string[])[0]))).toEqual(new Set(['update']))
    expect(client.emulator.records('Leads')).toHaveLength(10_000)
  })
})

describe('options of a write', () => {
  const good = {
    trigger: ['workflow', 'approval', 'blueprint', 'pathfinder', 'orchestration'],
    lar_id: '3652397000002045001',
    apply_feature_execution: [{ name: 'layout_rules' }],
    skip_feature_execution: [{ name: 'cadences', action: 'insert' }],
  }
  const at = (api_name: string, path = ''): object => ({ api_name, json_path: `$.${api_name}${path}` })

  test.each([[good], [{ trigger: [] }], [{ trigger: null, lar_id: null }]])(
    '%j is taken',
    async (options) => {
      const client = await signedIn()
      const data = [{ Last_Name: 'a', Email: 'a@b.cc' }]
      expect((await client.send('POST', '/Leads', { data, ...options })).status).toBe(201)
      const id = client.emulator.records('Leads')[0]?.['id']
      expect((await client.send('PUT', '/Leads', { data: [{ id }], ...options })).status).toBe(200)
      expect((await upsert(client, data, options)).status).toBe(200)
    },
  )

  test.each([
    [{ trigger: 'workflow' }, { expected_data_type: 'jsonarray', ...at('trigger') }],
    [{ trigger: ['workflow', 'magic'] }, { supported_values: good.trigger, ...at('trigger', '[1]') }],
    [{ lar_id: 5 }, { expected_data_type: 'bigint', ...at('lar_id') }],
    [
      { apply_feature_execution: ['layout_rules'] },
      { expected_data_type: 'jsonobject', ...at('apply_feature_execution', '[0]') },
    ],
    [
      { skip_feature_execution: { name: 'cadences' } },
      { expected_data_type: 'jsonarray', ...at('skip_feature_execution') },
    ],
  ])('%j is refused', async (options, details) => {
    const client = await signedIn()
    const body = { data: [{ Last_Name: 'a', id: '1' }], ...options }
    for (const [method, path] of [
      ['POST', '/Leads'],
      ['PUT', '/Leads'],
      ['POST', '/Leads/upsert'],
    ] as const) {
      const reply = await client.send(method, path, body)
      expect([reply.status, reply.body]).toMatchObject([400, { code: 'INVALID_DATA', details }])
    }
    expect(client.emulator.records('Leads')).toEqual([])
  })

  test('a feature needs its name', async () => {
    const client = await signedIn()
    const reply = await upsert(client, [{ Last_Name: 'a' }], { skip_feature_execution: [{}] })
    expect(reply.body).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
      details: { api_name: 'name', json_path: '$.skip_feature_execution[0].name' },
    })
  })

  test('the layout of a row is one of its module', async () => {
    const fields = [...leadFields, field('Layout', 'layout', { json_type: 'jsonobject' })]
    const client = await signedIn({ org: await orgFolder({ ...smallOrg, 'fields_Leads.json': { fields } }) })
    const rows = [
      { Last_Name: 'a', Layout: { id: '881' } },
      { Last_Name: 'b', Layout: { id: '882' } },
    ]
    const { body } = await client.send('POST', '/Leads', { data: rows })
    expect(body.data[1]).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'id', json_path: '$.data[1].Layout.id' },
    })
    expect(client.emulator.records('Leads').map((row) => row['Layout'])).toEqual([
      { name: 'Standard', id: '881' },
    ])
  })

  test('what the layout of a row requires is mandatory', async () => {
    const fields = [...leadFields, field('Layout', 'layout', { json_type: 'jsonobject' })]
    const sections = [{ fields: [{ api_name: 'Employees', required: true }, { api_name: 'First_Name' }] }]
    const layouts = [{ id: '881', name: 'Standard', sections }]
    const files = { 'fields_Leads.json': { fields }, 'layouts_Leads.json': { layouts } }
    const client = await signedIn({ org: await orgFolder({ ...smallOrg, ...files }) })
    const Layout = { id: '881' }
    const rows = [{ Last_Name: 'a' }, { Last_Name: 'b', Layout }, { Last_Name: 'c', Layout, Employees: 1 }]
    const { body } = await upsert(client, rows)
    expect(body.data.map((row: { code: string }) => row.code)).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'SUCCESS',
    ])
    expect(body.data[1].details).toEqual({ api_name: 'Employees', json_path: '$.data[1].Employees' })
  })

  test('$append_values is no value, and adds in an upsert too', async () => {
    const client = await signedIn()
    const row = (option: string): object => ({
      Last_Name: 'a',
      Email: 'a@b.cc',
      Interests: [option],
      $append_values: { Interests: true },
    })
    await upsert(client, [row('A')])
    await upsert(client, [row('B')])
    expect(client.emulator.records('Leads')).toMatchObject([{ Interests: ['A', 'B'] }])
    await client.send('POST', '/Undescribed', { data: [row('A')] })
    expect(client.emulator.records('Undescribed')[0]).not.toHaveProperty('$append_values')
  })
})

test('a module named otherwise is looked up by unique fields only', async () => {
  const org = await orgFolder({
    'modules.json': { modules: [module('Payments')] },
    'fields_Payments.json': { fields: [field('Name', 'text', { json_type: 'string' })] },
  })
  const client = await signedIn({ org })
  const write = (): Promise<Reply> => client.send('POST', '/Payments/upsert', { data: [{ Name: 'a' }] })
  await write()
  expect(outcomes(await write())[0]).toEqual(['insert', null, expect.any(String)])
})
