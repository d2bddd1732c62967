import { stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type PullResult, pullMetadata, ResourceCache } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import { FileLeases } from '../../../runtime/stores/file-leases.ts'
import { gateBefore } from '../../support/gate.ts'
import { until } from '../../support/until.ts'
import { caught, clientOf } from '../support.ts'
import { AGAIN, age, apiCalls, FIELDS_ONLY, org, WHOLE } from './org.ts'
import { puller } from './puller.ts'

const PROCESSES = 50

describe('of many processes that share a cache one pulls at a time', () => {
  test(`${PROCESSES} that start at once on a cold cache make one pull between them`, async () => {
    const { zoho, folder } = await org()
    const pullers = await Promise.all(Array.from({ length: PROCESSES }, () => puller(zoho, folder)))
    const results = await Promise.all(pullers.map(({ pull }) => pull()))
    expect(apiCalls(zoho).length).toBe(WHOLE)
    expect(results.map(({ calls }) => calls).sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: PROCESSES - 1 }, () => 0),
      WHOLE,
    ])
    for (const { modules } of results) expect(modules).toHaveLength(13)
  })

  test('those that meet a stale one make one pull between them, whatever age they ask for', async () => {
    const { zoho, folder, pull } = await org()
    await pull()
    await age(folder, 2)
    const before = apiCalls(zoho).length
    const pullers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => puller(zoho, folder, { maxAge: index % 2 === 0 ? 0 : 60_000 })),
    )
    const results = await Promise.all(pullers.map((one) => one.pull()))
    expect(apiCalls(zoho).length - before).toBe(AGAIN)
    expect(results.reduce((sum, { calls }) => sum + calls, 0)).toBe(AGAIN)
  })

  test('a reader gets the old metadata at once while one pulls', async () => {
    const { zoho, folder, cache, pull } = await org()
    const first = await pull()
    await age(folder, 25)
    const gate = await gateBefore(zoho)
    const process = await puller(gate.zoho, folder, { concurrency: 1 })
    gate.hold(() => true)
    const pulling = process.pull()
    for (let calls = 0; calls < 15; calls++) {
      await until(() => gate.held.length === 1)
      // The other one stands still: whoever waited for it would do so for ever.
      expect((await cache.read())?.metadata).toEqual(first.metadata)
      gate.letGo()
    }
    gate.open()
    await pulling
  })

  test('whoever waits takes what the other one got', async () => {
    const { zoho, client, folder } = await org({ latency: 10 })
    const process = await puller(zoho, folder)
    const pulling = process.pull()
    while (apiCalls(zoho).length < 3) await new Promise(setImmediate)
    const waited = await pullMetadata(client, new ResourceCache(folder), { maxAge: 0 })
    expect([waited.calls, (await pulling).calls]).toEqual([0, WHOLE])
  })

  test('whoever waits need not', async () => {
    const { zoho, client, folder } = await org()
    const gate = await gateBefore(zoho)
    const process = await puller(gate.zoho, folder, { concurrency: 1, parts: ['fields'] })
    gate.hold((call) => call.includes('settings/fields'))
    const pulling = process.pull()
    await until(() => gate.held.length === 1)
    const signal = AbortSignal.timeout(100)
    const error = await caught(pullMetadata(client, new ResourceCache(folder), { signal }))
    expect(error.name).toBe('TimeoutError')
    gate.open()
    expect((await pulling).calls).toBe(FIELDS_ONLY)
  })

  test('whoever waits goes on where the other one failed', async () => {
    const faults = [{ path: 'module=constructor', times: 3, status: 500 }]
    const { zoho, client, folder, cache } = await org({ faults, latency: 5 })
    // Both in this process: who comes second waits all the same.
    const failing = caught(pullMetadata(client, cache, { concurrency: 1, parts: ['fields'] }))
    while (apiCalls(zoho).length === 0) await new Promise(setImmediate)
    const waiting: Promise<PullResult> = pullMetadata(client, new ResourceCache(folder), {
      parts: ['fields'],
    })
    expect((await failing).code).toBe('INTERNAL_ERROR')
    expect((await waiting).resumed).toBe(11)
  })
})

describe('who has the lease', () => {
  const DEAD = 4_194_303

  async function leased(folder: string, holder: string, milliseconds: number): Promise<void> {
    expect(await new FileLeases(join(folder, 'cache')).lease('pull', holder, milliseconds)).toBe(true)
  }

  test('and died on this machine holds nobody up', async () => {
    const { folder, pull } = await org()
    // For longer than a test takes: whoever waited for its end would not come to one.
    await leased(folder, JSON.stringify([hostname(), DEAD, 'x']), 3_600_000)
    await pull()
  })

  test.each([
    ['lives on another machine, for all that is known', JSON.stringify(['another', DEAD, 'x'])],
    ['lives on this one', JSON.stringify([hostname(), process.pid, 'x'])],
    ['does not say who it is', 'nobody'],
  ])('and %s is waited for until it ends', async (_, holder) => {
    const { zoho, folder, pull } = await org()
    const leasedAt = Date.now()
    await leased(folder, holder, 400)
    await pull()
    // The clock of a file system may be a moment behind.
    expect((apiCalls(zoho)[0]?.at ?? 0) - leasedAt).toBeGreaterThan(350)
  })

  test('is nobody where the file says something else', async () => {
    const { folder, pull } = await org()
    await pull()
    await writeFile(join(folder, 'cache.leases'), 'x')
    expect((await pull({ maxAge: 0 })).calls).toBe(AGAIN)
  })
})

test('what is young enough is read without a lock', async () => {
  const { zoho, folder, pull } = await org()
  const first = await pull()
  // Somebody holds it, and whoever wanted it would wait.
  const lock = join(folder, 'cache.lock')
  await writeFile(lock, '')
  const { ino } = await stat(lock)
  const { calls, metadata } = await pullMetadata(clientOf(zoho), new ResourceCache(folder))
  expect([calls, metadata]).toEqual([0, first.metadata])
  // Nobody has broken it to have one.
  expect((await stat(lock)).ino).toBe(ino)
})
