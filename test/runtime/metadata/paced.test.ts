import { AuthenticationError, RateLimitError, ServerError } from '@zcrm/runtime'
import { pullMetadata, ResourceCache, sortMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../../emulator/index.ts'
import { orgFolder } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { accessClient, callsTo, caught, clientOf, server } from '../support.ts'
import { apiCalls, FIELDS_ONLY, mostAtOnce, org, orgOf, WHOLE } from './org.ts'

const refused = (calls: readonly Call[]): readonly Call[] => calls.filter(({ status }) => status === 429)

describe('an organisation that lets two calls go at a time', () => {
  test('is pulled at ten a time, with a handful of refusals', async () => {
    const { zoho, pull } = await orgOf(await emulator({ concurrency: 2, latency: 5 }))
    const { metadata, calls } = await pull({ concurrency: 10 })
    const free = await (await orgOf(await emulator())).pull()
    expect(sortMetadata(metadata)).toEqual(sortMetadata(free.metadata))
    // Five at first, of which three are refused; then one for each time that it tries more.
    expect(refused(apiCalls(zoho)).length).toBeLessThanOrEqual(8)
    expect(calls).toBe(apiCalls(zoho).length)
    expect(calls - refused(apiCalls(zoho)).length).toBe(free.calls)
  })

  test('is pulled by two processes at once, which do not know of each other', async () => {
    const zoho = await emulator({ org: await orgFolder(), concurrency: 2, latency: 5 })
    const orgs = await Promise.all([orgOf(zoho), orgOf(zoho)])
    const pulls = await Promise.all(orgs.map(({ pull }) => pull({ concurrency: 4 })))
    expect(pulls[0]?.metadata).toEqual(pulls[1]?.metadata)
    expect(apiCalls(zoho).filter(({ status }) => status !== 429).length).toBe(2 * WHOLE)
  })
})

describe('a storm of refusals', () => {
  test('slows a pull down, and does not end it', async () => {
    const { zoho, pull } = await org({
      latency: 10,
      faults: [{ path: '/crm/', skip: 6, times: 8, status: 429 }],
    })
    const { calls } = await pull({ concurrency: 5 })
    expect(calls).toBe(WHOLE + 8)
    const all = apiCalls(zoho)
    const last = all.findLastIndex(({ status }) => status === 429)
    const before = all.slice(
      0,
      all.findIndex(({ status }) => status === 429),
    )
    expect(mostAtOnce(before)).toBeGreaterThan(3)
    // Two, and a third when that has gone well for a while.
    expect(mostAtOnce(all.slice(last + 1))).toBeLessThanOrEqual(3)
    // Each time for longer: the refusals of calls that were under way together are one sign.
    const rests = gaps(all.slice(before.length))
    expect(rests.length).toBeGreaterThanOrEqual(2)
    expect(rests).toEqual(rests.toSorted((a, b) => a - b))
    expect(rests[1]).toBeGreaterThanOrEqual(490)
  })

  test('that does not end is waited for, until somebody has enough', { timeout: 60_000 }, async () => {
    const asks = { code: 'TOO_MANY_REQUESTS', details: { retry_after: 0 }, message: 'no', status: 'error' }
    const zoho = await server((response) => response.writeHead(429).end(JSON.stringify(asks)))
    const controller = new AbortController()
    const folder = await scratchFolder()
    const pull = pullMetadata(accessClient(zoho.environment), new ResourceCache(folder), {
      signal: controller.signal,
    })
    const failing = caught(pull)
    while (zoho.seen.length < 2) await new Promise(setImmediate)
    // Nobody waits for five minutes here: who does not want to wait ends it.
    controller.abort(new Error('enough'))
    expect((await failing).message).toBe('enough')
    expect(zoho.seen.length).toBe(2)
  })

  test('that says for how long is believed', async () => {
    const body = {
      code: 'TOO_MANY_REQUESTS',
      details: { retry_after: 0.7 },
      message: 'later',
      status: 'error',
    }
    const { zoho, pull } = await org({ faults: [{ path: 'module=Trips', status: 429, body }] })
    await pull({ parts: ['fields'], concurrency: 1 })
    expect(Math.max(...gaps(apiCalls(zoho)))).toBeGreaterThanOrEqual(690)
    expect(apiCalls(zoho).length).toBe(FIELDS_ONLY + 1)
  })

  test('that says so in a header, too', async () => {
    const headers = { 'Retry-After': '0.7' }
    const { zoho, pull } = await org({ faults: [{ path: 'module=Trips', status: 429, headers }] })
    await pull({ parts: ['fields'], concurrency: 1 })
    expect(Math.max(...gaps(apiCalls(zoho)))).toBeGreaterThanOrEqual(690)
    expect(apiCalls(zoho).length).toBe(FIELDS_ONLY + 1)
  })

  test('is over when enough was answered, for those who make one call at a time, too', async () => {
    // One refusal after every third answer: none follows from the one before.
    const faults = [3, 6, 9].map((skip) => ({ path: '/crm/', skip, status: 429 }))
    const { zoho, pull } = await org({ faults })
    await pull({ concurrency: 1, parts: ['fields'] })
    const rests = gaps(apiCalls(zoho))
    expect(rests.length).toBe(faults.length)
    expect(Math.max(...rests)).toBeLessThan(480)
  })
})

/** Pauses between calls that are as long as the shortest rest of a pull, a quarter of a second. */
function gaps(calls: readonly Call[]): readonly number[] {
  return calls
    .slice(1)
    .map(({ at }, index) => at - (calls[index]?.at ?? at))
    .filter((gap) => gap >= 240)
}

describe('what ends a pull', () => {
  test('is an accounts server that gives no more tokens', async () => {
    const { zoho, pull } = await org({ faults: 'throttle' })
    const error = await caught(pull())
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error.code).toBe('TOKEN_THROTTLED')
    expect(apiCalls(zoho)).toEqual([])
  })

  test('is one that does so in the middle of it', async () => {
    const { zoho, pull } = await org({ latency: 5 })
    const failing = caught(pull({ concurrency: 2 }))
    while (callsTo(zoho, '/settings/fields').length < 3) await new Promise(setImmediate)
    zoho.setFaults('throttle')
    zoho.expireTokens()
    expect((await failing).code).toBe('TOKEN_THROTTLED')
    // Those that were under way were sent with the old token.
    expect(apiCalls(zoho).length).toBeLessThanOrEqual(1 + 3 + 2 * 2)
  })

  test.each([
    ['a server that fails', { status: 500 }, ServerError],
    ['a token that is revoked', { status: 401 }, AuthenticationError],
  ])('is %s, and nothing begins after it', async (_, fault, type) => {
    const { zoho, pull } = await org({
      latency: 30,
      faults: [{ path: 'module=Trips', times: 0, ...fault }],
    })
    expect(await caught(pull({ concurrency: 3 }))).toBeInstanceOf(type)
    const all = apiCalls(zoho)
    const failing = all.findLast(({ path }) => path.includes('module=Trips'))
    const failedAt = (failing?.at ?? 0) + (failing?.time ?? 0)
    // What was under way then has been waited for: every call was answered.
    expect(all.filter(({ status }) => status === 0)).toEqual([])
    expect(all.filter(({ at }) => at > failedAt + 15)).toEqual([])
  })

  test('is told at once, though others rest', async () => {
    const asks = { code: 'TOO_MANY_REQUESTS', details: { retry_after: 60 }, message: 'no', status: 'error' }
    const { pull } = await org({
      faults: [
        { path: 'module=Leads', status: 429, body: asks },
        { path: 'module=Accounts', delay: 100, times: 0, status: 403, body: '<html>' },
      ],
    })
    const started = performance.now()
    expect(await caught(pull({ concurrency: 2 }))).toMatchObject({ code: 'UNREADABLE_ANSWER' })
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

test('hundreds of calls that listen to one signal are no leak', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  try {
    const { signal } = new AbortController()
    const zoho = await emulator()
    const client = clientOf(zoho, { config: { concurrency: 3 } })
    await (await orgOf(zoho, client)).pull({ signal, concurrency: 20, includes: false })
    await new Promise(setImmediate)
    expect(warnings).toEqual([])
  } finally {
    process.off('warning', note)
  }
})
