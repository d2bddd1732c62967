import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, ConfigurationError, MemoryStore, OAuthToken, type TokenStore } from '@zcrm/runtime'
import {
  knownResourceCache,
  type OpenedCache,
  openResourceCache,
  type PullResult,
  pullMetadata,
} from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { refresh } from '../../emulator/client.ts'
import { orgFolder } from '../../emulator/org.ts'
import { plannedOrg } from '../../emulator/planned.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { callsTo, caught, clientOf, grantToken } from '../support.ts'
import { apiCalls, find } from './org.ts'

const user = (id: string, name: string, profile: string): object => ({
  id,
  full_name: name,
  email: `${name}@example.com`,
  status: 'active',
  profile: { name: profile, id: `9${id}` },
})
const users = [
  user('101', 'ada', 'Administrator'),
  user('102', 'bo', 'Standard'),
  user('103', 'cy', 'Administrator'),
]

const hidden: NonNullable<EmulatorOptions['hidden']> = {
  Standard: { modules: ['Accounts'], fields: { Leads: ['Email'] } },
}

/** An organisation of three users, one of whom may see less than the others. */
async function staffed(options: EmulatorOptions = {}): Promise<Emulator> {
  const org = await orgFolder({ ...plannedOrg, 'users.json': { users } })
  return emulator({ org, hidden, ...options })
}

/** A client of a user, with a token of some scopes. */
function clientAs(
  zoho: Emulator,
  name: string,
  scope?: string,
  store: TokenStore = new MemoryStore(),
): Client {
  const grant = { user: `${name}@example.com`, ...(scope === undefined ? {} : { scope }) }
  return clientOf(zoho, { token: grantToken(zoho, zoho.createGrant(grant)), store })
}

/** Opens a user's cache and pulls into it, as an app does. */
async function pulledBy(
  client: Client,
  path: string,
): Promise<OpenedCache & { readonly pulled: PullResult }> {
  const opened = await openResourceCache(client, path)
  const { cache, profile } = opened
  return { ...opened, pulled: await pullMetadata(client, cache, { maxAge: 0, profile }) }
}

const identityCalls = (zoho: Emulator) =>
  apiCalls(zoho).filter(({ path }) => /\/(users\?type=CurrentUser|org)$/.test(path)).length

/** Makes whose a cache is as if it had been asked so many hours ago. */
async function ageSeers(path: string, hours: number): Promise<void> {
  const folder = join(path, 'resources/seers')
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    const seer = JSON.parse(await readFile(file, 'utf8')) as object
    await writeFile(file, JSON.stringify({ ...seer, askedAt: Date.now() - hours * 3_600_000 }))
  }
}

describe('there is a cache for each profile', () => {
  test('so that nothing vanishes for one who sees more than another', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const [ada, bo] = [clientAs(zoho, 'ada'), clientAs(zoho, 'bo')]
    const everything = (await pulledBy(ada, path)).pulled.metadata
    const less = await pulledBy(bo, path)
    const names = ({ pulled: { metadata } }: { readonly pulled: PullResult }): readonly unknown[] => [
      metadata.profile,
      find(metadata, 'Accounts')?.apiName,
      find(metadata, 'Leads')?.fields.some(({ apiName }) => apiName === 'Email'),
    ]
    expect(names(less)).toEqual(['Standard', undefined, false])
    const again = await pulledBy(ada, path)
    expect(names(again)).toEqual(['Administrator', 'Accounts', true])
    expect(again.pulled.metadata).toEqual(everything)
    expect(again.folder).not.toBe(less.folder)
  })

  test('which users of one profile share', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const { folder } = await pulledBy(clientAs(zoho, 'ada'), path)
    const cy = clientAs(zoho, 'cy')
    const opened = await openResourceCache(cy, path)
    expect(opened.folder).toBe(folder)
    expect((await pullMetadata(cy, opened.cache)).calls).toBe(0)
  })

  test('and for each organisation and each environment', async () => {
    const path = await scratchFolder()
    const other = await staffed()
    const org = { org: [{ id: '5', zgid: '900000009', company_name: 'Another' }] }
    const another = await staffed({
      org: await orgFolder({ ...plannedOrg, 'users.json': { users }, 'org.json': org }),
    })
    const folders = new Set<string>()
    // The third is of the first organisation, at another place.
    for (const zoho of [await staffed(), another, other])
      folders.add((await openResourceCache(clientAs(zoho, 'ada'), path)).folder)
    expect(folders.size).toBe(3)
  })

  test('of which the profile is not asked again', async () => {
    const zoho = await staffed()
    const { pulled } = await pulledBy(clientAs(zoho, 'bo'), await scratchFolder())
    expect(pulled.metadata.profile).toBe('Standard')
    expect(callsTo(zoho, '/users').length).toBe(1)
  })
})

describe('whose it is', () => {
  test('costs two calls once a day, and none in between', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const store = new MemoryStore()
    const token = grantToken(zoho)
    const open = () => openResourceCache(clientOf(zoho, { token, store }), path)
    const first = await open()
    expect([first.calls, identityCalls(zoho)]).toEqual([2, 2])
    // By another client of the same token, as in another process.
    for (let round = 0; round < 3; round++)
      expect(await open()).toMatchObject({ calls: 0, folder: first.folder, profile: 'Administrator' })
    expect(identityCalls(zoho)).toBe(2)
    for (const hours of [25, -1]) {
      await ageSeers(path, hours)
      expect(await open()).toMatchObject({ calls: 2, folder: first.folder })
      expect((await open()).calls).toBe(0)
    }
    expect(identityCalls(zoho)).toBe(2 + 2 * 2)
  })

  test('is asked by one of many that start at once', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const store = new MemoryStore()
    const token = grantToken(zoho)
    await clientOf(zoho, { token, store }).request({ method: 'GET', path: '/settings/modules' })
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => openResourceCache(clientOf(zoho, { token, store }), path)),
    )
    expect(identityCalls(zoho)).toBe(2)
    expect(opened.map(({ calls }) => calls).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2])
    expect(new Set(opened.map(({ folder }) => folder)).size).toBe(1)
  })

  test.each(['', 'x', '{}', 'null'])('is asked again where the file says %j', async (content) => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const client = clientAs(zoho, 'ada')
    await openResourceCache(client, path)
    const seers = join(path, 'resources/seers')
    for (const name of await readdir(seers)) await writeFile(join(seers, name), content)
    expect((await openResourceCache(client, path)).calls).toBe(2)
  })

  test('is asked of an access token alone, too', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const accessToken = String((await refresh(zoho)).body.access_token)
    const client = clientOf(zoho, { token: OAuthToken.access({ accessToken }) })
    const first = await openResourceCache(client, path)
    expect(await openResourceCache(client, path)).toMatchObject({ calls: 0, folder: first.folder })
    expect(first.profile).toBe('Administrator')
    // It is as good as the stored one of the same user.
    expect((await openResourceCache(clientAs(zoho, 'ada'), path)).folder).toBe(first.folder)
  })

  test('and where it cannot be noted that is told', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const client = clientAs(zoho, 'ada')
    await client.signIn()
    await writeFile(join(path, 'resources'), 'a file where the folder should be')
    expect(await caught(openResourceCache(client, path))).toBeInstanceOf(ConfigurationError)
  })
})

describe('a token that may not say whose it is', () => {
  const SETTINGS = 'ZohoCRM.settings.ALL'

  test.each([SETTINGS, `${SETTINGS},ZohoCRM.users.READ`, `${SETTINGS},ZohoCRM.org.READ`])(
    'has a cache of its own: %s',
    async (scope) => {
      const zoho = await staffed()
      const path = await scratchFolder()
      const [one, other] = [clientAs(zoho, 'ada', scope), clientAs(zoho, 'ada', scope)]
      const folders = [
        (await openResourceCache(clientAs(zoho, 'ada'), path)).folder,
        (await openResourceCache(one, path)).folder,
        (await openResourceCache(other, path)).folder,
      ]
      expect(new Set(folders).size).toBe(3)
      // And stays with it.
      expect(await openResourceCache(one, path)).toMatchObject({ calls: 0, folder: folders[1] })
    },
  )

  test('pulls all the same, and tells so', async () => {
    const zoho = await staffed()
    const { profile, pulled } = await pulledBy(clientAs(zoho, 'ada', SETTINGS), await scratchFolder())
    expect([profile, pulled.metadata.profile]).toEqual([null, null])
    expect(find(pulled.metadata, 'Leads')?.fields.length).toBeGreaterThan(15)
  })
})

describe('a cache that is known', () => {
  test('is opened without a call', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const client = clientAs(zoho, 'bo')
    const opened = await openResourceCache(client, path)
    const before = zoho.calls().length
    expect(await knownResourceCache(client, path)).toMatchObject({
      calls: 0,
      folder: opened.folder,
      profile: 'Standard',
    })
    expect(zoho.calls().length).toBe(before)
  })

  test('is none before somebody has asked, and none after a day', async () => {
    const zoho = await staffed()
    const path = await scratchFolder()
    const client = clientAs(zoho, 'ada')
    expect(await knownResourceCache(client, path)).toBeNull()
    expect(zoho.calls()).toEqual([])
    await openResourceCache(client, path)
    await ageSeers(path, 25)
    const before = zoho.calls().length
    expect(await knownResourceCache(client, path)).toBeNull()
    await rm(join(path, 'resources'), { recursive: true })
    expect(await knownResourceCache(client, path)).toBeNull()
    expect(zoho.calls().length).toBe(before)
  })
})
