import {
  ConfigurationError,
  type Hooks,
  type RequestEvent,
  type ResponseEvent,
  ServerError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import {
  ACCESS_TOKEN,
  accessClient,
  caught,
  clientOf,
  everythingOf,
  MODULES,
  quick,
  server,
} from '../support.ts'

/** Hooks that keep what they are told. */
function recorder(headers: Readonly<Record<string, string>> = {}) {
  const requests: RequestEvent[] = []
  const responses: ResponseEvent[] = []
  const hooks: Hooks = {
    beforeRequest: (request) => {
      requests.push(request)
      return headers
    },
    afterResponse: (response) => {
      responses.push(response)
    },
  }
  return { requests, responses, hooks }
}

/** A logger that keeps its errors. */
function errorLog() {
  const errors: (readonly [facts: Readonly<Record<string, unknown>>, message: string])[] = []
  const nothing = () => {}
  const error = (facts: Readonly<Record<string, unknown>>, message: string) => errors.push([facts, message])
  return { errors, logger: { debug: nothing, info: nothing, warn: nothing, error } }
}

describe('hooks', () => {
  test('are told of a request and its response', async () => {
    const zoho = await emulator()
    const { hooks, requests, responses } = recorder()
    await clientOf(zoho, { hooks }).request({ ...MODULES, query: { status: 'visible' } })
    const request = { method: 'GET', path: '/settings/modules', query: { status: 'visible' }, attempt: 1 }
    expect(requests).toEqual([{ id: expect.any(String), ...request }])
    expect(responses).toEqual([{ ...requests[0], status: 200, duration: expect.any(Number), error: null }])
    expect(responses[0]?.duration).toBeGreaterThanOrEqual(0)
  })

  test('are told of each attempt, by the id of the call', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', status: 500, times: 2 }] })
    const { hooks, requests, responses } = recorder()
    const client = clientOf(zoho, { hooks })
    await client.request(MODULES)
    expect(requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(new Set(requests.map(({ id }) => id)).size).toBe(1)
    expect(responses.map(({ status }) => status)).toEqual([500, 500, 200])
    expect(responses[0]?.error).toBeInstanceOf(ServerError)
    await client.request(MODULES)
    expect(new Set(requests.map(({ id }) => id)).size).toBe(2)
  })

  test('count the attempt with a token that was refused', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', status: 401 }] })
    const { hooks, responses } = recorder()
    await clientOf(zoho, { hooks }).request(MODULES)
    expect(responses.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 401],
      [2, 200],
    ])
  })

  test('have 0 for the status where no answer came', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', drop: true }] })
    const { hooks, responses } = recorder()
    const config = { retry: { ...quick, attempts: 1 } }
    const error = await caught(clientOf(zoho, { hooks, config }).request(MODULES))
    expect(responses).toMatchObject([{ status: 0, error }])
  })

  test('are told of the reason that ended a call', async () => {
    const controller = new AbortController()
    const reason = new Error('the user went away')
    const zoho = await server(() => controller.abort(reason))
    const { hooks, responses } = recorder()
    await caught(accessClient(zoho.environment, { hooks }).request({ ...MODULES, signal: controller.signal }))
    expect(responses).toMatchObject([{ status: 0, error: reason }])
  })

  test.each([
    ['while it is waited for', false],
    ['before it is waited for', true],
  ])('that never end are left when the signal fires %s, and hold no place', async (_, atOnce) => {
    const zoho = await server((response) => response.end('{}'))
    const controller = new AbortController()
    const { signal } = controller
    const { responses, hooks } = recorder()
    let begun = false
    const beforeRequest: NonNullable<Hooks['beforeRequest']> = ({ path }) => {
      if (path === MODULES.path) return {}
      begun = true
      if (atOnce) controller.abort(new Error('enough'))
      return new Promise(() => {})
    }
    const config = { concurrency: 1 }
    const client = accessClient(zoho.environment, { hooks: { ...hooks, beforeRequest }, config })
    const hangs = caught(client.request({ method: 'GET', path: '/hangs', signal }))
    while (!begun) await new Promise(setImmediate)
    expect((await client.request(MODULES)).status).toBe(200)
    controller.abort(new Error('enough'))
    expect(await hangs).toBe(signal.reason)
    expect(zoho.seen.map(({ url }) => url)).toEqual([`/crm/v8${MODULES.path}`])
    const told = responses.find(({ path }) => path === '/hangs')
    expect(told).toMatchObject({ attempt: 1, status: 0, error: signal.reason })
  })

  test.each([1, 5])(
    'may call the client that they are hooks of, where %s may go at a time',
    async (concurrency) => {
      const zoho = await server((response) => response.end('{}'))
      const beforeRequest: NonNullable<Hooks['beforeRequest']> = async ({ path }) => {
        if (path === '/Leads') await client.request({ method: 'GET', path: '/org' })
        return {}
      }
      const client = accessClient(zoho.environment, { hooks: { beforeRequest }, config: { concurrency } })
      const leads = Array.from({ length: 5 }, () => client.request({ method: 'GET', path: '/Leads' }))
      expect((await Promise.all(leads)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    },
  )

  test('are told of a duration without the wait for a place', async () => {
    const zoho = await server((response) => setTimeout(() => response.end('{}'), 40))
    const { hooks, responses } = recorder()
    const client = accessClient(zoho.environment, { hooks, config: { concurrency: 1 } })
    const started = performance.now()
    await Promise.all([1, 2, 3, 4].map(() => client.request(MODULES)))
    const elapsed = performance.now() - started
    expect(responses).toHaveLength(4)
    const durations = responses.map(({ duration }) => duration)
    expect(Math.min(...durations)).toBeGreaterThan(30)
    // One after the other: with the waits in between they would be longer together than all of it.
    expect(durations.reduce((sum, duration) => sum + duration, 0)).toBeLessThanOrEqual(elapsed + 4)
  })

  test('are told what became of a call that never had its turn', async () => {
    const zoho = await server(() => {})
    const { hooks, requests, responses } = recorder()
    const client = accessClient(zoho.environment, { hooks, config: { concurrency: 1 } })
    const controller = new AbortController()
    const { signal } = controller
    const first = caught(client.request({ ...MODULES, signal }))
    const second = caught(client.request({ ...MODULES, signal }))
    while (requests.length < 2 || zoho.seen.length < 1) await new Promise(setImmediate)
    controller.abort(new Error('enough'))
    await Promise.all([first, second])
    expect(responses).toHaveLength(2)
    for (const response of responses) expect(response).toMatchObject({ status: 0, error: signal.reason })
    expect(new Set(responses.map(({ id }) => id))).toEqual(new Set(requests.map(({ id }) => id)))
  })

  test('may give headers, later too, beside those of the call', async () => {
    const zoho = await server((response) => response.end('{}'))
    const hooks: Hooks = { beforeRequest: async ({ id }) => ({ traceparent: `00-${id}`, 'X-A': 'hook' }) }
    const headers = { 'X-A': 'call', 'X-B': 'call' }
    await accessClient(zoho.environment, { hooks }).request({ ...MODULES, headers })
    expect(zoho.seen[0]?.headers).toMatchObject({
      traceparent: expect.stringMatching(/^00-./),
      'x-a': 'hook',
      'x-b': 'call',
      authorization: `Zoho-oauthtoken ${ACCESS_TOKEN}`,
    })
  })

  test.each([
    { Authorization: 'mine' },
    { authorization: 'mine' },
    { 'X-A': 'a\r\nX-B: b' },
    { 'X A': 'a' },
    { 'X-A': 1 },
  ])('may not give %j: it is logged, and the call goes on without', async (headers) => {
    const zoho = await server((response) => response.end('{}'))
    const { errors, logger } = errorLog()
    const { hooks } = recorder(headers as unknown as Record<string, string>)
    await accessClient(zoho.environment, { hooks, logger }).request(MODULES)
    expect(errors).toMatchObject([[{ path: MODULES.path }, 'the hook beforeRequest failed']])
    expect(zoho.seen[0]?.headers).toMatchObject({ authorization: `Zoho-oauthtoken ${ACCESS_TOKEN}` })
    expect(zoho.seen[0]?.headers).not.toHaveProperty('x-a')
  })

  test.each([
    [
      'throw',
      () => {
        throw new Error('broken')
      },
    ],
    ['reject', () => Promise.reject(new Error('broken'))],
  ])('that %s are logged, and the call goes on', async (_, broken) => {
    const zoho = await server((response) => response.end('{"a":1}'))
    const { errors, logger } = errorLog()
    const hooks = { beforeRequest: broken, afterResponse: broken }
    const { body } = await accessClient(zoho.environment, { hooks, logger }).request(MODULES)
    await new Promise(setImmediate)
    expect(body).toEqual({ a: 1 })
    expect(errors.map(([{ reason }, message]) => [reason, message])).toEqual([
      ['Error: broken', 'the hook beforeRequest failed'],
      ['Error: broken', 'the hook afterResponse failed'],
    ])
  })

  test('never see a token, whatever comes back', async () => {
    const echo = (text: string) => server((response) => response.writeHead(502).end(text))
    const zoho = await emulator({ faults: [{ path: '/crm/', status: 401 }] })
    const { hooks, requests, responses } = recorder()
    await clientOf(zoho, { hooks }).request(MODULES)
    const faulty = await echo(`Authorization: Zoho-oauthtoken ${ACCESS_TOKEN}`)
    await caught(accessClient(faulty.environment, { hooks }).request(MODULES))
    const told = everythingOf([...requests, ...responses])
    for (const secret of [ACCESS_TOKEN, zoho.refreshToken, zoho.clientSecret, 'oauthtoken 1000'])
      expect(told).not.toContain(secret)
  })

  test('are told of no call for tokens', async () => {
    const zoho = await emulator()
    const { hooks, requests } = recorder()
    await clientOf(zoho, { hooks }).signIn()
    expect(requests.map(({ path }) => path).sort()).toEqual(['/org', '/users'])
  })

  test.each([[{ before: () => {} }], [{ beforeRequest: 'log' }], ['log']])('are not %j', async (hooks) => {
    const { environment } = await server((response) => response.end('{}'))
    expect(() => accessClient(environment, { hooks: hooks as unknown as Hooks })).toThrow(ConfigurationError)
  })
})
