import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { Browser as ConsentBrowser } from '../emulator/browser.ts'
import { emulator, envOf } from '../support/cli.ts'
import { freePort } from '../support/databases.ts'
import { root, scratchFolder } from '../support/scratch.ts'

async function startExample(
  name: string,
  zoho: Emulator,
  env: Record<string, string>,
): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--conditions=@zcrm/source', '--import', 'tsx', join(root, 'examples', name, 'main.ts')],
    {
      cwd: root,
      env: { PATH: process.env['PATH'], ...envOf(zoho), ZCRM_RESOURCE_PATH: await scratchFolder(), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** A browser that has cookies, and follows no redirect by itself. */
class Browser {
  #cookie = ''

  async get(url: string): Promise<{ status: number; location: string; html: string }> {
    const response = await fetch(url, { redirect: 'manual', headers: { Cookie: this.#cookie } })
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      html: await response.text(),
    }
  }
}

describe('the server client', () => {
  interface App {
    readonly zoho: Emulator
    readonly origin: string
  }

  async function start(options: Parameters<typeof emulator>[0] = {}): Promise<App> {
    const zoho = await emulator({ records: 6, ...options })
    const port = await freePort()
    const child = await startExample('server-client', zoho, { PORT: String(port) })
    if (child.stdout === null) throw new Error('no pipe')
    await once(createInterface({ input: child.stdout }), 'line')
    return { zoho, origin: `http://127.0.0.1:${port}` }
  }

  /** Goes to Zoho's page and decides there; gives the URL to which the browser is sent back. */
  async function consent({ zoho, origin }: App, browser: Browser, decision: object): Promise<string> {
    const { location } = await browser.get(`${origin}/login`)
    const consentBrowser = new ConsentBrowser()
    const query = Object.fromEntries(new URL(location).searchParams)
    const { fields } = await consentBrowser.open(zoho, query)
    const back = await consentBrowser.post(zoho, fields, { ...decision })
    return back.location?.href ?? ''
  }

  test('several users at once: each sees who they are, and their leads', async () => {
    const app = await start()
    const emails = ['ada@kettle-lane.example.com', ...(await otherUsers(app.zoho))].slice(0, 3)
    expect(emails.length).toBeGreaterThan(1)
    const browsers = emails.map((user) => ({ user, browser: new Browser() }))
    // All of them are on their way at the same time.
    const callbacks = await Promise.all(
      browsers.map(async ({ user, browser }) => ({
        browser,
        url: await consent(app, browser, { decision: 'accept', user }),
      })),
    )
    await Promise.all(
      callbacks.map(async ({ browser, url }) => {
        expect(await browser.get(url)).toMatchObject({ status: 302, location: '/' })
      }),
    )
    const pages = await Promise.all(browsers.map(({ browser }) => browser.get(`${app.origin}/`)))
    const headings = pages.map(({ html }) => /<h1>(.*)<\/h1>/.exec(html)?.[1])
    expect(new Set(headings).size).toBe(emails.length)
    for (const { status, html } of pages) {
      expect(status).toBe(200)
      expect(html.match(/<tr><td>/g)?.length).toBeGreaterThan(3)
    }
    expect(app.zoho.calls().filter(({ status }) => status >= 400)).toEqual([])
  })

  test('who is not signed in is asked to, and signing out ends it', async () => {
    const app = await start()
    const browser = new Browser()
    expect((await browser.get(`${app.origin}/`)).html).toContain('Sign in with Zoho')
    await browser.get(await consent(app, browser, { decision: 'accept' }))
    expect((await browser.get(`${app.origin}/`)).html).toContain('Leads of Ada Kettle')
    await browser.get(`${app.origin}/logout`)
    expect((await browser.get(`${app.origin}/`)).html).toContain('Sign in with Zoho')
    expect((await browser.get(`${app.origin}/nowhere`)).status).toBe(404)
  })

  test('a refusal, a callback that another browser brought, and a forged accounts server end on a page that says so', async () => {
    const app = await start({ callback: { accountsServer: 'https://accounts.evil.example' } })
    const browser = new Browser()
    const refused = await browser.get(await consent(app, browser, { decision: 'reject' }))
    expect(refused.html).toContain('the user did not let the client in')
    const stolen = await consent(app, browser, { decision: 'accept' })
    expect((await new Browser().get(stolen)).html).toContain('does not carry the state that was sent')
    const forged = await browser.get(await consent(app, browser, { decision: 'accept' }))
    expect(forged.html).toContain('not Zoho&#39;s')
    expect(app.zoho.calls().filter(({ secrets }) => secrets.includes('clientSecret'))).toEqual([])
  })
})

async function otherUsers(zoho: Emulator): Promise<readonly string[]> {
  const page = await new ConsentBrowser().open(zoho)
  return page.users.filter((email) => !email.startsWith('ada@'))
}

test('the self client runs to its end', async () => {
  const zoho = await emulator({ records: 250 })
  const child = await startExample('self-client', zoho, {})
  const lines: string[] = []
  if (child.stdout !== null) {
    for await (const line of createInterface({ input: child.stdout })) lines.push(line.trim())
  }
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0)
  expect(lines.join('\n')).toMatch(
    /created lead \d+[\s\S]*paged through 251 leads in 2 pages[\s\S]*it is gone/,
  )
})
