import {
  AuthenticationError,
  ConflictError,
  Environment,
  NetworkError,
  RateLimitError,
  ServerError,
  WriteOutcomeUnknownError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { ownClock, turnsUntil } from '../../support/clock.ts'
import { accessClient, callsTo, caught, clientOf, expectNoSecrets, quick, server } from '../support.ts'

const CREATE = {
  method: 'POST',
  path: '/Leads',
  body: { data: [{ Last_Name: 'Doe', Company: 'Acme' }] },
} as const
const COUNT = { method: 'GET', path: '/Leads', query: { fields: 'id' } } as const

/** How many leads there are. */
async function count(client: ReturnType<typeof clientOf>): Promise<number> {
  const { body } = await client.request(COUNT)
  return body === null ? 0 : (body as { data: unknown[] }).data.length
}

describe('a write of which nobody knows what became', () => {
  // The fault, and how many leads there are afterwards.
  test.each([
    ['500', { status: 500 }, 0, ServerError],
    ['502 in HTML', { status: 502, body: '<html>' }, 0, ServerError],
    ['503', { status: 503 }, 0, ServerError],
    ['a broken connection', { drop: true }, 0, NetworkError],
    ['a lost answer', { dropAfter: true }, 1, NetworkError],
    ['an answer that cannot be read', { status: 200, body: '<html>' }, 0, ServerError],
    ['a redirect', { status: 302, body: '<html>' }, 0, ServerError],
  ] as const)('%s: sent once, and told', async (_, fault, written, cause) => {
    const zoho = await emulator({ faults: [{ method: 'POST', path: '/crm/', times: 0, ...fault }] })
    const client = clientOf(zoho)
    const before = await count(client)
    const error = await caught(client.request(CREATE))
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(error.cause).toBeInstanceOf(cause)
    expect(error).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      message: expect.stringContaining('POST /Leads may or may not have happened'),
      hint: expect.stringContaining('before sending it again'),
    })
    expectNoSecrets(error, [zoho.refreshToken, zoho.clientSecret])
    expect(callsTo(zoho, 'POST /crm')).toHaveLength(1)
    expect((await count(client)) - before).toBe(written)
  })

  test.each(['PUT', 'DELETE'] as const)('%s is a write too', async (method) => {
    const zoho = await emulator({ faults: [{ method, path: '/crm/', status: 500 }] })
    const error = await caught(clientOf(zoho).request({ method, path: '/Leads/1', body: {} }))
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(callsTo(zoho, `${method} /crm`)).toHaveLength(1)
  })

  test('no answer in time', async () => {
    const clock = ownClock()
    const zoho = await server(() => {})
    const failed = caught(accessClient(zoho.environment, { config: { readTimeout: 60_000 } }).request(CREATE))
    await turnsUntil(() => zoho.seen.length === 1)
    clock.pass(60_000)
    expect(await failed).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(zoho.seen).toHaveLength(1)
  })

  test('an answer that breaks off', async () => {
    const zoho = await server((response) => {
      response.writeHead(201, { 'Content-Length': '100' }).write('{"data":[', () => response.destroy())
    })
    const error = await caught(accessClient(zoho.environment).request(CREATE))
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(zoho.seen).toHaveLength(1)
  })
})

describe('a write that certainly did not happen', () => {
  test('after 429 is repeated, and written once', async () => {
    const zoho = await emulator({ faults: [{ method: 'POST', path: '/crm/', status: 429, times: 2 }] })
    const client = clientOf(zoho)
    const before = await count(client)
    expect((await client.request(CREATE)).status).toBe(201)
    expect([callsTo(zoho, 'POST /crm').length, (await count(client)) - before]).toEqual([3, 1])
  })

  test('after 429 for ever is a RateLimitError, not an unknown outcome', async () => {
    const zoho = await emulator({ faults: [{ method: 'POST', path: '/crm/', status: 429, times: 0 }] })
    expect(await caught(clientOf(zoho).request(CREATE))).toBeInstanceOf(RateLimitError)
    expect(callsTo(zoho, 'POST /crm')).toHaveLength(3)
  })

  test('where nobody listens is repeated, and a NetworkError', async () => {
    const zoho = await emulator()
    await zoho.close()
    const sent: string[] = []
    const client = accessClient(Environment.custom(zoho), {
      fetch: (url, init) => {
        sent.push(init.method)
        return fetch(url, init)
      },
    })
    const error = await caught(client.request(CREATE))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error.code).toBe('ECONNREFUSED')
    expect(sent).toEqual(['POST', 'POST', 'POST'])
  })

  test.each([
    [401, 'OAUTH_SCOPE_MISMATCH', AuthenticationError],
    [412, 'ALREADY_MODIFIED', ConflictError],
  ])('%s %s is told as it is', async (status, code, type) => {
    const zoho = await server((response) => response.writeHead(status).end(JSON.stringify({ code })))
    expect(await caught(accessClient(zoho.environment).request(CREATE))).toBeInstanceOf(type)
    expect(zoho.seen).toHaveLength(1)
  })

  test('first rejected, then lost: the outcome is unknown', async () => {
    const faults = [
      { method: 'POST', path: '/crm/', status: 401 },
      { method: 'POST', path: '/crm/', dropAfter: true },
    ]
    const zoho = await emulator({ faults })
    const client = clientOf(zoho)
    const before = await count(client)
    expect(await caught(client.request(CREATE))).toBeInstanceOf(WriteOutcomeUnknownError)
    expect([callsTo(zoho, 'POST /crm').length, (await count(client)) - before]).toEqual([2, 1])
  })
})

test('rows that are refused are the caller’s to read', async () => {
  const zoho = await emulator()
  const { status, body } = await clientOf(zoho).request({ ...CREATE, body: { data: [{ Company: 'Acme' }] } })
  expect([status, body]).toMatchObject([400, { data: [{ code: 'MANDATORY_NOT_FOUND' }] }])
})

test('one attempt is one attempt', async () => {
  const zoho = await emulator({ faults: [{ path: '/crm/', status: 429, times: 0 }] })
  await caught(clientOf(zoho, { config: { retry: { ...quick, attempts: 1 } } }).request(CREATE))
  expect(callsTo(zoho, '/crm/')).toHaveLength(1)
})

// A server may close a connection that is idle just when a write goes out on it; that write would be lost.
test('a write does not go out on the connection that a read left', async () => {
  const ports: unknown[] = []
  const zoho = await server((response) => {
    ports.push(response.socket?.remotePort)
    response.end('{"data":[{"status":"success"}]}')
  })
  const client = accessClient(zoho.environment)
  await client.request({ method: 'GET', path: '/Leads' })
  await client.request(CREATE)
  expect(new Set(ports).size).toBe(2)
})
