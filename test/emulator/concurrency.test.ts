import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { expect, test } from 'vitest'
import { type Client, call, refresh, signedIn } from './client.ts'

/** A call that is in flight until it is ended: its body is still to come. */
async function pending({ emulator, headers }: Client): Promise<ClientRequest> {
  const sent = request(`${emulator.apiUrl}/crm/v8/Leads`, {
    method: 'POST',
    headers: { ...headers, expect: '100-continue' },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  return sent
}

async function finish(sent: ClientRequest): Promise<number | undefined> {
  sent.end(JSON.stringify({ data: [{ Last_Name: 'x' }] }))
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

test('API calls beyond the concurrency are refused at once, and only they', async () => {
  const client = await signedIn({ concurrency: 2 })
  const { emulator, get } = client
  const calls = [await pending(client), await pending(client)]
  const refused = await get('/org')
  expect([refused.status, refused.body]).toEqual([
    429,
    {
      code: 'TOO_MANY_REQUESTS',
      details: {},
      message: 'Rate limit exceeded. Please retry after the specified time.',
      status: 'error',
    },
  ])
  expect(emulator.calls().at(-1)).toMatchObject({ path: '/crm/v8/org', status: 429 })
  expect((await refresh(emulator)).status).toBe(200)
  expect((await call(`${emulator.apiUrl}/__emulator/calls`)).status).toBe(200)

  expect(await Promise.all(calls.map(finish))).toEqual([201, 201])
  expect((await get('/org')).status).toBe(200)
})

test('a call that fails or is dropped is in flight no more', async () => {
  const client = await signedIn({ concurrency: 1 })
  client.emulator.setFaults([
    { path: '/org', drop: true },
    { path: '/org', status: 500 },
  ])
  await expect(client.get('/org')).rejects.toThrow('fetch failed')
  expect([(await client.get('/org')).status, (await client.get('/org')).status]).toEqual([500, 200])
  expect((await client.send('POST', '/Leads', '{')).status).toBe(400)
  expect((await client.get('/org')).status).toBe(200)
})

test('there is no limit by default', async () => {
  const client = await signedIn()
  const calls = await Promise.all(Array.from({ length: 30 }, () => pending(client)))
  expect((await client.get('/org')).status).toBe(200)
  expect(new Set(await Promise.all(calls.map(finish)))).toEqual(new Set([201]))
})
