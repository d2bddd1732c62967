import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientWith, idsOf } from './coql-org.ts'

type Value = string | number | boolean | null
/** A record as this test sees it: by the paths of a query, moments in milliseconds. */
type Row = Readonly<Record<string, Value>>
type Compare = (found: Value, wanted: readonly Value[]) => boolean

const NAMES = [
  'Zoë',
  'ZOË',
  'zoe',
  "O'Neil",
  'a"b',
  'back\\slash',
  '50% off',
  'a_b',
  '客户',
  '😀',
  'a',
  'Ab',
  'abc',
]
const TIMES = [
  '2026-01-10T10:00:00+02:00',
  '2026-01-10T08:00:00Z',
  '2026-01-10T03:00:00-05:30',
  '2025-12-31T23:59:59Z',
]
const DATES = ['1999-12-31', '2000-01-01', '2024-02-29']
const SIZES = ['9007199254740993', '9007199254740992', '-5', '0', '9223372036854775807']
const NUMBERS = [-1.5, 0, 0.1, 1, 10, 9, 3_000_000_000]
const COUNT = 120

/** Every account but the first has the one before it as its parent. */
const accounts = Array.from({ length: 8 }, (_, index) => ({
  id: `${900 + index}`,
  Account_Name: index % 3 === 2 ? null : (NAMES[index] ?? null),
  Seats: index % 4 === 3 ? null : index,
  Parent: index === 0 ? null : { id: `${899 + index}` },
}))

/** The n-th of a list, or nothing where it is the list's turn to have none. */
const nth = <T>(list: readonly T[], n: number): T | null => list[n % (list.length + 1)] ?? null

const leads = Array.from({ length: COUNT }, (_, n) => ({
  id: String(n % 2 === 0 ? n + 1 : 100_000 + n),
  Last_Name: nth(NAMES, n * 7),
  Revenue: nth(NUMBERS, n * 3),
  Size: nth(SIZES, n * 2 + 1),
  Born: nth(DATES, n * 5),
  Called: nth(TIMES, n),
  Opted_Out: n % 3 === 0,
  Interests: n % 4 === 0 ? [] : ['A', 'B', 'c'].slice(0, n % 4),
  Account: nth(accounts, n * 11)?.id === undefined ? null : { id: nth(accounts, n * 11)?.id ?? '' },
}))

const account = (id: Value): (typeof accounts)[number] | undefined => accounts.find((each) => each.id === id)

const rows: readonly Row[] = leads.map((lead) => {
  const own = account(lead.Account?.id ?? null)
  return {
    id: lead.id,
    Last_Name: lead.Last_Name,
    Revenue: lead.Revenue,
    Size: lead.Size,
    Born: lead.Born,
    Called: lead.Called,
    Opted_Out: lead.Opted_Out,
    Interests: lead.Interests.length > 0 ? lead.Interests.join(';') : null,
    Account: lead.Account?.id ?? null,
    'Account.Account_Name': own?.Account_Name ?? null,
    'Account.Seats': own?.Seats ?? null,
    'Account.Parent.Account_Name': account(own?.Parent?.id ?? null)?.Account_Name ?? null,
  }
})

/** What values of a data type compare as. */
const readers: Readonly<Record<string, (value: Value) => string | number | bigint>> = {
  text: (value) => String(value).toLowerCase(),
  number: Number,
  bigint: (value) => BigInt(String(value)),
  date: String,
  moment: (value) => Date.parse(String(value)),
  boolean: String,
}

const COLUMNS: Readonly<Record<string, readonly [type: string, values: readonly Value[]]>> = {
  id: ['bigint', ['1', '2', '100001', '100119', '60']],
  Last_Name: ['text', NAMES],
  Revenue: ['number', NUMBERS],
  Size: ['bigint', SIZES],
  Born: ['date', DATES],
  Called: ['moment', TIMES],
  Opted_Out: ['boolean', [true, false]],
  Interests: ['text', ['A', 'A;B', 'a;b;C', 'B']],
  Account: ['reference', accounts.map(({ id }) => id)],
  'Account.Account_Name': ['text', NAMES],
  'Account.Seats': ['number', [0, 1, 2, 6]],
  'Account.Parent.Account_Name': ['text', NAMES],
}

const NULLS = ['is null', 'is not null']
const EQUAL = ['=', '!=', 'in', 'not in', ...NULLS]
const COMPARATORS: Readonly<Record<string, readonly string[]>> = {
  text: [...EQUAL, 'like', 'not like'],
  reference: EQUAL,
  boolean: ['='],
}
const ORDERED = [...EQUAL, '>', '<', '>=', '<=', 'between', 'not between']

/** What each comparator means; without a value nothing holds but `is null`. */
function meaning(comparator: string, type: string): Compare {
  if (comparator === 'is null') return (found) => found === null
  if (comparator === 'is not null') return (found) => found !== null
  const read = readers[type] ?? String
  const holds: Readonly<Record<string, Compare>> = {
    '=': (a, [b = null]) => read(a) === read(b),
    '>': (a, [b = null]) => read(a) > read(b),
    '>=': (a, [b = null]) => read(a) >= read(b),
    in: (a, list) => list.some((b) => read(a) === read(b)),
    between: (a, [from = null, to = null]) => read(a) >= read(from) && read(a) <= read(to),
    like: (a, [pattern = null]) => isLike(String(read(a)), String(read(pattern))),
  }
  const opposites: Readonly<Record<string, string>> = { '!=': '=', '<': '>=', '<=': '>' }
  const opposite = opposites[comparator] ?? (comparator.startsWith('not ') ? comparator.slice(4) : undefined)
  const test = holds[opposite ?? comparator]
  if (!test) throw new RangeError(comparator)
  return (found, wanted) => found !== null && test(found, wanted) === (opposite === undefined)
}

function isLike(found: string, pattern: string): boolean {
  const sought = pattern.replace(/^%/, '').replace(/%$/, '')
  if (pattern === '%' || (pattern.startsWith('%') && pattern.endsWith('%'))) return found.includes(sought)
  if (pattern.endsWith('%')) return found.startsWith(sought)
  return pattern.startsWith('%') ? found.endsWith(sought) : found === sought
}

/** A condition with its text in COQL and what it says of a row. */
interface Condition {
  readonly text: string
  holds(row: Row): boolean
}

const quoted = (value: Value, quote: string): string =>
  quote + String(value).replaceAll(quote, quote + quote) + quote

const criterion: fc.Arbitrary<Condition> = fc
  .constantFrom(...Object.entries(COLUMNS))
  .chain(([column, [type, pool]]) =>
    fc.constantFrom(...(COMPARATORS[type] ?? ORDERED)).chain((comparator) => {
      const isLike = comparator.endsWith('like')
      const one = fc.constantFrom(...pool)
      const part = fc.tuple(fc.constantFrom('', '%'), one, fc.nat(3), fc.constantFrom('', '%'))
      const value = isLike
        ? part.map(
            ([start, text, cut, end]) =>
              start + [...String(text)].slice(cut && 1, cut || undefined).join('') + end,
          )
        : one
      const count = comparator.endsWith('between') ? [2, 2] : comparator.endsWith('in') ? [1, 6] : [1, 1]
      const values = fc.array(value, { minLength: count[0] ?? 1, maxLength: count[1] ?? 1 })
      return fc.tuple(values, fc.constantFrom("'", '"')).map(([list, quote]): Condition => {
        const wanted = NULLS.includes(comparator) ? [] : list
        const texts = wanted.map((each) => quoted(each, quote))
        const listed = comparator.endsWith('in') ? `(${texts.join(', ')})` : texts.join(' and ')
        const holds = meaning(comparator, type)
        return {
          text: `${column} ${comparator} ${listed}`,
          holds: (row) => holds(row[column] ?? null, wanted),
        }
      })
    }),
  )

const criteria: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition; one: Condition; pair: Condition }>(
  (tie) => ({
    any: fc.oneof({ maxDepth: 4, depthSize: 'large' }, tie('one'), tie('pair')),
    one: criterion,
    pair: fc.tuple(tie('any'), fc.boolean(), tie('any')).map(([left, isAnd, right]) => ({
      text: `(${left.text} ${isAnd ? 'and' : 'or'} ${right.text})`,
      holds: (row) => (isAnd ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row)),
    })),
  }),
).any

/** Orders texts by their characters, and what has no value before all else. */
function compare(a: Value, b: Value, type: string): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  const read = readers[type] ?? readers['bigint'] ?? String
  const [left, right] = [read(a), read(b)]
  if (typeof left === 'string' || typeof right === 'string')
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
  return left < right ? -1 : left > right ? 1 : 0
}

const order = fc
  .subarray(Object.keys(COLUMNS))
  .chain((columns) =>
    fc.tuple(
      fc.shuffledSubarray(columns, { maxLength: Math.min(10, columns.length) }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    ),
  )

describe('criteria', () => {
  test('choose and sort the records that plain filtering and sorting of them does', async () => {
    const client = await clientWith({ Leads: leads, Accounts: accounts })
    let chosen = 0
    await fc.assert(
      fc.asyncProperty(criteria, order, async ({ text, holds }, [columns, descending]) => {
        const terms = columns.map((column, index) => `${column} ${descending[index] ? 'desc' : 'asc'}`)
        const sorted = rows.filter(holds).sort((a, b) => {
          for (const [index, column] of columns.entries()) {
            const by = compare(a[column] ?? null, b[column] ?? null, COLUMNS[column]?.[0] ?? 'text')
            if (by !== 0) return descending[index] ? -by : by
          }
          return Number(a['id']) - Number(b['id'])
        })
        const clause = terms.length > 0 ? ` order by ${terms.join(', ')}` : ''
        const ids = sorted.map(({ id }) => id)
        chosen += ids.length > 0 && ids.length < COUNT ? 1 : 0
        expect(await idsOf(client, `select id from Leads where ${text}${clause}`), text).toEqual(ids)
      }),
      { numRuns: 150 },
    )
    expect(chosen).toBeGreaterThan(40)
  })

  test('find the one record whose text is the given one, whatever it is', async () => {
    const parts = fc.constantFrom(
      ...(`'"\\\0\n%_(),;-\`客é😀${'xyz'} `.match(/./gsu) ?? []),
      "' or 1=1 --",
      "'; drop table t0; --",
    )
    const texts = fc.uniqueArray(
      fc.array(parts, { minLength: 1, maxLength: 8 }).map((list) => list.join('')),
      { minLength: 30, maxLength: 60, selector: (text) => text.toLowerCase() },
    )
    await fc.assert(
      fc.asyncProperty(texts, async (names) => {
        const client = await clientWith({
          Leads: names.map((Last_Name, index) => ({ id: `${index + 1}`, Last_Name })),
        })
        for (const [index, name] of names.entries()) {
          const found = await idsOf(client, `select id from Leads where Last_Name = ${quoted(name, "'")}`)
          expect(found, JSON.stringify(name)).toEqual([`${index + 1}`])
        }
      }),
      { numRuns: 5 },
    )
  })
})
