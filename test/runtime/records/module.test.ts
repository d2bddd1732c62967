import {
  ConfigurationError,
  DuplicateError,
  type Identified,
  Module,
  NotFoundError,
  type Page,
  ServerError,
  ValidationError,
  WriteOutcomeUnknownError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { emulator } from '../../support/cli.ts'
import { accessClient, callsTo, caught, clientOf, server, tokenCalls } from '../support.ts'

interface Lead extends Identified {
  readonly Last_Name: string
  readonly Company: string | null
  readonly Email: string | null
  readonly Created_Time: string
}
type Write = { readonly [K in 'Last_Name' | 'Company' | 'Email']?: string | null }

/** What the generator makes of Leads, in short. */
class Leads extends Module<Lead, Write, Write> {
  static override readonly apiName = 'Leads'
}

async function opened(options: EmulatorOptions = {}): Promise<{ zoho: Emulator; leads: Leads }> {
  const zoho = await emulator(options)
  return { zoho, leads: new Leads(clientOf(zoho)) }
}

const DOE = { Last_Name: 'Doe', Company: 'Acme', Email: 'doe@acme.example' }

/** The queries of the calls that listed leads. */
function listQueries(zoho: Emulator): readonly Record<string, string>[] {
  return callsTo(zoho, 'GET /crm/v8/Leads?').map(({ path }) =>
    Object.fromEntries(new URL(path, zoho.apiUrl).searchParams),
  )
}

describe('get', () => {
  test('gives the whole record as the API does', async () => {
    const { zoho, leads } = await opened()
    const { id } = await leads.create(DOE)
    const record = await leads.get(id)
    expect(record).toMatchObject({ id, ...DOE, $approved: true })
    expect(callsTo(zoho, `GET /crm/v8/Leads/${id}`).map(({ path }) => path)).toEqual([`/crm/v8/Leads/${id}`])
  })

  test('gives the fields asked for, in one call', async () => {
    const { zoho, leads } = await opened()
    const { id } = await leads.create(DOE)
    const record = await leads.get(id, { fields: ['Last_Name', 'Email'] })
    expect(record).toMatchObject({ id, Last_Name: 'Doe', Email: 'doe@acme.example' })
    expect(record).not.toHaveProperty('Company')
    expect(callsTo(zoho, 'GET /crm')).toHaveLength(1)
  })

  test.each([204, 400] as const)(
    'gives null for an unknown id, where the API answers %s',
    async (unknownId) => {
      const { leads } = await opened({ unknownId })
      expect(await leads.get('1000000000000000001')).toBeNull()
    },
  )

  test('does not take another failure for an unknown id', async () => {
    const { zoho, leads } = await opened({ unknownId: 400 })
    const body = { code: 'INVALID_DATA', details: { param_name: 'fields' }, message: 'm', status: 'error' }
    zoho.setFaults([{ path: '/Leads/', status: 400, body }])
    expect(await caught(leads.get('1'))).toBeInstanceOf(ValidationError)
  })

  test.each(['', '.', '..'])('the id %j is refused before a call', async (id) => {
    const { zoho, leads } = await opened()
    for (const work of [() => leads.get(id), () => leads.update(id, {}), () => leads.delete(id)])
      expect(await caught(work())).toBeInstanceOf(ConfigurationError)
    expect(zoho.calls()).toEqual([])
  })

  test('an id is no path', async () => {
    const { zoho, leads } = await opened()
    await caught(leads.get('../settings/modules'))
    expect(callsTo(zoho, 'GET').map(({ path }) => path)).toEqual(['/crm/v8/Leads/..%2Fsettings%2Fmodules'])
  })

  test('of a module that is not there is a NotFoundError', async () => {
    class Nowhere extends Module<Lead, Write, Write> {
      static override readonly apiName = 'Nowhere'
    }
    const zoho = await emulator()
    expect(await caught(new Nowhere(clientOf(zoho)).get('1'))).toBeInstanceOf(NotFoundError)
  })
})

describe('fields', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `F${index}`) as unknown as 'Email'[]

  test.each([0, 51, 500])('%s of them are refused of a single record before a call', async (count) => {
    const { zoho, leads } = await opened()
    const error = await caught(leads.get('1', { fields: many(count) }))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(String(count))
    expect(zoho.calls()).toEqual([])
  })

  test('none of them is refused of a list before a call', async () => {
    const { zoho, leads } = await opened()
    expect(() => leads.list({ fields: [] })).toThrow(ConfigurationError)
    expect(zoho.calls()).toEqual([])
  })

  test('50 of them are asked for', async () => {
    const { leads } = await opened()
    await leads.list({ fields: many(50) }).all()
  })
})

describe('list', () => {
  test('gives page after page, past 2,000 records, each record once', async () => {
    const { zoho, leads } = await opened({ records: 2_450 })
    const ids = new Set<string>()
    for await (const lead of leads.list({ fields: ['Last_Name'] })) ids.add(lead.id)
    expect(ids.size).toBe(2_450)
    const queries = listQueries(zoho)
    expect(queries).toHaveLength(13)
    expect(queries[0]).toEqual({ fields: 'Last_Name', per_page: '200', page: '1' })
    for (const query of queries.slice(1))
      expect(query).toEqual({ fields: 'Last_Name', per_page: '200', page_token: expect.any(String) })
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('gives the fields asked for and the id', async () => {
    const { leads } = await opened({ records: 3 })
    for (const lead of await leads.list({ fields: ['Email'] }).all())
      expect(Object.keys(lead).sort()).toEqual(['Email', 'id'])
  })

  test('sorts as asked', async () => {
    const { zoho, leads } = await opened({ records: 30 })
    const list = leads.list({
      fields: ['Created_Time'],
      sortBy: 'Created_Time',
      sortOrder: 'asc',
      perPage: 7,
    })
    const times = (await list.all()).map(({ Created_Time }) => Date.parse(Created_Time))
    expect(times).toHaveLength(30)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(listQueries(zoho)).toHaveLength(5)
    for (const query of listQueries(zoho))
      expect(query).toMatchObject({ sort_by: 'Created_Time', sort_order: 'asc', per_page: '7' })
  })

  // Records, options, records given, calls.
  test.each([
    [30, { limit: 1 }, 1, 1],
    [30, { limit: 7, perPage: 7 }, 7, 1],
    [30, { limit: 8, perPage: 7 }, 8, 2],
    [30, { limit: 100, perPage: 10 }, 30, 3],
    [30, { limit: 30, perPage: 10 }, 30, 3],
    [30, { limit: Number.POSITIVE_INFINITY }, 30, 1],
    [250, {}, 250, 2],
    [200, {}, 200, 1],
  ])('of %s records with %j: %s in %s calls', async (records, options, given, calls) => {
    const { zoho, leads } = await opened({ records })
    const found = await leads.list({ fields: ['Email'], ...options }).all()
    expect([new Set(found.map(({ id }) => id)).size, found.length]).toEqual([given, given])
    expect(listQueries(zoho)).toHaveLength(calls)
  })

  test('of an empty module is empty', async () => {
    const { zoho, leads } = await opened()
    const list = leads.list({ fields: ['Email'] })
    expect(await list.all()).toEqual([])
    expect(callsTo(zoho, 'GET /crm').map(({ status }) => status)).toEqual([204])
    const pages: Page<unknown>[] = []
    for await (const page of list.pages()) pages.push(page)
    expect(pages).toEqual([{ records: [], more: false, nextPageToken: null }])
  })

  test('fetches nothing before it is asked, nor after one stops', async () => {
    const { zoho, leads } = await opened({ records: 30 })
    const list = leads.list({ fields: ['Email'], perPage: 10 })
    expect(zoho.calls()).toEqual([])
    for await (const _ of list) break
    expect(listQueries(zoho)).toHaveLength(1)
  })

  test('can be read again', async () => {
    const { zoho, leads } = await opened({ records: 30 })
    const list = leads.list({ fields: ['Email'], perPage: 20 })
    expect(await list.all()).toEqual(await list.all())
    expect(listQueries(zoho)).toHaveLength(4)
  })

  test('its pages are the calls', async () => {
    const { leads } = await opened({ records: 25 })
    const pages: [number, boolean, boolean][] = []
    for await (const { records, more, nextPageToken } of leads
      .list({ fields: ['Email'], perPage: 10 })
      .pages())
      pages.push([records.length, more, nextPageToken !== null])
    expect(pages).toEqual([
      [10, true, true],
      [10, true, true],
      [5, false, false],
    ])
  })

  test.each([
    [{ perPage: 0 }, /perPage/],
    [{ perPage: 201 }, /perPage/],
    [{ perPage: 1.5 }, /perPage/],
    [{ perPage: Number.NaN }, /perPage/],
    [{ limit: 0 }, /limit/],
    [{ limit: -1 }, /limit/],
    [{ limit: 2.5 }, /limit/],
    [{ limit: Number.NaN }, /limit/],
  ])('%j is refused', async (options, message) => {
    const { leads } = await opened()
    const list = () => leads.list({ fields: ['Email'], ...options })
    expect(list).toThrow(ConfigurationError)
    expect(list).toThrow(message)
  })

  test('ends with its signal, between pages too', async () => {
    const { zoho, leads } = await opened({ records: 30 })
    const controller = new AbortController()
    const reason = new Error('enough')
    const read = async () => {
      for await (const _ of leads.list({ fields: ['Email'], perPage: 10, signal: controller.signal }))
        controller.abort(reason)
    }
    expect(await caught(read())).toBe(reason)
    expect(listQueries(zoho)).toHaveLength(1)
  })

  test('a failure in the middle is thrown, and the page is not lost when it passes', async () => {
    const { zoho, leads } = await opened({ records: 30, faults: [{ path: '/Leads?', skip: 1, drop: true }] })
    expect(await leads.list({ fields: ['Email'], perPage: 10 }).all()).toHaveLength(30)
    zoho.setFaults([{ path: '/Leads?', skip: 1, times: 0, status: 500 }])
    expect(await caught(leads.list({ fields: ['Email'], perPage: 10 }).all())).toBeInstanceOf(ServerError)
  })

  // What no answer of Zoho should be, and what must not make an endless list.
  test('a page that says more and has nothing ends it', async () => {
    const zoho = await server((response) => response.end('{"data":[],"info":{"more_records":true}}'))
    expect(await new Leads(accessClient(zoho.environment)).list({ fields: ['Email'] }).all()).toEqual([])
    expect(zoho.seen).toHaveLength(1)
  })
})

describe('create, update, delete', () => {
  test('from the first to the last', async () => {
    const { leads } = await opened()
    const { id, Created_Time, Modified_Time } = await leads.create(DOE)
    expect(id).toMatch(/^\d{15,19}$/)
    expect([Created_Time, Modified_Time].every((time) => !Number.isNaN(Date.parse(time ?? '')))).toBe(true)
    expect((await leads.update(id, { Company: 'Other', Email: null })).id).toBe(id)
    expect(await leads.get(id)).toMatchObject({ Last_Name: 'Doe', Company: 'Other', Email: null })
    expect(await leads.delete(id)).toBeUndefined()
    expect(await leads.get(id)).toBeNull()
  })

  test('each is one call', async () => {
    const { zoho, leads } = await opened()
    const { id } = await leads.create(DOE)
    await leads.update(id, { Company: 'Other' })
    await leads.delete(id)
    expect(callsTo(zoho, '/crm/').map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /crm/v8/Leads',
      `PUT /crm/v8/Leads/${id}`,
      `DELETE /crm/v8/Leads/${id}`,
    ])
  })

  test('what is wrong names its field', async () => {
    const { leads } = await opened()
    const { id } = await leads.create(DOE)
    const failures: readonly [Promise<unknown>, string, string][] = [
      [leads.create({ Company: 'Acme' }), 'MANDATORY_NOT_FOUND', 'Last_Name'],
      [leads.create({ ...DOE, Email: null, Last_Name: 'x'.repeat(81) }), 'INVALID_DATA', 'Last_Name'],
      [leads.create({ ...DOE, Company: 7 as unknown as string }), 'INVALID_DATA', 'Company'],
      [leads.update(id, { Last_Name: null }), 'MANDATORY_NOT_FOUND', 'Last_Name'],
    ]
    for (const [work, code, field] of failures) {
      const error = (await caught(work)) as ValidationError
      expect(error).toBeInstanceOf(ValidationError)
      expect(error).toMatchObject({ code, field, context: { status: 400 } })
      expect(error.message).toContain(`(${field})`)
    }
  })

  test('the length that is allowed is in the details', async () => {
    const { leads } = await opened()
    const error = await caught(leads.create({ ...DOE, Last_Name: 'x'.repeat(81) }))
    expect(error.context?.details).toMatchObject({ maximum_length: 80 })
  })

  test('what is not there is neither changed nor deleted: a NotFoundError', async () => {
    const { leads } = await opened()
    const id = '1000000000000000001'
    for (const work of [() => leads.update(id, { Company: 'x' }), () => leads.delete(id)]) {
      const error = await caught(work())
      expect(error).toBeInstanceOf(NotFoundError)
      expect(error).toMatchObject({ code: 'INVALID_DATA', context: { status: 400 } })
      expect(error.hint).toContain('Check the id')
    }
  })

  test('a duplicate names the record that has the value', async () => {
    class Bicycles extends Module<Identified, Record<string, unknown>, Record<string, unknown>> {
      static override readonly apiName = 'Bicycles'
    }
    const zoho = await emulator()
    const bicycles = new Bicycles(clientOf(zoho))
    const row = { Name: 'One', Frame_Number: 'F-1', Fleet_Status: 'Available' }
    const { id } = await bicycles.create(row)
    const error = (await caught(bicycles.create({ ...row, Name: 'Two' }))) as DuplicateError
    expect(error).toBeInstanceOf(DuplicateError)
    expect([error.code, error.duplicateId]).toEqual(['DUPLICATE_DATA', id])
    expect(error.field).toBe('Frame_Number')
  })

  test.each([[undefined], [[]], [['workflow', 'approval']]] as const)(
    'the trigger %j is sent as it is',
    async (trigger) => {
      const zoho = await server((response) =>
        response.writeHead(201).end('{"data":[{"status":"success","details":{"id":"1"}}]}'),
      )
      const leads = new Leads(accessClient(zoho.environment))
      const options = trigger === undefined ? {} : { trigger }
      await leads.create(DOE, options)
      await leads.update('1', { Company: null }, options)
      const wanted = trigger === undefined ? {} : { trigger }
      expect(zoho.seen.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
        ['POST', { data: [DOE], ...wanted }],
        ['PUT', { data: [{ Company: null }], ...wanted }],
      ])
    },
  )

  test.each([
    [204, ''],
    [200, '{}'],
    [200, '{"data":[]}'],
    [200, '{"data":[null]}'],
    [200, '{"data":[{"status":"success"}]}'],
    [200, '{"data":[{"code":"SUCCESS","status":"success","details":{}}]}'],
  ])('an answer %s %j without a row says nothing of the write', async (status, body) => {
    const zoho = await server((response) => response.writeHead(status).end(body))
    const error = await caught(new Leads(accessClient(zoho.environment)).create(DOE))
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(zoho.seen).toHaveLength(1)
  })

  test('an aborted write rejects with its reason', async () => {
    const { zoho, leads } = await opened()
    const signal = AbortSignal.abort(new Error('too late'))
    for (const work of [
      () => leads.create(DOE, { signal }),
      () => leads.update('1', {}, { signal }),
      () => leads.delete('1', { signal }),
    ])
      expect(await caught(work())).toBe(signal.reason)
    expect(zoho.calls()).toEqual([])
  })
})
