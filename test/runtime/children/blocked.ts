// One call with an expired token, whose event loop stands still while the token is being refreshed: until a file is
// there, and for some milliseconds at least.
import { existsSync } from 'node:fs'
import { createClient, Environment, type Fetch, FileStore, OAuthToken } from '@zcrm/runtime'

const [origin = '', path = '', end = '', milliseconds = '0', leaseFactor = '1'] = process.argv.slice(2)

/** A file store whose leases are shorter, so that a test need not wait for the real ones to end. */
class ShortLeases extends FileStore {
  override lease(key: string, holder: string, lease: number): Promise<boolean> {
    return super.lease(key, holder, lease * Number(leaseFactor))
  }
}

const blocking: Fetch = async (url, init) => {
  const response = await fetch(url, init)
  if (!url.includes('/oauth/')) return response
  process.send?.('blocked')
  const since = performance.now()
  while (!existsSync(end) || performance.now() - since < Number(milliseconds)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
  }
  return response
}

const client = createClient({
  environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
  token: OAuthToken.id({ id: 'shared' }),
  store: new ShortLeases(path),
  fetch: blocking,
})
const { status } = await client.request({ method: 'GET', path: '/org' })
process.send?.(status)
process.disconnect()
