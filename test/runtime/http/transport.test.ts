import type { ServerResponse } from 'node:http'
import {
  AuthenticationError,
  ConfigurationError,
  createClient,
  Environment,
  type Fetch,
  MemoryStore,
  NetworkError,
  OAuthToken,
  RateLimitError,
  ServerError,
  ValidationError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { ownClock, turnsUntil } from '../../support/clock.ts'
import { gateBefore } from '../../support/gate.ts'
import { scratchFolder } from '../../support/scratch.ts'
import {
  ACCESS_TOKEN,
  accessClient,
  callsTo,
  caught,
  clientOf,
  expectNoSecrets,
  MODULES,
  quick,
  refreshToken,
  runChild,
  server,
  tokenCalls,
} from '../support.ts'

const json = JSON.stringify

describe('a call', () => {
  test('says who calls and what it takes', async () => {
    const zoho = await server((response) => response.end('{"a":1}'))
    const client = accessClient(zoho.environment)
    const headers = { 'If-Modified-Since': '2026-01-10T10:00:00Z', Authorization: 'somebody else' }
    const { status, body } = await client.request({ ...MODULES, headers })
    expect([status, body]).toEqual([200, { a: 1 }])
    const [seen] = zoho.seen
    expect(seen).toMatchObject({ method: 'GET', url: '/crm/v8/settings/modules', body: '' })
    expect(seen?.headers).toMatchObject({
      accept: 'application/json',
      authorization: `Zoho-oauthtoken ${ACCESS_TOKEN}`,
      'if-modified-since': '2026-01-10T10:00:00Z',
    })
    expect(seen?.headers).not.toHaveProperty('content-type')
  })

  test('sends its body as JSON', async () => {
    const zoho = await server((response) => response.end('{"data":[{"status":"success"}]}'))
    const body = { data: [{ Name: 'é😀\u2028\ud83d', Nothing: null, Left_Out: undefined }] }
    await accessClient(zoho.environment).request({ method: 'POST', path: '/Leads', body })
    expect(zoho.seen[0]?.headers['content-type']).toBe('application/json')
    expect(zoho.seen[0]?.body).toBe('{"data":[{"Name":"é😀\u2028\\ud83d","Nothing":null}]}')
  })

  test('encodes its query, and leaves out what is undefined', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    const query = { 'a b': 'x&y=z+1/é😀', no: undefined, n: 0, t: false, half: '\ud83d!', empty: '' }
    await accessClient(zoho.environment).request({ ...MODULES, query })
    const { searchParams } = new URL(zoho.seen[0]?.url ?? '', zoho.origin)
    expect([...searchParams]).toEqual([
      ['a b', 'x&y=z+1/é😀'],
      ['n', '0'],
      ['t', 'false'],
      ['half', '\ufffd!'],
      ['empty', ''],
    ])
  })

  test('without a query has no question mark', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    await accessClient(zoho.environment).request({ ...MODULES, query: { a: undefined } })
    expect(zoho.seen[0]?.url).toBe('/crm/v8/settings/modules')
  })

  test('that cannot be written as JSON is not sent', async () => {
    const zoho = await server((response) => response.end('{}'))
    const client = accessClient(zoho.environment)
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    for (const body of [{ data: [{ Size: 1n }] }, circle]) {
      const error = await caught(client.request({ method: 'POST', path: '/Leads', body }))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain('POST /Leads')
    }
    expect(zoho.seen).toEqual([])
  })

  test('takes any standard fetch', async () => {
    const zoho = await emulator()
    const urls: string[] = []
    const own: Fetch = (url, init) => {
      urls.push(url)
      return fetch(url, init)
    }
    const { status } = await clientOf(zoho, { fetch: own }).request(MODULES)
    expect(status).toBe(200)
    expect(urls).toEqual([`${zoho.accountsUrl}/oauth/v2/token`, `${zoho.apiUrl}/crm/v8/settings/modules`])
  })

  test('keeps its connection for the next read', async () => {
    const ports = new Set<unknown>()
    const zoho = await server((response) => {
      ports.add(response.socket?.remotePort)
      response.end('{}')
    })
    const client = accessClient(zoho.environment)
    for (let index = 0; index < 5; index++) await client.request(MODULES)
    expect(ports.size).toBe(1)
  })
})

describe('an answer', () => {
  const gives = async (status: number, body: string, headers: Record<string, string> = {}) =>
    server((response) => response.writeHead(status, headers).end(body))

  test.each([
    [200, '{"a":1}', { a: 1 }],
    [200, '\ufeff{"a":1}', { a: 1 }],
    [200, '', null],
    [201, '[]', []],
    [202, 'null', null],
    [204, '', null],
    [304, '', null],
  ])('%s %j is %j', async (status, text, body) => {
    const zoho = await gives(status, text)
    const response = await accessClient(zoho.environment).request(MODULES)
    expect([response.status, response.body]).toEqual([status, body])
    expect(zoho.seen).toHaveLength(1)
  })

  test('in pieces, in the middle of a letter, is put together', async () => {
    const bytes = Buffer.from('{"name":"é😀"}')
    const zoho = await server((response) => {
      for (const byte of bytes) response.write(Buffer.from([byte]))
      response.end()
    })
    expect((await accessClient(zoho.environment).request(MODULES)).body).toEqual({ name: 'é😀' })
  })

  test.each([
    [200, 'hello', ServerError, 'UNREADABLE_ANSWER'],
    [200, '<!doctype html>\n<h1>Sign in</h1>', ServerError, 'UNREADABLE_ANSWER'],
    [302, '', ServerError, 'UNREADABLE_ANSWER'],
    [404, '<h1>Not\n   found</h1>', ServerError, 'UNREADABLE_ANSWER'],
    [400, '{"code":400}', ServerError, 'UNREADABLE_ANSWER'],
    [400, 'null', ServerError, 'UNREADABLE_ANSWER'],
    [400, '"text"', ServerError, 'UNREADABLE_ANSWER'],
    [502, '<h1>Bad gateway</h1>', ServerError, 'UNREADABLE_ANSWER'],
    [429, '<h1>Slow down</h1>', RateLimitError, 'TOO_MANY_REQUESTS'],
    [401, '{"code":"AUTHENTICATION_FAILURE"}', AuthenticationError, 'AUTHENTICATION_FAILURE'],
    [400, '{"data":[{"code":"INVALID_DATA","details":{"api_name":"X"}}]}', ValidationError, 'INVALID_DATA'],
  ])('%s %j is an error', async (status, text, type, code) => {
    const zoho = await gives(status, text)
    const error = await caught(accessClient(zoho.environment).request(MODULES))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ code, context: { method: 'GET', path: '/settings/modules', status } })
    expect(error.message).toContain(`GET /settings/modules answered ${status}`)
    expect(error.message).not.toContain('\n')
  })

  test('of an HTML page is quoted on one line, and not whole', async () => {
    const zoho = await gives(502, `<html>\n\n<b>Bad   gateway</b>${'x'.repeat(10_000)}`)
    const { message } = await caught(accessClient(zoho.environment).request(MODULES))
    expect(message).toContain('<html> <b>Bad gateway</b>')
    expect(message.length).toBeLessThan(250)
  })

  // Proxies and frameworks in debug mode send the headers of the request back.
  test('that repeats the token is not repeated', async () => {
    const echoes = [
      `Authorization: Zoho-oauthtoken ${ACCESS_TOKEN}`,
      json({ code: 'X', message: ACCESS_TOKEN }),
    ]
    for (const echo of echoes) {
      const zoho = await gives(502, echo)
      const error = await caught(accessClient(zoho.environment).request(MODULES))
      expectNoSecrets(error, [ACCESS_TOKEN])
    }
  })

  test('has its headers', async () => {
    const zoho = await gives(200, '{}', { 'X-API-CREDITS-REMAINING': '7' })
    const { headers } = await accessClient(zoho.environment).request(MODULES)
    expect([headers.get('x-api-credits-remaining'), headers.get('x-none')]).toEqual(['7', null])
  })
})

describe('a read that fails', () => {
  const once = { path: '/crm/', method: 'GET' } as const
  test.each([
    ['500', { ...once, status: 500 }],
    ['503 in HTML', { ...once, status: 503, body: '<html>' }],
    ['429', { ...once, status: 429 }],
    ['429 in HTML', { ...once, status: 429, body: '<html>' }],
    ['a broken connection', { ...once, drop: true }],
    ['a lost answer', { ...once, dropAfter: true }],
  ])('is repeated after %s', async (_, fault) => {
    const zoho = await emulator({ faults: [{ ...fault, times: 2 }] })
    expect((await clientOf(zoho).request(MODULES)).status).toBe(200)
    expect([callsTo(zoho, 'GET /crm').length, tokenCalls(zoho)]).toEqual([3, 1])
  })

  test.each([
    ['500', { ...once, status: 500 }, ServerError, 'INTERNAL_ERROR'],
    ['429', { ...once, status: 429 }, RateLimitError, 'TOO_MANY_REQUESTS'],
    ['broken connections', { ...once, drop: true }, NetworkError, 'ECONNRESET'],
  ])('ends after three times %s', async (_, fault, type, code) => {
    const zoho = await emulator({ faults: [{ ...fault, times: 0 }] })
    const error = await caught(clientOf(zoho).request(MODULES))
    expect(error).toBeInstanceOf(type)
    expect(error.code).toBe(code)
    expect(callsTo(zoho, 'GET /crm')).toHaveLength(3)
    expectNoSecrets(error, [zoho.refreshToken, zoho.clientSecret])
  })

  test('is not repeated where it is refused', async () => {
    const zoho = await emulator()
    const error = await caught(
      clientOf(zoho).request({ method: 'GET', path: '/Nowhere', query: { fields: 'id' } }),
    )
    expect(error.code).toBe('INVALID_MODULE')
    expect(callsTo(zoho, 'GET /crm')).toHaveLength(1)
  })

  test('waits as long as Retry-After says', async () => {
    const headers = { 'Retry-After': '0.15' }
    const zoho = await emulator({ faults: [{ ...once, status: 429, headers }] })
    await clientOf(zoho).request(MODULES)
    const [first, second] = callsTo(zoho, 'GET /crm')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(145)
  })

  test('does not wait longer than the policy allows', async () => {
    const zoho = await emulator({ faults: [{ ...once, status: 429, headers: { 'Retry-After': '6' } }] })
    expect(await caught(clientOf(zoho).request(MODULES))).toBeInstanceOf(RateLimitError)
    expect(callsTo(zoho, 'GET /crm')).toHaveLength(1)
  })

  test('says where nobody answers', async () => {
    const zoho = await emulator()
    await zoho.close()
    const error = await caught(accessClient(Environment.custom(zoho)).request(MODULES))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ code: 'ECONNREFUSED', message: expect.stringContaining(zoho.apiUrl) })
    expectNoSecrets(error, [ACCESS_TOKEN])
  })
})

describe('the read timeout', () => {
  test('ends a call that gets no answer', async () => {
    const zoho = await server(() => {})
    const client = accessClient(zoho.environment, {
      config: { readTimeout: 40, retry: { ...quick, attempts: 1 } },
    })
    const error = await caught(client.request(MODULES))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error.message).toContain('no byte for 40 ms')
  })

  test('ends a call whose answer stops in the middle', async () => {
    const clock = ownClock()
    const zoho = await server((response) => response.writeHead(200).write('{"a":'))
    const client = accessClient(zoho.environment, {
      config: { readTimeout: 60_000, retry: { attempts: 2, firstDelay: 0, maxDelay: 0 } },
    })
    const failed = caught(client.request(MODULES))
    for (const attempt of [1, 2]) {
      // The time counts anew with the head and with each piece of the body.
      await turnsUntil(() => {
        clock.pass(0)
        return clock.set(60_000) === 3 * attempt
      })
      expect(zoho.seen).toHaveLength(attempt)
      clock.pass(60_000)
    }
    const error = await failed
    expect(error).toBeInstanceOf(NetworkError)
    expect(error.message).toContain('no byte for 60000 ms')
    expect(zoho.seen).toHaveLength(2)
  })

  test.each(['node-fetch', 'global fetch'])(
    'is the time without a byte, not that of the call: %s',
    async (which) => {
      const clock = ownClock()
      let answer: ServerResponse | undefined
      const zoho = await server((response) => {
        answer = response
        response.write('[0')
      })
      const own = which === 'node-fetch' ? {} : { fetch }
      const client = accessClient(zoho.environment, {
        config: { readTimeout: 110, retry: { ...quick, attempts: 1 } },
        ...own,
      })
      const answered = client.request(MODULES)
      await turnsUntil(() => answer !== undefined)
      for (let piece = 0; piece < 8; piece++) {
        clock.pass(100)
        const before = clock.set(110)
        answer?.write(',0')
        await turnsUntil(() => clock.set(110) > before)
      }
      answer?.end(']')
      expect((await answered).body).toHaveLength(9)
    },
  )
})

describe('an AbortSignal', () => {
  const reason = new Error('the user went away')
  /** Waits for longer than a test takes. */
  const patient = { ...quick, maxDelay: 3_600_000 }

  test('before the call: nothing is sent', async () => {
    const zoho = await emulator()
    const signal = AbortSignal.abort(reason)
    expect(await caught(clientOf(zoho).request({ ...MODULES, signal }))).toBe(reason)
    expect(zoho.calls()).toEqual([])
  })

  test('during the call', async () => {
    const controller = new AbortController()
    const zoho = await server(() => controller.abort(reason))
    const call = accessClient(zoho.environment).request({ ...MODULES, signal: controller.signal })
    expect(await caught(call)).toBe(reason)
    expect(zoho.seen).toHaveLength(1)
  })

  test('during the answer', async () => {
    const controller = new AbortController()
    const zoho = await server((response) => {
      response.write('{"a":', () => controller.abort(reason))
    })
    const call = accessClient(zoho.environment).request({ ...MODULES, signal: controller.signal })
    expect(await caught(call)).toBe(reason)
  })

  test('during a write', async () => {
    const controller = new AbortController()
    const zoho = await server(() => controller.abort(reason))
    const call = { method: 'POST', path: '/Leads', body: {}, signal: controller.signal } as const
    expect(await caught(accessClient(zoho.environment).request(call))).toBe(reason)
    expect(zoho.seen).toHaveLength(1)
  })

  test('while it waits to repeat', async () => {
    const controller = new AbortController()
    const zoho = await server((response) => response.writeHead(429, { 'Retry-After': '3600' }).end('{}'))
    const hooks = { afterResponse: () => void setImmediate(() => controller.abort(reason)) }
    const call = accessClient(zoho.environment, { hooks, config: { retry: patient } }).request({
      ...MODULES,
      signal: controller.signal,
    })
    expect(await caught(call)).toBe(reason)
    expect(zoho.seen).toHaveLength(1)
  })

  test('at the very moment when it begins to wait', async () => {
    const controller = new AbortController()
    const zoho = await server((response) => response.writeHead(429, { 'Retry-After': '3600' }).end('{}'))
    const nothing = () => {}
    const logger = { debug: nothing, info: nothing, error: nothing, warn: () => controller.abort(reason) }
    const call = accessClient(zoho.environment, { logger, config: { retry: patient } }).request({
      ...MODULES,
      signal: controller.signal,
    })
    expect(await caught(call)).toBe(reason)
  })

  test('while another caller signs in: this one goes, the other one stays', async () => {
    const controller = new AbortController()
    let answer = () => {}
    const zoho = await server((response, { url }) => {
      if (!url.startsWith('/oauth/')) response.end('{"a":1}')
      else answer = () => response.end('{"access_token":"1000.a","expires_in":3600}')
      if (url.startsWith('/oauth/')) controller.abort(reason)
    })
    const token = OAuthToken.refresh({ clientId: 'c', clientSecret: 's', refreshToken: 'r' })
    const client = accessClient(zoho.environment, { token })
    const stays = client.request(MODULES)
    expect(await caught(client.request({ ...MODULES, signal: controller.signal }))).toBe(reason)
    answer()
    expect((await stays).body).toEqual({ a: 1 })
    expect(zoho.seen).toHaveLength(2)
  })

  test('keeps no listener', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', status: 500, times: 2 }] })
    const { signal } = new AbortController()
    let listeners = 0
    const { addEventListener, removeEventListener } = signal
    signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
      listeners++
      addEventListener.apply(signal, given)
    }
    signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listeners--
      removeEventListener.apply(signal, given)
    }
    await clientOf(zoho).request({ ...MODULES, signal })
    expect(listeners).toBe(0)
  })
})

test('a process with a client ends by itself', async () => {
  // It keeps idle connections for ever: waiting for their end would be waiting for nothing.
  const { zoho } = await gateBefore(await emulator())
  const { apiUrl, clientId, clientSecret, grantToken } = zoho
  const path = `${await scratchFolder()}/tokens.json`
  const child = await runChild('one-call.ts', [apiUrl, clientId, clientSecret, grantToken, path])
  expect(child).toEqual({ code: 0, stdout: '200\n', stderr: '' })
})

describe('settings of a client', () => {
  const made = async (settings: object) => {
    const zoho = await emulator()
    const environment = Environment.custom(zoho)
    return () =>
      createClient({ environment, token: refreshToken(zoho), store: new MemoryStore(), ...settings })
  }

  test.each([
    [{ environment: undefined }, /environment is missing/],
    [{ token: undefined }, /token is missing/],
    [{ config: { readTimeout: 0 } }, /readTimeout/],
    [{ config: { readTimeout: -1 } }, /readTimeout/],
    [{ config: { readTimeout: Number.NaN } }, /readTimeout/],
    // A timer of more than 31 bits fires at once.
    [{ config: { readTimeout: Number.POSITIVE_INFINITY } }, /readTimeout/],
    [{ config: { readTimeout: 2 ** 31 } }, /readTimeout/],
    [{ config: { retry: { ...quick, attempts: 0 } } }, /retry\.attempts/],
    [{ config: { retry: { ...quick, attempts: Number.NaN } } }, /retry\.attempts/],
    [{ config: { retry: { ...quick, firstDelay: -1 } } }, /retry\.firstDelay/],
    [{ config: { retry: { ...quick, maxDelay: Number.POSITIVE_INFINITY } } }, /retry\.maxDelay/],
  ])('%o are refused', async (settings, message) => {
    const make = await made(settings)
    expect(make).toThrow(ConfigurationError)
    expect(make).toThrow(message)
  })

  test('nothing is sent before the first call', async () => {
    const zoho = await emulator()
    clientOf(zoho)
    expect(zoho.calls()).toEqual([])
  })
})
