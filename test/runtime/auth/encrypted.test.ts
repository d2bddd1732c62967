import { ConfigurationError, MemoryStore, OAuthToken } from '@zcrm/runtime'
import { EncryptedStore } from '@zcrm/runtime/stores'
import { expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { caught, changeToken, clientOf, expectNoSecrets, grantToken, tokenCalls } from '../support.ts'

const ORG = { method: 'GET', path: '/org' } as const
const KEY = Buffer.alloc(32, 7).toString('base64')

test('a client signs in, refreshes and is found again over an encrypted store, and nothing readable is in it', async () => {
  const zoho = await emulator()
  const rows = new MemoryStore()
  const store = new EncryptedStore(rows, { keys: KEY })
  const { id } = await clientOf(zoho, { store, token: grantToken(zoho) }).signIn()
  await changeToken(store, { expiresAt: 0 })
  const again = clientOf(zoho, { store, token: OAuthToken.id({ id: id ?? '' }) })
  expect((await again.request(ORG)).status).toBe(200)
  expect(tokenCalls(zoho)).toBe(2)
  const [plain] = await store.list()
  const kept = JSON.stringify(await rows.list())
  for (const secret of [plain?.accessToken, plain?.refreshToken, plain?.clientSecret]) {
    expect(secret).toBeTruthy()
    expect(kept).not.toContain(secret)
  }
})

test('without its keys nothing is sent, and the error says what is missing', async () => {
  const zoho = await emulator()
  const rows = new MemoryStore()
  await clientOf(zoho, { store: new EncryptedStore(rows, { keys: KEY }) }).request(ORG)
  zoho.reset()
  const error = await caught(clientOf(zoho, { store: rows }).request(ORG))
  expect(error).toBeInstanceOf(ConfigurationError)
  expect(error.hint).toMatch(/EncryptedStore/)
  expectNoSecrets(error, [zoho.refreshToken, zoho.clientSecret])
  expect(zoho.calls()).toEqual([])
})
