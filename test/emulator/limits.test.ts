import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadOf } from '../../emulator/load.ts'
import { until } from '../support/until.ts'
import { type Client, call, signedIn } from './client.ts'

const LEFT = 'x-api-credits-remaining'
const TOO_MANY = { status: 429, body: { code: 'TOO_MANY_REQUESTS', details: {}, status: 'error' } }

/** The body of a write of so many leads. */
function rows(count: number): { readonly data: readonly object[] } {
  return { data: Array.from({ length: count }, () => ({ Last_Name: 'x' })) }
}

async function leads({ get }: Client): Promise<number> {
  return (await get('/Leads?fields=id')).body?.info.count ?? 0
}

describe('what a call weighs', () => {
  const query = (text: string): object => ({ select_query: `select Last_Name from Leads where ${text}` })

  test.each([
    ['GET', 'v8/Leads', undefined, [0, 1, false]],
    ['DELETE', 'v8/Leads', rows(50), [0, 1, false]],
    ['POST', 'v8/Leads', rows(1), [1, 1, false]],
    ['POST', 'v8/Leads?x=/upsert', rows(10), [10, 1, false]],
    ['POST', 'v8/Leads', rows(11), [11, 2, true]],
    ['PUT', 'v2.1/Leads', rows(20), [20, 2, true]],
    ['PUT', 'v8/Leads/1', rows(1), [1, 1, false]],
    ['POST', 'v8/Leads/upsert', rows(100), [100, 10, true]],
    ['POST', 'v8/Leads', undefined, [0, 1, false]],
    ['POST', 'v8/users', { users: rows(20).data }, [0, 1, false]],
    ['POST', 'v8/coql', query('id is not null'), [0, 1, true]],
    ['POST', 'v8/coql', query('id > 0 limit 200'), [0, 1, true]],
    ['POST', 'v8/coql', query('id > 0 LIMIT 201 OFFSET 5000'), [0, 2, true]],
    ['POST', 'v8/coql', query('id > 0 limit 5000, 1000'), [0, 2, true]],
    ['POST', 'v8/coql', query("Last_Name = 'limit 2000'"), [0, 1, true]],
    ['POST', 'v8/coql', query('id in (select id from Deals limit 2000)'), [0, 1, true]],
    ['POST', 'v8/coql', query('id > 0\nlimit\n1001'), [0, 3, true]],
    ['POST', 'v8/Leads/1/actions/convert', undefined, [0, 5, true]],
    ['POST', 'v8/Leads/1/actions/send_mail', undefined, [0, 1, true]],
    ['POST', 'bulk/v8/write', undefined, [0, 500, false]],
    ['POST', 'bulk/v8/read', undefined, [0, 1, false]],
  ] as const)('%s %s %j: %j', async (method, path, body, [sent, credits, isHeavy]) => {
    const given = body === undefined ? undefined : JSON.parse(JSON.stringify(body))
    const load = await loadOf(method, `/crm/${path}`, async () => given)
    expect(load).toEqual({ rows: sent, credits, isHeavy })
  })
})

describe('heavy calls in flight', () => {
  /** So many heavy writes that are in flight, as their answers dribble, until they are left. */
  async function busyWith({ emulator, headers }: Client, count: number): Promise<{ leave(): Promise<void> }> {
    emulator.setFaults([{ path: '/Leads', times: count, trickle: 600_000 }])
    const calls = Array.from({ length: count }, () => {
      const sent = request(`${emulator.apiUrl}/crm/v8/Leads`, { method: 'POST', headers, agent: false })
      return sent.end(JSON.stringify(rows(11)))
    })
    await Promise.all(calls.map((sent) => once(sent, 'response')))
    const leave = async (): Promise<void> => {
      for (const sent of calls) sent.destroy()
      await until(() => emulator.calls().every(({ status }) => status !== 0))
    }
    return { leave }
  }

  test('are ten by default; the eleventh is refused, lighter ones are not', async () => {
    const client = await signedIn()
    const calls = await busyWith(client, 10)
    expect(await client.send('POST', '/Leads', rows(11))).toMatchObject(TOO_MANY)
    expect(await client.send('POST', '/coql', { select_query: 'select id from Leads' })).toMatchObject(
      TOO_MANY,
    )
    expect((await client.send('POST', '/Leads', rows(10))).status).toBe(201)
    expect((await client.get('/org')).status).toBe(200)
    await calls.leave()
    expect((await client.send('POST', '/Leads', rows(11))).status).toBe(201)
    expect(await leads(client)).toBe(131)
  })

  test('may be fewer, and count among all calls', async () => {
    const client = await signedIn({ concurrency: 2, heavyConcurrency: 1 })
    const calls = await busyWith(client, 1)
    expect(await client.send('PUT', '/Leads', rows(11))).toMatchObject(TOO_MANY)
    expect((await client.get('/org')).status).toBe(200)
    await calls.leave()
    expect((await client.send('PUT', '/Leads', rows(11))).status).toBe(400)
  })

  test('are refused before anything is done', async () => {
    const client = await signedIn({ heavyConcurrency: 0, credits: 3 })
    expect(await client.send('POST', '/Leads', rows(11))).toMatchObject(TOO_MANY)
    expect(client.emulator.calls().at(-1)).toMatchObject({ status: 429, rows: 11 })
    expect((await client.send('POST', '/Leads', rows(10))).headers.has(LEFT)).toBe(false)
    expect(await leads(client)).toBe(10)
  })
})

describe('API credits', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('are told from the moment when half of them are used, and refused when none are left', async () => {
    const { get } = await signedIn({ credits: 5 })
    const left = []
    for (let count = 0; count < 6; count++) left.push((await get('/org')).headers.get(LEFT))
    expect(left).toEqual([null, null, '2', '1', '0', '0'])
    expect(await get('/org')).toMatchObject(TOO_MANY)
  })

  test('are told at exactly the half', async () => {
    const { get } = await signedIn({ credits: 4 })
    expect((await get('/org')).headers.get(LEFT)).toBe(null)
    expect((await get('/org')).headers.get(LEFT)).toBe('2')
  })

  test('must suffice for the whole of a write, which is not begun else', async () => {
    const client = await signedIn({ credits: 4 })
    const refused = await client.send('POST', '/Leads', rows(41))
    expect(refused).toMatchObject(TOO_MANY)
    expect(refused.headers.get(LEFT)).toBe(null)
    const done = await client.send('POST', '/Leads', rows(31))
    expect([done.status, done.headers.get(LEFT)]).toEqual([201, '0'])
    client.emulator.reset()
    expect(await leads(client)).toBe(0)
  })

  test('are spent on calls that fail, not on those that nobody may make or that never got through', async () => {
    const { emulator, get } = await signedIn({ credits: 2 })
    emulator.setFaults([
      { path: '/org', status: 500 },
      { path: '/org', drop: true },
    ])
    expect((await get('/org')).status).toBe(500)
    await expect(get('/org')).rejects.toThrow('fetch failed')
    expect((await call(`${emulator.apiUrl}/crm/v8/org`)).status).toBe(401)
    expect((await get('/nonsense/at/all/of/it')).status).toBe(404)
    const failed = await get('/Nonsense')
    expect([failed.status, failed.headers.get(LEFT)]).toEqual([400, '1'])
  })

  test('are free again after 24 hours, or after a reset', async () => {
    const client = await signedIn({ credits: 2, tokenTtl: 200_000 })
    const { emulator, get } = client
    const hours = (count: number): unknown =>
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + count * 3_600_000 })
    await get('/org')
    hours(12)
    await get('/org')
    expect(await get('/org')).toMatchObject(TOO_MANY)
    hours(12)
    expect((await get('/org')).headers.get(LEFT)).toBe('0')
    expect(await get('/org')).toMatchObject(TOO_MANY)
    await call(`${emulator.apiUrl}/__emulator/reset`, { method: 'POST' })
    expect((await get('/org')).headers.get(LEFT)).toBe('1')
  })

  test('are without a limit by default, and nothing is told of them', async () => {
    const { send } = await signedIn()
    for (let count = 0; count < 3; count++) {
      expect((await send('POST', '/Leads', rows(100))).headers.has(LEFT)).toBe(false)
    }
  })
})

test('a form is not weighed: its files would not survive being read as text', async () => {
  const { emulator, send } = await signedIn()
  await send('POST', '/files', rows(3), { 'content-type': 'multipart/form-data; boundary=x' })
  await send('POST', '/files', rows(3), { 'content-type': 'text/plain' })
  expect(emulator.calls().map((each) => each.rows)).toEqual([0, 0, 3])
})
