import {
  Environment,
  NetworkError,
  PermissionError,
  RateLimitError,
  type RowResult,
  type RowResults,
  WriteOutcomeUnknownError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { accessClient, callsTo, caught, server } from '../support.ts'
import {
  allWritten,
  errorsOf,
  inShort,
  Leads,
  type LeadWrite,
  lead,
  manyLeads,
  opened,
  rowsOf,
  storedNames,
  taking,
} from './write-support.ts'

type Results = RowResults<RowResult<LeadWrite>>

/** Goes through results one by one: those that it was given, and what ended it. */
async function gone(results: Results): Promise<{ given: RowResult<LeadWrite>[]; error: unknown }> {
  const given: RowResult<LeadWrite>[] = []
  try {
    for await (const result of results) given.push(result)
    return { given, error: null }
  } catch (error) {
    return { given, error }
  }
}

describe('a call that fails', () => {
  // The fault, how many of its rows are stored, and what each of them says.
  test.each([
    ['500', { status: 500 }, 0, WriteOutcomeUnknownError],
    ['500 after the work', { status: 500, workFirst: true }, 10, WriteOutcomeUnknownError],
    ['a connection that breaks before', { drop: true }, 0, WriteOutcomeUnknownError],
    ['a connection that breaks after', { dropAfter: true }, 10, WriteOutcomeUnknownError],
    ['half an answer', { truncate: 'body' }, 10, WriteOutcomeUnknownError],
    ['a broken answer', { truncate: 'connection' }, 10, WriteOutcomeUnknownError],
    ['429, for long', { status: 429, times: 3 }, 0, RateLimitError],
    [
      'no permission',
      { status: 403, body: { code: 'NO_PERMISSION', details: {}, message: 'm', status: 'error' } },
      0,
      PermissionError,
    ],
  ] as const)('%s: each of its rows says so, and the run goes on', async (_, fault, stored, type) => {
    const { zoho, leads } = await opened()
    await leads.list({ fields: ['Email'] }).all()
    zoho.setFaults([{ method: 'POST', path: '/crm/v8/Leads', skip: 1, ...fault }])
    const results = await leads.createMany(manyLeads(30), { batchSize: 10 })
    expect(results.map(({ index }) => index)).toEqual(manyLeads(30).map((_, index) => index))
    const failed = results.slice(10, 20)
    expect(errorsOf(failed)).toHaveLength(10)
    for (const error of errorsOf(failed)) expect(error).toBeInstanceOf(type)
    expect([...results.slice(0, 10), ...results.slice(20)].every(({ ok }) => ok)).toBe(true)
    expect(zoho.records('Leads')).toHaveLength(20 + stored)
  })

  test.each([
    ['429', { status: 429, times: 2 }],
    ['a token that is revoked', { revokeToken: true }],
  ])('%s, and then does not, is nobody’s concern', async (_, fault) => {
    const { zoho, leads } = await opened({ faults: [{ method: 'POST', path: '/Leads', skip: 1, ...fault }] })
    const results = await leads.createMany(manyLeads(30), { batchSize: 10 })
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(storedNames(zoho)).toEqual(manyLeads(30).map(({ Last_Name }) => Last_Name))
  })

  test('a server that is not there: nothing was sent', async () => {
    const origin = 'http://127.0.0.1:1'
    const environment = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })
    const leads = new Leads(accessClient(environment))
    const results = await leads.createMany(manyLeads(3), { batchSize: 2 })
    expect(errorsOf(results)).toHaveLength(3)
    for (const error of errorsOf(results)) expect(error).toBeInstanceOf(NetworkError)
  })

  test('options that cannot be loaded end it: nothing was sent', async () => {
    class Broken extends Leads {
      static override choices(): Promise<never> {
        return Promise.reject(new Error('no such file'))
      }
    }
    const endless = function* () {
      for (let index = 0; ; index++) yield lead(index)
    }
    const { zoho, client } = await opened()
    const { given, error } = await gone(new Broken(client).createMany(endless(), { parallel: 2 }))
    expect([given, String(error)]).toEqual([[], 'Error: no such file'])
    expect(zoho.calls()).toEqual([])
  })
})

describe('a source that fails', () => {
  const source = async function* (good: number) {
    yield* manyLeads(good)
    throw new Error('the file ends here')
  }

  test.each([0, 7, 20, 25])('after %s rows: those are written, then its error is thrown', async (good) => {
    for (const parallel of [1, 3]) {
      const { zoho, leads } = await opened()
      const { given, error } = await gone(leads.createMany(source(good), { batchSize: 10, parallel }))
      expect(given.map(({ ok, index }) => [ok, index])).toEqual(
        manyLeads(good).map((_, index) => [true, index]),
      )
      expect(String(error)).toBe('Error: the file ends here')
      expect(zoho.records('Leads')).toHaveLength(good)
      const awaited = leads.createMany(source(good), { batchSize: 10, parallel })
      expect(String(await caught(Promise.resolve(awaited)))).toBe('Error: the file ends here')
      expect(awaited.settled).toHaveLength(good)
    }
  })
})

describe('a run that is aborted', () => {
  test('before it starts: nothing is read or sent', async () => {
    const { zoho, leads } = await opened()
    const signal = AbortSignal.abort(new Error('too late'))
    let isRead = false
    const rows = (function* () {
      isRead = true
      yield lead(0)
    })()
    const results = leads.createMany(rows, { signal })
    expect(await caught(Promise.resolve(results))).toBe(signal.reason)
    expect([isRead, results.settled, zoho.calls()]).toEqual([false, [], []])
  })

  // Batches on their way, and how many of them the server sees.
  test.each([
    [1, 2],
    [2, 3],
  ])('while %s calls are on their way: their results come, then the reason', async (parallel, seen) => {
    for (const how of ['iterated', 'awaited'] as const) {
      const controller = new AbortController()
      const reason = new Error('enough')
      const { zoho, leads } = await taking((call, count) => {
        if (count === 2) controller.abort(reason)
        return allWritten(call)
      })
      let pulled = 0
      const rows = function* () {
        while (true) yield lead(pulled++)
      }
      const options = { batchSize: 10, parallel, signal: controller.signal }
      const results = leads.createMany(rows(), options)
      const { given, error } =
        how === 'iterated'
          ? await gone(results)
          : { error: await caught(Promise.resolve(results)), given: results.settled }
      expect(error).toBe(reason)
      expect(zoho.seen.length).toBeLessThanOrEqual(seen)
      // What the server took is known, row by row: nothing is cut off.
      expect(inShort(given)).toEqual(zoho.seen.flatMap(rowsOf).map((row) => row['Last_Name']))
      if (parallel === 1) expect(pulled).toBe(20)
      else expect(pulled).toBeLessThanOrEqual(seen * 10)
    }
  })

  test('while a call waits to be sent again: it is not, and its rows have no result', async () => {
    const controller = new AbortController()
    const zoho = await server((response, _, count) => {
      if (count === 1) return void response.end('{"data":[{"status":"success","details":{"id":"1"}}]}')
      response.writeHead(429, { 'Retry-After': '5' }).end('{}')
      setImmediate(() => controller.abort(new Error('enough')))
    })
    const leads = new Leads(accessClient(zoho.environment))
    const results = leads.createMany(manyLeads(3), { batchSize: 1, signal: controller.signal })
    expect(String(await caught(Promise.resolve(results)))).toBe('Error: enough')
    expect(inShort(results.settled)).toEqual(['1'])
    expect(zoho.seen).toHaveLength(2)
  })

  test('while the source is slow: what it gave and was not sent has no result', async () => {
    const controller = new AbortController()
    const { zoho, leads } = await taking()
    const rows = async function* () {
      yield* manyLeads(15)
      setImmediate(() => controller.abort(new Error('enough')))
      await new Promise(() => {})
    }
    const options = { batchSize: 10, signal: controller.signal }
    const { given, error } = await gone(leads.createMany(rows(), options))
    expect(String(error)).toBe('Error: enough')
    expect(given).toHaveLength(10)
    expect(zoho.seen).toHaveLength(1)
  })

  test('by whom takes the results: the rest of the batch is given still', async () => {
    const controller = new AbortController()
    const { zoho, leads } = await taking()
    const given: number[] = []
    const read = async () => {
      const options = { batchSize: 10, signal: controller.signal }
      for await (const { index } of leads.createMany(manyLeads(50), options)) {
        given.push(index)
        controller.abort(new Error('enough'))
      }
    }
    expect(String(await caught(read()))).toBe('Error: enough')
    expect(given).toHaveLength(10)
    expect(zoho.seen).toHaveLength(1)
  })

  test('after its last row was written it is none', async () => {
    const controller = new AbortController()
    const { leads } = await taking((call, count) => {
      if (count === 2) controller.abort(new Error('too late'))
      return allWritten(call)
    })
    const { signal } = controller
    expect(await leads.createMany(manyLeads(15), { batchSize: 10, signal })).toHaveLength(15)
  })
})

describe('a loop that is left', () => {
  test.each([1, 3])('with %s batches on their way: nothing is read or sent any more', async (parallel) => {
    const { zoho, leads } = await opened()
    let pulled = 0
    let isClosed = false
    const rows = async function* () {
      try {
        for (; ; pulled++) yield lead(pulled)
      } finally {
        isClosed = true
      }
    }
    const results = leads.createMany(rows(), { batchSize: 10, parallel })
    for await (const { index } of results) if (index === 3) break
    const read = pulled
    expect(isClosed).toBe(true)
    // The results that nobody took are kept: together they are what is stored.
    expect(results.settled.map(({ index }) => index)).toEqual(
      Array.from({ length: zoho.records('Leads').length - 4 }, (_, index) => index + 4),
    )
    expect(callsTo(zoho, 'POST /crm').length).toBeLessThanOrEqual(parallel)
    await new Promise(setImmediate)
    expect(pulled).toBe(read)
  })

  test('does not wait for a source that gives nothing', async () => {
    const { leads } = await taking()
    const rows = async function* () {
      yield* manyLeads(15)
      await new Promise(() => {})
    }
    const results = leads.createMany(rows(), { batchSize: 10, parallel: 2 })
    for await (const _ of results) break
    expect(results.settled).toHaveLength(9)
  })
})
