import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, ServerError } from '@zcrm/runtime'
import { pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import { hostileNames, module, orgFolder, smallOrg } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { gateBefore, mostAtOnce } from '../../support/gate.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'
import { accessClient, callsTo, caught, server } from '../support.ts'
import {
  AGAIN,
  apiCalls,
  DESCRIBED,
  FIELDS_ONLY,
  find,
  org,
  orgOf,
  rewrite,
  SUPPORTED,
  WHOLE,
} from './org.ts'
import { puller } from './puller.ts'

describe('a first pull', () => {
  test('reads everything once', async () => {
    const { zoho, cache, pull } = await org()
    const result = await pull()
    expect([result.calls, result.resumed, apiCalls(zoho).length]).toEqual([WHOLE, 0, WHOLE])
    expect(new Set(apiCalls(zoho).map(({ path }) => path)).size).toBe(WHOLE)
    const { metadata } = result
    expect(metadata.modules.map(({ apiName }) => apiName)).toEqual([
      'Home',
      'Leads',
      'Accounts',
      'Lead_Items',
      'Trips',
      'Undescribed',
      'Empty',
      ...hostileNames,
    ])
    expect(find(metadata, 'Leads')?.fields.length).toBeGreaterThan(15)
    expect(find(metadata, 'Leads')?.layouts.map(({ name }) => name)).toEqual(['Standard'])
    expect(metadata.globalPicklists.map(({ apiName, options }) => [apiName, options.length])).toEqual([
      ['Depot', 1],
    ])
    expect(metadata.profile).toEqual(expect.any(String))
    expect(metadata.notSeen).toEqual([])
    expect((await cache.read())?.metadata).toEqual(metadata)
    expect(Date.now() - result.pulledAt).toBeLessThan(10_000)
  })

  test('of fields alone asks for nothing else', async () => {
    const { zoho, pull } = await org()
    const { calls, metadata } = await pull({ parts: ['fields'] })
    expect([calls, apiCalls(zoho).length]).toEqual([FIELDS_ONLY, FIELDS_ONLY])
    expect(callsTo(zoho, '/settings/modules').map(({ path }) => path)).toEqual(['/crm/v8/settings/modules'])
    expect(find(metadata, 'Leads')?.fields.length).toBeGreaterThan(15)
    for (const { layouts, relatedLists, customViews } of metadata.modules)
      expect([layouts, relatedLists, customViews]).toEqual([[], [], []])
  })

  test('asks for each module by its own name', async () => {
    const { zoho, pull } = await org()
    const { metadata } = await pull()
    for (const name of hostileNames)
      expect(find(metadata, name)?.fields.map(({ apiName }) => apiName)).toEqual(['Name'])
    const asked = callsTo(zoho, '/settings/fields').map(({ path }) =>
      new URL(path, zoho.apiUrl).searchParams.get('module'),
    )
    expect(asked.toSorted()).toEqual(
      ['Leads', 'Accounts', 'Lead_Items', 'Trips', 'Undescribed', 'Empty', ...hostileNames].sort(),
    )
  })

  test('says why a module has no fields', async () => {
    const faults = [{ path: 'module=Trips', status: 403 }]
    const { pull } = await org({ faults })
    const { metadata } = await pull()
    const reasons = metadata.modules.filter(({ fields }) => fields.length === 0)
    expect(reasons.map(({ apiName, notDescribed }) => [apiName, notDescribed])).toEqual([
      ['Home', expect.stringContaining('api_supported')],
      ['Trips', 'the API answers 403 NO_PERMISSION'],
      ['Undescribed', 'the API answers 400 INVALID_MODULE'],
      ['Empty', expect.stringContaining('204')],
    ])
    expect(find(metadata, 'Leads')?.notDescribed).toBeNull()
  })

  test('tells of modules without a name', async () => {
    const modules = [module('Leads'), { id: '9', module_name: 'Nameless' }]
    const { pull } = await org({ org: await orgFolder({ ...smallOrg, 'modules.json': { modules } }) })
    expect((await pull()).metadata.notSeen).toEqual([
      { part: 'module Nameless', reason: 'it has no API name' },
    ])
  })

  test('of an organisation without modules is no pull', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    const folder = join(await scratchFolder(), 'cache')
    const error = await caught(pullMetadata(accessClient(zoho.environment), new ResourceCache(folder)))
    expect(error).toBeInstanceOf(ServerError)
    expect(await new ResourceCache(folder).read()).toBeNull()
  })

  test('tells how far it is', async () => {
    const { pull } = await org()
    const seen: [number, number][] = []
    const modules = new Set<string>()
    await pull({
      onProgress: ({ done, total, module }) => {
        seen.push([done, total])
        modules.add(module)
      },
    })
    // Of one that the API does not support nothing is asked.
    expect(seen).toEqual(Array.from({ length: SUPPORTED }, (_, index) => [index + 1, SUPPORTED]))
    expect(modules.size).toBe(SUPPORTED)
  })
})

describe('scopes', () => {
  const NEEDED = 'ZohoCRM.settings.modules.READ,ZohoCRM.settings.fields.READ'

  const UNAUTHORISED = 'the API answers 401 OAUTH_SCOPE_MISMATCH'

  test('what is not allowed is told, where the rest can do without it', async () => {
    const { pull } = await org({ scope: NEEDED })
    const { metadata, calls } = await pull({ concurrency: 1 })
    // One call at a time: one is enough to know that the token may not read layouts.
    expect(calls).toBe(FIELDS_ONLY + 1)
    expect(metadata).toMatchObject({ globalPicklists: [], profile: null })
    expect(metadata.notSeen).toEqual(
      ['layouts', 'global picklists', 'current user'].map((part) => ({ part, reason: UNAUTHORISED })),
    )
  })

  test.each(['ZohoCRM.settings.fields.READ', 'ZohoCRM.settings.modules.READ'])(
    '%s alone is too little',
    async (scope) => {
      const { cache, pull } = await org({ scope })
      expect(await caught(pull())).toMatchObject({
        name: 'AuthenticationError',
        code: 'OAUTH_SCOPE_MISMATCH',
      })
      expect(await cache.read()).toBeNull()
    },
  )
})

describe('a pull when there is metadata', () => {
  test('makes no call within the hour', async () => {
    const { zoho, pull } = await org()
    const first = await pull()
    const before = zoho.calls().length
    expect(await pull()).toEqual({ ...first, calls: 0, resumed: 0 })
    expect(zoho.calls().length).toBe(before)
  })

  test('makes them after the age that is asked for', async () => {
    const { pull } = await org()
    await pull()
    // Layouts, global picklists and the user are good for a day.
    expect([(await pull({ maxAge: 0 })).calls, (await pull({ maxAge: 60_000 })).calls]).toEqual([AGAIN, 0])
  })

  test('makes them when forced', async () => {
    const { zoho, pull } = await org()
    await pull()
    expect((await pull({ force: true })).calls).toBe(WHOLE)
    for (const { headers } of callsTo(zoho, '/settings/modules'))
      expect(headers).not.toHaveProperty('if-modified-since')
  })

  test('makes them where the clock says that it is of the future', async () => {
    const { cache, pull } = await org()
    await pull()
    const cached = await cache.read()
    if (cached === null) throw new Error('nothing was pulled')
    await cache.complete({ ...cached, pulledAt: Date.now() + 86_400_000 })
    expect((await pull()).calls).toBe(AGAIN)
    await cache.complete({ ...cached, pulledAt: Date.now() + 86_400_000 })
    expect((await pull({ force: true })).calls).toBe(WHOLE)
  })

  test('asks only what has changed since the server’s time of the last one', async () => {
    const { zoho, pull } = await org()
    const first = await pull()
    const second = await pull({ maxAge: 0 })
    const [whole, conditional] = callsTo(zoho, '/settings/modules')
    expect(whole?.headers).not.toHaveProperty('if-modified-since')
    expect(first.asOf).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect([conditional?.headers['if-modified-since'], conditional?.status]).toEqual([first.asOf, 304])
    expect(second.metadata).toEqual(first.metadata)
    expect(second.states.map(({ entry }) => entry)).toEqual(first.states.map(({ entry }) => entry))
  })

  test('sees what has changed in fields, where modules do not tell', async () => {
    const { zoho, pull } = await org()
    await pull()
    const body = { fields: [{ api_name: 'New' }] }
    zoho.setFaults([{ path: 'module=Leads', status: 200, body }])
    const { metadata } = await pull({ maxAge: 0 })
    expect(find(metadata, 'Leads')?.fields.map(({ apiName }) => apiName)).toEqual(['New'])
  })

  test('keeps what is not seen when the modules have not changed', async () => {
    const modules = [module('Leads'), { id: '9', module_name: 'Nameless' }]
    const { pull } = await org({ org: await orgFolder({ ...smallOrg, 'modules.json': { modules } }) })
    const { metadata } = await pull()
    expect((await pull({ maxAge: 0 })).metadata.notSeen).toEqual(metadata.notSeen)
  })
})

describe('trustModifiedTime', () => {
  const modules = (time: string, label: string, more: readonly string[] = []) => ({
    modules: ['Leads', 'Accounts', ...more].map((name) =>
      module(name, { modified_time: name === 'Leads' ? time : '2026-01-01T00:00:00Z', plural_label: label }),
    ),
  })

  test('reads only the modules whose time moved, and believes the new list', async () => {
    const { zoho, pull } = await org({
      org: await orgFolder({ ...smallOrg, 'modules.json': modules('2026-01-10T10:00:00Z', 'Before') }),
    })
    const first = await pull()
    zoho.setFaults([
      { path: '/settings/modules', status: 200, body: modules('2026-02-01T00:00:00Z', 'After', ['Trips']) },
    ])
    const before = zoho.calls().length
    const second = await pull({ maxAge: 0, trustModifiedTime: true, concurrency: 1 })
    expect(
      zoho
        .calls()
        .slice(before)
        .map(({ path }) => path)
        .filter((path) => path.includes('fields')),
      // What was never read comes first.
    ).toEqual([expect.stringContaining('module=Trips'), expect.stringContaining('module=Leads')])
    expect(second.metadata.modules.map(({ apiName, label }) => [apiName, label])).toEqual([
      ['Leads', 'After'],
      ['Accounts', 'After'],
      ['Trips', 'After'],
    ])
    expect(find(second.metadata, 'Accounts')?.fields).toEqual(find(first.metadata, 'Accounts')?.fields)
  })
})

describe('a pull that fails', () => {
  test('replaces nothing, and the next one goes on where it stopped', async () => {
    const { zoho, cache, pull } = await org()
    const first = await pull()
    zoho.setFaults([{ path: 'module=Trips', times: 0, status: 500 }])
    const error = await caught(pull({ maxAge: 0, concurrency: 1 }))
    expect(error).toBeInstanceOf(ServerError)
    expect((await cache.read())?.pulledAt).toBe(first.pulledAt)
    zoho.setFaults([])
    const before = apiCalls(zoho).length
    const { resumed, calls, metadata } = await pull({ maxAge: 60_000, force: false })
    // The metadata is young enough: only one who asks for more gets it.
    expect([resumed, calls]).toEqual([0, 0])
    expect(metadata).toEqual(first.metadata)
    expect(apiCalls(zoho).length).toBe(before)
  })

  test('the first of all: the next one makes the calls that are missing', async () => {
    const { zoho, cache, pull } = await org({ faults: [{ path: 'module=Trips', times: 0, status: 500 }] })
    await caught(pull({ concurrency: 1, includes: false }))
    expect(await cache.read()).toBeNull()
    zoho.setFaults([])
    const before = apiCalls(zoho).length
    const { resumed, calls } = await pull({ includes: false })
    // Leads, Accounts and Lead_Items come before it; related lists and views are calls where they come not with the list.
    expect([resumed, calls]).toEqual([3, WHOLE + 2 * DESCRIBED - 1 - 3])
    expect(apiCalls(zoho).length - before).toBe(calls)
  })

  test('keeps what came along with the list of modules, too', async () => {
    const { zoho, pull } = await org({ faults: [{ path: 'module=Trips', times: 0, status: 500 }] })
    await caught(pull({ concurrency: 1 }))
    zoho.setFaults([])
    const { resumed, calls } = await pull()
    expect([resumed, calls]).toEqual([3 + 2 * DESCRIBED, WHOLE - 1 - 3])
  })

  // One call at a time: the fields of all modules come before them.
  test.each([
    ['global_picklists', 2],
    ['/users', 1],
  ])('in %s fails too, and loses nothing', async (path, missing) => {
    const { zoho, cache, pull } = await org({ faults: [{ path, times: 0, status: 500 }] })
    expect(await caught(pull({ parts: ['fields'], concurrency: 1 }))).toBeInstanceOf(ServerError)
    expect(await cache.read()).toBeNull()
    zoho.setFaults([])
    const { resumed, calls, metadata } = await pull({ parts: ['fields'] })
    expect([resumed, calls]).toEqual([SUPPORTED, missing])
    expect([metadata.globalPicklists.length, metadata.profile]).toEqual([1, expect.any(String)])
  })

  test('when forced starts from the beginning', async () => {
    const { zoho, pull } = await org({ faults: [{ path: 'module=Trips', times: 0, status: 500 }] })
    await caught(pull({ concurrency: 1 }))
    zoho.setFaults([])
    const { resumed, calls } = await pull({ force: true })
    expect([resumed, calls]).toEqual([0, WHOLE])
  })

  test('starts nothing new', async () => {
    const { zoho, pull } = await org({ faults: [{ path: 'module=Leads', times: 0, status: 500 }] })
    await caught(pull({ concurrency: 2 }))
    expect(callsTo(zoho, '/settings/fields').length).toBeLessThan(3 + SUPPORTED)
    expect(callsTo(zoho, 'global_picklists')).toEqual([])
  })

  test('starts nothing at all where one call is made at a time', async () => {
    const { zoho, pull } = await org({ faults: [{ path: 'module=Trips', times: 0, status: 500 }] })
    await caught(pull({ concurrency: 1 }))
    expect(apiCalls(zoho).at(-1)?.path).toContain('module=Trips')
    // The list, three modules before it, and three attempts.
    expect(apiCalls(zoho).length).toBe(1 + 3 + 3)
  })

  // A proxy's page is no word of Zoho's on a module: taken for one, a class would go.
  test.each([400, 403, 404])('by a page with status %s is no refusal', async (status) => {
    const { cache, pull } = await org({
      faults: [{ path: 'module=Leads', times: 0, status, body: '<html>' }],
    })
    expect(await caught(pull())).toMatchObject({ code: 'UNREADABLE_ANSWER' })
    expect(await cache.read()).toBeNull()
  })

  test('by its signal rejects with the reason', async () => {
    const { pull } = await org()
    const controller = new AbortController()
    const reason = new Error('enough')
    const error = await caught(
      pull({ signal: controller.signal, onProgress: () => controller.abort(reason) }),
    )
    expect(error).toBe(reason)
  })

  test('a process that is killed leaves what was there, and what it had', async () => {
    const { zoho, folder, cache, pull } = await org({ latency: 15 })
    const first = await pull({ parts: ['fields'] })
    const process = await puller(zoho, folder, { maxAge: 0, concurrency: 1, parts: ['fields'] })
    await process.pulled(5)
    await process.kill()
    expect(await cache.read()).toMatchObject({ pulledAt: first.pulledAt, metadata: first.metadata })
    // Old enough to be pulled again, while the parts of the killed process are not.
    await rewrite(folder, () => ({ pulledAt: Date.now() - 7_200_000 }))
    const { resumed, calls, metadata } = await pull({ parts: ['fields'] })
    expect(resumed).toBeGreaterThanOrEqual(4)
    expect(calls).toBe(SUPPORTED - resumed)
    expect(metadata).toEqual(first.metadata)
    expect((await readdir(folder)).sort()).toEqual(['metadata.json', 'spent.json'])
  })
})

describe('the cache', () => {
  const CORRUPT = {
    empty: '',
    'half a file': '{"version":2,"metadata":{"modules":[',
    'no JSON': 'x',
    null: 'null',
    'a list': '[]',
    'another version': '{"version":99}',
    'no metadata': '{"version":2}',
    'other metadata': '{"version":2,"metadata":{},"pulledAt":9e15,"asOf":"x","states":[]}',
  }
  test.each(Object.entries(CORRUPT))(
    'metadata that is corrupt (%s) is as good as none',
    async (_, content) => {
      const folder = await scratchFolder()
      await writeFile(join(folder, 'metadata.json'), content)
      expect(await new ResourceCache(folder).read()).toBeNull()
    },
  )

  test.each(Object.entries(CORRUPT))('a part that is corrupt (%s) is as good as none', async (_, content) => {
    const folder = await scratchFolder()
    const cache = new ResourceCache(folder)
    await cache.writePart('fields Leads', { fields: [] })
    expect(await cache.readPart('fields Leads')).toEqual({ fields: [] })
    const [part = ''] = await readdir(join(folder, 'pull'))
    await writeFile(join(folder, 'pull', part), content)
    expect(await cache.readPart('fields Leads')).toBeNull()
  })

  test('that is corrupt is pulled anew', async () => {
    const { folder, pull } = await org()
    const first = await pull()
    await writeFile(join(folder, 'metadata.json'), CORRUPT['half a file'])
    const { calls, metadata } = await pull()
    expect([calls, metadata]).toEqual([WHOLE, first.metadata])
  })

  test('parts that are corrupt are read again', async () => {
    const { zoho, folder, pull } = await org({ faults: [{ path: '/users', times: 0, status: 500 }] })
    await caught(pull({ parts: ['fields'], concurrency: 1 }))
    zoho.setFaults([])
    const parts = await readdir(join(folder, 'pull'))
    // All but the user, and how many calls it took.
    expect(parts).toHaveLength(FIELDS_ONLY - 1 + 1)
    for (const part of parts) await writeFile(join(folder, 'pull', part), CORRUPT['half a file'])
    expect((await pull({ parts: ['fields'] })).calls).toBe(FIELDS_ONLY)
  })

  test('a part is good for the one that it is named after', async () => {
    const { zoho, folder, pull } = await org({ faults: [{ path: '/users', times: 0, status: 500 }] })
    await caught(pull())
    zoho.setFaults([])
    const parts = (await readdir(join(folder, 'pull'))).map((part) => join(folder, 'pull', part))
    const texts = await Promise.all(parts.map((part) => readFile(part, 'utf8')))
    await Promise.all(parts.map((part, index) => writeFile(part, texts.at(index - 1) ?? '')))
    expect((await pull()).calls).toBe(WHOLE)
  })

  test('knows its age', async () => {
    const { folder, cache, pull } = await org()
    expect(await cache.age()).toBe(Number.POSITIVE_INFINITY)
    await pull()
    expect(await cache.age()).toBeLessThan(10_000)
    await rm(folder, { recursive: true })
    expect(await cache.age()).toBe(Number.POSITIVE_INFINITY)
  })

  test('leaves nothing behind but the metadata and what it has spent', async () => {
    const { folder, pull } = await org()
    await pull()
    await pull({ maxAge: 0 })
    expect((await readdir(folder)).sort()).toEqual(['metadata.json', 'spent.json'])
  })

  test('holds no token and no secret', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    for (const file of await readdir(folder)) {
      const text = await readFile(join(folder, file), 'utf8')
      for (const secret of [zoho.refreshToken, zoho.clientSecret]) expect(text).not.toContain(secret)
    }
  })

  test('that cannot be written is told', async () => {
    const { client, folder } = await org()
    await writeFile(folder, 'a file where the folder should be')
    const error = await caught(pullMetadata(client, new ResourceCache(folder)))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain('resource cache')
  })

  test('pulls at once into one folder are one pull', async () => {
    const { zoho, client, folder } = await org()
    const pulls = await Promise.all(
      Array.from({ length: 6 }, () => pullMetadata(client, new ResourceCache(folder), { maxAge: 0 })),
    )
    for (const { metadata } of pulls) expect(metadata).toEqual(pulls[0]?.metadata)
    expect((await new ResourceCache(folder).read())?.metadata).toEqual(pulls[0]?.metadata)
    // What another one has completed in the meantime is young enough for anybody.
    expect([apiCalls(zoho).length, pulls.map(({ calls }) => calls).sort()]).toEqual([
      WHOLE,
      [0, 0, 0, 0, 0, WHOLE],
    ])
  })

  test('readers see the old metadata or the new while it is replaced', async () => {
    const { cache, pull } = await org()
    const first = await pull()
    let done = false
    const pulls = (async () => {
      for (let round = 0; round < 4; round++) await pull({ maxAge: 0 })
    })().finally(() => {
      done = true
    })
    while (!done) expect((await cache.read())?.metadata).toEqual(first.metadata)
    await pulls
  })
})

describe('calls at a time', () => {
  /** Whether a call comes after the list of modules, whose own is alone. */
  const isPart = (call: string) => call.startsWith('GET /crm/') && !call.includes('/settings/modules')

  test.each([
    [undefined, 5],
    [1, 1],
    [3, 3],
  ])('with concurrency %s: %s', async (concurrency, most) => {
    const gate = await gateBefore(await emulator({ org: await orgFolder() }))
    const { pull } = await orgOf(gate.zoho)
    // No part comes to its end before so many calls stand still.
    gate.hold(isPart)
    const pulled = pull(concurrency === undefined ? {} : { concurrency })
    await until(() => gate.held.length >= most)
    gate.open()
    await pulled
    expect(mostAtOnce(gate.passed)).toBe(most)
  })

  test('with concurrency 50: five at first, and one more with each answer', async () => {
    const gate = await gateBefore(await emulator({ org: await orgFolder() }))
    const { pull } = await orgOf(gate.zoho)
    gate.hold(isPart)
    const pulled = pull({ concurrency: 50 })
    for (const standing of [5, 6, 7, 8, 9]) {
      await until(() => gate.held.length === standing)
      gate.letGo()
    }
    gate.open()
    await pulled
    // The fields of all modules, global picklists and the user can be under way at once, and then their layouts.
    expect(mostAtOnce(gate.passed)).toBeLessThanOrEqual(SUPPORTED + 2)
  })

  test.each([0, -1, Number.NaN, 1.5, Number.POSITIVE_INFINITY])(
    '%s is refused, not taken for none',
    async (concurrency) => {
      const { zoho, cache, pull } = await org()
      expect(await caught(pull({ concurrency }))).toBeInstanceOf(ConfigurationError)
      expect([await cache.read(), zoho.calls()]).toEqual([null, []])
    },
  )
})
