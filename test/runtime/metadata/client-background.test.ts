import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createServer as createTlsServer } from 'node:tls'
import { Environment } from '@zcrm/runtime'
import { openResourceCache } from '@zcrm/runtime/metadata'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { certificateFor } from '../../support/certificate.ts'
import { bundleChild } from '../../support/children.ts'
import { type Gate, gateBefore, mostAtOnce } from '../../support/gate.ts'
import { listening } from '../../support/listening.ts'
import { credentials, proxy } from '../../support/proxy.ts'
import { root, scratchFolder } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'
import type { Setup } from '../children/background.ts'
import { callsTo, caught, clientOf } from '../support.ts'
import {
  Leads,
  log,
  METADATA,
  makeOlder,
  metadataCalls,
  moduleOf,
  type Opened,
  opened,
} from './client-support.ts'

const HOUR = 3_600_000
const inBackground = { config: { autoRefreshFields: true } } as const
const MODULES = { method: 'GET', path: '/Leads', query: { fields: 'Last_Name' } } as const
/** An answer that stays away for longer than a test takes. */
const never = { times: 0, delay: 3_600_000 } as const
const pulls = (zoho: Emulator) => callsTo(zoho, 'GET /crm/v8/settings/modules')

let bundle = ''
beforeAll(async () => {
  bundle = await bundleChild('background.ts')
})

function start(
  { zoho, resourcePath }: Opened,
  work: Setup['work'],
  {
    execArgv = [],
    env = {},
    ...settings
  }: Partial<Setup> & { readonly execArgv?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  const { apiUrl: origin, clientId, clientSecret, refreshToken } = zoho
  const setup: Setup = { origin, clientId, clientSecret, refreshToken, resourcePath, work, ...settings }
  const child = fork(bundle, [JSON.stringify(setup)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

async function ended(child: ChildProcess): Promise<{ code: unknown; stdout: string; stderr: string }> {
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes')
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, stdout, stderr }
}

describe('the background refresh', () => {
  test('starts with the first call, and reads the modules in use', async () => {
    const { zoho, client } = await opened()
    const told = log()
    const app = client({ ...inBackground, logger: told.logger })
    new Leads(app)
    expect(zoho.calls()).toEqual([])
    expect(app.metadata.current()).toBeNull()
    await app.request(MODULES)
    await until(() => app.metadata.current() !== null)
    expect(pulls(zoho)).toHaveLength(1)
    expect(moduleOf(app.metadata.current()).fields.length).toBeGreaterThan(3)
    expect(told.lines.filter(({ level }) => level !== 'debug')).toMatchObject([
      { level: 'info', message: 'signed in' },
      { level: 'info', message: 'the metadata was refreshed', facts: { calls: metadataCalls(zoho).length } },
    ])
  })

  test.each(['get', 'list', 'create', 'signIn'] as const)('starts with %s too', async (call) => {
    const { client } = await opened()
    const app = client(inBackground)
    const leads = new Leads(app)
    if (call === 'get') await leads.get('1')
    else if (call === 'list') await leads.list({ fields: ['Last_Name'] }).all()
    else if (call === 'create') await leads.create({ Last_Name: 'Doe' })
    else await app.signIn()
    await until(() => app.metadata.current() !== null)
  })

  test('of two clients of a folder is one, and both have what it read', async () => {
    const { zoho, client } = await opened()
    const apps = [client(inBackground), client(inBackground), client(inBackground)]
    for (const app of apps) new Leads(app)
    await Promise.all(apps.map((app) => app.request(MODULES)))
    await until(() => apps.every((app) => app.metadata.current() !== null))
    expect(pulls(zoho)).toHaveLength(1)
    const [first, ...others] = apps.map((app) => app.metadata.current())
    for (const other of others) expect(other).toBe(first)
    // Another one within the hour takes it as well.
    const late = client(inBackground)
    new Leads(late)
    await late.request(MODULES)
    await until(() => late.metadata.current() !== null)
    expect(late.metadata.current()).toBe(first)
    expect(pulls(zoho)).toHaveLength(1)
  })

  test('of several processes of a folder is one', async () => {
    const org = await opened()
    const children = Array.from({ length: 3 }, () => start(org, 'wait'))
    for (const child of await Promise.all(children.map(ended)))
      expect(child).toEqual({ code: 0, stdout: 'answered\n', stderr: '' })
    expect(pulls(org.zoho)).toHaveLength(1)
    expect(callsTo(org.zoho, '/settings/fields?')).toHaveLength(3)
  })

  test('is one for modules that another app does not use: they are read by who does', async () => {
    const { zoho, client, resourcePath } = await opened({ movesModifiedTime: false })
    // Somebody who does not use Leads has refreshed since.
    const other = client()
    await other.metadata.refresh()
    await makeOlder(resourcePath, 2 * HOUR)
    await other.metadata.refresh()
    await makeOlder(resourcePath, 10 * 60_000)
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    const app = client(inBackground)
    const leads = new Leads(app)
    await app.request(MODULES)
    await until(() => app.metadata.current() !== null)
    await leads.create({ Lead_Source: 'Podcast' })
    expect(pulls(zoho)).toHaveLength(3)
  })

  test('goes on by itself when the hour is over', async () => {
    const { zoho, client, resourcePath } = await opened()
    const earliest = Date.now()
    await client().metadata.refresh()
    await makeOlder(resourcePath, HOUR - 1_200)
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    const app = client(inBackground)
    const leads = new Leads(app)
    await app.request(MODULES)
    await until(() => app.metadata.current() !== null && pulls(zoho).length === 2)
    expect((pulls(zoho)[1]?.at ?? 0) - earliest, 'it was not due before').toBeGreaterThanOrEqual(1_200)
    const { fields } = moduleOf(app.metadata.current())
    const has = (apiName: string, count: number) => (field: (typeof fields)[number]) =>
      field.apiName === apiName && field.options.length === count
    await until(() => moduleOf(app.metadata.current()).fields.some(has('Lead_Source', 5)))
    await leads.create({ Lead_Source: 'Podcast' })
  })

  test('is not on the path of a call, not even where one at a time may go', async () => {
    const { zoho, client } = await opened()
    zoho.setFaults([{ path: '/settings/', ...never }])
    const app = client({ config: { autoRefreshFields: true, concurrency: 1 } })
    const leads = new Leads(app)
    await leads.create({ Last_Name: 'Doe' })
    await until(() => pulls(zoho).length === 1)
    for (let call = 0; call < 10; call++) await leads.create({ Last_Name: 'Doe', Lead_Source: 'Shop' })
    await Promise.all(Array.from({ length: 10 }, () => leads.list({ fields: ['Last_Name'] }).all()))
    expect(pulls(zoho)).toMatchObject([{ status: 0 }])
  })

  test('makes one call at a time, and none where there is no place', async () => {
    const { zoho, client } = await opened()
    const gate = await gateBefore(zoho)
    const environment = Environment.custom(gate.zoho)
    const app = client({ environment, config: { autoRefreshFields: true, concurrency: 2 } })
    await app.request(MODULES)
    await until(() => app.metadata.current() !== null)
    const calls = gate.passed.filter(({ call }) => METADATA.test(call))
    expect(calls.length).toBeGreaterThan(8)
    expect(mostAtOnce(calls)).toBe(1)
  })

  test('is none where it is not wanted', async () => {
    const { zoho, client, resourcePath } = await opened()
    const app = client({ config: { autoRefreshFields: false } })
    for (let call = 0; call < 3; call++) await app.request(MODULES)
    expect(metadataCalls(zoho)).toEqual([])
    expect(existsSync(resourcePath)).toBe(false)
  })

  test('where the budget is used up, makes no call and says so', async () => {
    const { zoho, client, resourcePath } = await opened()
    await client().metadata.refresh()
    await makeOlder(resourcePath, HOUR)
    const before = metadataCalls(zoho).length
    const told = log()
    const app = client({ config: { autoRefreshFields: true, creditBudget: 1 }, logger: told.logger })
    new Leads(app)
    await app.request(MODULES)
    await until(() => told.of('warn').length > 0)
    expect(told.of('warn')).toEqual([expect.stringContaining('budget')])
    expect(metadataCalls(zoho)).toHaveLength(before)
    expect(app.metadata.current()).not.toBeNull()
  })
})

describe('a refresh that fails', () => {
  test.each([
    ['500s', [{ path: '/settings/', times: 0, status: 500 }], 'UNREADABLE_ANSWER|INTERNAL_ERROR'],
    ['connections that break', [{ path: '/settings/', times: 0, drop: true }], '.'],
    ['refusals', [{ path: '/settings/', times: 0, status: 403 }], 'NO_PERMISSION'],
    [
      'answers that are none',
      [{ path: '/settings/', times: 0, status: 200, body: '<html>' }],
      'UNREADABLE_ANSWER',
    ],
    ['nobody who says whose it is', [{ path: '/users', times: 0, status: 500 }], '.'],
  ])('by %s is logged as a warning, and the app goes on', async (_, faults, code) => {
    const { zoho, client } = await opened()
    zoho.setFaults(faults)
    const told = log()
    const app = client({
      config: { autoRefreshFields: true, retry: { attempts: 1, firstDelay: 0, maxDelay: 0 } },
      logger: told.logger,
    })
    const leads = new Leads(app)
    await leads.create({ Last_Name: 'Doe' })
    await until(() => told.of('warn').length > 0)
    expect(told.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        message: 'the metadata could not be refreshed',
        facts: { code: expect.stringMatching(code), reason: expect.any(String) },
      },
    ])
    expect(app.metadata.current()).toBeNull()
    await leads.create({ Last_Name: 'Doe', Lead_Source: 'Shop' })
    expect(await caught(leads.create({ Lead_Source: 'Shpo' }))).toMatchObject({ code: 'PICKLIST_VALUE' })
  })

  test('by a missing scope, or a folder that cannot be written', async () => {
    for (const [options, settings] of [
      [{ scope: 'ZohoCRM.modules.ALL' }, {}],
      [{}, { resourcePath: '/dev/null/resources' }],
    ] as const) {
      const { client } = await opened(options)
      const told = log()
      const app = client({ ...inBackground, ...settings, logger: told.logger })
      const leads = new Leads(app)
      await leads.create({ Last_Name: 'Doe' })
      await until(() => told.of('warn').length > 0)
      await leads.create({ Last_Name: 'Doe' })
      expect(told.of('warn')).toEqual(['the metadata could not be refreshed'])
    }
  })

  test('with a network that is down: the app hears of its own calls', async () => {
    const { zoho, client } = await opened()
    const told = log()
    const app = client({ ...inBackground, logger: told.logger })
    await app.request(MODULES)
    await until(() => app.metadata.current() !== null)
    const other = client({ ...inBackground, logger: told.logger })
    await zoho.close()
    expect(await caught(other.request(MODULES))).toMatchObject({ name: 'NetworkError' })
    await until(() => told.of('warn').includes('the metadata could not be refreshed'))
    expect(app.metadata.current()).not.toBeNull()
  })

  test('a logger that throws stops it, and nothing else', async () => {
    const { zoho, client } = await opened()
    zoho.setFaults([{ path: '/settings/', times: 0, status: 403 }])
    let warned = 0
    const told = log()
    const warn = () => {
      warned++
      throw new Error('the disk is full')
    }
    const app = client({ ...inBackground, logger: { ...told.logger, warn } })
    await app.request(MODULES)
    await until(() => warned > 0)
    await app.request(MODULES)
  })
})

/** The URL of a proxy, with who it lets in. */
async function proxyUrl(): Promise<string> {
  const url = new URL((await proxy()).url)
  url.username = credentials.user
  url.password = encodeURIComponent(credentials.password)
  return url.href
}

/** The same organisation behind TLS, and what makes a process trust it. */
async function secured({ zoho }: Gate): Promise<{ origin: string; env: NodeJS.ProcessEnv }> {
  const certificate = await certificateFor('DNS:localhost')
  const trusted = join(await scratchFolder(), 'cert.pem')
  await writeFile(trusted, certificate.cert)
  const server = createTlsServer(certificate, (socket) => {
    const target = connect(Number(new URL(zoho.apiUrl).port), '127.0.0.1')
    target.on('error', () => socket.destroy())
    socket.on('error', () => target.destroy())
    socket.pipe(target).pipe(socket)
  })
  const origin = (await listening(server)).replace('http://127.0.0.1', 'https://localhost')
  return { origin, env: { NODE_EXTRA_CA_CERTS: trusted } }
}

describe('a process that has made its call ends, while the refresh', () => {
  /** Starts an app whose call is answered when its refresh is as far as it is wanted; the process has to end then. */
  async function expectEnd(
    org: Opened,
    isThere: () => boolean,
    { gate: given, ...settings }: Parameters<typeof start>[2] & { readonly gate?: Gate } = {},
  ): Promise<void> {
    const gate = given ?? (await gateBefore(org.zoho))
    gate.hold((call) => call.startsWith('GET /crm/v8/Leads'))
    const child = start({ ...org, zoho: gate.zoho }, 'call', settings)
    await until(() => gate.held.length === 1 && isThere())
    gate.open()
    expect(await ended(child)).toEqual({ code: 0, stdout: 'answered\n', stderr: '' })
  }

  test.each([
    ['waits for its first answer', [{ path: '/users', ...never }], 'CurrentUser', 0],
    [
      'waits over a connection that was kept',
      [{ path: '/settings/modules', ...never }],
      'settings/modules',
      0,
    ],
    ['waits for the fields of a module', [{ path: '/settings/fields', ...never }], 'settings/fields', 0],
    [
      'waits because it was too fast',
      [{ path: '/settings/', times: 0, status: 429 }],
      'settings/modules',
      429,
    ],
    ['waits to repeat a call', [{ path: '/settings/', times: 0, status: 500 }], 'settings/modules', 500],
  ])('%s', async (_, faults, path, status) => {
    const org = await opened()
    org.zoho.setFaults(faults)
    await expectEnd(org, () => callsTo(org.zoho, path)[0]?.status === status)
    expect(callsTo(org.zoho, path)[0]).toMatchObject({ status })
  })

  test('waits through a proxy', async () => {
    const org = await opened()
    org.zoho.setFaults([{ path: '/settings/modules', ...never }])
    await expectEnd(org, () => pulls(org.zoho).length === 1, { proxy: await proxyUrl() })
    expect(pulls(org.zoho)).toMatchObject([{ status: 0 }])
  })

  test.each([
    ['/users', false],
    ['/users', true],
    ['/settings/modules', false],
    ['/settings/modules', true],
  ])('waits for %s over TLS, through a proxy: %s', async (path, isProxied) => {
    const org = await opened()
    org.zoho.setFaults([{ path, ...never }])
    const gate = await gateBefore(org.zoho)
    const { origin, env } = await secured(gate)
    const way = isProxied ? { proxy: await proxyUrl() } : {}
    await expectEnd(org, () => callsTo(org.zoho, path).length === 1, { gate, origin, env, ...way })
    expect(callsTo(org.zoho, path)).toMatchObject([{ status: 0, host: new URL(origin).host }])
  })

  test('waits for the one of another process', async () => {
    const org = await opened()
    // What is seen through another origin is another organisation's: both look through the gate.
    const gate = await gateBefore(org.zoho)
    const app = clientOf(gate.zoho, { resourcePath: org.resourcePath })
    await app.request(MODULES)
    const { cache } = await openResourceCache(app, org.resourcePath)
    const pulling = new EventEmitter()
    const holding = cache.exclusively(
      async () => null,
      async () => {
        const end = once(pulling, 'over')
        pulling.emit('begun')
        await end
        return true
      },
    )
    await once(pulling, 'begun')
    // Whoever has to ask whose metadata it is shows that its refresh has begun.
    await rm(join(org.resourcePath, 'resources/seers'), { recursive: true })
    const before = callsTo(org.zoho, 'CurrentUser').length
    await expectEnd(org, () => callsTo(org.zoho, 'CurrentUser').length > before, { gate })
    pulling.emit('over')
    await holding
    expect(pulls(org.zoho)).toEqual([])
  })

  test('is done, and the next is an hour away', async () => {
    const org = await opened()
    expect(await ended(start(org, 'wait'))).toEqual({ code: 0, stdout: 'answered\n', stderr: '' })
    expect(pulls(org.zoho)).toHaveLength(1)
  })
})

test('what goes on in the background keeps no client that the app has forgotten', async () => {
  const org = await opened()
  expect(await ended(start(org, 'forget'))).toEqual({ code: 0, stdout: 'answered\nforgotten\n', stderr: '' })
})

test('a page of 200 records is read, and one written, where nothing of the folder may be read', async () => {
  const org = await opened({ records: 200 })
  await org.client().metadata.refresh()
  // Node refuses every file but the program and the packages that it imports.
  const flag = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission'
  const readable = [bundle, join(root, 'package.json'), join(root, 'node_modules/*')]
  const child = start(org, 'records', {
    execArgv: [flag, '--no-warnings', ...readable.map((path) => `--allow-fs-read=${path}`)],
  })
  expect(await ended(child)).toEqual({
    code: 0,
    stdout: '200 records; the folder may be read: false\nanswered\n',
    stderr: '',
  })
})
