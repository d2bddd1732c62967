import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { type Fault, FaultError, type FaultPreset, faultPresets, parseFaults } from '../../emulator/index.ts'
import { until } from '../support/until.ts'
import { type Client, call, clientOf, refresh, signedIn, signIn, start } from './client.ts'
import { type Watched, watch } from './watched.ts'

const ROW = { data: [{ Last_Name: 'x' }] }

/** The statuses of so many calls, one after the other. */
async function statuses({ get }: Client, count: number): Promise<readonly number[]> {
  const seen = []
  for (let at = 0; at < count; at++) seen.push((await get('/org')).status)
  return seen
}

/** A client of an emulator that misbehaves once it has signed in. */
async function troubled(...faults: readonly Fault[]): Promise<Client> {
  const client = await signedIn()
  client.emulator.setFaults(faults)
  return client
}

async function leads({ get }: Client): Promise<number> {
  return (await get('/Leads?fields=id')).body?.info.count ?? 0
}

describe('a fault', () => {
  test('skips some calls, then befalls some', async () => {
    const client = await signedIn()
    client.emulator.setFaults([{ path: '/org', skip: 1, times: 2, status: 429 }])
    const statuses = []
    for (let count = 0; count < 5; count++) statuses.push((await client.get('/org')).status)
    expect(statuses).toEqual([200, 429, 429, 200, 200])
  })

  test('has a status, a body and headers', async () => {
    const client = await signedIn()
    client.emulator.setFaults([
      { path: '/org', status: 500 },
      { path: '/org', status: 503, body: 'busy', headers: { 'Retry-After': '7' } },
      { path: '/org', body: { odd: true } },
    ])
    expect((await client.get('/org')).body).toMatchObject({ code: 'INTERNAL_ERROR', status: 'error' })
    const busy = await fetch(`${client.emulator.apiUrl}/crm/v8/org`)
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([503, '7', 'busy'])
    expect((await client.get('/org')).body).toEqual({ odd: true })
  })
})

describe('a fault that recurs', () => {
  test('befalls each n-th call that is left', async () => {
    const client = await troubled({ path: '/org', skip: 1, every: 3, status: 429 })
    expect(await statuses(client, 8)).toEqual([200, 200, 200, 429, 200, 200, 429, 200])
  })

  test('stops after so many times', async () => {
    const client = await troubled({ path: '/org', every: 2, times: 2, status: 429 })
    expect(await statuses(client, 8)).toEqual([200, 429, 200, 429, 200, 200, 200, 200])
  })

  test('befalls a share of the calls, the same ones for the same seed', async () => {
    const client = await signedIn()
    const struckBy = async (...faults: readonly Fault[]): Promise<readonly number[]> => {
      client.emulator.setFaults(faults)
      return statuses(client, 100)
    }
    const half: Fault = { path: '/org', rate: 0.5, status: 429 }
    const first = await struckBy(half)
    const share = first.filter((status) => status === 429).length
    expect([share > 30, share < 70]).toEqual([true, true])
    expect(await struckBy(half)).toEqual(first)
    expect(await struckBy({ ...half, seed: 2 })).not.toEqual(first)
    expect(await struckBy({ ...half, rate: 0 })).not.toContain(429)
    expect(await struckBy({ ...half, rate: 1 })).not.toContain(200)
    // The second picks others than the first: of the calls left it strikes half again.
    const both = await struckBy(half, { ...half, status: 500 })
    expect(new Set(both)).toEqual(new Set([200, 429, 500]))
  })

  test('begins anew after a reset', async () => {
    const emulator = await start({ faults: [{ path: '/org', every: 2, status: 429 }] })
    const client = await signIn(emulator)
    expect(await statuses(client, 1)).toEqual([200])
    emulator.reset()
    expect(await statuses(client, 2)).toEqual([200, 429])
  })
})

describe('what a client cannot know', () => {
  const write = (client: Client): Promise<Watched> => watch(client, 'POST', '/Leads', ROW)

  test.each([
    ['a reset before the work', { drop: true }, { status: 0, error: 'ECONNRESET', bytes: 0 }, 0],
    ['a reset after the work', { dropAfter: true }, { status: 0, error: 'ECONNRESET', bytes: 0 }, 1],
    ['a failure instead of the work', { status: 500 }, { status: 500, error: '' }, 0],
    ['a failure after the work', { status: 500, workFirst: true }, { status: 500, error: '' }, 1],
    ['an answer that breaks off', { truncate: 'connection' }, { status: 201, error: 'ECONNRESET' }, 1],
    ['an answer that ends too early', { truncate: 'body' }, { status: 201, error: '' }, 1],
    ['an answer that dribbles', { trickle: 20 }, { status: 201, error: '' }, 1],
  ] as const)('%s', async (_, fault, seen, stored) => {
    const client = await troubled({ method: 'post', path: '/Leads', ...fault })
    expect(await write(client)).toMatchObject(seen)
    expect(client.emulator.calls().at(-1)).toMatchObject({ status: seen.status, rows: 1 })
    expect(await leads(client)).toBe(stored)
    expect((await write(client)).status).toBe(201)
  })

  test('half of a body is sent, with or without the length of the whole', async () => {
    const whole = (await watch(await signedIn(), 'GET', '/org')).text
    const half = whole.slice(0, Math.ceil(whole.length / 2))
    const client = await troubled(
      { path: '/org', truncate: 'connection' },
      { path: '/org', truncate: 'body' },
      { path: '/org', truncate: 'body', status: 500, body: 'busy' },
    )
    const broken = await watch(client, 'GET', '/org')
    expect([broken.text, broken.headers['content-length']]).toEqual([half, String(whole.length)])
    const ended = await watch(client, 'GET', '/org')
    expect([ended.text, ended.headers['transfer-encoding']]).toEqual([half, 'chunked'])
    expect(ended.headers).not.toHaveProperty('content-length')
    expect(await watch(client, 'GET', '/org')).toMatchObject({ status: 500, text: 'bu' })
  })

  test('a fetch fails while it reads an answer that breaks off', async () => {
    const client = await troubled({ path: '/org', truncate: 'connection' })
    const response = await fetch(`${client.emulator.apiUrl}/crm/v8/org`, { headers: client.headers })
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('terminated')
  })

  test('an answer without a body goes out whole', async () => {
    const client = await troubled({ path: '/Leads', truncate: 'connection' })
    expect(await watch(client, 'GET', '/Leads?fields=id')).toMatchObject({ status: 204, error: '' })
  })
})

describe('an answer that dribbles', () => {
  test('comes in pieces and is whole', async () => {
    const client = await troubled({ path: '/org', skip: 1, trickle: 100 })
    const plain = await watch(client, 'GET', '/org')
    const before = performance.now()
    const dribbled = await watch(client, 'GET', '/org')
    expect(performance.now() - before).toBeGreaterThan(70)
    expect(dribbled.text).toBe(plain.text)
    expect([plain.pieces, dribbled.pieces > 3]).toEqual([1, true])
  })

  test('ends where the client leaves', async () => {
    const client = await troubled({ path: '/org', trickle: 60_000 })
    const sent = request(`${client.emulator.apiUrl}/crm/v8/org`, { headers: client.headers, agent: false })
    sent.end()
    await once(sent, 'response')
    sent.destroy()
    await until(() => client.emulator.calls().at(-1)?.status === 200)
    expect((await client.get('/org')).status).toBe(200)
  })
})

test('a revoked token is refused from that call on, and a refresh gives another', async () => {
  const { emulator } = await signedIn()
  const client = clientOf(emulator, (await refresh(emulator)).body.access_token)
  const other = clientOf(emulator, (await refresh(emulator)).body.access_token)
  emulator.setFaults([{ path: '/org', skip: 1, revokeToken: true }])
  expect((await client.get('/org')).status).toBe(200)
  const refused = await client.get('/org')
  expect([refused.status, refused.body.code]).toEqual([401, 'INVALID_TOKEN'])
  expect((await client.get('/org')).body.code).toBe('INVALID_TOKEN')
  expect((await other.get('/org')).status).toBe(200)
  const again = clientOf(emulator, (await refresh(emulator)).body.access_token)
  expect((await again.get('/org')).status).toBe(200)
})

describe('a preset', () => {
  test('stands for its faults', async () => {
    const emulator = await start({ faults: 'throttle' })
    expect([(await refresh(emulator)).status, (await refresh(emulator)).body.error]).toEqual([
      400,
      'Access Denied',
    ])
    emulator.setFaults('throttle-translated')
    const translated = await refresh(emulator)
    expect([translated.status, translated.body]).toEqual([
      200,
      { error: 'Access Denied', error_description: expect.stringMatching(/^リクエスト/), status: 'failure' },
    ])
    expect(parseFaults('rate-limit')).toMatchObject([{ status: 429 }])
    expect(parseFaults('{"path":"/x"}')).toEqual([{ path: '/x' }])
  })

  /** What became of a call that was to insert one lead. */
  const told = ({ status, error, text }: Watched): string => {
    if (error !== '') return status === 0 ? 'no answer' : 'broken off'
    return status === 201 && !text.endsWith('}') ? 'cut' : String(status)
  }

  /** How often sixty writes had which outcome, and how many of them were done. */
  async function suffered(preset: FaultPreset): Promise<[outcomes: Record<string, number>, done: number]> {
    const emulator = await start()
    let client = await signIn(emulator)
    emulator.setFaults(preset)
    const seen: Record<string, number> = {}
    for (let count = 0; count < 60; count++) {
      const outcome = told(await watch(client, 'POST', '/Leads', ROW))
      seen[outcome] = (seen[outcome] ?? 0) + 1
      if (outcome === '401') client = clientOf(emulator, (await refresh(emulator)).body.access_token)
    }
    emulator.setFaults([])
    return [seen, await leads(client)]
  }

  test.each([
    ['rate-limit-storm', ['201', '429'], false],
    ['server-errors', ['201', '500', '503'], false],
    ['resets', ['201', 'no answer'], false],
    ['lost-answers', ['201', 'no answer'], true],
    ['failed-after', ['201', '500'], true],
    ['slow-answers', ['201'], true],
    ['truncated', ['201', 'broken off', 'cut'], true],
    ['revoked-token', ['201', '401'], false],
  ] as const)('%s befalls some of the writes, in its own way', async (preset, outcomes, areAllDone) => {
    const [seen, done] = await suffered(preset)
    expect(Object.keys(seen).sort()).toEqual(outcomes)
    expect(seen[201]).toBeGreaterThan(40)
    expect(done).toBe(areAllDone ? 60 : seen[201])
  })

  test('rate-limit-storm comes in bursts, and says now and then how long to wait', async () => {
    const client = await signedIn()
    client.emulator.setFaults('rate-limit-storm')
    const seen = []
    for (let count = 0; count < 70; count++) seen.push(await watch(client, 'GET', '/org'))
    const refused = seen.flatMap(({ status, headers }, at) =>
      status === 429 ? [[at + 1, headers['retry-after']]] : [],
    )
    expect(refused.slice(0, 4)).toEqual([
      [9, '0'],
      [10, undefined],
      [19, '0'],
      [20, undefined],
    ])
    expect(refused.map(([, retryAfter]) => retryAfter)).toContain('1')
  })

  test('storm is all of them, and leaves most calls alone', async () => {
    const [seen, done] = await suffered('storm')
    expect(Object.keys(seen).length).toBeGreaterThan(3)
    expect(seen[201]).toBeGreaterThan(40)
    expect(done).toBeGreaterThanOrEqual(seen[201] ?? 0)
    const faults = parseFaults('storm')
    const kinds = [
      'revokeToken',
      'status',
      'workFirst',
      'drop',
      'dropAfter',
      'truncate',
      'delay',
      'trickle',
    ] as const
    for (const kind of kinds) expect(faults.some((fault) => fault[kind] !== undefined)).toBe(true)
    const untouched = faults.reduce((share, { rate = 1 }) => share * (1 - rate), 1)
    expect(untouched).toBeGreaterThan(0.6)
  })

  test.each(faultPresets.filter((name) => !name.startsWith('throttle')))(
    '%s leaves the accounts server alone',
    (name) => {
      for (const fault of parseFaults(name)) expect(fault.path).toBe('/crm/')
    },
  )
})

describe('no fault', () => {
  test.each([
    ['nonsense', 'There is no preset of faults named nonsense'],
    ['toString', 'There is no preset'],
    ['[', 'Faults are a JSON list'],
    ['[1]', 'Each fault is an object'],
    ['{"statsu":500}', 'A fault has no statsu; its options are: method, path'],
    ['{"rate":2}', "A fault's rate must be from 0 to 1."],
    ['{"every":0}', "A fault's every must be a whole number from 1 on."],
    ['{"status":42}', "A fault's status must be"],
    ['{"truncate":true}', `A fault's truncate must be "connection" or "body".`],
    ['{"headers":{"a":1}}', "A fault's headers must be an object of texts."],
    ['{"delay":-1}', "A fault's delay must be a number of milliseconds."],
  ])('is %s', (text, message) => {
    expect(() => parseFaults(text)).toThrow(FaultError)
    expect(() => parseFaults(text)).toThrow(message)
  })

  test('by remote control', async () => {
    const { emulator } = await signedIn()
    const init = { method: 'POST', body: '{"rate":"often"}' }
    const reply = await call(`${emulator.apiUrl}/__emulator/faults`, init)
    expect([reply.status, reply.body.message]).toEqual([400, "A fault's rate must be from 0 to 1."])
  })
})
