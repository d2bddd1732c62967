import type { IncomingMessage } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { ConfigurationError, Environment, NetworkError, type ProxyOption } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { certificateFor } from '../../support/certificate.ts'
import { emulator } from '../../support/cli.ts'
import { listening } from '../../support/listening.ts'
import { credentials, proxy } from '../../support/proxy.ts'
import { until } from '../../support/until.ts'
import { accessClient, caught, clientOf, expectNoSecrets, grantToken, MODULES, quick } from '../support.ts'

const CREATE = {
  method: 'POST',
  path: '/Leads',
  body: { data: [{ Last_Name: 'Doe', Company: 'Acme' }] },
} as const

test('every call goes through it, those for tokens too, over connections that are kept', async () => {
  const [zoho, way] = [await emulator(), await proxy()]
  const client = clientOf(zoho, { proxy: { url: way.url, ...credentials }, token: grantToken(zoho) })
  for (let call = 0; call < 3; call++) expect((await client.request(MODULES)).status).toBe(200)
  expect((await client.request(CREATE)).status).toBe(201)
  const target = new URL(zoho.apiUrl).host
  // Writes have connections of their own: the token call's serves the create.
  expect(way.tunnels).toEqual([target, target])
  expect(zoho.calls()).toHaveLength(5)
})

test('credentials may stand in its URL', async () => {
  const [zoho, way] = [await emulator(), await proxy()]
  const url = new URL(way.url)
  Object.assign(url, { username: 'robin', password: encodeURIComponent(credentials.password) })
  for (const option of [url, url.href]) {
    expect((await clientOf(zoho, { proxy: option }).request(MODULES)).status).toBe(200)
  }
})

test.each([
  ['robin', '100%', 'robin:100%'],
  ['ro%62in', '%zz%2', 'robin:%zz%2'],
  ['r%C3%B6bin', '%e9', 'r\u00c3\u00b6bin:\u00e9'],
  ['robin', '', 'robin:'],
])('%s and %s in its URL are the bytes that they stand for', async (user, password, want) => {
  const seen: string[] = []
  const answer = ({ headers }: IncomingMessage) => {
    seen.push(Buffer.from(String(headers['proxy-authorization']).slice(6), 'base64').toString('latin1'))
    return ''
  }
  const [zoho, way] = [await emulator(), await proxy({ answer })]
  const url = way.url.replace('//', `//${user}:${password}@`)
  const config = { retry: { ...quick, attempts: 1 } }
  await caught(accessClient(Environment.custom(zoho), { proxy: url, config }).request(CREATE))
  expect(seen).toEqual([want])
})

test('every 2xx makes a tunnel, and what comes with it is the server’s', async () => {
  const zoho = await emulator()
  const body = '{"modules":[]}'
  const early = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const made = `HTTP/1.1 201 Created\r\n\r\n${early}`
  const way = await proxy({ made })
  const client = accessClient(Environment.custom(zoho), { proxy: { url: way.url, ...credentials } })
  expect((await client.request(MODULES)).body).toEqual({ modules: [] })
})

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
)
test.skipIf(!hasIPv6)('its address may be one of IPv6', async () => {
  const [zoho, way] = [await emulator(), await proxy({ host: '::1' })]
  const client = clientOf(zoho, { proxy: { url: way.url, ...credentials } })
  expect((await client.request(MODULES)).status).toBe(200)
})

describe('a proxy that refuses', () => {
  const answers = {
    'wrong credentials': null,
    'forbids the host': 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n',
    'says that Zoho does not know the token':
      'HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 56\r\n\r\n{"code":"INVALID_TOKEN","message":"x","status":"error"} ',
    'hangs up': '',
    'says nothing that is HTTP': 'hello\r\n\r\n',
  }
  test.each(Object.entries(answers))(
    '%s: nothing is sent, and no answer is made of it',
    async (_, answer) => {
      const [zoho, way] = [await emulator(), await proxy({ answer: () => answer })]
      const client = accessClient(Environment.custom(zoho), {
        proxy: { url: way.url, user: 'robin', password: 'wrong-and-secret' },
        config: { retry: { ...quick, attempts: 1 } },
      })
      for (const request of [MODULES, CREATE]) {
        const error = await caught(client.request(request))
        expect(error).toBeInstanceOf(NetworkError)
        expectNoSecrets(error, ['wrong-and-secret', Buffer.from('robin:wrong-and-secret').toString('base64')])
      }
      expect(zoho.calls()).toEqual([])
      await until(() => way.open.size === 0)
    },
  )

  test('is not there: the error says so', async () => {
    const zoho = await emulator()
    const client = accessClient(Environment.custom(zoho), { proxy: 'http://127.0.0.1:9' })
    expect(await caught(client.request(MODULES))).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

test('a call that is given up gives up the connection that is being made for it', async () => {
  const open = new Set<Socket>()
  const silent = createTcpServer((socket) => {
    open.add(
      socket
        .on('error', () => {})
        .on('close', () => open.delete(socket))
        .resume(),
    )
  })
  const url = await listening(silent)
  const config = { connectTimeout: 3_600_000 }
  const client = accessClient(Environment.custom(await emulator()), { proxy: url, config })
  const aborting = new AbortController()
  const call = caught(client.request({ ...MODULES, signal: aborting.signal }))
  await until(() => open.size === 1)
  aborting.abort()
  await call
  await until(() => open.size === 0)
})

test('a server that says nothing for TLS: the connect timeout ends the connection to the proxy', async () => {
  const origin = (await listening(createTcpServer((socket) => socket.resume()))).replace('http:', 'https:')
  const way = await proxy()
  const environment = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })
  const config = { connectTimeout: 60, retry: { ...quick, attempts: 1 } }
  const client = accessClient(environment, { proxy: { url: way.url, ...credentials }, config })
  expect(await caught(client.request(CREATE))).toMatchObject({ code: 'ERR_CONNECT_TIMEOUT' })
  await until(() => way.open.size === 0)
})

test.each(['GET', 'POST'] as const)('the connect timeout counts the proxy’s silence: %s', async (method) => {
  const silent = createTcpServer(() => {})
  const url = await listening(silent)
  const zoho = await emulator()
  const config = { connectTimeout: 60, retry: { ...quick, attempts: 1 } }
  const client = accessClient(Environment.custom(zoho), { proxy: url, config })
  const error = await caught(client.request(method === 'GET' ? MODULES : CREATE))
  expect(error).toBeInstanceOf(NetworkError)
  expect(error.code).toBe('ERR_CONNECT_TIMEOUT')
})

test('TLS is the server’s, not the proxy’s: a certificate that nobody vouches for ends the call before anything is sent', async () => {
  let requests = 0
  const server = createTlsServer(await certificateFor('IP:127.0.0.1'), (_, response) => {
    requests++
    response.end('{}')
  })
  const origin = (await listening(server)).replace('http:', 'https:')
  const way = await proxy()
  const environment = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })
  const client = accessClient(environment, { proxy: { url: way.url, ...credentials } })
  const error = await caught(client.request(CREATE))
  expect(error).toBeInstanceOf(NetworkError)
  expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect([way.tunnels.length > 0, requests]).toEqual([true, 0])
  await until(() => way.open.size === 0)
})

test.each([
  '',
  'proxy.example.com:3128',
  'socks5://proxy.example.com',
  'http://proxy.example.com/path',
  3128,
  null,
  {},
])('what is no proxy is refused: %j', async (option) => {
  const zoho = await emulator()
  expect(() => clientOf(zoho, { proxy: option as ProxyOption })).toThrow(ConfigurationError)
})

test('the refusal of a URL does not repeat its password', async () => {
  const zoho = await emulator()
  try {
    clientOf(zoho, { proxy: 'ftp://robin:s-e-c-r-e-t@proxy.example.com' })
    expect.unreachable()
  } catch (error) {
    expect(String(error)).not.toContain('s-e-c-r-e-t')
  }
})
