import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../emulator/answers.ts'
import { parseQuery } from '../../emulator/coql/parser.ts'
import { isPair, type Query } from '../../emulator/coql/tree.ts'

/** The details and the message of the refusal of a text. */
function refusal(text: string): readonly unknown[] {
  try {
    return ['parsed', parseQuery(text)]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, details, message } = error.answer.body as Record<string, unknown>
    return [code, details, message]
  }
}

const where = (criteria: string): Query['where'] => parseQuery(`select id from Leads where ${criteria}`).where
const criterion = (column: string, comparator: string, ...values: readonly string[]): object => ({
  column,
  comparator,
  values,
})

/** Texts of what has a meaning in SQL, in JavaScript or in neither. */
const hostile = fc
  .array(fc.constantFrom(...('\'"\\\0\n%_(),;-`客é😀a '.match(/./gsu) ?? [])), { maxLength: 30 })
  .map((parts) => parts.join(''))

describe('a query', () => {
  test('is taken apart, whatever the case of its keywords', () => {
    const text = `SELECT Last_Name, Account.Name As 'The name', sum(Revenue) as total
      frOM Leads WHERE id IS NOT NULL GROUP BY Last_Name, Account.Name
      Order By total DESC, COUNT(id), Last_Name asc LIMIT 10 OFFSET 20`
    expect(parseQuery(text)).toEqual({
      select: [
        { column: 'Last_Name' },
        { column: 'Account.Name', alias: 'The name' },
        { column: 'Revenue', aggregate: 'sum', alias: 'total' },
      ],
      module: 'Leads',
      where: criterion('id', 'is not null'),
      groupBy: ['Last_Name', 'Account.Name'],
      orderBy: [
        { column: 'total', descending: true },
        { column: 'id', aggregate: 'COUNT', descending: false },
        { column: 'Last_Name', descending: false },
      ],
      limit: '10',
      offset: '20',
    })
  })

  test('has every comparator', () => {
    for (const comparator of ['=', '!=', '>', '<', '>=', '<=', 'like', 'not like'])
      expect(where(`A ${comparator} 'x'`)).toEqual(criterion('A', comparator, 'x'))
    for (const comparator of ['is null', 'is not null'])
      expect(where(`A ${comparator}`)).toEqual(criterion('A', comparator))
    for (const comparator of ['in', 'not in'])
      expect(where(`A ${comparator} ('x', 2,true)`)).toEqual(criterion('A', comparator, 'x', '2', 'true'))
    for (const comparator of ['between', 'not between'])
      expect(where(`A ${comparator} 1 and 2`)).toEqual(criterion('A', comparator, '1', '2'))
    expect(where('A>=-1.5')).toEqual(criterion('A', '>=', '-1.5'))
  })

  test('says how many it wants, from where', () => {
    const page = (clause: string): object => {
      const { limit, offset } = parseQuery(`select id from Leads where id > 0 ${clause}`)
      return { limit, offset }
    }
    expect(page('limit 10 offset 20')).toEqual({ limit: '10', offset: '20' })
    expect(page('limit 20, 10')).toEqual({ limit: '10', offset: '20' })
    expect(page('offset 20')).toEqual({ offset: '20' })
    expect(page('limit 10')).toEqual({ limit: '10' })
    expect(page('')).toEqual({})
  })

  test('groups its criteria by twos', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name) => criterion(name, '=', '1'))
    const pair = (left: unknown, connective: string, right: unknown): object => ({ connective, left, right })
    const three = pair(pair(a, 'and', b), 'or', c)
    expect(where('A=1 and B=1')).toEqual(pair(a, 'and', b))
    expect(where('((A=1 and B=1) or C=1)')).toEqual(three)
    expect(where('(A=1 and B=1) or C=1')).toEqual(three)
    expect(where('(((A=1) AND (B=1)) OR ((C=1)))')).toEqual(three)
    expect(where('A between 1 and 2 and B=1')).toEqual(pair(criterion('A', 'between', '1', '2'), 'and', b))
  })

  test('quotes a quote by doubling it, in names, values and aliases', () => {
    expect(where(`'It''s' = "say ""hi"", it's"`)).toEqual(criterion("It's", '=', `say "hi", it's`))
    expect(parseQuery(`select A as 'it''s' from Leads`).select).toEqual([{ column: 'A', alias: "it's" }])
  })

  test('keeps a value that is in quotes as it is', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom("'", '"'), (value, quote) => {
        const found = where(`A = ${quote}${value.replaceAll(quote, quote + quote)}${quote}`)
        expect(found && !isPair(found) && found.values).toEqual([value])
      }),
    )
  })
})

describe('what is no query', () => {
  const at = (line: number, column: number, near: string): readonly unknown[] => [
    'SYNTAX_ERROR',
    { line, column, near },
    'unexpected token',
  ]

  test('is refused with the place of the first piece that cannot stand there', () => {
    expect(refusal('select Last_Name, FROM Leads')).toEqual(at(1, 19, 'FROM'))
    expect(refusal('select Last_Name\nfrom Leads\n  where A = 1 limit 5 5')).toEqual(at(3, 23, '5'))
    expect(refusal("select A from Leads where B = 'x")).toEqual(at(1, 31, "'x"))
    expect(refusal('select A from Leads where B =')).toEqual(at(1, 30, ''))
    expect(refusal('select A from Leads where (B = 1')).toEqual(at(1, 33, ''))
    expect(refusal('select A from Leads where B = 1; drop table t0')).toEqual(at(1, 34, 'drop'))
    expect(refusal('select COUNT(*) as n, from Leads')).toEqual(at(1, 23, 'from'))
    expect(refusal('select A from Leads where B is 1')).toEqual(at(1, 32, '1'))
    expect(refusal('select A from Leads where B in ()')).toEqual(at(1, 33, ')'))
    expect(refusal('select A from Leads limit 1 where B = 1')).toEqual(at(1, 29, 'where'))
    expect(refusal('select A from Leads where B ! 1')).toEqual(at(1, 29, '!'))
  })

  test('has more than two criteria that are not grouped', () => {
    for (const flat of ['A=1 and B=1 and C=1', '(A=1 or B=1 or C=1)', '(A=1 and B=1) and C=1 or D=1'])
      expect(refusal(`select A from Leads where ${flat}`), flat).toEqual([
        'SYNTAX_ERROR',
        { near: 'where' },
        'error occured while parsing the query',
      ])
  })

  test('names a column with a reserved word that has no quotes', () => {
    expect(refusal('select External from Contacts where id is not null')).toEqual(at(1, 8, 'External'))
    expect(refusal('select A as order from Leads')).toEqual(at(1, 13, 'order'))
    expect(parseQuery(`select 'External', "order" from Leads`).select).toHaveLength(2)
  })

  test('compares by something that is no comparator', () => {
    const of = (operator: string): readonly unknown[] => [
      'SYNTAX_ERROR',
      { operator },
      'operator not supported',
    ]
    expect(refusal("select A from Leads where A starts_with 'x'")).toEqual(of('starts_with'))
    expect(refusal("select A from Leads where A not = 'x'")).toEqual(of('not'))
  })

  test('has no FROM', () => {
    expect(refusal('select A, B')).toEqual(['SYNTAX_ERROR', { clause: 'from' }, 'missing clause'])
  })

  test('is of a kind that is not supported', () => {
    const unsupported = ['SYNTAX_ERROR', {}, 'given coql query not supported']
    for (const text of [
      '',
      'delete from Leads',
      "update Leads set A = '1'",
      'select A from Leads where A in (select B from Leads)',
      'select A from Leads where A = (select B from Leads)',
      'select A from Leads#77001 where A = 1',
    ])
      expect(refusal(text), text).toEqual(unsupported)
  })

  test('is refused and never crashes the parser', () => {
    expect(refusal(`select A from Leads where ${'('.repeat(100_000)}`)[0]).toBe('SYNTAX_ERROR')
    const pieces = fc.constantFrom(
      ...'select,from,where,and,or,not,in,like,is,null,between,(,),=,!=,A,Leads,\'x\',"y",limit,1,as,->,!'.split(
        ',',
      ),
      ',',
    )
    const texts = fc.oneof(
      hostile,
      fc.array(pieces, { maxLength: 20 }).map((parts) => `select ${parts.join(' ')}`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(['SYNTAX_ERROR', 'parsed']).toContain(refusal(text)[0])
      }),
      { numRuns: 500 },
    )
  })
})
