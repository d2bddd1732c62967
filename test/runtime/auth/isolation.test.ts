import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  AEDataCenter,
  type Client,
  createClient,
  Environment,
  type Environment as EnvironmentType,
  EUDataCenter,
  environmentNames,
  type Fetch,
  handleCallback,
  MemoryStore,
  OAuthToken,
  parseEnvironment,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { emulator } from '../../support/cli.ts'
import { caught, clientOf, grantToken, MODULES, quick, refreshToken } from '../support.ts'

const bodyOf = async (client: Client, path: string, query = {}) =>
  JSON.stringify((await client.request({ method: 'GET', path, query })).body)

/** What a client sends where: authorizations and secrets by origin. */
class Wire {
  readonly sent = new Map<string, Set<string>>()

  readonly fetch: Fetch = (url, init) => {
    const { origin } = new URL(url)
    const seen = this.sent.get(origin) ?? new Set()
    this.sent.set(origin, seen)
    const { Authorization } = init.headers
    if (Authorization !== undefined) seen.add(Authorization)
    for (const [, value] of new URLSearchParams(init.body?.startsWith('{') ? '' : init.body)) seen.add(value)
    return fetch(url, init)
  }
}

describe('two users switched back and forth 1,000 times', () => {
  test('of two organisations: neither sees the host, the token or the records of the other', async () => {
    const zohos = [await emulator(), await emulator()] as const
    const store = new MemoryStore()
    const wire = new Wire()
    const names = ['Of-the-first', 'Of-the-second'] as const
    const open = (which: 0 | 1) =>
      clientOf(zohos[which], { store, token: refreshToken(zohos[which]), fetch: wire.fetch })
    for (const which of [0, 1] as const) {
      const data = [{ Last_Name: names[which], Company: 'Acme' }]
      await open(which).request({ method: 'POST', path: '/Leads', body: { data } })
    }
    const clients = [open(0), open(1)] as const
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const which = index % 2 === 0 ? 0 : 1
        // Now and then the user signs in anew, as an app does that makes a client for each request.
        const client = index % 50 < 2 ? open(which) : clients[which]
        return { which, body: await bodyOf(client, '/Leads', { fields: 'Last_Name' }) }
      }),
    )
    for (const { which, body } of answers) {
      expect(body).toContain(names[which])
      expect(body).not.toContain(names[which === 0 ? 1 : 0])
    }
    expect(answers).toHaveLength(1_000)
    const [first = new Set(), second = new Set()] = zohos.map(({ apiUrl }) => wire.sent.get(apiUrl))
    const shared = [...first].filter((value) => second.has(value))
    expect(shared).toEqual(['refresh_token'])
    expect(zohos.flatMap((zoho) => zoho.calls().filter(({ status }) => status >= 400))).toEqual([])
  })

  test('of one organisation, with one store: each is who signed in', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const users =
      (await bodyOf(clientOf(zoho), '/users', { type: 'ActiveUsers' })).match(/[\w.]+@[\w.-]+/g) ?? []
    const emails = [...new Set(users)].slice(0, 2)
    expect(emails).toHaveLength(2)
    const clients = await Promise.all(
      emails.map(async (user) => {
        const client = clientOf(zoho, { store, token: grantToken(zoho, zoho.createGrant({ user })) })
        expect((await client.signIn()).user?.email).toBe(user)
        return client
      }),
    )
    const switches = Array.from({ length: 1_000 }, async (_, index) => {
      const client = clients[index % 2] ?? expect.unreachable()
      const body = await bodyOf(client, '/users', { type: 'CurrentUser' })
      return body.includes(`"${emails[index % 2]}"`) && !body.includes(`"${emails[(index + 1) % 2]}"`)
    })
    expect((await Promise.all(switches)).filter((isRight) => !isRight)).toEqual([])
  })
})

/** A fetch that brings every host to an emulator, which notes for whom each call was; fetch itself sets that header. */
function everywhere(zoho: Emulator): Fetch {
  return (url, { method, headers, body }) =>
    new Promise((resolve, reject) => {
      const { host, pathname, search } = new URL(url)
      const { hostname, port } = new URL(zoho.apiUrl)
      const options = { hostname, port, method, path: pathname + search, headers: { ...headers, Host: host } }
      request(options, (answer) => {
        const header = (name: string) => answer.headers[name.toLowerCase()]?.toString() ?? null
        resolve({
          status: answer.statusCode ?? 0,
          headers: { get: header },
          body: answer,
          text: () => text(answer),
        })
      })
        .on('error', reject)
        .end(body)
    })
}

const TABLE = new Set(
  environmentNames.flatMap((name) => {
    const { accountsUrl, apiUrl, fileUploadUrl } = parseEnvironment(name)
    return [accountsUrl, apiUrl, fileUploadUrl].map((url) => new URL(url).host)
  }),
)

/** The hosts to which secrets were sent. */
function hostsOfSecrets(zoho: Emulator): readonly string[] {
  return [...new Set(zoho.calls().flatMap(({ host, secrets }) => (secrets.length > 0 ? [host] : [])))].sort()
}

describe('no secret is ever sent to a host outside the table', () => {
  const open = (zoho: Emulator, environment: EnvironmentType, token = refreshToken(zoho)): Client =>
    createClient({
      environment,
      token,
      store: new MemoryStore(),
      fetch: everywhere(zoho),
      config: { retry: quick },
    })

  test.each([
    'https://evil.example',
    'https://www.zohoapis.com.evil.example',
    'https://www.zohoapis.com@evil.example',
    'https://evil.example/www.zohoapis.com',
    'http://www.zohoapis.com',
    'https://www.zohoapis.com:8443',
    'https://zohoapis.com',
    'www.zohoapis.com',
    'javascript:alert(1)',
    '',
  ])('where a token answer says that the API is at %j', async (apiDomain) => {
    const zoho = await emulator({ apiDomain })
    const client = open(zoho, USDataCenter.SANDBOX(), grantToken(zoho))
    await client.signIn()
    expect(await client.environment()).toEqual(USDataCenter.SANDBOX())
    await client.revoke()
    expect(hostsOfSecrets(zoho)).toEqual(['accounts.zoho.com', 'sandbox.zohoapis.com'])
  })

  test('a host of the table is believed, and stays the kind that was asked for', async () => {
    const zoho = await emulator({ apiDomain: 'https://www.zohoapis.eu' })
    const client = open(zoho, USDataCenter.DEVELOPER())
    await client.request(MODULES)
    expect(await client.environment()).toEqual(EUDataCenter.DEVELOPER())
    expect(hostsOfSecrets(zoho)).toEqual(['accounts.zoho.com', 'developer.zohoapis.eu'])
  })

  test.each(environmentNames)('%s', async (name) => {
    const zoho = await emulator({ apiDomain: 'https://evil.example' })
    const environment = parseEnvironment(name)
    const client = open(zoho, environment)
    await client.request(MODULES)
    await client.revoke()
    for (const host of hostsOfSecrets(zoho)) expect(TABLE).toContain(host)
    expect(hostsOfSecrets(zoho)).toEqual(
      [environment.accountsUrl, environment.apiUrl].map((url) => new URL(url).host).sort(),
    )
  })

  test('a redirect of either server is not followed', async () => {
    const zoho = await emulator()
    const headers = { Location: 'https://evil.example/oauth/v2/token' }
    for (const path of ['/oauth/', '/crm/']) {
      zoho.setFaults([{ path, times: 0, status: 307, headers }])
      await caught(open(zoho, USDataCenter.PRODUCTION()).request(MODULES))
    }
    expect(hostsOfSecrets(zoho)).toEqual(['accounts.zoho.com', 'www.zohoapis.com'])
  })

  test('a forged callback ends before anything is sent', async () => {
    const zoho = await emulator()
    const redirectUrl = 'https://app.example.com/callback'
    const { clientId, clientSecret, grantToken: code } = zoho
    const query = new URLSearchParams({
      code,
      state: 's',
      location: 'us',
      'accounts-server': 'https://evil.example',
    })
    const options = {
      environment: AEDataCenter.PRODUCTION(),
      clientId,
      clientSecret,
      redirectUrl,
      state: 's',
    }
    expect(() => handleCallback(`${redirectUrl}?${query}`, options)).toThrow(/not Zoho's/)
    expect(zoho.calls()).toEqual([])
  })

  test('a token of one environment is not used in another', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const options = { store, fetch: everywhere(zoho) }
    await createClient({
      environment: EUDataCenter.PRODUCTION(),
      token: refreshToken(zoho),
      ...options,
    }).request(MODULES)
    const [row] = await store.list()
    const token = OAuthToken.id({ id: row?.id ?? '' })
    const elsewhere = createClient({ environment: USDataCenter.PRODUCTION(), token, ...options })
    await caught(elsewhere.request(MODULES))
    // What was not said, the stored row knows.
    await createClient({ token, ...options }).request(MODULES)
    expect(hostsOfSecrets(zoho)).toEqual(['accounts.zoho.eu', 'www.zohoapis.eu'])
  })

  test('a custom environment keeps its hosts', async () => {
    const zoho = await emulator({ apiDomain: 'https://www.zohoapis.com' })
    await clientOf(zoho).request(MODULES)
    expect(hostsOfSecrets(zoho)).toEqual([new URL(zoho.apiUrl).host])
    expect(Environment.custom(zoho).apiUrl).toBe(zoho.apiUrl)
  })
})
