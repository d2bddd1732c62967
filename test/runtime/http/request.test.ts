import type { ServerResponse } from 'node:http'
import {
  type ApiRequest,
  ConfigurationError,
  NetworkError,
  ServerError,
  WriteOutcomeUnknownError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { ACCESS_TOKEN, accessClient, callsTo, caught, clientOf, MODULES, server } from '../support.ts'

const QUERY = { method: 'POST', path: '/coql', body: { select_query: 'select id from Leads' } } as const
const READ = { ...QUERY, isRead: true } as const

describe('the path of a request', () => {
  test.each([
    ['/settings/tags', '/crm/v8/settings/tags'],
    ['/crm/bulk/v8/read', '/crm/bulk/v8/read'],
    ['/crm/v2.1/org', '/crm/v2.1/org'],
    ['/__composite_requests', '/crm/v8/__composite_requests'],
    ['/crmx/1', '/crm/v8/crmx/1'],
    ['/Leads/a%2Fb', '/crm/v8/Leads/a%2Fb'],
    ["/Leads/it's!(*)~", "/crm/v8/Leads/it's!(*)~"],
    ['/@evil.example.com', '/crm/v8/@evil.example.com'],
    ['/https://evil.example.com/', '/crm/v8/https://evil.example.com/'],
  ])('%s is sent to %s', async (path, url) => {
    const zoho = await server((response) => response.end('{}'))
    await accessClient(zoho.environment).request({ method: 'GET', path })
    expect(zoho.seen.map((seen) => seen.url)).toEqual([url])
  })

  test.each([
    'https://evil.example.com/crm/v8/Leads',
    '//evil.example.com/Leads',
    '@evil.example.com/Leads',
    ':80@evil.example.com/',
    '.evil.example.com/',
    'Leads',
    '',
    '/crm/../../evil',
    '/crm/..',
    '/..',
    '/../../oauth/v2/token',
    '/./Leads',
    '/%2e%2e/Leads',
    '/.%2E/Leads',
    '/crm/%2E%2e/oauth/v2/token',
    '/\\evil.example.com',
    '/..\\..\\evil',
    '/.\t./Leads',
    '/Leads\n',
    '/Leads ',
    '/Leads?fields=id',
    '/Leads#1',
    '/客户',
  ])('%j is refused before anything is sent', async (path) => {
    const sent: string[] = []
    const zoho = await server((response) => response.end('{}'))
    const client = accessClient(zoho.environment, {
      fetch: (url, init) => {
        sent.push(url)
        return fetch(url, init)
      },
    })
    const error = await caught(client.request({ method: 'GET', path }))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(`${JSON.stringify(path)} is no path for GET`)
    expect(sent).toEqual([])
  })

  test('and the query say what is sent as they were when it was called', async () => {
    const zoho = await server((response) => response.end('{}'))
    const request = { method: 'POST', path: '/Leads', query: { a: 1 }, body: { data: [1] } }
    const call = accessClient(zoho.environment).request(request as { method: 'POST'; path: string })
    Object.assign(request, { path: '/Deals' })
    request.query.a = 2
    request.body.data.push(2)
    await call
    expect(zoho.seen).toMatchObject([{ url: '/crm/v8/Leads?a=1', body: '{"data":[1]}' }])
  })
})

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('%s is not followed, and its host gets no token', async (status) => {
    const elsewhere = await server((response) => response.end('{}'))
    const zoho = await server((response) =>
      response.writeHead(status, { Location: `${elsewhere.origin}/crm/v8/Leads` }).end(),
    )
    const client = accessClient(zoho.environment)
    expect(await caught(client.request(MODULES))).toBeInstanceOf(ServerError)
    expect(await caught(client.request(QUERY))).toBeInstanceOf(WriteOutcomeUnknownError)
    expect([zoho.seen.length, elsewhere.seen.length]).toEqual([2, 0])
  })
})

describe('a request', () => {
  test('may be a PATCH, which is a write', async () => {
    const zoho = await server((response) => response.writeHead(500).end('{"code":"INTERNAL_ERROR"}'))
    const request = { method: 'PATCH', path: '/actions/watch', body: { watch: [] } } as const
    expect(await caught(accessClient(zoho.environment).request(request))).toBeInstanceOf(
      WriteOutcomeUnknownError,
    )
    expect(zoho.seen).toMatchObject([{ method: 'PATCH', body: '{"watch":[]}' }])
  })

  test('has the type that its caller says, and may have no body', async () => {
    const zoho = await server((response) => response.end('{"tags":[{"name":"hot"}]}'))
    const { body, headers } = await accessClient(zoho.environment).request<{
      readonly tags: readonly { readonly name: string }[]
    }>({ method: 'GET', path: '/settings/tags' })
    expect(body?.tags[0]?.name).toBe('hot')
    expect(headers.get('content-length')).toBe('25')
  })

  test('sends no authorization but its own', async () => {
    const zoho = await server((response) => response.end('{}'))
    const headers = { authorization: 'a', AUTHORIZATION: 'b', 'X-CRM-ORG': '7' }
    await accessClient(zoho.environment).request({ ...MODULES, headers })
    expect(zoho.seen[0]?.headers).toMatchObject({
      authorization: `Zoho-oauthtoken ${ACCESS_TOKEN}`,
      'x-crm-org': '7',
    })
  })

  test.each([
    { 'X-A': 'a\nb' },
    { 'X-A': 'a\r\nAuthorization: b' },
    { 'X-A': '\u0100' },
    { 'X-A': 'a\0' },
    { 'X A': 'a' },
    { '': 'a' },
    { 'X-A': undefined },
    { 'X-A': 7 },
  ])('with the headers %j is not sent', async (headers) => {
    const zoho = await server((response) => response.end('{}'))
    for (const call of [MODULES, QUERY]) {
      const request = { ...call, headers: headers as Record<string, string> }
      const error = await caught(accessClient(zoho.environment).request(request))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(JSON.stringify(Object.keys(headers)[0]))
      expect(error.message).not.toContain('Authorization')
    }
    expect(zoho.seen).toEqual([])
  })

  test('sends the headers that it was called with, of all characters that HTTP has', async () => {
    const zoho = await server((response) => response.end('{}'))
    const headers = { 'X-A': 'é\t~', 'X-B': '' }
    const call = accessClient(zoho.environment).request({ ...MODULES, headers })
    headers['X-B'] = 'a\nb'
    await call
    expect(zoho.seen[0]?.headers).toMatchObject({ 'x-a': 'é\t~', 'x-b': '' })
  })

  test.each([
    ['a body', { ...MODULES, body: {} }],
    ['a method that is none', { ...QUERY, method: 'post' }],
    ['a signal that is none', { ...QUERY, signal: {} }],
    ['no signal but null', { ...QUERY, signal: null }],
  ])('with %s is refused before anything is sent', async (_, request) => {
    const zoho = await server((response) => response.end('{}'))
    const error = await caught(accessClient(zoho.environment).request(request as unknown as ApiRequest))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(request.path)
    expect(zoho.seen).toEqual([])
  })

  test.each([
    ['500', { status: 500 }],
    ['a lost answer', { dropAfter: true }],
    ['a broken connection', { drop: true }],
  ])('that only reads is repeated after %s, though it is a POST', async (_, fault) => {
    const faults = [
      { path: '/coql', times: 2, ...fault },
      { path: '/coql', status: 200, body: { data: [] } },
    ]
    const zoho = await emulator({ faults })
    expect((await clientOf(zoho).request(READ)).body).toEqual({ data: [] })
    expect(callsTo(zoho, 'POST /crm/v8/coql')).toHaveLength(3)
  })

  test('that only reads is never of unknown outcome', async () => {
    const zoho = await emulator({ faults: [{ path: '/coql', times: 0, drop: true }] })
    expect(await caught(clientOf(zoho).request(READ))).toBeInstanceOf(NetworkError)
    expect(await caught(clientOf(zoho).request(QUERY))).toBeInstanceOf(WriteOutcomeUnknownError)
  })
})

describe('an answer that breaks off', () => {
  /** Servers that give half of an answer, and the whole of it from the third time on. */
  const halves = {
    'before its Content-Length': (half: string) => (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '100' }).write(half, () => response.destroy())
    },
    'between its chunks': (half: string) => (response: ServerResponse) => {
      response.writeHead(200).write(half, () => response.destroy())
    },
    'in the middle of its JSON': (half: string) => (response: ServerResponse) => {
      response.writeHead(200).end(half)
    },
  }
  const cases = Object.keys(halves).flatMap((how) =>
    (['node-fetch', 'global fetch'] as const).map((which) => [how as keyof typeof halves, which] as const),
  )

  test.each(cases)('%s is read again: %s', async (how, which) => {
    const breakOff = halves[how]('{"data":[')
    const zoho = await server((response, _, count) => {
      if (count < 3) breakOff(response)
      else response.end('{"data":[1]}')
    })
    const client = accessClient(zoho.environment, which === 'node-fetch' ? {} : { fetch })
    expect((await client.request(MODULES)).body).toEqual({ data: [1] })
    expect(zoho.seen).toHaveLength(3)
  })

  test.each(cases)('%s is an unknown outcome for a write: %s', async (how, which) => {
    const breakOff = halves[how]('{"data":[')
    const zoho = await server((response) => breakOff(response))
    const client = accessClient(zoho.environment, which === 'node-fetch' ? {} : { fetch })
    const error = await caught(client.request({ method: 'POST', path: '/Leads', body: {} }))
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError)
    expect(error.cause).toBeInstanceOf(NetworkError)
    expect(zoho.seen).toHaveLength(1)
  })

  test('every time is a NetworkError', async () => {
    const zoho = await server((response) => response.end(' [1,'))
    const error = await caught(accessClient(zoho.environment).request(MODULES))
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ code: 'TRUNCATED_ANSWER', context: { status: 200 } })
    expect(zoho.seen).toHaveLength(3)
  })
})
