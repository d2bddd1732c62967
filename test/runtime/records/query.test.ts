import {
  as,
  avg,
  type Client,
  ConfigurationError,
  type CoqlValue,
  coql,
  count,
  createClient,
  Environment,
  MemoryStore,
  max,
  min,
  OAuthToken,
  sum,
} from '@zcrm/runtime'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Accounts } from '../../../generated/accounts.ts'
import { LeadSource } from '../../../generated/contacts.picklists.ts'
import { Contacts } from '../../../generated/contacts.ts'
import { Deals } from '../../../generated/deals.ts'

const nowhere = 'http://127.0.0.1:1'

/** A client that never sends anything. */
const client: Client = createClient({
  environment: Environment.custom({ accountsUrl: nowhere, apiUrl: nowhere, fileUploadUrl: nowhere }),
  token: OAuthToken.access({ accessToken: 'none' }),
  store: new MemoryStore(),
})
const contacts = new Contacts(client)
const deals = new Deals(client)
const named = contacts.select('Last_Name')
const start = 'select Last_Name from Contacts where '

describe('the text of a query', () => {
  test('demands nothing where nothing was demanded', () => {
    expect(String(named)).toBe(`${start}id is not null`)
    expect(String(contacts.select('Last_Name', 'Owner', 'Account_Name.name', 'id'))).toBe(
      'select Last_Name, Owner, Account_Name.name, id from Contacts where id is not null',
    )
  })

  test('has every clause in its place', () => {
    const query = contacts
      .join('Account_Name', Accounts)
      .select('Last_Name', 'Account_Name.Industry', as('Email', 'address'))
      .where('Account_Name.Industry', 'is not null')
      .orderBy('Last_Name', 'desc')
      .orderBy('id')
      .limit(500)
      .offset(20)
    expect(String(query)).toBe(
      "select Last_Name, Account_Name.Industry, Email as 'address' from Contacts where " +
        'Account_Name.Industry is not null order by Last_Name desc, id asc limit 500 offset 20',
    )
  })

  test('follows a lookup of a record that was joined', () => {
    const query = contacts
      .join('Account_Name', Accounts)
      .join('Account_Name.Parent_Account', Accounts)
      .select('Account_Name.Parent_Account.Industry', 'Account_Name.Parent_Account.id')
    expect(String(query)).toBe(
      'select Account_Name.Parent_Account.Industry, Account_Name.Parent_Account.id from Contacts where id is not null',
    )
  })

  test('has aggregates under their names and aliases', () => {
    const query = deals
      .select('Stage', sum('Amount', 'total'), count('id'), avg('Amount'), min('Amount'), max('Closing_Date'))
      .groupBy('Stage')
    expect(String(query)).toBe(
      "select Stage, SUM(Amount) as 'total', COUNT(id), AVG(Amount), MIN(Amount), MAX(Closing_Date) from Deals " +
        'where id is not null group by Stage',
    )
  })

  test('compares in every way that COQL knows', () => {
    const { Parent_Account } = { Parent_Account: { id: '7', name: 'x' } }
    expect(String(named.where('Last_Name', '=', "O'Neil")).slice(start.length)).toBe("Last_Name = 'O''Neil'")
    for (const [query, want] of [
      [named.where('Last_Name', '!=', 'a"b\\c'), `Last_Name != 'a"b\\c'`],
      [named.where('Last_Name', 'like', '%x'), "Last_Name like '%x'"],
      [named.where('Last_Name', 'not like', '%x%'), "Last_Name not like '%x%'"],
      [named.where('Last_Name', 'is null'), 'Last_Name is null'],
      [named.where('Email_Opt_Out', '=', true), "Email_Opt_Out = 'true'"],
      [
        named.where('Lead_Source', 'in', [LeadSource.ColdCall, 'Chat']),
        "Lead_Source in ('Cold Call', 'Chat')",
      ],
      [named.where('Lead_Source', 'not in', []), 'id is not null'],
      [named.where('Lead_Source', 'in', []), 'id is null'],
      [named.where('Account_Name', '=', Parent_Account), "Account_Name = '7'"],
      [named.where('Account_Name', 'in', ['8', Parent_Account]), "Account_Name in ('8', '7')"],
      [named.where('id', '>', '5'), "id > '5'"],
      [named.where('Owner.name', '=', 'Ada'), "Owner.name = 'Ada'"],
      [named.where('Date_of_Birth', '<', '2000-01-31'), "Date_of_Birth < '2000-01-31'"],
      [
        named.where('Created_Time', 'between', [new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)), '2026-02-01']),
        "Created_Time between '2026-01-02T03:04:05+00:00' and '2026-02-01'",
      ],
    ] as const)
      expect(String(query)).toBe(start + want)
    const amount = deals.select('Amount')
    expect(String(amount.where('Amount', '>=', -1.5))).toMatch(/ where Amount >= -1\.5$/)
    expect(String(amount.where('Amount', 'not between', [0, 10]))).toMatch(/ Amount not between 0 and 10$/)
  })

  test('has conditions in pairs', () => {
    const query = named
      .where('Mailing_City', '=', 'Paris')
      .where('Phone', 'is not null')
      .match(({ is, any, all }) =>
        any(
          is('Last_Name', '=', 'a'),
          is('Last_Name', '=', 'b'),
          all(is('id', '=', '1'), is('id', '=', '2')),
        ),
      )
    expect(String(query)).toBe(
      `${start}((Mailing_City = 'Paris' and Phone is not null) and ` +
        "((Last_Name = 'a' or Last_Name = 'b') or (id = '1' and id = '2')))",
    )
  })

  test('knows what conditions without parts mean', () => {
    const text = (build: Parameters<typeof named.match>[0]) => String(named.match(build)).slice(start.length)
    expect(text(({ all }) => all())).toBe('id is not null')
    expect(text(({ any }) => any())).toBe('id is null')
    expect(text(({ all, any, is }) => any(is('Mailing_City', '=', 'x'), all()))).toBe('id is not null')
    expect(text(({ all, any, is }) => all(is('Mailing_City', '=', 'x'), any()))).toBe('id is null')
    expect(
      text(({ all, any, is }) =>
        all(is('Mailing_City', '=', 'x'), all(any(is('Mailing_City', 'not in', [])))),
      ),
    ).toBe("Mailing_City = 'x'")
  })

  test('is of a query that no step changes', () => {
    const paris = named.where('Mailing_City', '=', 'Paris')
    const before = String(paris)
    paris.where('Phone', 'is null').orderBy('Mailing_City').limit(1).offset(1)
    expect(String(paris)).toBe(before)
  })
})

describe('coql', () => {
  test('writes what is put in as values', () => {
    const since = new Date(Date.UTC(2026, 0, 1))
    const query = coql`select Last_Name from Leads where ((City = ${"L'Aquila"} and Created_Time > ${since}) and
      (id in ${['1', { id: '2' }]} and No_of_Employees = ${5})) limit 10`
    expect(String(query)).toBe(
      `select Last_Name from Leads where ((City = 'L''Aquila' and Created_Time > '2026-01-01T00:00:00+00:00') and
      (id in ('1', '2') and No_of_Employees = 5)) limit 10`,
    )
    expect(String(coql`select id from Leads where City is ${null}`)).toMatch(/ City is null$/)
    expect(String(coql`select id from Leads where Size = ${12345678901234567890n}`)).toMatch(
      /'12345678901234567890'$/,
    )
  })
})

/** Names, operators and values as an app without types could pass them. */
function untyped(field: string, operator: string, value: unknown): string {
  const where = named.where as unknown as (...args: readonly unknown[]) => unknown
  return String(where.call(named, field, operator, value)).slice(start.length)
}

describe('nothing that is passed gets out of its place', () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-7, undefined, {}, { id: 5 }, () => 'x']
  test.each([...values, '\ud800', 'a\udc00b', 'back\\', "back\\'slash"])(
    'the value %j is refused',
    (value) => {
      expect(() => untyped('City', '=', value)).toThrow(ConfigurationError)
      expect(() => untyped('City', 'in', ['a', value])).toThrow(ConfigurationError)
      expect(() => coql`select id from Leads where City = ${value as string}`).toThrow(ConfigurationError)
    },
  )

  const names = [
    '',
    ' City',
    'City ',
    'City\n',
    '1City',
    'City--',
    'a b',
    'Stadt·ä',
    "'City'",
    'A.',
    '.A',
    'A..B',
    'City = 1 or id',
  ]
  test.each(names)('the name %j is refused', (name) => {
    const query = named as unknown as Record<string, (...args: readonly unknown[]) => unknown>
    const select = contacts.select.bind(contacts) as unknown as (...args: readonly unknown[]) => unknown
    for (const work of [
      () => select(name),
      () => select(as(name, 'x')),
      () => select(as('City', name)),
      () => select(count(name)),
      () => untyped(name, '=', 'x'),
      () => query['orderBy']?.(name),
      () => query['groupBy']?.(name),
    ])
      expect(() => String(work())).toThrow(ConfigurationError)
  })

  test.each(['', '= 1 or id =', '=\n', 'IN', 'is', 'like;', 'constructor'])(
    'the operator %j is refused',
    (operator) => {
      expect(() => untyped('City', operator, 'x')).toThrow(ConfigurationError)
    },
  )

  test('any value is read back as it was, by parsers with and without a meaning of backslashes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = writtenOr(() => untyped('City', '=', text))
        if (written === null) return
        expect(read(written, /'((?:[^']|'')*)'/y)).toEqual([text])
        const [seen] = read(written, /'((?:[^'\\]|''|\\.)*)'/sy)
        expect(seen?.replaceAll(/\\(.)/gs, '$1')).toBe(text.replaceAll(/\\(.)/gs, '$1'))
      }),
      { numRuns: 2_000 },
    )
  })

  test('any conditions are read back as they were', () => {
    fc.assert(
      fc.property(tree, (conditions) => {
        const { is, all, any } = builders
        const build = (node: Tree): unknown => {
          if ('all' in node) return all(...node.all.map(build))
          return 'any' in node ? any(...node.any.map(build)) : is(node.field, node.operator, node.value)
        }
        const match = named.match as unknown as (callback: () => unknown) => unknown
        const text = writtenOr(() => String(match.call(named, () => build(conditions))).slice(start.length))
        if (text !== null) expect(parsed(text)).toEqual(pairs(conditions))
      }),
      { numRuns: 1_000 },
    )
  })

  test('any text in coql stays where it was put', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, two) => {
        const text = writtenOr(() =>
          String(coql`select id from A where B in ${[one, two] satisfies CoqlValue} limit 1`),
        )
        if (text === null) return
        expect(text).toMatch(/^select id from A where B in \('.*'\) limit 1$/s)
        expect(read(text.slice(29, -9), /'((?:[^']|'')*)'(?:, )?/y)).toEqual([one, two])
      }),
      { numRuns: 1_000 },
    )
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(fc.constantFrom("'", '\\', '"', 'a', ' or ', '%', '(', ')', '\n', '\u0000', ',', '--'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
)

/** What a query becomes; `null` where it is refused. */
function writtenOr(work: () => string): string | null {
  try {
    return work()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return null
  }
}

/** The texts that stand one after the other at the end of a query, up to its last letter. */
function read(text: string, quoted: RegExp): readonly string[] {
  quoted.lastIndex = text.indexOf("'")
  const found: string[] = []
  while (quoted.lastIndex < text.length) {
    const match = quoted.exec(text)
    if (match === null) throw new Error(`no end of text in ${text}`)
    found.push((match[1] ?? '').replaceAll("''", "'"))
  }
  return found
}

type Leaf = { readonly field: string; readonly operator: string; readonly value: unknown }
type Tree = Leaf | { readonly all: readonly Tree[] } | { readonly any: readonly Tree[] }
type Pairs = Leaf | readonly [word: 'and' | 'or', left: Pairs, right: Pairs]

const builders = {
  is: (field: string, operator: string, value: unknown): object => ({ field, operator, value }),
  all: (...all: readonly unknown[]): object => ({ all }),
  any: (...any: readonly unknown[]): object => ({ any }),
}

const value = fc.oneof(
  anyText,
  fc.integer(),
  fc.integer().map((eighths) => eighths / 8),
)
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({
    field: fc.constantFrom('City', 'A.B_2.c'),
    operator: fc.constantFrom('=', '!=', '<', '>=', 'like', 'not like'),
    value,
  }),
  fc.record({
    field: fc.constant('City'),
    operator: fc.constantFrom('in', 'not in'),
    value: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    field: fc.constant('City'),
    operator: fc.constantFrom('between', 'not between'),
    value: fc.tuple(value, value),
  }),
  fc.record({
    field: fc.constant('City'),
    operator: fc.constantFrom('is null', 'is not null'),
    value: fc.constant(undefined),
  }),
)
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
  ),
}))

/** A tree in pairs, as a parser finds it. */
function pairs(node: Tree): Pairs {
  if ('field' in node) return node
  const [word, parts] = 'all' in node ? (['and', node.all] as const) : (['or', node.any] as const)
  return parts.map(pairs).reduce((left, right) => [word, left, right])
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z][\w.]*)|([()]|,|!=|[<>]=?|=))/y

/** Reads conditions: a parser of its own, that knows nothing of the writer. */
function parsed(text: string): Pairs {
  type Token = { readonly value?: unknown; readonly word?: string }
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const [, quoted, number, word, sign] = TOKEN.exec(text) ?? fail(text)
    if (quoted !== undefined) tokens.push({ value: quoted.replaceAll("''", "'") })
    else tokens.push(number === undefined ? { word: word ?? sign ?? '' } : { value: Number(number) })
  }
  const word = () => tokens.shift()?.word ?? fail(text)
  const operand = () => (tokens[0] !== undefined && 'value' in tokens[0] ? tokens.shift()?.value : fail(text))
  const skip = (wanted: string) => (word() === wanted ? undefined : fail(text))
  const condition = (): Pairs => {
    if (tokens[0]?.word === '(') {
      skip('(')
      const left = condition()
      const joint = word()
      const right = condition()
      skip(')')
      return joint === 'and' || joint === 'or' ? [joint, left, right] : fail(text)
    }
    const field = word()
    const first = word()
    const operator = ['not', 'is'].includes(first) ? `${first} ${word()}` : first
    if (operator === 'is not') {
      skip('null')
      return { field, operator: 'is not null', value: undefined }
    }
    if (operator === 'is null') return { field, operator, value: undefined }
    if (operator.endsWith('between')) {
      const from = operand()
      skip('and')
      return { field, operator, value: [from, operand()] }
    }
    if (!operator.endsWith('in')) return { field, operator, value: operand() }
    skip('(')
    const list = [operand()]
    for (let next = word(); next === ','; next = word()) list.push(operand())
    return { field, operator, value: list }
  }
  const whole = condition()
  return tokens.length === 0 ? whole : fail(text)
}

function fail(text: string): never {
  throw new Error(`cannot read ${text}`)
}
