import {
  createClient,
  Environment,
  EUDataCenter,
  MemoryStore,
  OAuthToken,
  type StoredToken,
  USDataCenter,
} from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../../emulator/index.ts'
import { importTokens } from '../../../generator/tokens/import.ts'
import type { OfficialRow } from '../../../generator/tokens/official-rows.ts'
import { emulator } from '../../support/cli.ts'

function row(rest: Partial<OfficialRow> = {}): OfficialRow {
  return {
    id: '1',
    user: 'ada@example.com:77',
    clientId: '1000.C',
    clientSecret: 'secret',
    refreshToken: '1000.refresh',
    accessToken: '1000.access',
    grantToken: '',
    expiryTime: '1700000000000',
    apiDomain: 'https://www.zohoapis.eu',
    ...rest,
  }
}

/** What is stored after rows were imported, and what was said of each. */
async function imported(rows: readonly OfficialRow[], configured: Environment | null = null) {
  const store = new MemoryStore()
  const said = await importTokens(store, rows, configured)
  return { store, said, stored: await store.list() }
}

const environments = (rows: readonly StoredToken[]) => rows.map(({ environment }) => environment)

describe('a token of the official SDK', () => {
  test('is stored with all that is known of it', async () => {
    const { stored, said } = await imported([row()])
    expect(stored).toEqual([
      {
        id: 'ada@example.com:77',
        version: 1,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        environment: 'EU.PRODUCTION',
        clientId: '1000.C',
        clientSecret: 'secret',
        refreshToken: '1000.refresh',
        accessToken: '1000.access',
        expiresAt: 1_700_000_000_000,
        apiDomain: 'https://www.zohoapis.eu',
        scopes: null,
        blockedUntil: null,
        user: 'ada@example.com',
        organization: '77',
      },
    ])
    expect(said).toEqual([{ from: '1', id: 'ada@example.com:77', skipped: null }])
  })

  test('of a user whom nobody looked up, or who has no organisation beside the e-mail address', async () => {
    const { stored } = await imported([
      row({ user: '', id: '3' }),
      row({ user: 'bo@example.com', refreshToken: 'x' }),
    ])
    expect(stored.map(({ id, user, organization }) => [id, user, organization])).toEqual([
      ['bo@example.com', 'bo@example.com', null],
      ['official-3', null, null],
    ])
  })

  test.each([
    ['', '1700000000000'],
    ['1000.access', ''],
    ['1000.access', 'soon'],
  ])('whose access token is %j until %j has to be refreshed first', async (accessToken, expiryTime) => {
    expect((await imported([row({ accessToken, expiryTime })])).stored[0]?.expiresAt).toBe(0)
  })

  test.each([
    [{ refreshToken: '' }, /no refresh token/],
    [{ clientId: '' }, /no client id/],
    [{ clientSecret: '' }, /no client secret/],
    [{ apiDomain: null }, /ZCRM_ENVIRONMENT/],
    [{ apiDomain: 'https://www.zohoapis.mars' }, /ZCRM_ENVIRONMENT/],
  ])('with %j is left, and the others are not', async (rest, why) => {
    const { stored, said } = await imported([row({ ...rest, id: '8' }), row({ user: 'bo@example.com:77' })])
    expect(said).toEqual([
      { from: '8', id: null, skipped: expect.stringMatching(why) },
      { from: '1', id: 'bo@example.com:77', skipped: null },
    ])
    expect(stored).toHaveLength(1)
  })

  test('twice changes nothing', async () => {
    const { store, stored } = await imported([row(), row({ id: '2', user: '', grantToken: '1000.g' })])
    const again = await importTokens(store, [row(), row({ id: '2', user: '', grantToken: '1000.g' })], null)
    expect(again.map(({ id }) => id)).toEqual([null, null])
    expect(again[0]?.skipped).toBe('it is there already, as ada@example.com:77')
    expect(await store.list()).toEqual(stored)
  })

  test('gets an id of its own where another token has the one it would have', async () => {
    const { stored } = await imported([row(), row({ clientId: '1000.D' }), row({ clientId: '1000.E' })])
    expect(stored.map(({ id }) => id)).toEqual([
      'ada@example.com:77',
      expect.stringMatching(/^ada@example\.com:77:[0-9a-f]{8}$/),
      expect.stringMatching(/^ada@example\.com:77:[0-9a-f]{8}$/),
    ])
  })
})

describe('the environment of a token', () => {
  const origin = 'http://127.0.0.1:1'
  const custom = Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin })
  const key = `${origin} ${origin} ${origin}`

  test.each<[string | null, Environment | null, string]>([
    ['https://www.zohoapis.eu', null, 'EU.PRODUCTION'],
    ['https://developer.zohoapis.in', null, 'IN.DEVELOPER'],
    ['https://sandbox.zohoapis.com.au/', null, 'AU.SANDBOX'],
    // Configured is another data centre, or hosts of one's own: those must not get its secrets.
    ['https://www.zohoapis.eu', USDataCenter.SANDBOX(), 'EU.PRODUCTION'],
    ['https://www.zohoapis.eu', custom, 'EU.PRODUCTION'],
    // The production host says nothing of the kind.
    ['https://www.zohoapis.eu', EUDataCenter.SANDBOX(), 'EU.SANDBOX'],
    ['https://developer.zohoapis.eu', EUDataCenter.SANDBOX(), 'EU.DEVELOPER'],
    [null, USDataCenter.SANDBOX(), 'US.SANDBOX'],
    [null, custom, key],
    [origin, custom, key],
    ['https://www.zohoapis.mars', EUDataCenter.PRODUCTION(), 'EU.PRODUCTION'],
  ])('of the API domain %s', async (apiDomain, configured, want) => {
    expect(environments((await imported([row({ apiDomain })], configured)).stored)).toEqual([want])
  })
})

describe('an app that moves over', () => {
  /** A token that the official SDK got from an emulator, and what it keeps of it. */
  async function official(zoho: Emulator, grantToken: string): Promise<OfficialRow> {
    const { clientId, clientSecret, accountsUrl: apiDomain } = zoho
    const store = new MemoryStore()
    const token = OAuthToken.grant({ clientId, clientSecret, grantToken })
    await createClient({ environment: Environment.custom(zoho), token, store }).signIn()
    const [stored] = await store.list()
    const { refreshToken = '', accessToken = '', expiresAt } = stored ?? {}
    const expiryTime = String(expiresAt)
    return row({ clientId, clientSecret, refreshToken, accessToken, grantToken, expiryTime, apiDomain })
  }

  const exchanges = (zoho: Emulator) => zoho.calls().filter(({ path }) => path === '/oauth/v2/token')

  test('with the used grant still in its code asks for no token', async () => {
    const zoho = await emulator()
    const before = await official(zoho, zoho.grantToken)
    const { store } = await imported([before], Environment.custom(zoho))
    const { clientId, clientSecret, grantToken } = zoho
    const count = exchanges(zoho).length
    const token = OAuthToken.grant({ clientId, clientSecret, grantToken })
    const client = createClient({ environment: Environment.custom(zoho), token, store })
    expect(await client.signIn()).toMatchObject({ id: 'ada@example.com:77', user: { name: 'Ada Kettle' } })
    expect(exchanges(zoho)).toHaveLength(count)
  })

  test('refreshes, and sends the grant no more, once the access token has ended', async () => {
    const zoho = await emulator()
    const before = await official(zoho, zoho.grantToken)
    const { store } = await imported([{ ...before, expiryTime: '1' }], Environment.custom(zoho))
    const { clientId, clientSecret, grantToken } = zoho
    const count = exchanges(zoho).length
    const token = OAuthToken.grant({ clientId, clientSecret, grantToken })
    await createClient({ environment: Environment.custom(zoho), token, store }).signIn()
    expect(
      exchanges(zoho)
        .slice(count)
        .map(({ secrets }) => secrets),
    ).toEqual([['clientSecret', 'refreshToken']])
  })

  test('with a refresh token in its code asks for no token', async () => {
    const zoho = await emulator()
    const before = await official(zoho, zoho.grantToken)
    const { store } = await imported([{ ...before, grantToken: '' }], Environment.custom(zoho))
    const { clientId, clientSecret, refreshToken } = before
    const count = exchanges(zoho).length
    const token = OAuthToken.refresh({ clientId, clientSecret, refreshToken })
    await createClient({ environment: Environment.custom(zoho), token, store }).signIn()
    expect(exchanges(zoho)).toHaveLength(count)
    expect(await store.list()).toHaveLength(1)
  })
})
