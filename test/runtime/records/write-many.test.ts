import {
  ConfigurationError,
  type DuplicateError,
  type Identified,
  Module,
  NotFoundError,
  type RowResult,
  ValidationError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { Leads as LeadsWithChoices, opened as openedWithChoices } from '../metadata/client-support.ts'
import { accessClient, callsTo, caught, clientOf, server } from '../support.ts'
import {
  allWritten,
  errorsOf,
  inShort,
  type Lead,
  Leads,
  type LeadWrite,
  lead,
  manyLeads,
  opened,
  rowsOf,
  storedNames,
  taking,
} from './write-support.ts'

describe('many rows', () => {
  const sources: readonly [
    string,
    (rows: readonly LeadWrite[]) => Iterable<LeadWrite> | AsyncIterable<LeadWrite>,
  ][] = [
    ['an array', (rows) => rows],
    ['a set', (rows) => new Set(rows)],
    [
      'a generator',
      function* (rows) {
        yield* rows
      },
    ],
    [
      'an async generator',
      async function* (rows) {
        yield* rows
      },
    ],
    ['a stream', (rows) => ReadableStream.from(rows) as unknown as AsyncIterable<LeadWrite>],
  ]

  test.each(sources)(
    'from %s: 100 with a call, and one result for each in their order',
    async (_, source) => {
      const { zoho, leads } = await opened()
      const rows = manyLeads(250)
      const results = await leads.createMany(source(rows))
      expect(results.map(({ index }) => index)).toEqual(rows.map((_, index) => index))
      expect(results.every(({ row }, index) => row === rows[index])).toBe(true)
      expect(callsTo(zoho, 'POST /crm/v8/Leads')).toHaveLength(3)
      const names = new Map(zoho.records('Leads').map(({ id, Last_Name }) => [id, Last_Name]))
      expect(results.map((result) => result.ok && names.get(result.id))).toEqual(
        rows.map(({ Last_Name }) => Last_Name),
      )
    },
  )

  test('one by one, as they are written', async () => {
    const { zoho, leads } = await opened()
    const seen: RowResult<LeadWrite>[] = []
    for await (const result of leads.createMany(manyLeads(201))) {
      expect(callsTo(zoho, 'POST /crm/v8/Leads')).toHaveLength(Math.floor(seen.length / 100) + 1)
      seen.push(result)
    }
    expect(seen.map(({ ok, index }) => [ok, index])).toEqual(seen.map((_, index) => [true, index]))
    expect(seen).toHaveLength(201)
  })

  test.each([
    [{}, [100, 100, 30]],
    [{ batchSize: 100, parallel: 3 }, [100, 100, 30]],
    [{ batchSize: 90 }, [90, 90, 50]],
    [{ batchSize: 115 / 5 }, Array.from({ length: 10 }, () => 23)],
  ])('%j parts them in %j', async (options, sizes) => {
    const { zoho, leads } = await taking()
    expect(inShort(await leads.createMany(manyLeads(230), options))).toEqual(
      manyLeads(230).map(({ Last_Name }) => Last_Name),
    )
    expect(zoho.seen.map((call) => rowsOf(call).length).sort((a, b) => b - a)).toEqual(sizes)
  })

  test('in their order, though the first of several calls is the last to be answered', async () => {
    const answered: string[] = []
    let answerFirst = () => {}
    const zoho = await server((response, call, count) => {
      const answer = () => {
        answered.push(String(rowsOf(call)[0]?.['Last_Name']))
        response.end(allWritten(call))
      }
      if (count === 1) answerFirst = answer
      else answer()
      if (count === 3) answerFirst()
    })
    const leads = new Leads(accessClient(zoho.environment))
    const results = await leads.createMany(manyLeads(120), { batchSize: 20, parallel: 3 })
    expect(inShort(results)).toEqual(manyLeads(120).map(({ Last_Name }) => Last_Name))
    expect(results.map(({ index }) => index)).toEqual(results.map((_, index) => index))
    expect(answered.indexOf('Doe 0')).toBe(2)
  })

  test('none: no call', async () => {
    const { zoho, leads } = await opened()
    expect(await leads.createMany([])).toEqual([])
    expect(await leads.deleteMany(new Set<string>())).toEqual([])
    for await (const result of leads.updateMany([])) expect(result).toBeUndefined()
    expect(zoho.calls()).toEqual([])
  })

  test('are not read before somebody wants the results', async () => {
    const { zoho, leads } = await opened()
    let isRead = false
    leads.createMany(
      (function* () {
        isRead = true
        yield lead(0)
      })(),
    )
    await new Promise(setImmediate)
    expect([isRead, zoho.calls()]).toEqual([false, []])
  })

  test('awaited again or iterated over after that, they are written once', async () => {
    const { zoho, leads } = await opened()
    const results = leads.createMany(manyLeads(3))
    const [first, second] = await Promise.all([results, results])
    expect(second).toBe(first)
    for (let time = 0; time < 2; time++) {
      const again: unknown[] = []
      for await (const result of results) again.push(result)
      expect(again).toEqual(first)
    }
    expect(zoho.records('Leads')).toHaveLength(3)
  })

  test('iterated over, they are that once', async () => {
    const { zoho, leads } = await opened()
    const results = leads.createMany(manyLeads(3))
    for await (const { ok } of results) expect(ok).toBe(true)
    expect(results.settled).toEqual([])
    const again = async () => {
      for await (const _ of results) expect.fail()
    }
    expect(await caught(again())).toBeInstanceOf(ConfigurationError)
    expect(await caught(Promise.resolve(results))).toBeInstanceOf(ConfigurationError)
    expect(zoho.records('Leads')).toHaveLength(3)
  })

  test.each([
    [1, 100],
    [3, 100],
    [4, 7],
  ])('are read no further than %s batches of %s ahead', async (parallel, batchSize) => {
    const { leads } = await opened()
    let pulled = 0
    let taken = 0
    const source = function* () {
      for (; pulled < 500; pulled++) yield lead(pulled)
    }
    for await (const _ of leads.createMany(source(), { parallel, batchSize })) {
      // The row after those of a batch is not asked for before its turn.
      expect(pulled).toBeLessThanOrEqual((Math.floor(taken / batchSize) + parallel) * batchSize)
      taken++
    }
    expect(taken).toBe(500)
  })

  test('are sent as they were when they were read', async () => {
    const { zoho, leads } = await taking()
    const row: { Last_Name?: string } = {}
    const source = function* () {
      for (const name of ['a', 'b', 'c']) {
        row.Last_Name = name
        yield row
      }
    }
    await leads.createMany(source())
    expect(zoho.seen.flatMap(rowsOf).map((sent) => sent['Last_Name'])).toEqual(['a', 'b', 'c'])
  })

  test('undefined is not sent, null is', async () => {
    const { zoho, leads } = await taking()
    await leads.updateMany([{ id: '1', Company: undefined, Email: null } as unknown as Identified])
    expect(zoho.seen.flatMap(rowsOf)).toEqual([{ id: '1', Email: null }])
  })
})

describe('rows that are refused', () => {
  const BAD = { Company: 'Acme' }

  test('by Zoho: each has its error, and the others are written', async () => {
    const { zoho, leads } = await opened()
    const rows = [
      lead(0),
      BAD,
      lead(2),
      { ...lead(3), Last_Name: 'x'.repeat(81) },
      { ...lead(4), Company: 7 },
    ]
    const results = await leads.createMany(rows as readonly LeadWrite[])
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, false, false])
    expect(callsTo(zoho, 'POST /crm/v8/Leads').map(({ status }) => status)).toEqual([207])
    expect(storedNames(zoho)).toEqual(['Doe 0', 'Doe 2'])
    const errors = errorsOf(results) as readonly ValidationError[]
    expect(errors.every((error) => error instanceof ValidationError)).toBe(true)
    expect(errors.map(({ code, field, context }) => [code, field, context?.details])).toEqual([
      ['MANDATORY_NOT_FOUND', 'Last_Name', expect.objectContaining({ json_path: '$.data[1].Last_Name' })],
      ['INVALID_DATA', 'Last_Name', expect.objectContaining({ maximum_length: 80 })],
      ['INVALID_DATA', 'Company', expect.objectContaining({ expected_data_type: expect.any(String) })],
    ])
  })

  test('all of them: 400, and the next batch is written', async () => {
    const { zoho, leads } = await opened()
    const results = await leads.createMany([BAD, BAD, lead(2)], { batchSize: 2 })
    expect(results.map(({ ok }) => ok)).toEqual([false, false, true])
    expect(callsTo(zoho, 'POST /crm/v8/Leads').map(({ status }) => status)).toEqual([400, 201])
  })

  test('before a call: they are not sent, the others of the batch are', async () => {
    const { zoho, client } = await openedWithChoices()
    const leads = new LeadsWithChoices(client())
    const sources = ['Shop', 'Shpo', 'Fair', 'Fire', 'Shop']
    const results = await leads.createMany(
      sources.map((Lead_Source, index) => ({ Lead_Source, Last_Name: `${index}` })),
    )
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, false, true])
    expect(errorsOf(results)).toMatchObject([
      { code: 'PICKLIST_VALUE', field: 'Lead_Source' },
      { code: 'PICKLIST_VALUE', field: 'Lead_Source' },
    ])
    expect(zoho.records('Leads').map(({ Last_Name, id }) => [Last_Name, id])).toEqual(
      results.flatMap((result) => (result.ok ? [[`${result.index}`, result.id]] : [])),
    )
    expect(await leads.createMany([{ Lead_Source: 'x' }])).toMatchObject([{ ok: false, index: 0 }])
    expect(callsTo(zoho, 'POST /crm')).toHaveLength(1)
  })

  test('their options are loaded once, and again where the metadata was refreshed', async () => {
    const { zoho, client } = await openedWithChoices()
    const app = client()
    const before = LeadsWithChoices.loaded
    const rows = Array.from({ length: 30 }, () => ({ Last_Name: 'Doe', Lead_Source: 'Shop' }))
    const leads = new LeadsWithChoices(app)
    await leads.createMany(rows, { batchSize: 10 })
    expect(LeadsWithChoices.loaded - before).toBe(1)
    const sources = async function* () {
      yield { Last_Name: 'Doe', Lead_Source: 'Podcast' }
      zoho.addOption('Leads', 'Lead_Source', 'Podcast')
      await app.metadata.refresh()
      yield { Last_Name: 'Doe', Lead_Source: 'Podcast' }
    }
    const results = await leads.createMany(sources(), { batchSize: 1 })
    expect(results.map(({ ok }) => ok)).toEqual([false, true])
  })

  test('since they are no rows, or no JSON', async () => {
    const { zoho, leads } = await taking()
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const bad = [null, 7, 'text', [lead(0)], { Last_Name: 7n }, circular, { toJSON: () => 7 }]
    const thrower = {
      get Last_Name(): string {
        throw new Error('no name')
      },
    }
    const rows = [lead(0), ...bad, thrower, lead(9)] as readonly LeadWrite[]
    const results = await leads.createMany(rows)
    expect(results.map(({ ok }) => ok)).toEqual([true, ...[...bad, thrower].map(() => false), true])
    for (const error of errorsOf(results)) {
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toMatch(/not sent$/)
    }
    expect(zoho.seen.map(rowsOf)).toEqual([[lead(0), lead(9)]])
  })

  test('as duplicates: they name the record that has the value', async () => {
    class Bicycles extends Module<Identified, Record<string, unknown>, Record<string, unknown>> {
      static override readonly apiName = 'Bicycles'
    }
    const bicycles = new Bicycles(clientOf(await emulator()))
    const bicycle = (frame: string) => ({ Name: frame, Frame_Number: frame, Fleet_Status: 'Available' })
    const [first, second, third] = await bicycles.createMany(['F-1', 'F-1', 'F-2'].map(bicycle))
    expect([first?.ok, second?.ok, third?.ok]).toEqual([true, false, true])
    const error = (second?.ok === false && second.error) as DuplicateError
    expect([error.code, error.field, error.duplicateId]).toEqual([
      'DUPLICATE_DATA',
      'Frame_Number',
      first?.ok && first.id,
    ])
  })
})

describe('updateMany', () => {
  test('changes each record by its id', async () => {
    const { zoho, leads } = await opened()
    const made = await leads.createMany(manyLeads(120))
    const rows = made.flatMap((result) =>
      result.ok ? [{ id: result.id, Company: `C ${result.index}` }] : [],
    )
    const results = await leads.updateMany(rows)
    expect(inShort(results)).toEqual(rows.map(({ id }) => id))
    expect(callsTo(zoho, 'PUT /crm/v8/Leads').map(({ path }) => path)).toEqual([
      '/crm/v8/Leads',
      '/crm/v8/Leads',
    ])
    const companies = new Map(zoho.records('Leads').map(({ id, Company }) => [id, Company]))
    expect(rows.map(({ id }) => companies.get(id))).toEqual(rows.map(({ Company }) => Company))
  })

  test('a row without an id is not sent, one with an unknown id is refused', async () => {
    const { zoho, leads } = await opened()
    const { id } = await leads.create(lead(0))
    const rows = [
      { Company: 'a' },
      { id: '', Company: 'b' },
      { id: 7 },
      { id: '1000000000000000001' },
      { id, Company: 'c' },
    ]
    const results = await leads.updateMany(rows as unknown as (LeadWrite & Identified)[])
    expect(inShort(results)).toEqual(['INVALID_ID', 'INVALID_ID', 'INVALID_ID', 'INVALID_DATA', id])
    for (const error of errorsOf(results).slice(0, 3)) expect(error).toMatchObject({ field: 'id' })
    expect(errorsOf(results)[3]).toBeInstanceOf(NotFoundError)
    expect(await leads.get(id)).toMatchObject({ Company: 'c' })
    expect(callsTo(zoho, 'PUT')).toHaveLength(1)
  })
})

describe('deleteMany', () => {
  test('deletes by id, 100 with a call', async () => {
    const { zoho, leads } = await opened()
    const ids = inShort(await leads.createMany(manyLeads(130)))
    expect(inShort(await leads.deleteMany(ids))).toEqual(ids)
    expect(callsTo(zoho, 'DELETE /crm/v8/Leads?ids=').map(({ status }) => status)).toEqual([200, 200])
    expect(zoho.records('Leads')).toEqual([])
  })

  test('an id that is deleted already has an error, the others are deleted', async () => {
    const { zoho, leads } = await opened()
    const [a = '', b = '', c = ''] = inShort(await leads.createMany(manyLeads(3)))
    await leads.delete(b)
    const results = await leads.deleteMany([a, b, c])
    expect(inShort(results)).toEqual([a, 'INVALID_DATA', c])
    expect(errorsOf(results)[0]).toBeInstanceOf(NotFoundError)
    expect(errorsOf(results)[0]?.message).toContain(`(${b})`)
    expect(results.map(({ row }) => row)).toEqual([a, b, c])
    expect(zoho.records('Leads')).toEqual([])
    expect(inShort(await leads.deleteMany([a, b]))).toEqual(['INVALID_DATA', 'INVALID_DATA'])
  })

  test('what is no id is not sent, and does not keep the others from being deleted', async () => {
    const { zoho, leads } = await opened()
    const [a = '', b = ''] = inShort(await leads.createMany(manyLeads(2)))
    const ids = [a, '', 'abc', `${b},${b}`, undefined, b] as string[]
    const no = 'INVALID_ID'
    expect(inShort(await leads.deleteMany(ids))).toEqual([a, no, no, no, no, b])
    expect(callsTo(zoho, 'DELETE')).toHaveLength(1)
  })

  test('an id that is given twice is deleted once, for both', async () => {
    const { zoho, leads } = await opened()
    const [a = '', b = ''] = inShort(await leads.createMany(manyLeads(2)))
    expect(inShort(await leads.deleteMany([a, b, a]))).toEqual([a, b, a])
    expect(callsTo(zoho, 'DELETE').map(({ path }) => path)).toEqual([`/crm/v8/Leads?ids=${a}%2C${b}`])
  })
})

test('what is no list of rows is refused', async () => {
  const { zoho, leads } = await opened()
  for (const rows of [null, undefined, 7, 'text', lead(0)]) {
    const results = leads.createMany(rows as unknown as readonly LeadWrite[])
    expect(await caught(Promise.resolve(results))).toBeInstanceOf(ConfigurationError)
  }
  expect(zoho.calls()).toEqual([])
})

test('the types: results name their rows, and fields are those of the module', async () => {
  const { leads } = await opened()
  const results: readonly RowResult<LeadWrite>[] = await leads.createMany([lead(0)])
  for (const result of results) {
    const { Last_Name }: LeadWrite = result.row
    expect(Last_Name).toBe('Doe 0')
    if (result.ok) expect(result.record.id).toBe(result.id)
    // @ts-expect-error: an error is there only where the row was not written.
    if (result.ok) expect(result.error).toBeUndefined()
  }
  const record: Pick<Lead, 'id'> | null = await leads.get('1')
  expect(record).toBeNull()
  // @ts-expect-error: a row to change has an id.
  leads.updateMany([{ Company: 'x' }])
  // @ts-expect-error: no field of the module.
  leads.upsertMany([lead(0)], { by: ['Emial'] })
  // @ts-expect-error: no field with a list of texts.
  leads.upsertMany([lead(0)], { append: ['Email'] })
})
