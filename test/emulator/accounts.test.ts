import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { call, type Reply, refresh, start, token } from './client.ts'

afterEach(() => {
  vi.useRealTimers()
})

const minutes = (count: number): number => count * 60_000

describe('grant', () => {
  test('gives access and refresh token, once', async () => {
    const emulator = await start()
    const first = await token(emulator, { grant_type: 'authorization_code', code: emulator.grantToken })
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(first.body).toEqual({
      access_token: expect.stringMatching(/^1000\./),
      refresh_token: expect.stringMatching(/^1000\./),
      scope: expect.stringContaining('ZohoCRM.modules.ALL ZohoCRM.settings.ALL'),
      api_domain: emulator.apiUrl,
      token_type: 'Bearer',
      expires_in: 3600,
    })
    const again = await token(emulator, { grant_type: 'authorization_code', code: emulator.grantToken })
    expect([again.status, again.body]).toEqual([200, { error: 'invalid_code' }])
  })

  test('is good for minutes only', async () => {
    const emulator = await start({ grantTtl: 60 })
    const code = emulator.createGrant({ ttl: 120 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes(1.5) })
    const printed = await token(emulator, { grant_type: 'authorization_code', code: emulator.grantToken })
    expect(printed.body).toEqual({ error: 'invalid_code' })
    expect(
      (await token(emulator, { grant_type: 'authorization_code', code })).body.access_token,
    ).toBeDefined()
  })
})

describe('refresh', () => {
  test('gives an access token and no refresh token', async () => {
    const reply = await refresh(await start())
    expect(Object.keys(reply.body)).toEqual([
      'access_token',
      'scope',
      'api_domain',
      'token_type',
      'expires_in',
    ])
  })

  test('takes its parameters from query, urlencoded and multipart bodies', async () => {
    const emulator = await start()
    const { clientId: client_id, clientSecret: client_secret, refreshToken: refresh_token } = emulator
    const all = { client_id, client_secret, refresh_token, grant_type: 'refresh_token' }
    const url = `${emulator.accountsUrl}/oauth/v2/token`
    const form = new FormData()
    for (const [name, value] of Object.entries(all)) form.set(name, value)
    const halves = [
      new URLSearchParams({ client_id, client_secret }),
      new URLSearchParams({ refresh_token, grant_type: 'refresh_token' }),
    ]
    const replies = [
      await call(`${url}?${new URLSearchParams(all)}`, { method: 'POST' }),
      await call(url, { method: 'POST', body: new URLSearchParams(all) }),
      await call(url, { method: 'POST', body: form }),
      await call(`${url}?${halves[0]}`, { method: 'POST', body: halves[1] ?? '' }),
    ]
    expect(replies.map((reply) => typeof reply.body.access_token)).toEqual(Array(4).fill('string'))
  })

  test.each([
    [{ client_id: 'x' }, 'invalid_client'],
    [{ client_secret: 'x' }, 'invalid_client_secret'],
    [{ refresh_token: 'x' }, 'invalid_code'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('reports %j with HTTP 200', async (wrong, error) => {
    const emulator = await start()
    const right = { grant_type: 'refresh_token', refresh_token: emulator.refreshToken }
    const reply = await token(emulator, { ...right, ...(wrong as Record<string, string>) })
    expect([reply.status, reply.body]).toEqual([200, { error }])
  })

  test('is refused the eleventh time within ten minutes, and works again after them', async () => {
    const emulator = await start()
    const replies = []
    for (let count = 0; count < 11; count++) replies.push(await refresh(emulator))
    expect(replies.slice(0, 10).every((reply) => reply.body.access_token)).toBe(true)
    expect([replies[10]?.status, replies[10]?.body]).toEqual([
      400,
      {
        error: 'Access Denied',
        error_description: 'You have made too many requests continuously. Please try again after some time.',
        status: 'failure',
      },
    ])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes(10) })
    expect((await refresh(emulator)).body.access_token).toBeDefined()
  })
})

/** Whether an access token opens the API. */
async function opens(emulator: { readonly apiUrl: string }, accessToken: string): Promise<number> {
  const headers = { authorization: `Zoho-oauthtoken ${accessToken}` }
  return (await call(`${emulator.apiUrl}/crm/v8/org`, { headers })).status
}

describe('access tokens', () => {
  test('expire', async () => {
    const emulator = await start({ tokenTtl: 5 })
    const { body } = await refresh(emulator)
    expect(body.expires_in).toBe(5)
    expect(await opens(emulator, body.access_token)).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6000 })
    expect(await opens(emulator, body.access_token)).toBe(401)
  })

  test('live thirty at a time: the next one drops the oldest', async () => {
    const emulator = await start()
    vi.useFakeTimers({ toFake: ['Date'] })
    const tokens: string[] = []
    for (let count = 0; count < 31; count++) {
      if (count % 10 === 0) vi.setSystemTime(Date.now() + minutes(10))
      tokens.push((await refresh(emulator)).body.access_token)
    }
    expect(await opens(emulator, tokens[0] ?? '')).toBe(401)
    expect(await opens(emulator, tokens[1] ?? '')).toBe(200)
  })

  test('end with their refresh token', async () => {
    const emulator = await start()
    const { body } = await refresh(emulator)
    const revoke = `${emulator.accountsUrl}/oauth/v2/token/revoke?token=${emulator.refreshToken}`
    expect((await call(revoke, { method: 'POST' })).body).toEqual({ status: 'success' })
    expect(await opens(emulator, body.access_token)).toBe(401)
    expect((await refresh(emulator)).body).toEqual({ error: 'invalid_code' })
    expect((await call(revoke, { method: 'POST' })).status).toBe(400)
  })

  test('end all at once where the emulator is told so; what was given still counts', async () => {
    const emulator = await start()
    const { body } = await refresh(emulator)
    const headers = { authorization: `Zoho-oauthtoken ${body.access_token}` }
    const code = emulator.createGrant()
    emulator.expireTokens()
    const refused = await call(`${emulator.apiUrl}/crm/v8/org`, { headers })
    expect([refused.status, refused.body.code]).toEqual([401, 'INVALID_TOKEN'])
    for (let count = 0; count < 9; count++)
      expect(await opens(emulator, (await refresh(emulator)).body.access_token)).toBe(200)
    const expire = await call(`${emulator.apiUrl}/__emulator/expire-tokens`, { method: 'POST' })
    expect([expire.status, expire.text]).toEqual([204, ''])
    expect((await refresh(emulator)).body.error).toBe('Access Denied')
    const granted = await token(emulator, { grant_type: 'authorization_code', code })
    expect(await opens(emulator, granted.body.access_token)).toBe(200)
  })
})

describe('revocation by the client', () => {
  const revoke = (
    emulator: Emulator,
    authorization: string | undefined,
    form: Readonly<Record<string, string>>,
  ): Promise<Reply> =>
    call(`${emulator.accountsUrl}/oauth/v2/revoke/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    })
  const basic = (id: string, secret: string): string =>
    `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

  test.each([undefined, 'access_token', 'refresh_token'])('ends a token, token_type=%s', async (type) => {
    const emulator = await start()
    const { body } = await refresh(emulator)
    const authorization = basic(emulator.clientId, emulator.clientSecret)
    const token_type: Record<string, string> = type === undefined ? {} : { token_type: type }
    const token = type === 'access_token' ? body.access_token : emulator.refreshToken
    const reply = await revoke(emulator, authorization, { token, ...token_type })
    expect([reply.status, reply.body]).toEqual([200, { status: 'success' }])
    expect(await opens(emulator, body.access_token)).toBe(401)
    const again = await revoke(emulator, authorization, { token })
    expect([again.status, again.body]).toEqual([400, { error: 'invalid_token' }])
  })

  test('is refused to any other', async () => {
    const emulator = await start()
    const { clientId, clientSecret, refreshToken: token } = emulator
    const wrong = [
      basic(clientId, 'x'),
      basic('x', clientSecret),
      `Bearer ${clientSecret}`,
      'Basic',
      undefined,
    ]
    for (const authorization of wrong) {
      const reply = await revoke(emulator, authorization, { token })
      expect([reply.status, reply.body]).toEqual([401, { error: 'invalid_client' }])
    }
    expect((await refresh(emulator)).body.access_token).toBeDefined()
  })
})

test('credentials can be fixed', async () => {
  const fixed = { clientId: 'id', clientSecret: 'secret', grantToken: 'grant', refreshToken: 'refresh' }
  const emulator = await start(fixed)
  expect(emulator).toMatchObject(fixed)
  expect((await refresh(emulator, 'refresh')).body.access_token).toBeDefined()
})

test('serverinfo names the location', async () => {
  const emulator = await start()
  const { body } = await call(`${emulator.accountsUrl}/oauth/serverinfo`)
  expect(body).toEqual({ result: 'success', locations: { us: emulator.accountsUrl } })
})
