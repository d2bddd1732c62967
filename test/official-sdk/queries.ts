import { beforeAll, expect, test } from 'vitest'
import { type Played, play } from './scenario.ts'

type Row = Readonly<Record<string, unknown>>

/** Tests of searches, counts and queries in COQL. */
export function queries(): void {
  let played: Played
  beforeAll(async () => {
    played = await play('queries', { records: 1500 })
  })
  const leads = (): readonly Row[] => played.emulator.records('Leads')
  const cold = (row: Row): boolean => row['Lead_Source'] === 'Cold Call'
  const big = (row: Row): boolean => Number(row['No_of_Employees']) > 2000
  /** The newest leads first, as lists and searches have them. */
  const found = (isFound: (row: Row) => boolean): readonly Row[] => leads().filter(isFound).toReversed()
  /** The records of an answer, their values by API names. */
  const rows = (name: string): readonly Row[] =>
    played.got[name].object.ResponseWrapper.data.map(({ Record }: { Record: Row }) => Record)
  const ids = (name: string): readonly unknown[] => rows(name).map((row) => String(row['id']).slice(0, -1))
  const idsOf = (records: readonly Row[]): readonly unknown[] => records.map((row) => row['id'])

  test('a search by criteria, page after page', () => {
    const expected = found((row) => cold(row) && big(row))
    const both = [...rows('byCriteria'), ...rows('secondPage')]
    expect(expected.length).toBeGreaterThan(PER_PAGE)
    expect([...ids('byCriteria'), ...ids('secondPage')]).toEqual(idsOf(expected.slice(0, 2 * PER_PAGE)))
    expect(new Set(both.map((row) => JSON.stringify(row['Lead_Source'])))).toEqual(
      new Set(['{"Choice":"Cold Call"}']),
    )
    expect(rows('byCriteria').map((row) => row['No_of_Employees'])).toEqual(
      expected.slice(0, PER_PAGE).map((row) => row['No_of_Employees']),
    )
    expect(played.got.byCriteria.object.ResponseWrapper.info.Info).toEqual({
      perPage: PER_PAGE,
      moreRecords: true,
      sortBy: 'id',
      sortOrder: 'desc',
      count: PER_PAGE,
      page: 1,
    })
  })

  test('a search by e-mail address, phone number or word', () => {
    const { asked, nobody } = played.got
    expect(rows('byEmail')).toEqual([{ Email: asked.email, id: `${asked.id}n` }])
    expect(rows('byPhone')).toEqual([{ Phone: asked.phone, id: `${asked.id}n` }])
    expect(rows('byWord')).toContainEqual({ Company: asked.word, id: `${asked.id}n` })
    expect(rows('whole')).toMatchObject([{ Email: asked.email, Owner: { MinifiedUser: {} } }])
    expect(nobody).toEqual({ status: 204, object: null })
  })

  test('counts', () => {
    const { got } = played
    const count = (n: number): object => ({ status: 200, object: { CountWrapper: { count: `${n}n` } } })
    expect(got.count).toEqual(count(1500))
    expect(got.countByCriteria).toEqual(count(found((row) => cold(row) && big(row)).length))
    expect(got.countByEmail).toEqual(count(1))
    expect(got.countByPhone).toEqual(count(1))
    expect(got.countByWord).toEqual(count(rows('byWord').length))
    const ofView = found(
      (row) => Number(row['Fleet_Size_Wanted']) >= 20 && row['Lead_Status'] !== 'Junk Lead',
    )
    expect(got.countByView).toEqual(count(ofView.length))
  })

  // The SDK knows no module here: but for what every record has, values come without the types of their fields.
  test('a query', () => {
    const expected = leads().filter(cold).slice(0, 5)
    expect(rows('plain')).toEqual(
      expected.map((row) => ({
        Last_Name: row['Last_Name'],
        Lead_Source: 'Cold Call',
        Owner: { id: (row['Owner'] as Row)['id'] },
        Modified_Time: { Date: new Date(String(row['Modified_Time'])).toISOString() },
        No_of_Employees: row['No_of_Employees'],
        id: `${row['id']}n`,
      })),
    )
    const { Info } = played.got.plain.object.ResponseWrapper.info
    expect(Info).toEqual({ moreRecords: true, count: 5 })
    expect(played.got.none).toEqual({ status: 204, object: null })
  })

  test('a query over a join', () => {
    const accounts = new Map(played.emulator.records('Accounts').map((account) => [account['id'], account]))
    const contacts = played.emulator.records('Contacts').filter((row) => row['Account_Name'] !== null)
    expect(rows('join')).toEqual(
      contacts.slice(0, 5).map((row) => {
        const account = accounts.get((row['Account_Name'] as { readonly id: string }).id)
        return {
          Last_Name: row['Last_Name'],
          Account_Name: { id: account?.['id'] },
          'Account_Name.Account_Name': account?.['Account_Name'],
          'Account_Name.Industry': account?.['Industry'],
          id: `${row['id']}n`,
        }
      }),
    )
  })

  test('a query of aggregates, and of groups', () => {
    const numbers = (name: string): readonly number[] =>
      leads()
        .map((row) => row[name])
        .filter((value) => typeof value === 'number')
    const revenues = numbers('Annual_Revenue')
    const average = revenues.reduce((sum, each) => sum + each, 0) / revenues.length
    expect(rows('aggregate')).toEqual([
      {
        'COUNT(id)': 1500,
        most: Math.max(...numbers('No_of_Employees')),
        'AVG(Annual_Revenue)': expect.closeTo(average, 3),
      },
    ])
    const sources = [...new Set(leads().map((row) => row['Lead_Source']))]
      .filter((each) => each !== null)
      .sort()
    expect(rows('groups')).toEqual(
      sources.map((source) => ({
        Lead_Source: source,
        leads: found((row) => row['Lead_Source'] === source).length,
      })),
    )
  })
}

const PER_PAGE = 20
