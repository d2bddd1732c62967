import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../emulator/index.ts'
import type { Client } from './client.ts'
import { ask, clientWith, lookup, refusalOf } from './coql-org.ts'
import { field } from './org.ts'

const MANY = 510

const fields = [
  ...Array.from({ length: MANY }, (_, index) => field(`F${index}`, 'integer', { json_type: 'integer' })),
  ...Array.from({ length: 20 }, (_, index) => lookup(`L${index}`, 'Accounts')),
]

const client = (options: EmulatorOptions = {}): Promise<Client> =>
  clientWith({ Leads: [{ id: '1', F0: 1 }] }, options, { 'fields_Leads.json': { fields } })

/** As many as are wanted, each with its number. */
const list = (count: number, of: (index: number) => string, separator = ', '): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(separator)

const pairs = (count: number): string =>
  Array.from({ length: count - 1 }, (_, index) => index + 1).reduce(
    (left, index) => `(${left} or F${index} = 1)`,
    'F0 = 1',
  )

const query = ({ select = 'id', where = 'id > 0', rest = '' }): string =>
  `select ${select} from Leads where ${where} ${rest}`

/** What is allowed in the given number and not in one more: the clause that tells, and a query with a number of it. */
const LIMITS: readonly (readonly [
  what: string,
  clause: string,
  limit: number,
  of: (count: number) => string,
])[] = [
  ['columns', 'select', 50, (count) => query({ select: list(count, (index) => `F${index}`) })],
  ['aggregates', 'select', 5, (count) => query({ select: list(count, (index) => `SUM(F${index})`) })],
  ['criteria', 'where', 25, (count) => query({ where: pairs(count) })],
  [
    'values of in',
    'where',
    50,
    (count) => query({ where: `id in (${list(count, (index) => `${index + 1}`)})` }),
  ],
  ['values of not in', 'where', 50, (count) => query({ where: `F1 not in (${list(count, String)})` })],
  [
    'groups',
    'group by',
    4,
    (count) => query({ select: 'COUNT(id)', rest: `group by ${list(count, (index) => `F${index}`)}` }),
  ],
  [
    'orders',
    'order by',
    10,
    (count) => query({ rest: `order by ${list(count, (index) => `F${index} desc`)}` }),
  ],
  ['joins of criteria', 'where', 5, (count) => query({ where: joined(count) })],
  [
    'joins of orders',
    'where',
    5,
    (count) => query({ rest: `order by ${list(count, (index) => `L${index}.Seats`)}` }),
  ],
  ['joins of columns', 'select', 15, (count) => query({ select: list(count, (index) => `L${index}.Seats`) })],
  ['lookups of a path', 'select', 2, (count) => query({ select: `L0.${'Parent.'.repeat(count - 1)}Seats` })],
  ['records of an answer', 'limit', 2000, (count) => query({ rest: `limit ${count}` })],
  ['records that are reached', 'offset', 100_000, (count) => query({ rest: `limit 1 offset ${count - 1}` })],
]

function joined(count: number): string {
  return Array.from({ length: count }, (_, index) => `L${index}.Seats is null`).reduce(
    (a, b) => `(${a} and ${b})`,
  )
}

describe('a query may hold', () => {
  test.each(LIMITS)('so many %s and not one more', async (_, clause, limit, of) => {
    const asking = await client()
    expect([200, 204]).toContain((await ask(asking, of(limit))).status)
    expect(await refusalOf(asking, of(limit + 1))).toEqual([400, 'LIMIT_EXCEEDED', { limit, clause }])
  })

  test('as many joins for its columns beside those of its criteria', async () => {
    const asking = await client()
    const select = list(20, (index) => `L${index}.Seats`)
    expect((await ask(asking, query({ select, where: joined(5) }))).status).toBe(200)
    expect((await ask(asking, query({ select, where: joined(4) }))).body.code).toBe('LIMIT_EXCEEDED')
  })

  test('more columns and values where the emulator plays what was announced', async () => {
    const asking = await client({ coqlLimits: 'announced' })
    const columns = (count: number): string => query({ select: list(count, (index) => `F${index}`) })
    const values = (count: number): string =>
      query({ where: `id in (${list(count, (index) => `${index + 1}`)})` })
    expect((await ask(asking, columns(500))).status).toBe(200)
    expect(await refusalOf(asking, columns(501))).toEqual([
      400,
      'LIMIT_EXCEEDED',
      { limit: 500, clause: 'select' },
    ])
    expect((await ask(asking, values(100))).status).toBe(200)
    expect(await refusalOf(asking, values(101))).toEqual([
      400,
      'LIMIT_EXCEEDED',
      { limit: 100, clause: 'where' },
    ])
  })

  test('no limit of nothing, and none that is no number', async () => {
    const asking = await client()
    for (const none of ['0', '-1']) {
      const { status, body } = await ask(asking, query({ rest: `limit ${none}` }))
      expect([status, body]).toMatchObject([
        400,
        { code: 'INVALID_DATA', message: 'limit should be greater than 0' },
      ])
    }
    expect(await refusalOf(asking, query({ rest: 'limit s' }))).toEqual([
      400,
      'INVALID_QUERY',
      { limit: 's' },
    ])
    expect(await refusalOf(asking, query({ rest: 'limit 1.5' }))).toEqual([
      400,
      'INVALID_QUERY',
      { limit: '1.5' },
    ])
    expect(await refusalOf(asking, query({ rest: 'limit 1 offset -1' }))).toEqual([
      400,
      'INVALID_QUERY',
      { offset: '-1' },
    ])
  })
})
