// Saves a token in a database and does nothing else, nor ends itself: says what became of it.
import { DBStore, type DBStoreOptions } from '@zcrm/runtime/stores'

const [options = '', afterwards = 'leave open'] = process.argv.slice(2)
const store = new DBStore(JSON.parse(options) as DBStoreOptions)
try {
  const token = {
    ...{ id: 'of the child', version: 1, fingerprint: 'f', environment: 'US.PRODUCTION', clientId: 'c' },
    ...{ clientSecret: 's', refreshToken: 'r', accessToken: 'a', expiresAt: 0, apiDomain: null },
    ...{ scopes: null, blockedUntil: null, user: null, organization: null },
  }
  // More at once than there are connections: some wait for one, and none keeps the process.
  const [saved] = await Promise.all([store.save(token), store.list(), store.list(), store.list()])
  process.stdout.write(`saved ${saved}`)
} catch (error) {
  const { message, hint } = error as { message: string; hint: string }
  process.stdout.write(`${message}\n${hint}`)
}
if (afterwards === 'close') {
  await store.close()
  process.stdout.write(', closed')
}
