import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { FileStore, type StoredToken } from '@zcrm/runtime'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../emulator/index.ts'
import { smallOrg } from '../emulator/org.ts'
import { isChromiumThere, useChromium } from '../support/chromium.ts'
import { type CliResult, emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { freePort } from '../support/databases.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** A `zcrm login --browser` that waits. */
interface Login {
  readonly zoho: Emulator
  readonly folder: string
  /** The URL to open, as it was printed. */
  readonly url: string
  readonly interrupt: () => void
  /** What it left behind, once it has ended. */
  readonly ended: Promise<CliResult>
}

async function startLogin(zoho: Emulator, args: readonly string[] = ['--port', '0']): Promise<Login> {
  const folder = await scratchFolder()
  const { ZCRM_GRANT_TOKEN: _, ...env } = envOf(zoho)
  const child = spawnCli(['login', '--browser', '--no-open', ...args], folder, env)
  onTestFinished(() => void child.kill('SIGKILL'))
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('no pipes')
  const closed = once(child, 'close')
  const ended = Promise.all([closed, text(stdout), text(stderr)]).then(
    ([[code], out, err]): CliResult => ({ code, stdout: out, stderr: err }),
  )
  // The URL comes on stdout, or on stderr where stdout is for machines; it is the first thing that is said.
  const [first] = await Promise.race([once(stdout, 'data'), once(stderr, 'data'), ended.then((all) => [all])])
  const url = /^open (http:\S+\/login) in a browser to sign in\n/.exec(String(first))?.[1]
  if (url === undefined) throw new Error(`no URL was printed, but ${JSON.stringify(first)}`)
  return { zoho, folder, url, interrupt: () => void child.kill('SIGINT'), ended }
}

async function login(options: EmulatorOptions = {}, args?: readonly string[]): Promise<Login> {
  return startLogin(await emulator(options), args)
}

function storedBy({ folder }: Login): Promise<readonly StoredToken[]> {
  return new FileStore(join(folder, '.zcrm/tokens.json')).list()
}

/** Goes to Zoho's page and decides there. */
async function decide(page: Page, url: string, decision: 'Accept' | 'Reject'): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: decision }).click()
  await page.getByRole('heading', { level: 1, name: /^(Done|That did not work)$/ }).waitFor()
}

/** The calls that carried the client's secret. */
function callsWithSecret(zoho: Emulator): readonly string[] {
  return zoho.calls().flatMap(({ secrets, path }) => (secrets.includes('clientSecret') ? [path] : []))
}

describe.skipIf(!isChromiumThere)('zcrm login --browser', () => {
  const newPage = useChromium()

  test('a user who accepts is signed in', async () => {
    const [started, page] = [await login(), await newPage()]
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await decide(page, started.url, 'Accept')
    expect(await page.locator('main').innerText()).toBe(
      'Done\n\nAda Kettle is signed in to Kettle Lane Cycles.\n\nYou can close this page and go back to the terminal.',
    )
    // What the page's own policy forbids is reported, and not styled.
    expect(complaints).toEqual([])
    expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).toBe('544px')

    const result = await started.ended
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toContain('stored as     ada@kettle-lane.example.com:700000001')
    const rows = await storedBy(started)
    expect(rows.map(({ user }) => user)).toEqual(['ada@kettle-lane.example.com'])
    const { clientSecret } = started.zoho
    expectNotPrinted(result, [clientSecret, ...rows.flatMap((row) => [row.refreshToken, row.accessToken])])
  })

  test('a user who rejects is told so, and so is the terminal: exit 3', async () => {
    const [started, page] = [await login(), await newPage()]
    await decide(page, started.url, 'Reject')
    expect(await page.locator('main').innerText()).toContain('The user did not let the client in.')
    expectFailure(await started.ended, 3, /the user did not let the client in/, /choose Accept/)
    expect(await storedBy(started)).toEqual([])
  })

  test('a callback with a wrong state is refused, and ends nothing', async () => {
    const [started, page] = [await login(), await newPage()]
    const callback = started.url.replace('/login', '/callback')
    for (const query of ['code=1000.forged&state=wrong', 'error=access_denied', 'code=1000.forged&state=']) {
      const response = await page.goto(`${callback}?${query}`)
      expect(response?.status()).toBe(400)
      expect(await page.locator('main').innerText()).toContain('does not carry the state that was sent')
    }
    expect(callsWithSecret(started.zoho)).toEqual([])
    await decide(page, started.url, 'Accept')
    expect((await started.ended).code).toBe(0)
  })

  test("an accounts server that is not Zoho's own gets no secret: exit 3", async () => {
    const other = await emulator()
    // A custom environment is in none of Zoho's data centres: those are strangers to it too.
    const servers = ['https://accounts.evil.example', other.accountsUrl, 'https://accounts.zoho.eu']
    await Promise.all(
      servers.map(async (accountsServer) => {
        const [started, page] = [
          await login({ callback: { location: 'eu', accountsServer } }),
          await newPage(),
        ]
        await decide(page, started.url, 'Accept')
        expect(await page.locator('main').innerText()).toContain(`not Zoho's: "${accountsServer}"`)
        expectFailure(
          await started.ended,
          3,
          /an accounts server that is not Zoho's/,
          /somebody forges callbacks/,
        )
        expect(callsWithSecret(started.zoho)).toEqual([])
        expect(await storedBy(started)).toEqual([])
      }),
    )
    expect(other.calls()).toEqual([])
  })

  test('a redirect URL with a port, a path and a query of its own', async () => {
    const port = await freePort()
    const redirectUrl = `http://127.0.0.1:${port}/zoho/back?tenant=a%26b`
    const page = await newPage()
    const started = await login({ redirectUrls: [redirectUrl] }, ['--redirect-url', redirectUrl])
    expect(started.url).toBe(`http://127.0.0.1:${port}/login`)
    await decide(page, started.url, 'Accept')
    expect(page.url().startsWith(`${redirectUrl}&code=`)).toBe(true)
    expect((await started.ended).code).toBe(0)
  })

  test('a port of its own, which is free again afterwards, whatever connections the browser keeps', async () => {
    const [port, page] = [await freePort(), await newPage()]
    const started = await login({}, ['--port', String(port)])
    // A browser connects ahead of what it may ask for.
    const kept = connect(port, '127.0.0.1')
    onTestFinished(() => void kept.destroy())
    await once(kept, 'connect')
    await decide(page, started.url, 'Accept')
    expect(new URL(page.url()).port).toBe(String(port))
    expect((await started.ended).code).toBe(0)
    const next = createServer().listen(port, '127.0.0.1')
    await once(next, 'listening')
    next.close()
  })

  test('with --json gives one value for machines, and the URL beside it', async () => {
    // A location, without an accounts server, leads away from no custom environment.
    const started = await login({ callback: { location: 'eu' } }, ['--port', '0', '--json'])
    const page = await newPage()
    await decide(page, started.url, 'Accept')
    const { code, stdout } = await started.ended
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { user: { name: 'Ada Kettle' } }])
    expect(callsWithSecret(started.zoho)).toEqual(['/oauth/v2/token'])
  })

  test('names of an organisation are text on the page', async () => {
    const org = join(await scratchFolder(), 'org')
    const name = '<script>document.title = "run"</script>'
    const company = '<img src=x onerror="document.title = 1"> & "Söhne"'
    const files = {
      ...smallOrg,
      'users.json': { users: [{ id: '101', full_name: name, email: 'eve@example.com', status: 'active' }] },
      'org.json': { org: [{ id: '1', zgid: '77', company_name: company }] },
    }
    await mkdir(org)
    for (const [file, content] of Object.entries(files)) {
      await writeFile(join(org, file), typeof content === 'string' ? content : JSON.stringify(content))
    }
    const [started, page] = [await login({ org }), await newPage()]
    await decide(page, started.url, 'Accept')
    expect(await page.locator('main').innerText()).toContain(`${name} is signed in to ${company}.`)
    expect(await page.title()).toBe('Done')
    expect(await page.locator('script, img').count()).toBe(0)
    expect((await started.ended).stdout).toContain(`user          ${name} <eve@example.com>`)
  })
})

test('a port that is in use, a redirect URL that is none: exit 2', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const env = envOf(await emulator())
  const failures: readonly { args: string[]; wrong: RegExp; remedy: RegExp }[] = [
    { args: ['--port', `${port}`], wrong: new RegExp(`port ${port} .*EADDRINUSE`), remedy: /--port/ },
    { args: ['--redirect-url', 'nonsense', '--port', '0'], wrong: /"nonsense"/, remedy: /:8081\/callback/ },
  ]
  await Promise.all(
    failures.map(async ({ args, wrong, remedy }) => {
      const folder = await scratchFolder()
      expectFailure(await runCli(['login', '--browser', '--no-open', ...args], folder, env), 2, wrong, remedy)
    }),
  )
})

test('Ctrl-C while it waits ends it with 130', async () => {
  const started = await login()
  started.interrupt()
  expect(await started.ended).toMatchObject({ code: 130, stderr: '' })
  expect(await storedBy(started)).toEqual([])
})
