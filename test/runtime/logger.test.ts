import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, type LoggerOption, type LogLevel, MemoryStore } from '@zcrm/runtime'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { emulator } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'
import { caught, clientOf, grantToken, MODULES, storedToken } from './support.ts'

const LEAD = { Last_Name: 'Ashford-Secret', Company: 'Acme', Email: 'secret@example.com' }

async function logFile(
  level?: LogLevel,
): Promise<{ readonly filePath: string; readonly lines: () => Promise<string[]> }> {
  const filePath = join(await scratchFolder(), 'logs/zcrm.log')
  const zoho = await emulator({ faults: 'expired-token' })
  await clientOf(zoho, { logger: level === undefined ? { filePath } : { level, filePath } }).request(MODULES)
  const lines = async () => (await readFile(filePath, 'utf8').catch(() => '')).split('\n').filter(Boolean)
  return { filePath, lines }
}

describe('a log file', () => {
  test('has a JSON object a line, and is for its owner only', async () => {
    const { filePath, lines } = await logFile('debug')
    const entries = (await lines()).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(entries.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['call', 'signed in', 'refreshing the access token']),
    )
    expect(entries).toContainEqual(
      expect.objectContaining({
        method: 'GET',
        path: '/settings/modules',
        status: 200,
        duration: expect.any(Number),
      }),
    )
    expect((await stat(filePath)).mode & 0o777).toBe(0o600)
  })

  test.each([
    [undefined, ['signed in']],
    ['info', ['signed in']],
    ['warn', []],
    ['off', []],
  ] as const)('of level %s', async (level, said) => {
    const { lines } = await logFile(level)
    expect((await lines()).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(said)
  })

  test('that cannot be written: nothing is sent, and the error names it', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'file'), '')
    const filePath = join(folder, 'file/zcrm.log')
    const zoho = await emulator()
    const error = await caught(clientOf(zoho, { logger: { filePath } }).request(MODULES))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toContain(filePath)
    expect(zoho.calls()).toEqual([])
  })
})

test('a pino logger is one', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  await clientOf(await emulator(), { logger }).request(MODULES)
  expect(lines.join('')).toContain('/settings/modules')
})

test('tokens, secrets, grants and the contents of records are never in it', async () => {
  const zoho = await emulator({ faults: 'expired-token' })
  const store = new MemoryStore()
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  const client = clientOf(zoho, { logger, store, token: grantToken(zoho) })
  await client.signIn()
  const before = (await store.list())[0] ?? storedToken()
  const created = await client.request({ method: 'POST', path: '/Leads', body: { data: [LEAD] } })
  const id = JSON.stringify(created.body).match(/"id":"(\d+)"/)?.[1] ?? ''
  await client.request({ method: 'GET', path: `/Leads/${id}` })
  await caught(
    client
      .request({
        method: 'POST',
        path: '/Leads',
        body: { data: [{ ...LEAD, Last_Name: 7 }] },
        query: { q: LEAD.Email },
      })
      .then(() => Promise.reject(new Error('x'))),
  )
  zoho.setFaults([{ path: '/crm/', times: 1, status: 429 }])
  await client.request({ method: 'GET', path: '/Leads/search', query: { email: LEAD.Email } }).catch(() => {})
  await client.revoke()
  const secrets = [zoho.clientSecret, zoho.grantToken, before.accessToken, before.refreshToken]
  expect(lines.length).toBeGreaterThan(6)
  for (const secret of [...secrets, ...Object.values(LEAD)]) expect(lines.join('')).not.toContain(secret)
})

test.each([
  [{}, /debug, info, warn and error/],
  [null, /debug, info, warn and error/],
  [{ level: 'info' }, /filePath/],
  [{ filePath: '' }, /filePath/],
  [{ level: 'loud', filePath: 'x.log' }, /debug, info, warn, error, off/],
  [{ debug: () => {} }, /debug, info, warn and error/],
])('what is no logger is refused: %o', async (logger, allowed) => {
  const zoho = await emulator()
  try {
    clientOf(zoho, { logger: logger as LoggerOption })
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    expect((error as ConfigurationError).hint).toMatch(allowed)
  }
})
