import {
  type ApiRequest,
  type Client,
  ConfigurationError,
  coql,
  count,
  type QueriedRef,
  sum,
  ValidationError,
} from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { Accounts } from '../../../generated/accounts.ts'
import { LeadSource } from '../../../generated/contacts.picklists.ts'
import { Contacts, type ContactsRecord } from '../../../generated/contacts.ts'
import { Deals } from '../../../generated/deals.ts'
import { emulator } from '../../support/cli.ts'
import { accessClient, callsTo, caught, clientOf, server } from '../support.ts'

async function opened(options: EmulatorOptions = {}): Promise<{ zoho: Emulator; contacts: Contacts }> {
  const zoho = await emulator(options)
  return { zoho, contacts: new Contacts(clientOf(zoho)) }
}

/** A Zoho that answers queries with as many rows as they ask for, and the queries that it saw. */
async function endless(): Promise<{ contacts: Contacts; queries: () => readonly string[] }> {
  let id = 0
  const { environment, seen } = await server((response, { body }) => {
    const limit = Number(/ limit (\d+)/.exec(body)?.[1] ?? 200)
    const data = Array.from({ length: limit }, () => ({ id: String(++id) }))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data, info: { count: limit, more_records: true } }))
  })
  const queries = () => seen.map(({ body }) => (JSON.parse(body) as { select_query: string }).select_query)
  return { contacts: new Contacts(accessClient(environment)), queries }
}

const coqlCalls = (zoho: Emulator) => callsTo(zoho, 'POST /crm/v8/coql').length

describe('a query', () => {
  test('gives the records that plain filtering gives', async () => {
    const { contacts } = await opened({ records: 300 })
    const all = await contacts.list({ fields: ['Last_Name', 'Lead_Source', 'Email', 'Account_Name'] }).all()
    const rows = await contacts
      .select('Last_Name', 'Account_Name', 'Lead_Source')
      .match(({ is, any }) =>
        any(is('Lead_Source', 'in', [LeadSource.ColdCall]), is('Last_Name', 'like', 'B%')),
      )
      .orderBy('Last_Name', 'desc')
      .all()
    expectTypeOf(rows).toEqualTypeOf<
      {
        id: string
        Last_Name: string
        Account_Name: QueriedRef<'Accounts'> | null
        Lead_Source: ContactsRecord['Lead_Source']
      }[]
    >()
    const wanted = all.filter(
      ({ Lead_Source, Last_Name }) => Lead_Source === LeadSource.ColdCall || /^b/i.test(Last_Name),
    )
    expect(wanted.length).toBeGreaterThan(5)
    expect(rows.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort())
    for (const row of rows)
      expect(Object.keys(row).sort()).toEqual(['Account_Name', 'Last_Name', 'Lead_Source', 'id'])
  })

  test('reads fields of the records that lookups point to', async () => {
    const { zoho, contacts } = await opened()
    const client = clientOf(zoho)
    const account = await new Accounts(client).create({ Account_Name: "Joe's", Phone: '1' })
    const { id } = await contacts.create({ Last_Name: 'Found', Account_Name: account })
    const row = await contacts
      .join('Account_Name', Accounts)
      .select('Last_Name', 'Account_Name.Phone', 'Account_Name.Account_Name')
      .where('Account_Name.Account_Name', '=', "Joe's")
      .first()
    expectTypeOf(row).toEqualTypeOf<{
      id: string
      Last_Name: string
      'Account_Name.Phone': string | null
      'Account_Name.Account_Name': string | null
    } | null>()
    expect(row).toEqual({
      id,
      Last_Name: 'Found',
      'Account_Name.Phone': '1',
      'Account_Name.Account_Name': "Joe's",
    })
  })

  test('puts records together', async () => {
    const zoho = await emulator({ records: 200 })
    const deals = new Deals(clientOf(zoho))
    const all = await deals.list({ fields: ['Stage', 'Amount'] }).all()
    const rows = await deals.select('Stage', sum('Amount', 'total'), count('id')).groupBy('Stage').all()
    expectTypeOf(rows[0]?.total).toEqualTypeOf<number | null | undefined>()
    expectTypeOf(rows[0]?.['COUNT(id)']).toEqualTypeOf<number | undefined>()
    expect(rows.length).toBeGreaterThan(2)
    for (const row of rows) {
      const same = all.filter(({ Stage }) => Stage === row.Stage)
      expect(row['COUNT(id)']).toBe(same.length)
      expect(row.total ?? 0).toBeCloseTo(
        same.reduce((total, { Amount }) => total + (Amount ?? 0), 0),
        2,
      )
    }
  })

  test('ends where nothing is found', async () => {
    const { contacts } = await opened()
    const query = contacts.select('Last_Name').where('Last_Name', '=', 'Nobody')
    expect(await query.all()).toEqual([])
    expect(await query.first()).toBeNull()
  })

  test('finds any text', async () => {
    const { contacts } = await opened()
    for (const Last_Name of ["O'Neil", 'a"b', 'back\\slash', "''", '客户 😀', '(x) and (y)']) {
      const { id } = await contacts.create({ Last_Name })
      expect(await contacts.select('Last_Name').where('Last_Name', '=', Last_Name).all()).toEqual([
        { id, Last_Name },
      ])
    }
  })

  test('throws what Zoho answers', async () => {
    const { zoho, contacts } = await opened()
    const body = { code: 'INVALID_QUERY', details: { column_name: 'x' }, message: 'm', status: 'error' }
    zoho.setFaults([{ path: '/coql', status: 400, body }])
    expect(await caught(contacts.select('Last_Name').all())).toBeInstanceOf(ValidationError)
  })

  test('is repeated after a failure of the server, as reads are', async () => {
    const { zoho, contacts } = await opened({ records: 5 })
    zoho.setFaults([{ path: '/coql', status: 503, times: 1 }])
    expect(await contacts.select('Last_Name').all()).toHaveLength(5)
  })

  test('is a read, though it is sent as writes are, and one of those that go few at a time', async () => {
    const zoho = await emulator({ records: 5 })
    const client = clientOf(zoho)
    const requests: ApiRequest[] = []
    const watched: Client = {
      ...client,
      request: (request) => {
        requests.push(request)
        return client.request(request)
      },
    }
    expect(await new Contacts(watched).select('Last_Name').all()).toHaveLength(5)
    expect(requests).toMatchObject([{ method: 'POST', path: '/coql', isRead: true, isHeavy: true }])
  })

  test('ends with its signal', async () => {
    const { contacts } = await endless()
    const reason = new Error('enough')
    const stop = new AbortController()
    const query = contacts.select('Last_Name').with({ signal: stop.signal })
    const read = (async () => {
      for await (const _ of query) stop.abort(reason)
    })()
    expect(await caught(read)).toBe(reason)
  })
})

describe('a query of many records', () => {
  test('gives each once, though records go meanwhile', async () => {
    const { zoho, contacts } = await opened({ records: 4_100 })
    const ids: string[] = []
    for await (const { records } of contacts.select('Last_Name').pages()) {
      if (ids.length === 0) for (const { id } of records.slice(0, 3)) await contacts.delete(id)
      ids.push(...records.map(({ id }) => id))
    }
    expect(new Set(ids).size).toBe(4_100)
    expect(ids).toHaveLength(4_100)
    expect(coqlCalls(zoho)).toBe(3)
  })

  test('goes from id to id, without a bound', async () => {
    const { contacts, queries } = await endless()
    const query = contacts.select('Last_Name').where('Phone', 'is null').limit(4_500)
    expect(await query.all()).toHaveLength(4_500)
    const start = 'select Last_Name from Contacts where '
    expect(queries()).toEqual([
      `${start}Phone is null order by id asc limit 2000`,
      `${start}(Phone is null and id > '2000') order by id asc limit 2000`,
      `${start}(Phone is null and id > '4000') order by id asc limit 500`,
    ])
  })

  test('counts rows where it has an order or an offset', async () => {
    const { contacts, queries } = await endless()
    expect(await contacts.select('Last_Name').orderBy('Phone').offset(5).limit(2_001).all()).toHaveLength(
      2_001,
    )
    const start = 'select Last_Name from Contacts where id is not null order by Phone asc, id asc'
    expect(queries()).toEqual([`${start} limit 2000 offset 5`, `${start} limit 1 offset 2005`])
  })

  test('of one call is sent as it is', async () => {
    const { contacts, queries } = await endless()
    await contacts.select('Last_Name').orderBy('Phone').limit(2_000).all()
    expect(queries()).toEqual([
      'select Last_Name from Contacts where id is not null order by Phone asc limit 2000',
    ])
  })

  test('that counts past 100,000 rows says what to do instead', async () => {
    const { contacts, queries } = await endless()
    const read = async (query: AsyncIterable<unknown>) => {
      let rows = 0
      for await (const _ of query) rows++
      return rows
    }
    const sorted = contacts.select('Last_Name').orderBy('Phone')
    expect(await caught(read(sorted.offset(99_000)))).toMatchObject({ hint: /goes on by ids/ })
    expect(queries().at(-1)).toMatch(/ limit 1000 offset 99000$/)
  })

  test('stops to read where its reader does', async () => {
    const { contacts, queries } = await endless()
    for await (const _ of contacts.select('Last_Name')) break
    expect(queries()).toHaveLength(1)
  })
})

describe('before a query is sent', () => {
  test('fields that are named as words of COQL get quotes', async () => {
    const { contacts, queries } = await endless()
    const query = contacts as unknown as { select(name: string): ReturnType<typeof contacts.select> }
    await query.select('External').limit(1).all()
    await query.select('Account_Name.Order').limit(1).all()
    expect(queries()).toEqual([
      "select 'External' from Contacts where id is not null limit 1",
      "select 'Account_Name.Order' from Contacts where id is not null limit 1",
    ])
  })

  test('what is beyond the limits of COQL is refused', async () => {
    const { contacts, queries } = await endless()
    const query = contacts.select('Last_Name')
    const select = contacts.select.bind(contacts) as unknown as (...names: readonly unknown[]) => typeof query
    const names = (length: number) => Array.from({ length }, (_, index) => `F${index}`)
    const many = (length: number) => Array.from({ length }, String)
    const group = query.groupBy.bind(query) as unknown as (...names: readonly string[]) => typeof query
    const sorted = (length: number) =>
      names(length).reduce((each, name) => each.orderBy(name as 'Last_Name'), query)
    const compared = (length: number) =>
      query.match(({ is, any }) => any(...many(length).map((text) => is('Last_Name', '=', text))))
    for (const [beyond, within, about] of [
      [select(...names(51)), select(...names(50)), /51 columns/],
      [select(), select('id'), /selects nothing/],
      [select('id', 'id'), select('id', 'Email'), /selects id twice/],
      [compared(26), compared(25), /26 conditions/],
      [query.where('id', 'in', many(51)), query.where('id', 'in', many(50)), /51 values for id/],
      [
        select(...names(6).map((name) => count(name))),
        select(...names(5).map((name) => count(name))),
        /6 aggregates/,
      ],
      [group(...names(5)), group(...names(4)), /5 fields to group by/],
      [sorted(11), sorted(10), /11 fields to sort by/],
      [sorted(1).orderBy('F0' as 'Last_Name'), sorted(2), /sorts by F0 twice/],
      [
        select(...names(16).map((name) => `${name}.x`)),
        select(...names(15).map((name) => `${name}.x`)),
        /16 lookups/,
      ],
      [select('A.B.C.D'), select('A.B.C'), /3 lookups in A\.B\.C\.D/],
      [query.where('Last_Name', 'not like', '%x'), query.where('Last_Name', 'not like', '%x%'), /not like/],
    ] as const) {
      const error = await caught(beyond.limit(1).all())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toMatch(about)
      const before = queries().length
      await within.limit(1).all()
      expect(queries()).toHaveLength(before + 1)
    }
    expect(queries()).toHaveLength(12)
  })

  test.each([0, -1, 1.5, Number.NaN, '1; x' as unknown as number])(
    'a limit of %s is refused',
    async (limit) => {
      const { contacts } = await endless()
      const query = contacts.select('Last_Name')
      expect(() => query.limit(limit)).toThrow(ConfigurationError)
      if (limit !== 0) expect(() => query.offset(limit)).toThrow(ConfigurationError)
      expect(() => query.offset(100_000)).toThrow(ConfigurationError)
    },
  )

  test('25 conditions go on by rows, since ids would take another', async () => {
    const { contacts, queries } = await endless()
    const query = contacts
      .select('Last_Name')
      .match(({ is, any }) => any(...Array.from({ length: 25 }, () => is('Phone', '=', '1'))))
    await query.limit(2_001).all()
    expect(queries().map((text) => text.slice(text.indexOf(' order by')))).toEqual([
      ' order by id asc limit 2000',
      ' order by id asc limit 1 offset 2000',
    ])
  })
})

describe('coql', () => {
  test('gives what its text asks for', async () => {
    const { zoho, contacts } = await opened({ records: 2_100 })
    const { id } = await contacts.create({ Last_Name: "O'Neil" })
    const client = clientOf(zoho)
    interface Row {
      readonly id: string
      readonly Last_Name: string
    }
    const one = coql<Row>`select Last_Name from Contacts where Last_Name = ${"O'Neil"}`
    expect(await one.all(client)).toEqual([{ id, Last_Name: "O'Neil" }])
    const every = coql<Row>`select Last_Name from Contacts where id is not null`
    const rows = await every.all(client)
    expect(new Set(rows.map((row) => row.id)).size).toBe(2_101)
    const before = coqlCalls(zoho)
    const limited = coql<Row>`select Last_Name from Contacts where id is not null limit 7`
    const pages = []
    for await (const page of limited.list(client).pages()) pages.push(page)
    expect(pages).toMatchObject([{ more: false, records: rows.slice(0, 7) }])
    expect(coqlCalls(zoho)).toBe(before + 1)
  })
})
