import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Environment, FileStore, OAuthToken, type TokenStore } from '@zcrm/runtime'
import { environmentKey } from '@zcrm/runtime/metadata'
import { DBStore, type DBStoreOptions } from '@zcrm/runtime/stores'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { bundleChild, startBundle } from '../../support/children.ts'
import { emulator } from '../../support/cli.ts'
import { databases } from '../../support/databases.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { callsTo, grantToken, storedToken, tokenCalls } from '../support.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

const PROCESSES = 16
const CALLS = 50

interface Shared {
  readonly store: TokenStore
  /** What a process opens the same store with. */
  readonly setup: { readonly file: string } | { readonly database: DBStoreOptions }
}

let program = ''
beforeAll(async () => {
  program = await bundleChild('fleet.ts')
})

/** Processes that share a token, ready to call. */
async function fleetOf(
  zoho: Emulator,
  setup: Shared['setup'],
  token: OAuthToken = OAuthToken.id({ id: 'shared' }),
): Promise<readonly ChildProcess[]> {
  const argument = JSON.stringify({ origin: zoho.apiUrl, token, ...setup })
  const fleet = Array.from({ length: PROCESSES }, () => startBundle(program, [argument]))
  await Promise.all(fleet.map((child) => once(child, 'message')))
  return fleet
}

/** Lets every process make its calls, and gives what went wrong. */
async function callAll(fleet: readonly ChildProcess[]): Promise<readonly string[]> {
  const reports = fleet.map(async (child) => {
    const reported = once(child, 'message')
    child.send(CALLS)
    const [{ done, errors }] = (await reported) as [{ done: number; errors: readonly string[] }]
    return done === CALLS ? [] : errors
  })
  return (await Promise.all(reports)).flat()
}

async function shareExpiredToken(zoho: Emulator, store: TokenStore): Promise<void> {
  const { clientId, clientSecret, refreshToken } = zoho
  const environment = environmentKey(Environment.custom(zoho))
  const client = { clientId, clientSecret, refreshToken, environment }
  await store.save(storedToken({ id: 'shared', ...client, accessToken: '1000.expired', expiresAt: 0 }))
}

async function expectOneRefreshEach({ store, setup }: Shared): Promise<void> {
  const zoho = await emulator()
  await shareExpiredToken(zoho, store)
  const fleet = await fleetOf(zoho, setup)

  expect(await callAll(fleet)).toEqual([])
  expect(tokenCalls(zoho)).toBe(1)
  expect(callsTo(zoho, 'GET /crm').filter(({ status }) => status !== 200)).toEqual([])

  // Revoked at the server while all of them use it.
  const before = callsTo(zoho, 'GET /crm').length
  const calling = callAll(fleet)
  while (callsTo(zoho, 'GET /crm').length < before + PROCESSES * 5) await new Promise(setImmediate)
  zoho.expireTokens()
  expect(await calling).toEqual([])
  expect(tokenCalls(zoho)).toBe(2)
  for (const child of fleet) child.disconnect()
}

async function expectOneExchange({ store, setup }: Shared): Promise<void> {
  const zoho = await emulator()
  const fleet = await fleetOf(zoho, setup, grantToken(zoho))
  expect(await callAll(fleet)).toEqual([])
  expect(tokenCalls(zoho)).toBe(1)
  expect((await store.list()).length).toBe(1)
  for (const child of fleet) child.disconnect()
}

describe(`${PROCESSES} processes of ${CALLS} calls: one refresh of an expired token, and one of a revoked token`, () => {
  test('over a file store', async () => {
    const file = join(await scratchFolder(), 'tokens.json')
    await expectOneRefreshEach({ store: new FileStore(file), setup: { file } })
  })

  test('over a file store: a grant in the code of all of them is exchanged once', async () => {
    const file = join(await scratchFolder(), 'tokens.json')
    await expectOneExchange({ store: new FileStore(file), setup: { file } })
  })

  for (const database of databases) {
    test.skipIf(!database.isThere)(`over ${database.name}`, async () => {
      const options = await database.options()
      const store = new DBStore(options)
      onTestFinished(() => store.close())
      await expectOneRefreshEach({ store, setup: { database: options } })
    })
  }
})
