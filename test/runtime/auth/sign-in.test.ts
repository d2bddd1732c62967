import { join } from 'node:path'
import {
  AuthenticationError,
  ConfigurationError,
  Environment,
  FileStore,
  MemoryStore,
  NetworkError,
  OAuthToken,
  RateLimitError,
  ServerError,
  type ZohoError,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { createAuthenticator } from '../../../runtime/auth/authenticator.ts'
import { fetchLoader } from '../../../runtime/http/fetch.ts'
import { silentLogger } from '../../../runtime/logger.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import {
  accessClient,
  callsTo,
  caught,
  changeToken,
  clientOf,
  expectNoSecrets,
  grantToken,
  MODULES,
  quick,
  refreshToken,
  runChild,
  server,
  storedToken,
  tokenCalls,
} from '../support.ts'

describe('grant', () => {
  test('is exchanged once and kept', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const client = clientOf(zoho, { token: grantToken(zoho), store })
    expect(tokenCalls(zoho)).toBe(0)
    await Promise.all([client.request(MODULES), client.request(MODULES)])
    await client.request(MODULES)
    expect(tokenCalls(zoho)).toBe(1)
    const rows = await store.list()
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        version: 1,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        environment: `${zoho.accountsUrl} ${zoho.apiUrl} ${zoho.fileUploadUrl}`,
        clientId: zoho.clientId,
        clientSecret: zoho.clientSecret,
        refreshToken: expect.stringMatching(/^1000\./),
        accessToken: expect.stringMatching(/^1000\./),
        expiresAt: expect.any(Number),
        apiDomain: zoho.apiUrl,
        scopes: expect.stringMatching(/^ZohoCRM\.modules\.ALL ZohoCRM\./),
        blockedUntil: null,
        user: null,
        organization: null,
      },
    ])
    expect(JSON.stringify(rows)).not.toContain(zoho.grantToken)
    // An hour, less half a minute.
    expect((rows[0]?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(3_500_000)
    expect((rows[0]?.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(3_570_000)
  })

  test('is known by its fingerprint in a new client and in a new process', async () => {
    const zoho = await emulator()
    const path = join(await scratchFolder(), 'tokens.json')
    await clientOf(zoho, { token: grantToken(zoho), store: new FileStore(path) }).request(MODULES)
    await clientOf(zoho, { token: grantToken(zoho), store: new FileStore(path) }).request(MODULES)
    const { clientId, clientSecret, apiUrl } = zoho
    const child = await runChild('one-call.ts', [apiUrl, clientId, clientSecret, zoho.grantToken, path])
    expect(child).toEqual({ code: 0, stdout: '200\n', stderr: '' })
    expect([tokenCalls(zoho), callsTo(zoho, 'GET /crm').length]).toEqual([1, 3])
  })

  test('another grant of the same client is another row', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { token: grantToken(zoho), store }).request(MODULES)
    await clientOf(zoho, { token: grantToken(zoho, zoho.createGrant()), store }).request(MODULES)
    expect(await store.list()).toHaveLength(2)
  })

  test('that brings no refresh token is refused, since it would end within the hour', async () => {
    const zoho = await server((response) =>
      response.end(JSON.stringify({ access_token: 'a-t', expires_in: 3600 })),
    )
    const token = OAuthToken.grant({ clientId: 'c-i', clientSecret: 's-e-c', grantToken: 'g-r-a' })
    const error = await caught(accessClient(zoho.environment, { token }).request(MODULES))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.hint).toMatch(/offline/)
    expectNoSecrets(error, ['a-t"', 's-e-c', 'g-r-a'])
  })
})

describe('refresh token', () => {
  test('gets an access token at the first call', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const { status } = await clientOf(zoho, { store }).request(MODULES)
    const [row] = await store.list()
    expect([status, tokenCalls(zoho), row?.refreshToken]).toEqual([200, 1, zoho.refreshToken])
  })

  test('an expired token is refreshed before it is used, in the same row', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const [before] = await store.list()
    await changeToken(store, { expiresAt: Date.now() - 1 })
    await clientOf(zoho, { store }).request(MODULES)
    const after = await store.list()
    expect(after).toEqual([
      { ...before, version: 3, accessToken: after[0]?.accessToken, expiresAt: expect.any(Number) },
    ])
    expect(after[0]?.accessToken).not.toBe(before?.accessToken)
    expect(callsTo(zoho, 'GET /crm').map(({ status }) => status)).toEqual([200, 200])
    expect(tokenCalls(zoho)).toBe(2)
  })

  // Seconds of life, and milliseconds before its end at which a token is given up.
  test.each([
    [3600, 30_000],
    [100, 10_000],
  ])('a token of %s s is given up %s ms before its end', async (ttl, margin) => {
    const zoho = await emulator({ tokenTtl: ttl })
    let now = 1_000_000
    const session = createAuthenticator(
      {
        environment: Environment.custom(zoho),
        store: new MemoryStore(),
        loadFetch: fetchLoader({ fetch: undefined, proxy: undefined, connectTimeout: 1000 }),
        logger: silentLogger,
        retry: quick,
        readTimeout: 1000,
        now: () => now,
      },
      refreshToken(zoho),
    )
    const first = await session.token()
    now += ttl * 1000 - margin - 1
    expect((await session.token()).accessToken).toBe(first.accessToken)
    now += 1
    expect((await session.token()).accessToken).not.toBe(first.accessToken)
    expect(tokenCalls(zoho)).toBe(2)
  })

  test('20 calls at once on an expired token: one refresh', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    await changeToken(store, { expiresAt: 0 })
    const client = clientOf(zoho, { store })
    await Promise.all(Array.from({ length: 20 }, () => client.request(MODULES)))
    expect(tokenCalls(zoho)).toBe(2)
    expect(callsTo(zoho, 'GET /crm').every(({ status }) => status === 200)).toBe(true)
  })

  test('a client secret that was changed is used for tokens that are stored already', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    await changeToken(store, { expiresAt: 0, clientSecret: 'as it was before' })
    await clientOf(zoho, { store }).request(MODULES)
    expect((await store.list()).map(({ clientSecret }) => clientSecret)).toEqual([zoho.clientSecret])
  })
})

describe('a token that the server rejects', () => {
  const rejected = [{ path: '/crm/', times: 1, status: 401 }] as const

  test('is refreshed once, and the call is repeated', async () => {
    const zoho = await emulator({ faults: 'expired-token' })
    const { status } = await clientOf(zoho).request(MODULES)
    expect(status).toBe(200)
    expect(zoho.calls().map((call) => `${call.method} ${call.status}`)).toEqual([
      'POST 200',
      'GET 401',
      'POST 200',
      'GET 200',
    ])
  })

  test('is refreshed once where it is rejected again', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', times: 0, status: 401 }] })
    const error = await caught(clientOf(zoho).request(MODULES))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.code).toBe('INVALID_TOKEN')
    expect(zoho.calls().map(({ status }) => status)).toEqual([200, 401, 200, 401])
    expectNoSecrets(error, [zoho.refreshToken, zoho.clientSecret])
  })

  test('a write is repeated too: the server did nothing', async () => {
    const zoho = await emulator({ faults: rejected })
    const { status } = await clientOf(zoho).request({
      method: 'POST',
      path: '/Leads',
      body: { data: [{ Last_Name: 'Doe', Company: 'Acme' }] },
    })
    expect([status, callsTo(zoho, 'POST /crm').length, tokenCalls(zoho)]).toEqual([201, 2, 2])
  })

  test('20 calls that are rejected at once: one refresh', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    await changeToken(store, { accessToken: '1000.revoked' })
    zoho.reset()
    const client = clientOf(zoho, { store })
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.request(MODULES)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(tokenCalls(zoho)).toBe(1)
    expect(callsTo(zoho, 'GET /crm').filter(({ status }) => status === 401).length).toBeGreaterThan(0)
  })

  test('another client of the store has refreshed already: its token is used', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const [one, two] = [clientOf(zoho, { store }), clientOf(zoho, { store })]
    await one.request(MODULES)
    await two.request(MODULES)
    zoho.setFaults([{ path: '/crm/', times: 1, status: 401 }])
    await one.request(MODULES)
    zoho.setFaults([{ path: '/crm/', times: 1, status: 401 }])
    await two.request(MODULES)
    expect(tokenCalls(zoho)).toBe(2)
  })

  test('a missing scope is no reason to refresh', async () => {
    const zoho = await emulator({ scope: 'ZohoCRM.settings.fields.READ' })
    const error = await caught(clientOf(zoho).request(MODULES))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({
      code: 'OAUTH_SCOPE_MISMATCH',
      hint: expect.stringMatching(/scope/),
      context: { method: 'GET', path: '/settings/modules', status: 401 },
    })
    expect([tokenCalls(zoho), callsTo(zoho, 'GET /crm').length]).toEqual([1, 1])
  })
})

describe('access token', () => {
  test('is used as it is', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const [row] = await store.list()
    const own = new MemoryStore()
    const token = OAuthToken.access({ accessToken: row?.accessToken ?? '' })
    const { status } = await clientOf(zoho, { token, store: own }).request(MODULES)
    expect([status, tokenCalls(zoho), await own.list()]).toEqual([200, 1, []])
  })

  test('ends with an error that says so', async () => {
    const zoho = await emulator()
    const accessToken = '1000.this-one-has-expired'
    const error = await caught(clientOf(zoho, { token: OAuthToken.access({ accessToken }) }).request(MODULES))
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error).toMatchObject({ code: 'ACCESS_TOKEN_ENDED', message: expect.stringMatching(/expired/) })
    expect(callsTo(zoho, '').map(({ status }) => status)).toEqual([401])
    expectNoSecrets(error, [accessToken])
  })
})

describe('id of a stored token', () => {
  const stored = async (zoho: Emulator) => {
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const [row = storedToken()] = await store.list()
    return { store, row }
  }

  test('is all that is needed', async () => {
    const zoho = await emulator()
    const { store, row } = await stored(zoho)
    await changeToken(store, { expiresAt: 0 })
    const { status } = await clientOf(zoho, { store, token: OAuthToken.id({ id: row.id }) }).request(MODULES)
    expect([status, tokenCalls(zoho), (await store.list()).length]).toEqual([200, 2, 1])
  })

  test('unknown: says which there are', async () => {
    const zoho = await emulator()
    const { store, row } = await stored(zoho)
    const error = await caught(
      clientOf(zoho, { store, token: OAuthToken.id({ id: 'nobody' }) }).request(MODULES),
    )
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error).toMatchObject({
      message: expect.stringContaining('"nobody"'),
      hint: expect.stringContaining(row.id),
    })
    expectNoSecrets(error, [row.accessToken, row.refreshToken, row.clientSecret])
  })

  test('in an empty store', async () => {
    const zoho = await emulator()
    const error = await caught(clientOf(zoho, { token: OAuthToken.id({ id: 'nobody' }) }).request(MODULES))
    expect(error.hint).toMatch(/empty/)
  })

  test('of another environment: its secrets are not sent here', async () => {
    const [home, elsewhere] = [await emulator(), await emulator()]
    const { store, row } = await stored(home)
    await changeToken(store, { expiresAt: 0 })
    const client = clientOf(elsewhere, { store, token: OAuthToken.id({ id: row.id }) })
    const error = await caught(client.request(MODULES))
    expect(elsewhere.calls()).toEqual([])
    expect(error).toBeInstanceOf(ConfigurationError)
    expectNoSecrets(error, [row.accessToken, row.refreshToken, row.clientSecret])
  })
})

test('of what is passed, a flow takes its own settings only', () => {
  const settings = { clientId: 'c', clientSecret: 's', refreshToken: 'r', accessToken: '', more: () => 1 }
  expect(OAuthToken.refresh(settings)).toEqual({
    flow: 'refresh',
    clientId: 'c',
    clientSecret: 's',
    refreshToken: 'r',
  })
})

describe('what the accounts server refuses', () => {
  interface Refusal {
    readonly what: string
    readonly token: (zoho: Emulator) => OAuthToken
    readonly type: new (...given: never[]) => ZohoError
    readonly code: string
    readonly hint: RegExp
    readonly faults?: Parameters<Emulator['setFaults']>[0]
  }
  const wrong = '1000.wrong-and-secret'
  const refusals: readonly Refusal[] = [
    {
      what: 'a wrong client id',
      token: (zoho) => OAuthToken.refresh({ ...zoho, clientId: wrong }),
      type: AuthenticationError,
      code: 'invalid_client',
      hint: /client id/,
    },
    {
      what: 'a wrong client secret',
      token: (zoho) => OAuthToken.refresh({ ...zoho, clientSecret: wrong }),
      type: AuthenticationError,
      code: 'invalid_client_secret',
      hint: /client secret/,
    },
    {
      what: 'an unknown refresh token',
      token: (zoho) => OAuthToken.refresh({ ...zoho, refreshToken: wrong }),
      type: AuthenticationError,
      code: 'invalid_code',
      hint: /refresh token was revoked/,
    },
    {
      what: 'an unknown grant',
      token: (zoho) => grantToken(zoho, wrong),
      type: AuthenticationError,
      code: 'invalid_code',
      hint: /grant token was used/,
    },
    {
      what: 'too many tokens',
      token: refreshToken,
      faults: 'throttle',
      type: RateLimitError,
      code: 'TOKEN_THROTTLED',
      hint: /ten minutes/,
    },
    {
      what: 'a failure of the server',
      token: refreshToken,
      faults: [{ path: '/oauth/', times: 0, status: 500 }],
      type: ServerError,
      code: 'ACCOUNTS_SERVER_FAILED',
      hint: /later/,
    },
    {
      what: 'a failure in HTML',
      token: refreshToken,
      faults: [{ path: '/oauth/', times: 0, status: 503, body: '<html>busy</html>' }],
      type: ServerError,
      code: 'ACCOUNTS_SERVER_FAILED',
      hint: /later/,
    },
    {
      what: 'a broken connection',
      token: refreshToken,
      faults: [{ path: '/oauth/', times: 0, drop: true }],
      type: NetworkError,
      code: 'ECONNRESET',
      hint: /network/,
    },
    {
      what: 'an answer in HTML',
      token: refreshToken,
      faults: [{ path: '/oauth/', times: 0, status: 200, body: '<html>hello</html>' }],
      type: NetworkError,
      code: 'UNREADABLE_ANSWER',
      hint: /accounts host/,
    },
    {
      what: 'an answer that says nothing',
      token: refreshToken,
      faults: [{ path: '/oauth/', times: 0, status: 200, body: {} }],
      type: AuthenticationError,
      code: 'NO_ACCESS_TOKEN',
      hint: /sign in again/,
    },
  ]

  test.each(refusals)('$what', async ({ token, type, code, hint, faults = [] }) => {
    const zoho = await emulator({ faults })
    const error = await caught(clientOf(zoho, { token: token(zoho) }).request(MODULES))
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({
      code,
      hint: expect.stringMatching(hint),
      message: expect.stringContaining(zoho.accountsUrl),
    })
    expectNoSecrets(error, [wrong, zoho.clientSecret, zoho.refreshToken, zoho.grantToken])
    expect(callsTo(zoho, 'GET /crm')).toEqual([])
  })

  test('a grant that was used by somebody else', async () => {
    const zoho = await emulator()
    await clientOf(zoho, { token: grantToken(zoho) }).request(MODULES)
    const error = await caught(clientOf(zoho, { token: grantToken(zoho) }).request(MODULES))
    expect(error).toMatchObject({ code: 'invalid_code', hint: expect.stringMatching(/make a new one/) })
    expectNoSecrets(error, [zoho.grantToken, zoho.clientSecret])
  })

  test('a failure of the server is not remembered: the next call asks again', async () => {
    const zoho = await emulator({ faults: [{ path: '/oauth/', times: quick.attempts, status: 500 }] })
    const client = clientOf(zoho)
    await caught(client.request(MODULES))
    expect((await client.request(MODULES)).status).toBe(200)
  })
})

describe('a redirect of the token endpoint', () => {
  test.each([301, 302, 307, 308])('%s is not followed', async (status) => {
    const thief = await server((response) => response.end('{}'))
    const zoho = await server((response) => response.writeHead(status, { Location: thief.origin }).end())
    const token = OAuthToken.refresh({ clientId: 'c', clientSecret: 's-e-c', refreshToken: 'r-e-f' })
    const error = await caught(accessClient(zoho.environment, { token }).request(MODULES))
    expect(error).toBeInstanceOf(NetworkError)
    expectNoSecrets(error, ['s-e-c', 'r-e-f'])
    expect(thief.seen).toEqual([])
    expect(zoho.seen).toHaveLength(1)
  })

  test('nor one of the API, which would carry the token', async () => {
    const thief = await server((response) => response.end('{}'))
    const zoho = await server((response) => response.writeHead(307, { Location: thief.origin }).end())
    const error = await caught(accessClient(zoho.environment).request(MODULES))
    expect(error).toBeInstanceOf(ServerError)
    expect(thief.seen).toEqual([])
  })
})

test('secrets travel in the body, never in an address', async () => {
  const zoho = await server((response) => response.end('{"error":"invalid_code"}'))
  const token = OAuthToken.grant({
    clientId: 'c&i',
    clientSecret: 's+e c',
    grantToken: 'g=r',
    redirectUrl: 'http://localhost/?a=b',
  })
  await caught(accessClient(zoho.environment, { token }).request(MODULES))
  const [seen] = zoho.seen
  expect(seen?.url).toBe('/oauth/v2/token')
  expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
    grant_type: 'authorization_code',
    client_id: 'c&i',
    client_secret: 's+e c',
    code: 'g=r',
    redirect_uri: 'http://localhost/?a=b',
  })
})

test('what is logged holds no secret', async () => {
  const zoho = await emulator({ faults: 'expired-token' })
  const lines: string[] = []
  const log = (facts: Record<string, unknown>, message: string) => {
    lines.push(JSON.stringify(facts) + message)
  }
  const store = new MemoryStore()
  const logger = { debug: log, info: log, warn: log, error: log }
  await clientOf(zoho, { store, logger, token: grantToken(zoho) }).request(MODULES)
  const [row = storedToken()] = await store.list()
  expect(lines.length).toBeGreaterThan(2)
  for (const secret of [zoho.grantToken, zoho.clientSecret, row.accessToken, row.refreshToken])
    expect(lines.join('\n')).not.toContain(secret)
})

test('two users in one process do not mix', async () => {
  const [one, two] = [await emulator(), await emulator()]
  const store = new MemoryStore()
  const [a, b] = [clientOf(one, { store }), clientOf(two, { store })]
  await Promise.all([a.request(MODULES), b.request(MODULES), a.request(MODULES), b.request(MODULES)])
  expect((await store.list()).map(({ clientId }) => clientId).sort()).toEqual(
    [one.clientId, two.clientId].sort(),
  )
  expect([...one.calls(), ...two.calls()].every(({ status }) => status === 200)).toBe(true)
})
