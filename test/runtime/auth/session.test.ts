import { join } from 'node:path'
import {
  AuthenticationError,
  type Client,
  ConfigurationError,
  createClient,
  Environment,
  EUDataCenter,
  type Fetch,
  FileStore,
  MemoryStore,
  OAuthToken,
  RateLimitError,
  type StoredToken,
  type TokenRows,
  type TokenStore,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { until } from '../../support/until.ts'
import {
  callsTo,
  caught,
  changeToken,
  clientOf,
  expectNoSecrets,
  grantToken,
  MODULES,
  quick,
  server,
  storedToken,
  tokenCalls,
} from '../support.ts'

/** A store over the rows of another, with something of its own. */
function over(rows: MemoryStore, own: Partial<MemoryStore>): TokenStore {
  return {
    find: (key) => rows.find(key),
    list: () => rows.list(),
    save: (token) => rows.save(token),
    remove: (id) => rows.remove(id),
    lease: (key, holder, milliseconds) => rows.lease(key, holder, milliseconds),
    release: (key, holder) => rows.release(key, holder),
    ...own,
  }
}

describe('a grant that is left in the code', () => {
  test('of many clients that start at once, each with a store of its own: it is sent once', async () => {
    const zoho = await emulator()
    const path = join(await scratchFolder(), 'tokens.json')
    const clients = Array.from({ length: 12 }, () =>
      clientOf(zoho, { token: grantToken(zoho), store: new FileStore(path) }),
    )
    const answers = await Promise.all(clients.map((client) => client.request(MODULES)))
    expect(answers.map(({ status }) => status)).toEqual(clients.map(() => 200))
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('whose token cannot be saved at first: it is saved later, and the grant is not sent again', async () => {
    const zoho = await emulator()
    const rows = new MemoryStore()
    let full = true
    const store = over(rows, {
      save: async (token) => {
        if (full) throw new Error('the disk is full')
        return rows.save(token)
      },
    })
    const client = clientOf(zoho, { token: grantToken(zoho), store })
    expect((await caught(client.request(MODULES))).message).toBe('the disk is full')
    full = false
    expect((await client.request(MODULES)).status).toBe(200)
    expect([tokenCalls(zoho), (await rows.list()).length]).toEqual([1, 1])
  })

  test('nothing is sent where the store cannot be written', async () => {
    const zoho = await emulator()
    const store = over(new MemoryStore(), {
      lease: async () => {
        throw new Error('read-only')
      },
    })
    await caught(clientOf(zoho, { token: grantToken(zoho), store }).request(MODULES))
    expect(zoho.calls()).toEqual([])
  })
})

describe('one refresh', () => {
  async function expired(zoho: Emulator, store: TokenStore = new MemoryStore()): Promise<TokenStore> {
    await clientOf(zoho, { store }).request(MODULES)
    await changeToken(store, { expiresAt: 0 })
    zoho.reset()
    return store
  }

  test('for many clients of a store', async () => {
    const zoho = await emulator()
    const store = await expired(zoho)
    const clients = Array.from({ length: 10 }, () => clientOf(zoho, { store }))
    await Promise.all(clients.flatMap((client) => [client.request(MODULES), client.request(MODULES)]))
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('for many clients of a store without leases, for a single process', async () => {
    const zoho = await emulator()
    const rows = new MemoryStore()
    const { lease, release, ...plain } = over(rows, {}) as TokenRows & Record<'lease' | 'release', unknown>
    const store = await expired(zoho, { ...plain, singleProcess: true })
    const clients = Array.from({ length: 10 }, () => clientOf(zoho, { store }))
    await Promise.all(clients.map((client) => client.request(MODULES)))
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('a holder that is late: its token is discarded, and it uses the one of who took over', async () => {
    const zoho = await emulator()
    const rows = new MemoryStore()
    await expired(zoho, rows)
    // As after a pause of the whole process: every lease has ended as soon as it is given.
    const paused = over(rows, { lease: (key, holder) => rows.lease(key, holder, 0) })
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const lateFetch: Fetch = async (url, init) => {
      const answer = await fetch(url, init)
      if (url.includes('/oauth/')) await held
      return answer
    }
    const first = clientOf(zoho, { store: paused, fetch: lateFetch }).request(MODULES)
    await until(() => tokenCalls(zoho) === 1)
    await clientOf(zoho, { store: rows }).request(MODULES)
    const [row] = await rows.list()
    goOn()
    expect((await first).status).toBe(200)
    expect(tokenCalls(zoho)).toBe(2)
    expect(await rows.list()).toEqual([row])
  })

  test('a lease that nobody gives back is taken over', async () => {
    const zoho = await emulator()
    const store = await expired(zoho)
    const [row = storedToken()] = await store.list()
    if ('lease' in store) await store.lease(row.fingerprint, 'somebody who died', 80)
    expect((await clientOf(zoho, { store }).request(MODULES)).status).toBe(200)
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('is repeated after a failure of the accounts server, and the call goes through', async () => {
    const zoho = await emulator({ faults: [{ path: '/oauth/', times: 2, status: 503 }] })
    expect((await clientOf(zoho).request(MODULES)).status).toBe(200)
    expect(callsTo(zoho, 'POST /oauth').map(({ status }) => status)).toEqual([503, 503, 200])
  })

  test('a grant whose answer was lost is not sent again: it is good once', async () => {
    const zoho = await emulator({ faults: [{ path: '/oauth/', dropAfter: true }] })
    await caught(clientOf(zoho, { token: grantToken(zoho) }).request(MODULES))
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('the timeout of reads holds for token calls too', async () => {
    const silent = await server(() => {})
    const token = OAuthToken.refresh({ clientId: 'c', clientSecret: 's', refreshToken: 'r' })
    const config = { readTimeout: 40, retry: { ...quick, attempts: 1 } }
    const client = createClient({ environment: silent.environment, token, store: new MemoryStore(), config })
    expect((await caught(client.request(MODULES))).message).toMatch(/no byte for 40 ms/)
  })
})

describe('the throttle', () => {
  test.each(['throttle', 'throttle-translated'] as const)(
    '%s: nobody who shares the store asks again',
    async (preset) => {
      const zoho = await emulator()
      const store = new MemoryStore()
      await clientOf(zoho, { store }).request(MODULES)
      await changeToken(store, { expiresAt: 0 })
      zoho.reset()
      zoho.setFaults(preset)
      const clients = Array.from({ length: 5 }, () => clientOf(zoho, { store }))
      const errors = await Promise.all(clients.map((client) => caught(client.request(MODULES))))
      errors.push(await caught(clients[0]?.request(MODULES) ?? Promise.resolve()))
      for (const error of errors) {
        expect(error).toBeInstanceOf(RateLimitError)
        expect(error).toBeInstanceOf(AuthenticationError)
        expect(error).toMatchObject({ name: 'AuthenticationError', reason: 'throttled', retryAfter: 600_000 })
        expect(error).toMatchObject({ code: 'TOKEN_THROTTLED', hint: expect.stringMatching(/ten minutes/) })
      }
      expect(tokenCalls(zoho)).toBe(1)
    },
  )

  test('once the time is over, the next call asks', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    await changeToken(store, { expiresAt: 0, blockedUntil: Date.now() - 1 })
    expect((await clientOf(zoho, { store }).request(MODULES)).status).toBe(200)
    expect((await store.list())[0]?.blockedUntil).toBeNull()
  })
})

test('a refusal is not asked for again with every call', async () => {
  const zoho = await emulator()
  const client = clientOf(zoho, { token: OAuthToken.refresh({ ...zoho, refreshToken: '1000.revoked' }) })
  const errors = [await caught(client.request(MODULES)), await caught(client.request(MODULES))]
  expect(errors.map(({ code }) => code)).toEqual(['invalid_code', 'invalid_code'])
  expect(tokenCalls(zoho)).toBe(1)
})

describe('a vault', () => {
  async function accessTokenOf(zoho: Emulator): Promise<string> {
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const [row] = await store.list()
    return row?.accessToken ?? ''
  }

  test('is asked once, and again when its token has ended: once for many calls', async () => {
    const zoho = await emulator()
    const tokens = ['1000.ended', await accessTokenOf(zoho)]
    let asked = 0
    const client = clientOf(zoho, {
      token: async () => OAuthToken.access({ accessToken: tokens[asked++] ?? '' }),
    })
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.request(MODULES)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(asked).toBe(2)
  })

  test('is asked before a token ends, where it says when', async () => {
    const zoho = await emulator()
    const accessToken = await accessTokenOf(zoho)
    const tokens = [{ accessToken: '1000.ended', expiresAt: Date.now() - 1 }, { accessToken }]
    let asked = 0
    const client = clientOf(zoho, {
      token: async () => OAuthToken.access(tokens[asked++] ?? { accessToken }),
    })
    expect((await client.request(MODULES)).status).toBe(200)
    expect(callsTo(zoho, 'GET /crm').filter(({ status }) => status === 401)).toEqual([])
  })

  test('that gives the same token again: the error of an ended token, not a loop', async () => {
    const zoho = await emulator()
    let asked = 0
    const client = clientOf(zoho, {
      token: async () => {
        asked++
        return OAuthToken.access({ accessToken: '1000.ended' })
      },
    })
    expect((await caught(client.request(MODULES))).code).toBe('ACCESS_TOKEN_ENDED')
    expect(asked).toBe(2)
  })

  test('may give a refresh token, and is asked again after it failed', async () => {
    const zoho = await emulator()
    let locked = true
    const client = clientOf(zoho, {
      token: async () => {
        if (locked) throw new Error('the vault is locked')
        return OAuthToken.refresh(zoho)
      },
    })
    expect((await caught(client.request(MODULES))).message).toBe('the vault is locked')
    locked = false
    await client.request(MODULES)
    await client.request(MODULES)
    expect([tokenCalls(zoho), callsTo(zoho, 'GET /crm').length]).toEqual([1, 2])
  })

  test('that gives no token: says what is allowed', async () => {
    const zoho = await emulator()
    const client = clientOf(zoho, { token: async () => '1000.text' as unknown as OAuthToken })
    const error = await caught(client.request(MODULES))
    expect(error).toBeInstanceOf(ConfigurationError)
    expectNoSecrets(error, ['1000.text'])
  })
})

describe('an id brings its environment', () => {
  test('a custom one', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const [row = storedToken()] = await store.list()
    const client = createClient({ token: OAuthToken.id({ id: row.id }), store })
    expect((await client.request(MODULES)).status).toBe(200)
    expect(await client.environment()).toEqual(Environment.custom(zoho))
  })

  test('one of the table, corrected by the token answer', async () => {
    const store = new MemoryStore()
    await store.save(
      storedToken({
        environment: 'US.SANDBOX',
        apiDomain: 'https://www.zohoapis.eu',
        expiresAt: Date.now() + 1_000_000,
      }),
    )
    const client = createClient({ token: OAuthToken.id({ id: 'one' }), store })
    expect(await client.environment()).toEqual(EUDataCenter.SANDBOX())
  })

  test('a flow that brings none needs one', () => {
    const token = OAuthToken.access({ accessToken: 'a' })
    expect(() => createClient({ token })).toThrow(/environment is missing/)
  })
})

describe('signing in', () => {
  const first = async (store: TokenStore): Promise<StoredToken> => (await store.list())[0] ?? storedToken()

  test('finds out whose token it is, before it is stored under a readable id', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const client = clientOf(zoho, { token: grantToken(zoho), store })
    const signedIn = await client.signIn()
    const { user, organization } = signedIn
    expect(signedIn).toEqual({
      id: `${user?.email}:${zoho.zgid}`,
      environment: Environment.custom(zoho),
      user: {
        id: expect.stringMatching(/^\d+$/),
        name: expect.any(String),
        email: expect.stringMatching(/@/),
        profile: 'Administrator',
      },
      organization: { zgid: zoho.zgid, name: expect.any(String) },
      scopes: expect.arrayContaining(['ZohoCRM.modules.ALL']),
    })
    expect(await first(store)).toMatchObject({
      id: signedIn.id,
      user: user?.email,
      organization: organization?.zgid,
    })
    expect(tokenCalls(zoho)).toBe(1)
    expect(await client.signIn()).toEqual(signedIn)
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('later: user and organisation are linked to the same row, whose id stays', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const client = clientOf(zoho, { store })
    await client.request(MODULES)
    const before = await first(store)
    const { id, user, organization } = await client.signIn()
    const owner = { user: user?.email ?? null, organization: organization?.zgid ?? null }
    expect(id).toBe(before.id)
    expect(await store.list()).toEqual([{ ...before, version: 2, ...owner }])
    expect((await client.request(MODULES)).status).toBe(200)
  })

  test('again, with another grant: the row of the user is replaced', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const one = await clientOf(zoho, { token: grantToken(zoho), store }).signIn()
    const before = await first(store)
    const two = await clientOf(zoho, { token: grantToken(zoho, zoho.createGrant()), store }).signIn()
    expect(two.id).toBe(one.id)
    expect((await store.list()).length).toBe(1)
    expect((await first(store)).refreshToken).not.toBe(before.refreshToken)
  })

  test('the same user by another client: both rows stay', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    const one = await clientOf(zoho, { token: grantToken(zoho), store }).signIn()
    await changeToken(store, { clientId: '1000.ANOTHER' })
    const two = await clientOf(zoho, { token: grantToken(zoho, zoho.createGrant()), store }).signIn()
    expect(two.id).toMatch(new RegExp(`^${one.id}:[0-9a-f]{8}$`))
    expect((await store.list()).map(({ id }) => id)).toEqual([one.id, two.id])
  })

  test('with scopes that do not tell: signed in all the same', async () => {
    const zoho = await emulator({ scope: 'ZohoCRM.settings.ALL' })
    const store = new MemoryStore()
    const signedIn = await clientOf(zoho, { token: grantToken(zoho), store }).signIn()
    expect(signedIn).toMatchObject({ user: null, organization: null, scopes: ['ZohoCRM.settings.ALL'] })
    expect(signedIn.id).toBe((await first(store)).id)
  })

  test('a failure while finding out loses no grant', async () => {
    const zoho = await emulator({ faults: [{ path: '/crm/', times: 0, status: 500 }] })
    const store = new MemoryStore()
    const client = clientOf(zoho, { token: grantToken(zoho), store })
    await caught(client.signIn())
    expect((await store.list()).length).toBe(1)
    zoho.setFaults([])
    expect((await client.signIn()).organization?.zgid).toBe(zoho.zgid)
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('an access token alone has an owner and no id', async () => {
    const zoho = await emulator()
    const store = new MemoryStore()
    await clientOf(zoho, { store }).request(MODULES)
    const { accessToken } = await first(store)
    const own = new MemoryStore()
    const signedIn = await clientOf(zoho, { token: OAuthToken.access({ accessToken }), store: own }).signIn()
    expect([signedIn.id, signedIn.organization?.zgid, await own.list()]).toEqual([null, zoho.zgid, []])
  })

  test('refused: the error of the refusal', async () => {
    const zoho = await emulator()
    const error = await caught(clientOf(zoho, { token: grantToken(zoho, '1000.wrong') }).signIn())
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.code).toBe('invalid_code')
  })
})

describe('revoking', () => {
  async function signedIn(): Promise<{ zoho: Emulator; store: MemoryStore; client: Client }> {
    const zoho = await emulator()
    const store = new MemoryStore()
    const client = clientOf(zoho, { store })
    await client.request(MODULES)
    return { zoho, store, client }
  }

  test('ends the token at Zoho and removes the row', async () => {
    const { zoho, store, client } = await signedIn()
    const [{ accessToken } = storedToken()] = await store.list()
    await client.revoke()
    expect(await store.list()).toEqual([])
    const late = clientOf(zoho, { token: OAuthToken.access({ accessToken }), store: new MemoryStore() })
    expect((await caught(late.request(MODULES))).code).toBe('ACCESS_TOKEN_ENDED')
    expect((await caught(client.request(MODULES))).code).toBe('invalid_code')
  })

  test('a token that has been revoked already is removed', async () => {
    const { store, client } = await signedIn()
    const [row = storedToken()] = await store.list()
    await client.revoke()
    await store.save({ ...row, version: 1 })
    await client.revoke()
    expect(await store.list()).toEqual([])
  })

  test('where Zoho cannot be asked, the row stays', async () => {
    const { zoho, store, client } = await signedIn()
    zoho.setFaults([{ path: '/oauth/', times: 0, status: 500 }])
    expect((await caught(client.revoke())).code).toBe('ACCOUNTS_SERVER_FAILED')
    expect((await store.list()).length).toBe(1)
  })
})

test('hosts that the user gave are kept, whatever a token answer says', async () => {
  const zoho = await emulator({
    faults: [{ path: '/oauth/', body: { access_token: '1000.a', api_domain: 'https://www.zohoapis.eu' } }],
  })
  const client = clientOf(zoho)
  expect(await client.environment()).toEqual(Environment.custom(zoho))
})

test('a token answer does not turn a sandbox into production', async () => {
  const store = new MemoryStore()
  await store.save(
    storedToken({
      environment: 'EU.SANDBOX',
      apiDomain: 'https://www.zohoapis.in',
      expiresAt: Date.now() + 1e6,
    }),
  )
  const client = createClient({ token: OAuthToken.id({ id: 'one' }), store })
  expect((await client.environment()).apiUrl).toBe('https://sandbox.zohoapis.in')
  expect(USDataCenter.SANDBOX().apiUrl).toBe('https://sandbox.zohoapis.com')
})
