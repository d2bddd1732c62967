import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { ConfigurationError, createClient, Environment, MemoryStore, type SignedIn } from '@zcrm/runtime'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { type Listener, listenForLogin } from '../../../generator/login/listener.ts'
import { Browser } from '../../emulator/browser.ts'
import { emulator } from '../../support/cli.ts'

/** A listener, and the Zoho to which it sends who signs in. */
interface Login extends Listener {
  readonly zoho: Emulator
  readonly origin: string
}

/** Listens on any port; whoever does not sign in gives up when the test ends. */
async function startLogin(redirectUrl?: string, options: EmulatorOptions = {}): Promise<Login> {
  const zoho = await emulator(options)
  const listener = await listenForLogin({
    environment: Environment.custom(zoho),
    client: zoho,
    scopes: ['ZohoCRM.users.READ', 'ZohoCRM.org.READ'],
    port: 0,
    redirectUrl,
    signIn: (callback) => createClient({ ...callback, store: new MemoryStore() }).signIn(),
  })
  const { origin } = new URL(listener.loginUrl)
  onTestFinished(async () => {
    await giveUp(listener.loginUrl, origin).catch(() => {})
    await listener.signedIn.catch(() => {})
  })
  return { ...listener, zoho, origin }
}

/** Where the listener sends a browser that begins. */
async function destination(loginUrl: string): Promise<URL> {
  const { headers } = await fetch(loginUrl, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '')
}

async function giveUp(loginUrl: string, origin: string): Promise<void> {
  const { searchParams } = await destination(loginUrl)
  const { pathname } = new URL(searchParams.get('redirect_uri') ?? '')
  await fetch(`${origin}${pathname}?error=access_denied&state=${searchParams.get('state')}`)
}

/** Goes to Zoho's page and accepts; gives the path to which the browser is sent back, with its query. */
async function accept({ zoho, loginUrl }: Login): Promise<string> {
  const query = Object.fromEntries((await destination(loginUrl)).searchParams)
  const { location } = await new Browser().accept(zoho, query)
  return `${location?.pathname}${location?.search}`
}

/** Sends lines as they are, which no client would, and gives the answer. */
async function raw(origin: string, lines: readonly string[]): Promise<string> {
  const socket = await connected(origin)
  socket.end(`${lines.join('\r\n')}\r\n\r\n`)
  return text(socket)
}

async function connected(origin: string): Promise<Socket> {
  const { port, hostname } = new URL(origin)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

describe('a listener', () => {
  test('leads to the page of Zoho, and signs in who comes back', async () => {
    const login = await startLogin()
    const { origin, pathname, searchParams } = await destination(login.loginUrl)
    expect(origin + pathname).toBe(`${login.zoho.accountsUrl}/oauth/v2/auth`)
    expect(Object.fromEntries(searchParams)).toEqual({
      scope: 'ZohoCRM.users.READ,ZohoCRM.org.READ',
      client_id: login.zoho.clientId,
      response_type: 'code',
      access_type: 'offline',
      prompt: 'consent',
      redirect_uri: `${login.origin}/callback`,
      state: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    const page = await fetch(`${login.origin}${await accept(login)}`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>Done</h1>')])
    expect(await login.signedIn).toMatchObject({ user: { name: 'Ada Kettle' } })
  })

  test('gives every page a policy under which nothing runs and nothing is kept', async () => {
    const { origin } = await startLogin()
    const { headers } = await fetch(`${origin}/nowhere`)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
  })

  test('gives each attempt a state of its own; all of them are good', async () => {
    const login = await startLogin()
    const first = await accept(login)
    const other = await destination(login.loginUrl)
    expect(first).not.toContain(`state=${other.searchParams.get('state')}`)
    expect((await fetch(`${login.origin}${first}`)).status).toBe(200)
  })

  test('has one page besides: every other path is 404, every other method 405', async () => {
    const { origin } = await startLogin()
    for (const path of [
      '/',
      '/favicon.ico',
      '/login/',
      '/callback/',
      '/login%2f',
      '/callback.html',
      '//login',
    ]) {
      expect((await fetch(`${origin}${path}`)).status, path).toBe(404)
    }
    for (const method of ['POST', 'HEAD', 'OPTIONS', 'DELETE']) {
      expect((await fetch(`${origin}/callback`, { method })).status, method).toBe(405)
    }
  })

  test.each(['//', '///callback', '//%', 'http://', '//evil.example:x/callback', '*'])(
    'lives on after a request for %s',
    async (target) => {
      const { origin } = await startLogin()
      const answer = await raw(origin, [`GET ${target} HTTP/1.1`, 'Host: x', 'Connection: close'])
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
      expect((await fetch(`${origin}/nowhere`)).status).toBe(404)
    },
  )

  test('refuses a callback without the state that it gave, and waits for the right one', async () => {
    const login = await startLogin()
    const { searchParams } = await destination(login.loginUrl)
    const state = searchParams.get('state') ?? ''
    for (const wrong of ['', '&state=', `&state=${state}x`, `&state=${state.toUpperCase()}A`]) {
      const page = await fetch(`${login.origin}/callback?code=1000.x${wrong}`)
      expect([page.status, await page.text()]).toEqual([
        400,
        expect.stringContaining('The callback does not'),
      ])
    }
    expect(login.zoho.calls()).toEqual([])
    expect((await fetch(`${login.origin}${await accept(login)}`)).status).toBe(200)
  })

  test('hands over what went wrong, and shows it too', async () => {
    const login = await startLogin()
    const { searchParams } = await destination(login.loginUrl)
    const page = await fetch(`${login.origin}/callback?code=1000.%3Cb%3E&state=${searchParams.get('state')}`)
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('refused to sign in')])
    await expect(login.signedIn).rejects.toMatchObject({ code: 'invalid_code' })
  })

  test.each(['/zoho/back?tenant=a%26b', '/', '/login', '/login?next=%2F'])(
    'takes the redirect URL %s of a client as it is registered',
    async (path) => {
      // It may be that of a tunnel, which leads here.
      const redirectUrl = `http://localhost:9${path}`
      const login = await startLogin(redirectUrl, { redirectUrls: [redirectUrl] })
      const back = await accept(login)
      expect(back.startsWith(`${path}${path.includes('?') ? '&' : '?'}code=`)).toBe(true)
      expect((await fetch(`${login.origin}${back}`)).status).toBe(200)
      const { user }: SignedIn = await login.signedIn
      expect(user?.name).toBe('Ada Kettle')
    },
  )

  test('waits for no connection that is only kept open, and listens no more', async () => {
    const login = await startLogin()
    const kept = await connected(login.origin)
    const closed = once(kept, 'close')
    await fetch(`${login.origin}${await accept(login)}`)
    await login.signedIn
    await closed
    await expect(fetch(login.loginUrl)).rejects.toThrow()
  })

  test('ends where there is nothing to ask Zoho for', async () => {
    const zoho = await emulator()
    const listener = await listenForLogin({
      environment: Environment.custom(zoho),
      client: zoho,
      scopes: [],
      port: 0,
      redirectUrl: undefined,
      signIn: async () => Promise.reject(new Error('nobody signs in')),
    })
    expect((await fetch(listener.loginUrl)).status).toBe(400)
    await expect(listener.signedIn).rejects.toThrow(ConfigurationError)
  })

  test('says which port it cannot have', async () => {
    const { origin, zoho } = await startLogin()
    const port = Number(new URL(origin).port)
    const options = {
      environment: Environment.custom(zoho),
      client: zoho,
      scopes: ['ZohoCRM.org.READ'],
      port,
    }
    const second = listenForLogin({
      ...options,
      redirectUrl: undefined,
      signIn: async () => Promise.reject(new Error('nobody signs in')),
    })
    await expect(second).rejects.toThrow(ConfigurationError)
    await expect(second).rejects.toMatchObject({ message: expect.stringContaining(`port ${port} cannot`) })
  })
})
