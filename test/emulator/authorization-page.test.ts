import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../emulator/index.ts'
import { authorizationUrl, Browser, CALLBACK, type Page } from './browser.ts'
import { call, type Reply, refresh, start, token } from './client.ts'
import { orgFolder, staffedOrg } from './org.ts'

const BRUNO = 'b"r>@example.com'

afterEach(() => {
  vi.useRealTimers()
})

async function staffed(options: EmulatorOptions = {}): Promise<Emulator> {
  return start({ org: await orgFolder(staffedOrg), ...options })
}

/** Exchanges the grant of a callback. */
function exchange(emulator: Emulator, page: Page, redirect_uri: string | null = CALLBACK): Promise<Reply> {
  const code = page.location?.searchParams.get('code') ?? ''
  const uri: Record<string, string> = redirect_uri === null ? {} : { redirect_uri }
  return token(emulator, { grant_type: 'authorization_code', code, ...uri })
}

describe('a request that must not redirect', () => {
  test.each([
    ['invalid_client', { client_id: 'x' }],
    ['invalid_client', { client_id: null }],
    ['invalid_redirect_uri', { redirect_uri: null }],
    ['invalid_redirect_uri', { redirect_uri: '/callback' }],
    ['invalid_redirect_uri', { redirect_uri: 'https://127.0.0.1/' }],
    ['invalid_redirect_uri', { redirect_uri: 'http://127.0.0.1.example.com/' }],
    ['invalid_redirect_uri', { redirect_uri: 'http://127.0.0.1@example.com/' }],
    ['invalid_redirect_uri', { redirect_uri: `${CALLBACK}#fragment` }],
    ['invalid_response_type', { response_type: 'token' }],
    ['invalid_response_type', { response_type: null }],
    ['invalid_scope', { scope: null }],
    ['invalid_scope', { scope: ' , ' }],
    ['invalid_scope', { scope: 'ZohoCRM.modules.ALL,all' }],
    ['invalid_scope', { scope: 'ZohoCRM.modules.<b>' }],
  ])('is a page: %s for %j', async (error, wrong) => {
    const page = await new Browser().open(await staffed(), wrong as Record<string, string | null>)
    expect([page.status, page.location]).toEqual([400, undefined])
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(page.html).toContain(`<code>${error}</code>`)
    expect(page.html).not.toContain('<b>')
  })

  test('is one with a redirect URL that is not exactly a registered one', async () => {
    const redirectUrls = ['https://app.example.com/callback', 'myapp://callback']
    const emulator = await staffed({ redirectUrls })
    const uris = [...redirectUrls, 'https://app.example.com/callback/', CALLBACK]
    const pages = uris.map((redirect_uri) => new Browser().open(emulator, { redirect_uri }))
    expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([200, 200, 400, 400])
  })

  test.each(['http://localhost:8080', 'http://[::1]:1/a?b=c'])('is none with %s', async (redirect_uri) => {
    expect((await new Browser().open(await staffed(), { redirect_uri })).status).toBe(200)
  })
})

describe('the page', () => {
  test('names client, users and scopes', async () => {
    const emulator = await staffed({ clientId: '<i>client</i>' })
    const { status, html, headers, users, fields } = await new Browser().open(emulator)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(users).toEqual(['ada@example.com', BRUNO])
    expect(fields).toEqual({ ticket: expect.any(String), user: 'ada@example.com' })
    for (const shown of ['&lt;i&gt;client', '&lt;b&gt;&quot;Bruno&quot; &amp; Co', 'ZohoCRM.users.READ'])
      expect(html).toContain(shown)
    for (const button of ['>Accept</button>', '>Reject</button>']) expect(html).toContain(button)
    for (const raw of ['<i>', '<b>', '<script']) expect(html).not.toContain(raw)
  })

  test('shows nothing of the state, which comes back as it was', async () => {
    const emulator = await staffed()
    const state = '"><script>ü &=\r\n%0A'
    const browser = new Browser()
    const { html, fields } = await browser.open(emulator, { state })
    expect(html).not.toContain('script>')
    const { location } = await browser.post(emulator, fields, { decision: 'accept' })
    expect(location?.searchParams.get('state')).toBe(state)
  })
})

describe('Accept', () => {
  test('redirects with a grant of the user who was chosen', async () => {
    const emulator = await staffed()
    const page = await new Browser().accept(emulator, { state: 's' }, BRUNO)
    expect(page.status).toBe(302)
    expect(page.location?.href.split('?')[0]).toBe(CALLBACK)
    expect(Object.fromEntries(page.location?.searchParams ?? [])).toEqual({
      code: expect.stringMatching(/^1000\./),
      location: 'us',
      'accounts-server': emulator.accountsUrl,
      state: 's',
    })
    const { body } = await exchange(emulator, page)
    expect(body).toMatchObject({ scope: 'ZohoCRM.modules.ALL ZohoCRM.users.READ' })
    const headers = {
      authorization: `Zoho-oauthtoken ${(await refresh(emulator, body.refresh_token)).body.access_token}`,
    }
    const users = await call(`${emulator.apiUrl}/crm/v8/users?type=CurrentUser`, { headers })
    expect(users.body.users.map(({ email }: { email: string }) => email)).toEqual([BRUNO])
  })

  test('keeps the query of the redirect URL, and sends no state that was not given', async () => {
    const redirect_uri = `${CALLBACK}?a=b%20c&d`
    const { location } = await new Browser().accept(await staffed(), { redirect_uri })
    expect(location?.href.startsWith(`${redirect_uri}&code=1000.`)).toBe(true)
    expect(location?.searchParams.has('state')).toBe(false)
  })

  test('can play another data centre, or a forger', async () => {
    const callback = { location: 'eu', accountsServer: 'https://accounts.example.com' }
    const emulator = await staffed({ callback, apiDomain: 'https://api.example.com' })
    const page = await new Browser().accept(emulator)
    expect(page.location?.searchParams.get('location')).toBe('eu')
    expect(page.location?.searchParams.get('accounts-server')).toBe('https://accounts.example.com')
    expect((await exchange(emulator, page)).body.api_domain).toBe('https://api.example.com')
    expect((await refresh(emulator)).body.api_domain).toBe('https://api.example.com')
  })
})

test('Reject redirects with access_denied and the state', async () => {
  const emulator = await staffed()
  const browser = new Browser()
  const { fields } = await browser.open(emulator, { state: 's', redirect_uri: `${CALLBACK}?a=b` })
  const { status, location } = await browser.post(emulator, fields, { decision: 'reject' })
  expect([status, location?.href]).toEqual([302, `${CALLBACK}?a=b&error=access_denied&state=s`])
  expect((await browser.open(emulator)).status).toBe(200)
})

describe('the form', () => {
  test('is good once, and only where it was shown', async () => {
    const emulator = await staffed()
    const browser = new Browser()
    const { fields } = await browser.open(emulator)
    expect((await browser.post(emulator, fields, { decision: 'accept' })).status).toBe(302)
    const forms = [fields, { ...fields, ticket: 'x' }, { user: 'ada@example.com' }]
    for (const form of forms) {
      const { status, html } = await browser.post(emulator, form, { decision: 'accept' })
      expect([status, html]).toEqual([400, expect.stringContaining('invalid_ticket')])
    }
  })

  test('is good for ten minutes', async () => {
    const emulator = await staffed()
    const { fields } = await new Browser().open(emulator)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 })
    const { html } = await new Browser().post(emulator, fields, { decision: 'accept' })
    expect(html).toContain('invalid_ticket')
    expect((await new Browser().accept(emulator)).status).toBe(302)
  })

  test.each([
    [{ decision: 'accept', user: 'gone@example.com' }, 'invalid_user'],
    [{ decision: 'accept', user: 'nobody' }, 'invalid_user'],
    [{ decision: 'maybe' }, 'invalid_decision'],
    [{}, 'invalid_decision'],
  ])('%j is refused', async (chosen, error) => {
    const emulator = await staffed()
    const browser = new Browser()
    const { fields } = await browser.open(emulator)
    const { status, html } = await browser.post(emulator, fields, chosen as Record<string, string>)
    expect([status, html]).toEqual([400, expect.stringContaining(error)])
  })
})

describe('a grant of the page', () => {
  test('is bound to its redirect URL, and used up by a good exchange only', async () => {
    const emulator = await staffed()
    const page = await new Browser().accept(emulator)
    const errors = []
    for (const uri of ['http://127.0.0.1:9/', null]) errors.push((await exchange(emulator, page, uri)).body)
    expect(errors).toEqual(Array(2).fill({ error: 'invalid_redirect_uri' }))
    expect((await exchange(emulator, page)).body.access_token).toBeDefined()
    expect((await exchange(emulator, page)).body).toEqual({ error: 'invalid_code' })
  })

  test.each([
    [119, 'string'],
    [121, 'undefined'],
  ])('after %d seconds gives an access token of type %s', async (seconds, want) => {
    const emulator = await staffed({ grantTtl: 5 })
    const page = await new Browser().accept(emulator)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 })
    expect(typeof (await exchange(emulator, page)).body.access_token).toBe(want)
  })

  test.each([['online'], [null]])('brings no refresh token with access_type=%s', async (access_type) => {
    const emulator = await staffed()
    const { status, body } = await exchange(emulator, await new Browser().accept(emulator, { access_type }))
    expect([status, Object.keys(body)]).toEqual([
      200,
      ['access_token', 'scope', 'api_domain', 'token_type', 'expires_in'],
    ])
    const headers = { authorization: `Zoho-oauthtoken ${body.access_token}` }
    expect((await call(`${emulator.apiUrl}/crm/v8/users`, { headers })).status).toBe(200)
  })
})

describe('a user who has accepted before', () => {
  test('is not asked again, and brings no refresh token', async () => {
    const emulator = await staffed()
    const browser = new Browser()
    const first = await exchange(emulator, await browser.accept(emulator, {}, BRUNO))
    expect(first.body.refresh_token).toBeDefined()
    const again = await browser.open(emulator, { state: 't', scope: 'zohocrm.modules.all' })
    expect([again.status, again.location?.searchParams.get('state')]).toEqual([302, 't'])
    const second = await exchange(emulator, again)
    expect(second.body).toMatchObject({ access_token: expect.any(String), scope: 'zohocrm.modules.all' })
    expect(second.body).not.toHaveProperty('refresh_token')
  })

  test('brings another refresh token where the emulator is told so', async () => {
    const emulator = await staffed({ refreshTokenAgain: true })
    const browser = new Browser()
    await browser.accept(emulator)
    expect((await exchange(emulator, await browser.open(emulator))).body.refresh_token).toBeDefined()
  })

  test.each([
    ['with prompt=consent', { prompt: 'consent' }],
    ['for more scopes', { scope: 'ZohoCRM.modules.ALL,ZohoCRM.org.READ' }],
    ['for access_type=online', { access_type: 'online' }],
  ])('is asked %s, and chosen at first', async (_, parameters) => {
    const emulator = await staffed()
    const browser = new Browser()
    await browser.accept(emulator, {}, BRUNO)
    const page = await browser.open(emulator, parameters)
    expect([page.status, page.fields['user']]).toEqual([200, BRUNO])
  })

  test('brings another refresh token after consent', async () => {
    const emulator = await staffed()
    const browser = new Browser()
    await browser.accept(emulator)
    const page = await browser.accept(emulator, { prompt: 'consent' })
    expect((await exchange(emulator, page)).body.refresh_token).toBeDefined()
  })

  test('is asked in another browser, or as another user', async () => {
    const emulator = await staffed()
    const browser = new Browser()
    await browser.accept(emulator)
    const other = new Browser()
    expect((await other.open(emulator)).status).toBe(200)
    await other.accept(emulator, { scope: 'ZohoCRM.org.READ' }, BRUNO)
    expect((await other.open(emulator)).status).toBe(200)
    expect((await browser.open(emulator)).status).toBe(302)
  })

  test('is asked by another emulator', async () => {
    const [one, two] = [await staffed(), await staffed()]
    const browser = new Browser()
    await browser.accept(one)
    expect((await browser.open(two)).status).toBe(200)
    await browser.accept(two)
    expect((await browser.open(one)).status).toBe(302)
  })

  test('is forgotten by a reset, with grants and forms', async () => {
    const emulator = await staffed()
    const browser = new Browser()
    const page = await browser.accept(emulator)
    const { fields } = await browser.open(emulator, { prompt: 'consent' })
    const code = emulator.createGrant()
    emulator.reset()
    expect((await exchange(emulator, page)).body).toEqual({ error: 'invalid_code' })
    expect((await browser.post(emulator, fields, { decision: 'accept' })).html).toContain('invalid_ticket')
    expect((await browser.open(emulator)).status).toBe(200)
    const made = await token(emulator, { grant_type: 'authorization_code', code })
    expect(made.body.access_token).toBeDefined()
  })
})

test('a fault befalls the page as it does any call', async () => {
  const emulator = await staffed({ faults: [{ path: '/oauth/v2/auth', status: 503, body: 'busy' }] })
  expect((await fetch(authorizationUrl(emulator))).status).toBe(503)
  expect(emulator.calls().map(({ method, status }) => [method, status])).toEqual([['GET', 503]])
})
