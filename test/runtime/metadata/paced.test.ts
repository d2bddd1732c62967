import { AuthenticationError, type Hooks, RateLimitError, ServerError } from '@zcrm/runtime'
import { pullMetadata, ResourceCache, sortMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../../emulator/index.ts'
import { orgFolder } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { gateBefore, mostAtOnce, type Passed } from '../../support/gate.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'
import { accessClient, callsTo, caught, clientOf, server } from '../support.ts'
import { apiCalls, FIELDS_ONLY, org, orgOf, WHOLE } from './org.ts'

const refused = (calls: readonly Call[]): readonly Call[] => calls.filter(({ status }) => status === 429)

describe('an organisation that lets two calls go at a time', () => {
  test('is pulled at ten a time, and every refusal is one call more', async () => {
    const { zoho, pull } = await org({ concurrency: 2, latency: 5 })
    const { metadata, calls } = await pull({ concurrency: 10 })
    const free = await (await org()).pull()
    expect(sortMetadata(metadata)).toEqual(sortMetadata(free.metadata))
    expect(refused(apiCalls(zoho))).not.toEqual([])
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
    const faults = [{ path: '/crm/', skip: 6, times: 8, status: 429 }]
    const gate = await gateBefore(await emulator({ org: await orgFolder(), faults }))
    const { zoho, pull } = await orgOf(gate.zoho)
    gate.hold((call) => call.includes('/settings/fields'))
    const pulled = pull({ concurrency: 5 })
    await until(() => gate.held.length === 5)
    gate.open()
    expect((await pulled).calls).toBe(WHOLE + 8)
    const last = apiCalls(zoho).findLastIndex(({ status }) => status === 429)
    const passed = gate.passed.filter(({ call }) => call.startsWith('GET /crm/'))
    // Two, and a third when that has gone well for a while.
    expect(mostAtOnce(passed.slice(last + 1))).toBeLessThanOrEqual(3)
  })

  test('that does not end is waited for, until somebody has enough', async () => {
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
})

/** Milliseconds between the arrivals of calls. */
function gaps(calls: readonly Call[]): readonly number[] {
  return calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? at))
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
    ['a server that fails', { status: 500 }, 3, ServerError],
    ['a token that is revoked', { status: 401 }, 2, AuthenticationError],
  ])('is %s, and nothing begins after it', async (_, fault, attempts, type) => {
    const failing = { path: 'module=Trips', times: 0, ...fault }
    const gate = await gateBefore(await emulator({ org: await orgFolder(), faults: [failing] }))
    let failures = 0
    const hooks: Hooks = { afterResponse: ({ status }) => void (status === fault.status && failures++) }
    const { pull } = await orgOf(gate.zoho, clientOf(gate.zoho, { hooks }))
    const isFailing = ({ call }: Passed) => call.includes(failing.path)
    // Those beside it stand still.
    gate.hold((call) => /^GET .crm/.test(call) && gate.passed.some(isFailing) && !call.includes(failing.path))
    let isOver = false
    const failed = caught(pull({ concurrency: 3 })).finally(() => {
      isOver = true
    })
    await until(() => failures === attempts && gate.held.length === 2)
    // What is under way is waited for.
    await new Promise(setImmediate)
    expect(isOver).toBe(false)
    const begun = gate.passed.length
    gate.open()
    expect(await failed).toBeInstanceOf(type)
    expect(gate.passed).toHaveLength(begun)
  })

  test('is told at once, though others rest', async () => {
    // For longer than a test takes.
    const asks = { code: 'TOO_MANY_REQUESTS', details: { retry_after: 120 }, message: 'no', status: 'error' }
    const faults = [
      { path: 'module=Leads', status: 429, body: asks },
      { path: 'module=Accounts', times: 0, status: 403, body: '<html>' },
    ]
    const gate = await gateBefore(await emulator({ org: await orgFolder(), faults }))
    let refusals = 0
    const hooks: Hooks = { afterResponse: ({ status }) => void (status === 429 && refusals++) }
    const { pull } = await orgOf(gate.zoho, clientOf(gate.zoho, { hooks }))
    gate.hold((call) => call.includes('module=Accounts'))
    const failed = caught(pull({ concurrency: 2 }))
    await until(() => refusals === 1 && gate.held.length === 1)
    await new Promise(setImmediate)
    gate.open()
    expect(await failed).toMatchObject({ code: 'UNREADABLE_ANSWER' })
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
