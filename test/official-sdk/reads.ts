import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { inFolder, type Played, play } from './scenario.ts'

const DEMO = fileURLToPath(new URL('../../emulator/orgs/demo', import.meta.url))
const CONVERTED = { id: '1000000000000000777', Last_Name: 'Gone', Company: 'Acme', Converted__s: true }

type Row = Readonly<Record<string, unknown>>

/** The demo organisation with a converted lead among 2,301. */
function playReads(): Promise<Played> {
  return inFolder(async (folder) => {
    await cp(DEMO, folder, { recursive: true })
    await writeFile(join(folder, 'records_Leads.json'), JSON.stringify({ data: [CONVERTED] }))
    return play('reads', { org: folder, records: 2301 })
  })
}

const choice = (value: unknown): unknown => (value === null ? null : { Choice: value })

/** Tests of lists and single records. */
export function reads(): void {
  let played: Played
  beforeAll(async () => {
    played = await playReads()
  })
  /** The leads that are not converted, the newest first. */
  const stored = (): Row[] => played.emulator.records('Leads').slice(1).toReversed()
  const ids = (rows: readonly Row[]): readonly unknown[] => rows.map((row) => row['id'])
  const time = (row: Row): number => Date.parse(String(row['Modified_Time']))

  test('page after page, past 2,000 by page tokens', () => {
    const { got } = played
    expect(got.pages.map((page: unknown[]) => page.length)).toEqual([...Array(11).fill(200), 100])
    expect(got.pages.flat()).toEqual(ids(stored()))
    const last = got.infos.at(-1).Info
    expect(got.infos[0].Info).toEqual({
      call: false,
      perPage: 200,
      moreRecords: true,
      nextPageToken: expect.any(String),
      pageTokenExpiry: { Date: expect.any(String) },
      sortBy: 'id',
      sortOrder: 'desc',
      count: 200,
      page: 1,
      email: false,
    })
    expect([last.page, last.count, last.moreRecords, last.nextPageToken]).toEqual([12, 100, false, undefined])
    expect(got.eleventh).toMatchObject({
      status: 400,
      object: {
        APIException: {
          code: { Choice: 'DISCRETE_PAGINATION_LIMIT_EXCEEDED' },
          details: { limit: 2000 },
        },
      },
    })
  })

  test('with the types of their fields', () => {
    const expected = stored()
      .slice(0, 200)
      .map((row) => ({
        Record: {
          id: `${row['id']}n`,
          Last_Name: row['Last_Name'],
          Lead_Source: choice(row['Lead_Source'] ?? null),
          Owner: {
            MinifiedUser: {
              id: `${(row['Owner'] as Row)['id']}n`,
              name: expect.any(String),
              email: expect.stringContaining('@'),
            },
          },
          Modified_Time: { Date: new Date(time(row)).toISOString() },
          No_of_Employees: row['No_of_Employees'],
          Annual_Revenue: row['Annual_Revenue'],
          Preferred_Season: (row['Preferred_Season'] as string[] | null)?.map(choice) ?? null,
        },
      }))
    expect(played.got.firstPage).toEqual(expected)
    expect(expected.some(({ Record }) => Record.Lead_Source !== null)).toBe(true)
    expect(expected.some(({ Record }) => Record.Preferred_Season !== null)).toBe(true)
  })

  test('in an order, of a custom view, converted or not, and by their ids', () => {
    const { got } = played
    const byTime = stored().sort((a, b) => time(a) - time(b))
    expect(got.sorted).toEqual(ids(byTime.slice(0, 200)))
    expect(got.converted).toEqual([CONVERTED.id])
    expect(got.both).toEqual([CONVERTED.id, stored().at(-1)?.['id']])
    expect(got.byIds).toEqual(ids(stored().slice(0, 3)))
    const wanted = (row: Row): number => Number(row['Fleet_Size_Wanted'])
    const ofView = stored().filter((row) => wanted(row) >= 20 && row['Lead_Status'] !== 'Junk Lead')
    expect(got.view).toHaveLength(200)
    expect(ids(ofView)).toEqual(expect.arrayContaining(got.view))
    const byId = new Map(ofView.map((row) => [row['id'], row]))
    const sizes = got.view.map((id: string) => wanted(byId.get(id) ?? {}))
    expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a))
    expect(sizes[0]).toBe(Math.max(...ofView.map(wanted)))
  })

  test('only where they have changed', () => {
    const { got } = played
    const later = stored().filter((row) => time(row) > Date.parse(got.since.Date))
    expect(later).toHaveLength(50)
    const { status, object } = got.changed
    const found = object.ResponseWrapper.data.map(({ Record }: { Record: Row }) => Record['id'])
    expect([status, found]).toEqual([200, later.map((row) => `${row['id']}n`)])
    expect(got.unchanged).toEqual({ status: 304, object: null })
  })

  test('one by one, whole or in part', () => {
    const { got } = played
    const [row] = stored()
    const record = got.one.object.ResponseWrapper.data[0].Record
    expect(record).toMatchObject({ id: `${row?.['id']}n`, Email: row?.['Email'], Phone: row?.['Phone'] })
    expect(Object.keys(record)).toEqual(expect.arrayContaining(Object.keys(row ?? {})))
    const slim = {
      ResponseWrapper: { data: [{ Record: { Company: row?.['Company'], id: `${row?.['id']}n` } }] },
    }
    expect(got.slim).toEqual({ status: 200, object: slim })
    expect(got.unknown).toEqual({ status: 204, object: null })
  })

  test('of a related list', () => {
    const { account, status, object } = played.got.related
    const isIn = (row: Row): boolean => (row['Account_Name'] as Row | null)?.['id'] === account
    const related = played.emulator.records('Contacts').filter(isIn).toReversed()
    expect(related.length).toBeGreaterThan(0)
    expect(status).toBe(200)
    expect(object.ResponseWrapper.data.map(({ Record }: { Record: Row }) => Record)).toEqual(
      related.map((row) => ({
        id: `${row['id']}n`,
        Last_Name: row['Last_Name'],
        Account_Name: { Record: { id: `${account}n`, name: expect.any(String) } },
      })),
    )
  })

  test('of every module, without a value that gets lost', async () => {
    const modules = [
      'Leads',
      'Contacts',
      'Accounts',
      'Deals',
      'Tasks',
      'Events',
      'Calls',
      'Campaigns',
      'Cases',
    ]
    const stock = [
      'Products',
      'Quotes',
      'Sales_Orders',
      'Purchase_Orders',
      'Invoices',
      'Vendors',
      'Price_Books',
    ]
    const own = [
      'Solutions',
      'Bicycles',
      'Rentals',
      'Rentals_X_Bicycles',
      'Bicycles_X_Users',
      'Notes',
      'Attachments',
    ]
    const all = [...modules, ...stock, ...own]
    const { emulator, got } = await play('every-module', { records: 20 }, all)
    for (const module of all) {
      const row = emulator.records(module).at(-1) ?? {}
      const record = got[module].object.ResponseWrapper.data[0].Record
      expect(record.id, module).toBe(`${row['id']}n`)
      expect(lost(record, row), module).toEqual([])
    }
  })
}

/**
 * Fields of which the SDK has an idea of its own: objects, where the metadata says that a product's taxes are options of a
 * multi-select picklist, and that what an attachment belongs to is the name of a module.
 */
const OWN_IDEAS: readonly string[] = ['Tax', 'se_module']

/** The fields of a record that have a value which the SDK does not give, or gives as an empty object. */
function lost(record: Row, row: Row): readonly string[] {
  const isEmpty = (value: unknown): boolean => /\{\}|undefined/.test(JSON.stringify(value) ?? 'undefined')
  return Object.entries(row)
    .filter(([name, value]) => value !== null && !OWN_IDEAS.includes(name))
    .filter(([name]) => record[name] === null || isEmpty(record[name]))
    .map(([name]) => name)
}
