import { type Choices, type Client, ConfigurationError, type Fetch, Module } from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import type { OrgBody } from '../../../emulator/org-editor.ts'
import { fields as demoLines } from '../../../generated/leads.picklists.ts'
import { Leads as DemoLeads, type LeadsRecord } from '../../../generated/leads.ts'
import { Rentals, type RentalsRecord } from '../../../generated/rentals.ts'
import { fieldRows } from '../../../runtime/records/field-rows.ts'
import { emulator } from '../../support/cli.ts'
import { until } from '../../support/until.ts'
import { callsTo, caught, clientOf } from '../support.ts'

const added = Array.from({ length: 60 }, (_, index) => `Added_${index}`)
const demoFields = fieldRows(demoLines).map(([name]) => name)
const leadFields = [...demoFields, ...added]

/** Leads of an organisation that has 60 fields more than the demo. */
class Leads extends DemoLeads {
  static override async choices() {
    return {
      ...(await DemoLeads.choices()),
      fields: leadFields.map((name) => JSON.stringify([name])).join('\n'),
    }
  }
}

function withMoreFields(body: OrgBody): OrgBody {
  const fields = body['fields'] as readonly OrgBody[]
  const city = fields.find((field) => field['api_name'] === 'City')
  return { ...body, fields: [...fields, ...added.map((name) => ({ ...city, id: name, api_name: name }))] }
}

async function opened(
  options: EmulatorOptions = {},
): Promise<{ zoho: Emulator; client: Client; leads: Leads }> {
  const zoho = await emulator(options)
  zoho.editOrg('fields_Leads.json', withMoreFields)
  const client = clientOf(zoho)
  return { zoho, client, leads: new Leads(client) }
}

/** A client that does something after its n-th call of a path, before it hears the answer. */
function interrupted(zoho: Emulator, path: string, nth: number, then: () => Promise<unknown>): Client {
  let seen = 0
  const watched: Fetch = async (url, init) => {
    const response = await fetch(url, init)
    if (url.includes(path) && ++seen === nth) await then()
    return response
  }
  return clientOf(zoho, { fetch: watched })
}

/** The queries of the reads of a module. */
function queries(zoho: Emulator, module: string): readonly URLSearchParams[] {
  return callsTo(zoho, `GET /crm/v8/${module}?`).map(({ path }) => new URL(path, zoho.apiUrl).searchParams)
}

const namesIn = (query: URLSearchParams | undefined) => query?.get('fields')?.split(',') ?? []

describe('a list of more fields than one call returns', () => {
  test('reads the others by the ids of the page, 100 at a time', async () => {
    const { zoho, leads } = await opened({ records: 130 })
    const rows = await leads.list({ fields: 'all' }).all()
    expectTypeOf(rows).toEqualTypeOf<Pick<LeadsRecord, keyof LeadsRecord>[]>()
    expect(rows).toHaveLength(130)
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['id', ...leadFields].sort())
    const [page, ...byIds] = queries(zoho, 'Leads')
    expect(namesIn(page)).toHaveLength(50)
    expect(page?.get('per_page')).toBe('200')
    expect(byIds.map((query) => query.get('ids')?.split(',').length)).toEqual([100, 30, 100, 30])
    const asked = byIds.flatMap(namesIn)
    expect(new Set([...namesIn(page), ...asked])).toEqual(new Set(leadFields))
  })

  test('leaves out what lists do not return, also where the configuration gave its type', async () => {
    class Typed extends Rentals {
      static override async choices(): Promise<Choices> {
        const choices = await super.choices()
        return {
          ...choices,
          fields: (choices.fields ?? '').replace('["Extras","subform"', '["Extras","unlisted"'),
        }
      }
    }
    const { zoho, client } = await opened({ records: 1 })
    await new Typed(client).list({ fields: 'all' }).all()
    const names = queries(zoho, 'Rentals').flatMap(namesIn)
    expect(names).toContain('Name')
    expect(names).not.toContain('Extras')
  })

  test('gives what one call for each record gives', async () => {
    const { leads } = await opened({ records: 7 })
    const rows = await leads.list({ fields: 'all' }).all()
    for (const row of rows) expect(await leads.get(row.id)).toMatchObject(row)
  })

  test('pages on, past 2,000 records', async () => {
    const { leads } = await opened({ records: 2_050 })
    const ids = new Set<string>()
    for await (const row of leads.list({ fields: 'all' })) ids.add(row.id)
    expect(ids.size).toBe(2_050)
  })

  test('of a row that changed between two calls reads everything again', async () => {
    const { zoho, leads } = await opened({ records: 3 })
    const [first = { id: '' }] = await leads.list({ fields: ['Last_Name'], limit: 1 }).all()
    const client = interrupted(zoho, '/crm/v8/Leads?', 1, () =>
      leads.update(first.id, { Last_Name: 'Changed', Website: 'https://changed.example' }),
    )
    const rows = await new Leads(client).list({ fields: 'all' }).all()
    const changed = rows.find(({ id }) => id === first.id)
    expect(changed).toMatchObject({ Last_Name: 'Changed', Website: 'https://changed.example' })
    expect(Object.keys(changed ?? {}).sort()).toEqual(['id', ...leadFields].sort())
    expect(callsTo(zoho, `GET /crm/v8/Leads/${first.id}`)).toHaveLength(1)
  })

  test('leaves out a row that was deleted between two calls', async () => {
    const { zoho, leads } = await opened({ records: 3 })
    const [first = { id: '' }] = await leads.list({ fields: ['Last_Name'], limit: 1 }).all()
    const client = interrupted(zoho, '/crm/v8/Leads?', 1, () => leads.delete(first.id))
    const rows = await new Leads(client).list({ fields: 'all' }).all()
    expect(rows.map(({ id }) => id)).not.toContain(first.id)
    expect(rows).toHaveLength(2)
  })

  test('takes names too, and gives no other', async () => {
    const { leads } = await opened({ records: 2 })
    const some = leadFields.filter((name) => name !== 'Modified_Time').slice(0, 51)
    const many = [...some, ...Array.from({ length: 60 }, (_, index) => `Gone_${index}`)] as 'Email'[]
    for (const row of await leads.list({ fields: many }).all())
      expect(Object.keys(row).sort()).toEqual(['id', ...some].sort())
  })

  test('is refused where nobody knows the fields', async () => {
    class Old extends Module<LeadsRecord, object, object> {
      static override readonly apiName = 'Leads'
    }
    const { client } = await opened()
    const error = await caught(new Old(client).list({ fields: 'all' }).all())
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.hint).toContain('generate')
  })
})

describe('what lists do not return', () => {
  async function rented(): Promise<{ zoho: Emulator; client: Client; rentals: Rentals; id: string }> {
    const { zoho, client } = await opened({ records: 4 })
    const rentals = new Rentals(client)
    const [row = { id: '' }] = await rentals.list({ fields: ['Name'], limit: 1 }).all()
    await rentals.update(row.id, { Extras: [{ Extra: 'Helmet', Count: 2 }] })
    return { zoho, client, rentals, id: row.id }
  }

  test('is read by a call for each record', async () => {
    const { zoho, rentals, id } = await rented()
    const rows = await rentals.list({ fields: ['Name'], include: ['Extras'] }).all()
    expectTypeOf(rows).toEqualTypeOf<Pick<RentalsRecord, 'id' | 'Name' | 'Extras'>[]>()
    expect(rows).toHaveLength(4)
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(['Extras', 'Name', 'id'])
    const row = rows.find((one) => one.id === id)
    expect(row?.Extras?.at(-1)).toMatchObject({ Extra: 'Helmet', Count: 2 })
    expect(callsTo(zoho, 'GET /crm/v8/Rentals/')).toHaveLength(4)
  })

  test('is read of the records that are wanted only, where pages are larger', async () => {
    const { zoho, client } = await opened({ records: 300 })
    const rows = await new Rentals(client).list({ fields: ['Name'], include: ['Extras'], limit: 201 }).all()
    expect(rows).toHaveLength(201)
    expect(callsTo(zoho, 'GET /crm/v8/Rentals/')).toHaveLength(201)
  })

  test('is not asked for past the limit', async () => {
    const { zoho, rentals } = await rented()
    expect(await rentals.list({ fields: ['Name'], include: ['Extras'], limit: 2 }).all()).toHaveLength(2)
    expect(callsTo(zoho, 'GET /crm/v8/Rentals/')).toHaveLength(2)
  })

  test('belongs to the row that it stands in, whatever happens in between', async () => {
    const { zoho, rentals, id } = await rented()
    const client = interrupted(zoho, '/crm/v8/Rentals?', 1, () =>
      rentals.update(id, { Name: 'Changed', Extras: [{ Extra: 'Lock', Count: 1 }] }),
    )
    const rows = await new Rentals(client).list({ fields: ['Name'], include: ['Extras'] }).all()
    const row = rows.find((one) => one.id === id)
    expect(row?.Name).toBe('Changed')
    expect(row?.Extras?.map(({ Extra }) => Extra)).toContain('Lock')
  })
})

describe('reads that go on beside each other', () => {
  const ids = Array.from({ length: 260 }, (_, index) => `${1_000_000_000_000_000_000n + BigInt(index)}`)

  test.each([
    ['fields', { fields: 'all' }],
    ['whole records', {}],
  ] as const)('fail once, and send nothing more: %s', async (_, options) => {
    const { zoho, leads } = await opened()
    zoho.setFaults([{ path: '/Leads', status: 403, times: 0 }])
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    expect(await caught(leads.getMany(ids, options))).toMatchObject({ code: 'NO_PERMISSION' })
    zoho.setFaults([])
    // Whatever is still sent, or rejects, does so before the answer to a later call.
    await leads.list({ fields: ['City'] }).all()
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
    expect(callsTo(zoho, 'GET /crm/v8/Leads').length).toBeLessThanOrEqual(7)
  })

  test('are as many as one likes with one signal, without a warning', async () => {
    const { leads } = await opened({ records: 2 })
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    const { signal } = new AbortController()
    const some = (await leads.list({ fields: ['City'] }).all()).map(({ id }) => id)
    await Promise.all(Array.from({ length: 15 }, () => leads.getMany(some, { fields: 'all', signal })))
    await leads.list({ fields: ['City'] }).all()
    process.off('warning', note)
    expect(warnings).toEqual([])
  })

  test('end with the signal', async () => {
    const { zoho, leads } = await opened({ latency: 3_600_000 })
    const controller = new AbortController()
    const reading = leads.getMany(ids, { fields: 'all', signal: controller.signal })
    const ended = expect(reading).rejects.toThrow('enough')
    await until(() => callsTo(zoho, 'GET /crm/v8/Leads').length > 0)
    controller.abort(new Error('enough'))
    await ended
    expect(callsTo(zoho, 'GET /crm/v8/Leads').length).toBeLessThanOrEqual(5)
  })
})

describe('many records by their ids', () => {
  test('are whole without fields, a call for each', async () => {
    const { zoho, leads } = await opened({ records: 5 })
    const ids = (await leads.list({ fields: ['Email'] }).all()).map(({ id }) => id)
    const rows = await leads.getMany(ids)
    expectTypeOf(rows).toEqualTypeOf<(LeadsRecord | null)[]>()
    expect(rows.map((row) => row?.id)).toEqual(ids)
    expect(rows[0]).toMatchObject({ $approved: true })
    expect(callsTo(zoho, 'GET /crm/v8/Leads/')).toHaveLength(5)
  })

  test('have the fields asked for, 100 in a call, in the order of the ids', async () => {
    const { zoho, leads } = await opened({ records: 150 })
    const ids = (await leads.list({ fields: ['Email'] }).all()).map(({ id }) => id).reverse()
    const before = queries(zoho, 'Leads').length
    const rows = await leads.getMany(['1', ...ids, ids[0] ?? ''], { fields: ['Last_Name'] })
    expectTypeOf(rows).toEqualTypeOf<(Pick<LeadsRecord, 'id' | 'Last_Name'> | null)[]>()
    expect(rows.map((row) => row?.id ?? null)).toEqual([null, ...ids, ids[0]])
    for (const row of rows.slice(1)) expect(Object.keys(row ?? {}).sort()).toEqual(['Last_Name', 'id'])
    const sizes = queries(zoho, 'Leads')
      .slice(before)
      .map((query) => query.get('ids')?.split(',').length)
    expect(sizes).toEqual([100, 51])
  })

  test('have subforms beside the fields where they are included', async () => {
    const { client } = await opened({ records: 3 })
    const rentals = new Rentals(client)
    const ids = (await rentals.list({ fields: ['Name'] }).all()).map(({ id }) => id)
    const rows = await rentals.getMany(ids, { fields: ['Name'], include: ['Extras', 'Bicycles'] })
    expectTypeOf(rows).toEqualTypeOf<(Pick<RentalsRecord, 'id' | 'Name' | 'Extras' | 'Bicycles'> | null)[]>()
    for (const row of rows) expect(Array.isArray(row?.Extras)).toBe(true)
  })

  test('of none make no call', async () => {
    const { zoho, leads } = await opened()
    expect(await leads.getMany([])).toEqual([])
    expect(await leads.getMany([], { fields: 'all' })).toEqual([])
    expect(callsTo(zoho, 'GET /crm')).toEqual([])
  })
})
