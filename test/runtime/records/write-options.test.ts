import { ConfigurationError, ConflictError, type Identified, Module } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { accessClient, caught, clientOf } from '../support.ts'
import { inShort, type Lead, Leads, lead, opened, taking } from './write-support.ts'

interface BicycleWrite {
  readonly Name?: string
  readonly Fleet_Status?: string
  readonly Best_Seasons?: readonly string[] | null
}
class Bicycles extends Module<Identified & BicycleWrite, BicycleWrite, BicycleWrite> {
  static override readonly apiName = 'Bicycles'
}

/** What was sent of each write with such options. */
async function sentWith(options: object, rows: readonly object[] = [lead(0)]): Promise<readonly unknown[]> {
  const { zoho, leads } = await taking()
  const many = rows.map((row) => ({ id: '1', ...row })) as (Lead & object)[]
  await leads.createMany(rows, options)
  await leads.upsertMany(rows, options)
  await leads.updateMany(many, options)
  for (const row of rows) {
    await leads.create(row, options).catch(() => null)
    await leads.upsert(row, options).catch(() => null)
    await leads.update('1', row, options).catch(() => null)
  }
  return zoho.seen.map(({ method, url, body }) => [`${method} ${url.slice(7)}`, JSON.parse(body)])
}

describe('what is sent', () => {
  const six = (rest: object, row: object = lead(0)) => [
    ['POST /Leads', { data: [row], ...rest }],
    ['POST /Leads/upsert', { data: [row], ...rest }],
    ['PUT /Leads', { data: [{ id: '1', ...row }], ...rest }],
    ['POST /Leads', { data: [row], ...rest }],
    ['POST /Leads/upsert', { data: [row], ...rest }],
    ['PUT /Leads/1', { data: [row], ...rest }],
  ]
  test.each([
    [{}, six({})],
    [{ trigger: [] }, six({ trigger: [] })],
    [{ trigger: undefined, layout: undefined }, six({})],
    [{ trigger: ['workflow', 'blueprint'] }, six({ trigger: ['workflow', 'blueprint'] })],
    [{ assignmentRule: '77' }, six({ lar_id: '77' })],
    [{ applyFeatures: ['layout_rules'] }, six({ apply_feature_execution: [{ name: 'layout_rules' }] })],
    [{ skipFeatures: ['cadences'] }, six({ skip_feature_execution: [{ name: 'cadences' }] })],
    [{ layout: '88' }, six({}, { ...lead(0), Layout: { id: '88' } })],
  ])('with %j', async (options, wanted) => {
    expect(await sentWith(options)).toEqual(wanted)
  })

  test('a row keeps a layout of its own', async () => {
    const row = { ...lead(0), Layout: { id: '1' } }
    expect(await sentWith({ layout: '88' }, [row])).toEqual(six({}, row))
  })

  test('by', async () => {
    const { zoho, leads } = await taking()
    await leads.upsertMany([lead(0)], { by: ['Email', 'Company'] })
    await leads.upsert(lead(0), { by: ['Email'] })
    expect(zoho.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { data: [lead(0)], duplicate_check_fields: ['Email', 'Company'] },
      { data: [lead(0)], duplicate_check_fields: ['Email'] },
    ])
  })

  test.each([
    [new Date('2026-01-31T12:00:00.999Z'), '2026-01-31T12:00:00+00:00'],
    ['2026-01-31T12:00:00+01:00', '2026-01-31T12:00:00+01:00'],
  ])('unmodifiedSince %s', async (unmodifiedSince, header) => {
    const { zoho, leads } = await taking()
    await leads.update('1', {}, { unmodifiedSince }).catch(() => null)
    await leads.updateMany([{ id: '1' }], { unmodifiedSince })
    expect(zoho.seen.map(({ headers }) => headers['if-unmodified-since'])).toEqual([header, header])
  })

  test('append, of the fields that a row sets', async () => {
    const { zoho } = await taking()
    const bicycles = new Bicycles(accessClient(zoho.environment))
    const append = ['Best_Seasons'] as const
    const none = { id: '3', Best_Seasons: undefined } as unknown as Identified
    await bicycles.updateMany([{ id: '1', Best_Seasons: ['Spring'] }, { id: '2' }, none], { append })
    await bicycles.upsertMany([{ Name: 'x', Best_Seasons: ['Spring'] }], { append })
    const $append_values = { Best_Seasons: true }
    expect(zoho.seen.map(({ body }) => JSON.parse(body).data)).toEqual([
      [{ id: '1', Best_Seasons: ['Spring'], $append_values }, { id: '2' }, { id: '3' }],
      [{ Name: 'x', Best_Seasons: ['Spring'], $append_values }],
    ])
  })
})

describe('what it does', () => {
  test('append adds values, and without it they replace', async () => {
    const bicycles = new Bicycles(clientOf(await emulator()))
    const { id } = await bicycles.create({ Name: 'One', Fleet_Status: 'Available', Best_Seasons: ['Spring'] })
    await bicycles.update(id, { Best_Seasons: ['Autumn'] }, { append: ['Best_Seasons'] })
    expect((await bicycles.get(id))?.Best_Seasons).toEqual(['Spring', 'Autumn'])
    await bicycles.updateMany([{ id, Best_Seasons: ['Winter'] }], { append: ['Best_Seasons'] })
    expect((await bicycles.get(id))?.Best_Seasons).toEqual(['Spring', 'Autumn', 'Winter'])
    await bicycles.update(id, { Best_Seasons: ['Summer'] })
    expect((await bicycles.get(id))?.Best_Seasons).toEqual(['Summer'])
  })

  test('unmodifiedSince keeps from changing what changed meanwhile', async () => {
    const { leads } = await opened()
    const { id, Modified_Time = '' } = await leads.create(lead(0))
    const before = new Date(Date.parse(Modified_Time) - 60_000)
    const error = await caught(leads.update(id, { Company: 'x' }, { unmodifiedSince: before }))
    expect(error).toBeInstanceOf(ConflictError)
    expect(error).toMatchObject({ code: 'ALREADY_MODIFIED', context: { status: 412 } })
    const [result] = await leads.updateMany([{ id, Company: 'x' }], { unmodifiedSince: before })
    expect(result?.ok === false && result.error).toBeInstanceOf(ConflictError)
    expect(await leads.get(id)).toMatchObject({ Company: 'Acme' })
    await leads.update(id, { Company: 'y' }, { unmodifiedSince: Modified_Time })
    expect(await leads.get(id)).toMatchObject({ Company: 'y' })
  })
})

describe('a wrong option is refused before a call', () => {
  type Name = 'create' | 'update' | 'upsert' | 'delete'
  const wrong: readonly [Name, object, RegExp][] = [
    ['create', { trigger: 'workflow' }, /^trigger is "workflow"$/],
    ['create', { trigger: ['workflows'] }, /^trigger/],
    ['create', { triger: [] }, /^triger is no option of create/],
    ['create', { by: ['Email'] }, /^by is no option of create/],
    ['create', { append: ['Tags'] }, /^append is no option/],
    ['create', { layout: 7 }, /^layout is 7$/],
    ['update', { assignmentRule: '' }, /^assignmentRule is ""$/],
    ['update', { applyFeatures: [7] }, /^applyFeatures/],
    ['update', { skipFeatures: 'cadences' }, /^skipFeatures/],
    ['update', { unmodifiedSince: new Date(Number.NaN) }, /^unmodifiedSince/],
    ['update', { unmodifiedSince: 'yesterday' }, /^unmodifiedSince is "yesterday"$/],
    ['update', { unmodifiedSince: '2026-01-31' }, /^unmodifiedSince/],
    ['update', { unmodifiedSince: '2026-13-31T12:00:00Z' }, /^unmodifiedSince/],
    ['upsert', { by: [] }, /^by is \[\]$/],
    ['upsert', { by: 'Email' }, /^by/],
    ['upsert', { unmodifiedSince: new Date() }, /^unmodifiedSince is no option of upsert/],
    ['delete', { trigger: [] }, /^trigger is no option of delete/],
    ['delete', { signal: 7 }, /^signal/],
    ['delete', { signal: {} }, /^signal/],
  ]
  test.each(wrong)('%s with %j', async (name, options, message) => {
    const { zoho, leads } = await opened()
    const given = options as Record<string, never>
    const works = {
      create: [() => leads.create(lead(0), given), () => leads.createMany([lead(0)], given)],
      update: [() => leads.update('1', {}, given), () => leads.updateMany([{ id: '1' }], given)],
      upsert: [() => leads.upsert(lead(0), given), () => leads.upsertMany([lead(0)], given)],
      delete: [() => leads.delete('1', given), () => leads.deleteMany(['1'], given)],
    }[name]
    for (const [index, work] of works.entries()) {
      const error = await caught(Promise.resolve(work() as PromiseLike<unknown>))
      expect(error).toBeInstanceOf(ConfigurationError)
      if (index === 0) expect(error.message).toMatch(message)
      expect(error.hint).toMatch(/\.$/)
    }
    expect(zoho.calls()).toEqual([])
  })

  test.each([
    { batchSize: 0 },
    { batchSize: 101 },
    { batchSize: 1.5 },
    { batchSize: '7' },
    { parallel: 0 },
    { parallel: Number.POSITIVE_INFINITY },
    { parallel: null },
  ])('createMany with %j', async (options) => {
    const { zoho, leads } = await opened()
    const results = leads.createMany([lead(0)], options as object)
    expect(await caught(Promise.resolve(results))).toBeInstanceOf(ConfigurationError)
    expect(await caught(leads.create(lead(0), options as object))).toBeInstanceOf(ConfigurationError)
    expect(zoho.calls()).toEqual([])
  })
})

test('more than ten rows are heavy for Zoho: a call says so', async () => {
  const heavy: (boolean | undefined)[] = []
  const { client } = await opened()
  const leads = new Leads({
    ...client,
    request: (call) => {
      heavy.push(call.isHeavy)
      return client.request(call)
    },
  })
  await leads.createMany(Array.from({ length: 10 }, (_, index) => lead(index)))
  const ids = inShort(await leads.createMany(Array.from({ length: 11 }, (_, index) => lead(index))))
  await leads.create(lead(0))
  expect(ids).toHaveLength(11)
  expect(heavy).toEqual([undefined, true, undefined])
})
