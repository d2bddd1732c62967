import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  ConfigurationError,
  createClient,
  Environment,
  MemoryStore,
  NetworkError,
  OAuthToken,
} from '../../../runtime/index.ts'

const retry = { attempts: 1, firstDelay: 0, maxDelay: 0 }

/** Where connections are taken, and nothing is ever said. */
async function silentOrigin(): Promise<string> {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a server that takes the connection and never answers the handshake: the connect timeout ends it', async () => {
  const origin = await silentOrigin()
  const client = createClient({
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.access({ accessToken: 'token' }),
    store: new MemoryStore(),
    config: { connectTimeout: 50, retry },
  })
  // Nothing was sent, so a write fails like a read and not with an unknown outcome.
  for (const method of ['GET', 'POST'] as const) {
    const call = client.request({ method, path: '/Leads', ...(method === 'POST' ? { body: {} } : {}) })
    const error = await call.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ code: 'ERR_CONNECT_TIMEOUT' })
  }
})

test('the connect timeout holds for token calls too', async () => {
  const origin = await silentOrigin()
  const client = createClient({
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.refresh({ clientId: 'c', clientSecret: 's', refreshToken: 'r' }),
    store: new MemoryStore(),
    config: { connectTimeout: 50, retry },
  })
  const error = await client.request({ method: 'GET', path: '/org' }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'ERR_CONNECT_TIMEOUT', context: { path: '/oauth/v2/token' } })
})

test('a connect timeout beside a fetch of one’s own is refused', () => {
  const origin = 'https://crm.example.com'
  const options = {
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.access({ accessToken: 'token' }),
    fetch,
    config: { connectTimeout: 1000 },
  }
  expect(() => createClient(options)).toThrow(ConfigurationError)
})
