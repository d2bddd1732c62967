import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { ConfigurationError, Environment, NetworkError, type ProxyOption } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { credentials, listening, proxy } from '../../support/proxy.ts'
import { scratchFolder } from '../../support/scratch.ts'
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
      const [zoho, way] = [await emulator(), await proxy(() => answer)]
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
    },
  )

  test('is not there: the error says so', async () => {
    const zoho = await emulator()
    const client = accessClient(Environment.custom(zoho), { proxy: 'http://127.0.0.1:9' })
    expect(await caught(client.request(MODULES))).toMatchObject({ code: 'ECONNREFUSED' })
  })
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
  const folder = await scratchFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-days', '1', '-nodes', '-newkey', 'rsa:2048']
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  let requests = 0
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (_, response) => {
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
