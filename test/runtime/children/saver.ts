// Saves tokens without end, and says after each save that it was done; a test kills it in the middle.
import { FileStore, type StoredToken, type TokenStore } from '@zcrm/runtime'
import { DBStore } from '@zcrm/runtime/stores'

const [kind, path = ''] = process.argv.slice(2)
const store: TokenStore = kind === 'sqlite' ? new DBStore({ sqlite: path }) : new FileStore(path)
for (let count = 0; ; count++) {
  const id = `t${count % 3}`
  const version = ((await store.find({ id }))?.version ?? 0) + 1
  const token: StoredToken = {
    id,
    version,
    fingerprint: `f-${id}`,
    environment: 'US.PRODUCTION',
    clientId: 'c',
    clientSecret: 's',
    refreshToken: 'r',
    accessToken: 'a'.repeat(1 + ((count * 997) % 5000)),
    expiresAt: count,
    apiDomain: null,
    scopes: null,
    blockedUntil: null,
    user: null,
    organization: null,
  }
  if (await store.save(token)) process.stdout.write(`${id} ${version}\n`)
}
