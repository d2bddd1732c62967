import {
  type Client,
  type ClientOptions,
  ConfigurationError,
  createLimits,
  type Hooks,
  type Limits,
  RateLimitError,
} from '@zcrm/runtime'
import { pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'
import { accessClient, callsTo, caught, clientOf, MODULES, quick, server } from '../support.ts'

afterEach(() => {
  vi.useRealTimers()
})

const ok = '{"modules":[]}'
const OTHER = { method: 'GET', path: '/settings/fields' } as const

/** A hook that waits for the first answer of a status. */
function firstAnswer(status: number): { readonly hooks: Hooks; readonly seen: Promise<void> } {
  let tell = () => {}
  const seen = new Promise<void>((resolve) => {
    tell = resolve
  })
  return { seen, hooks: { afterResponse: (response) => response.status === status && tell() } as Hooks }
}

describe('limits that clients share', () => {
  test('let so many calls go at a time, whosever they are', async () => {
    const open: (() => void)[] = []
    const { environment } = await server((response) => open.push(() => response.end(ok)))
    const limits = createLimits({ concurrency: 2 })
    const shared = [accessClient(environment, { limits }), accessClient(environment, { limits })]
    const alone = [0, 1].map(() => accessClient(environment, { config: { concurrency: 2 } }))
    for (const [clients, most] of [
      [shared, 2],
      [alone, 4],
    ] as const) {
      const calls = clients.flatMap((client) => Array.from({ length: 6 }, () => client.request(MODULES)))
      for (let left = calls.length; left > 0; left--) {
        await until(() => open.length >= Math.min(most, left))
        expect(open).toHaveLength(Math.min(most, left))
        open.shift()?.()
      }
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(12).fill(200))
    }
  })

  test('are in the place of config.concurrency, and made by createLimits', async () => {
    const { environment } = await server((response) => response.end(ok))
    const make = (options: Partial<ClientOptions>) => () => accessClient(environment, options)
    expect(make({ limits: createLimits(), config: { concurrency: 3 } })).toThrow(/config.concurrency/)
    expect(make({ limits: {} as Limits })).toThrow(/limits is an object/)
    expect(make({ config: { creditReserve: -1 } })).toThrow(/config.creditReserve/)
    for (const concurrency of [0, 1.5, Number.NaN, 1001])
      expect(() => createLimits({ concurrency })).toThrow(ConfigurationError)
  })

  test('let ten heavy calls go at a time, and light ones beside them', async () => {
    const open: (() => void)[] = []
    const zoho = await server((response, { url }) => {
      if (url.endsWith('/light')) response.end(ok)
      else open.push(() => response.end(ok))
    })
    const client = accessClient(zoho.environment, { config: { concurrency: 25 } })
    const heavy = { method: 'POST', path: '/coql', body: {}, isRead: true, isHeavy: true } as const
    const calls = Array.from({ length: 12 }, () => client.request(heavy))
    await client.request({ method: 'GET', path: '/light' })
    await until(() => open.length === 10)
    await client.request({ method: 'GET', path: '/light' })
    expect(open).toHaveLength(10)
    for (const end of open.splice(0)) end()
    await until(() => open.length === 2)
    for (const end of open) end()
    await Promise.all(calls)
  })
})

describe('a 429', () => {
  const busy = (seconds: string) =>
    server((response, _, count) => {
      if (count > 1) response.end(ok)
      else response.writeHead(429, { 'Retry-After': seconds }).end('{"code":"TOO_MANY_REQUESTS"}')
      arrivals.push(performance.now())
    })
  let arrivals: number[] = []
  beforeEach(() => {
    arrivals = []
  })

  test('with Retry-After pauses every call of the limits until then', async () => {
    const zoho = await busy('0.2')
    const limits = createLimits()
    const { hooks, seen } = firstAnswer(429)
    const first = accessClient(zoho.environment, { limits, hooks }).request(MODULES)
    await seen
    await accessClient(zoho.environment, { limits }).request(OTHER)
    expect((await first).status).toBe(200)
    const [refused = 0, ...others] = arrivals
    expect(others).toHaveLength(2)
    expect(Math.min(...others) - refused).toBeGreaterThanOrEqual(190)
  })

  test('does not pause those who have other limits', async () => {
    const zoho = await busy('4')
    const { hooks, seen } = firstAnswer(429)
    const controller = new AbortController()
    const first = caught(
      accessClient(zoho.environment, { hooks }).request({ ...MODULES, signal: controller.signal }),
    )
    await seen
    expect((await accessClient(zoho.environment).request(OTHER)).status).toBe(200)
    controller.abort(new Error('enough'))
    expect((await first).message).toBe('enough')
  })

  test('for longer than a client waits refuses its calls before they are sent', async () => {
    const zoho = await busy('3600')
    const client = accessClient(zoho.environment)
    const first = await caught(client.request(MODULES))
    expect(first).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 3_600_000 })
    const second = await caught(client.request(OTHER))
    expect(second).toBeInstanceOf(RateLimitError)
    expect(second).toMatchObject({
      code: 'PAUSED',
      message: expect.stringContaining('GET /settings/fields was not sent'),
    })
    const { retryAfter } = second as RateLimitError
    expect(retryAfter).toBeGreaterThan(3_590_000)
    expect(retryAfter).toBeLessThanOrEqual(3_600_000)
    expect(zoho.seen).toHaveLength(1)
  })

  test('without Retry-After says null, and later calls go on', async () => {
    const zoho = await server((response, _, count) => {
      if (count > 1) response.end(ok)
      else response.writeHead(429).end('{"code":"TOO_MANY_REQUESTS"}')
    })
    const client = accessClient(zoho.environment, { config: { retry: { ...quick, attempts: 1 } } })
    expect(await caught(client.request(MODULES))).toMatchObject({ retryAfter: null })
    expect((await client.request(MODULES)).status).toBe(200)
  })
})

describe('credits', () => {
  const HEADER = 'X-API-CREDITS-REMAINING'
  /** A server that says how many credits are left, as long as it is told to. */
  const saying = async () => {
    const left: { credits: string | null } = { credits: null }
    const zoho = await server((response) => {
      response.writeHead(200, left.credits === null ? {} : { [HEADER]: left.credits }).end(ok)
    })
    return { left, zoho }
  }

  test('are null before Zoho says so, and then what it said last', async () => {
    const { left, zoho } = await saying()
    const limits = createLimits()
    const client = accessClient(zoho.environment, { limits })
    expect(client.credits).toEqual({ remaining: null, seenAt: null })
    await client.request(MODULES)
    expect(client.credits).toEqual({ remaining: null, seenAt: null })
    const before = Date.now()
    left.credits = '2400'
    await client.request(MODULES)
    expect(client.credits.remaining).toBe(2400)
    expect(client.credits.seenAt).toBeGreaterThanOrEqual(before)
    expect(accessClient(zoho.environment, { limits }).credits).toEqual(client.credits)
  })

  test('that are not said again stay for a minute, and then less than half is used', async () => {
    const { left, zoho } = await saying()
    const client = accessClient(zoho.environment)
    left.credits = '7'
    await client.request(MODULES)
    left.credits = null
    await client.request(MODULES)
    expect(client.credits.remaining).toBe(7)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    await client.request(MODULES)
    expect(client.credits).toEqual({ remaining: null, seenAt: null })
  })

  test.each(['', 'many', '-1', '1e3'])('%j is no number of credits', async (credits) => {
    const { left, zoho } = await saying()
    const client = accessClient(zoho.environment)
    left.credits = credits
    await client.request(MODULES)
    expect(client.credits.remaining).toBe(null)
  })

  test('in reserve are left alone, but for one call a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { left, zoho } = await saying()
    const client = accessClient(zoho.environment, { config: { creditReserve: 100 } })
    left.credits = '101'
    await client.request(MODULES)
    left.credits = '100'
    await client.request(MODULES)
    const error = await caught(client.request(OTHER))
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({
      code: 'CREDITS_RESERVED',
      message: 'GET /settings/fields was not sent: 100 API credits are left, and 100 are reserved',
      hint: expect.stringContaining('config.creditReserve'),
    })
    expect(error).toMatchObject({ retryAfter: 60_000 })
    expect(zoho.seen).toHaveLength(2)
    vi.setSystemTime(Date.now() + 60_000)
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.request(OTHER)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(zoho.seen).toHaveLength(3)
    // The probe finds out that there are enough again.
    vi.setSystemTime(Date.now() + 60_000)
    left.credits = null
    await client.request(OTHER)
    await Promise.all(Array.from({ length: 5 }, () => client.request(OTHER)))
    expect(zoho.seen).toHaveLength(9)
  })

  test('are not reserved by default, not even the last', async () => {
    const { left, zoho } = await saying()
    const client = accessClient(zoho.environment)
    left.credits = '0'
    for (let count = 0; count < 3; count++) await client.request(MODULES)
    expect(zoho.seen).toHaveLength(3)
  })

  test('that ran out while a call waited for its turn refuse that call', async () => {
    const answers: (() => void)[] = []
    const zoho = await server((response) => {
      answers.push(() => response.writeHead(200, { [HEADER]: '1' }).end(ok))
    })
    const client = accessClient(zoho.environment, { config: { creditReserve: 1, concurrency: 1 } })
    const [first, second] = [client.request(MODULES), caught(client.request(OTHER))]
    await until(() => answers.length === 1)
    answers[0]?.()
    await first
    expect((await second).code).toBe('CREDITS_RESERVED')
    expect(zoho.seen).toHaveLength(1)
  })
})

describe('a pull of the metadata ends, rather than slows down,', () => {
  const pull = async (client: Client) => pullMetadata(client, new ResourceCache(await scratchFolder()), {})

  test('where only the reserve of credits is left', async () => {
    const headers = { 'X-API-CREDITS-REMAINING': '5' }
    const zoho = await emulator({ faults: [{ path: '/crm/', status: 200, body: { modules: [] }, headers }] })
    const client = clientOf(zoho, { config: { creditReserve: 10 } })
    await client.request(MODULES)
    expect((await caught(pull(client))).code).toBe('CREDITS_RESERVED')
    expect(callsTo(zoho, 'GET /crm')).toHaveLength(1)
  })

  test('in a long pause', async () => {
    const zoho = await emulator()
    const limits = createLimits()
    limits.pause(3_600_000)
    expect((await caught(pull(clientOf(zoho, { limits })))).code).toBe('PAUSED')
    expect(callsTo(zoho, 'GET /crm')).toEqual([])
  })
})
