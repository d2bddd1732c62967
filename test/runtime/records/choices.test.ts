import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, type ClientOptions, type SDKConfig, ValidationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { option } from '../../emulator/org.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { typeCheck } from '../../support/tsc.ts'
import { until } from '../../support/until.ts'
import {
  Accounts,
  changeOption,
  Deals,
  Leads,
  makeOlder,
  metadataCalls,
  opened,
  type Row,
} from '../metadata/client-support.ts'
import { accessClient, callsTo, caught, clientOf, server, type TestServer } from '../support.ts'

const WRITTEN = JSON.stringify({ data: [{ code: 'SUCCESS', status: 'success', details: { id: '1' } }] })

/** A server that takes every write, to see what is sent. */
async function sink(
  options: Partial<ClientOptions> = {},
): Promise<{ zoho: TestServer; leads: Leads; client: Client; sent: () => unknown }> {
  const zoho = await server((response) => response.end(WRITTEN))
  const client = accessClient(zoho.environment, options)
  const sent = () => (JSON.parse(zoho.seen.at(-1)?.body ?? 'null') as { data: unknown[] }).data[0]
  return { zoho, client, leads: new Leads(client), sent }
}

describe('a value that the organisation does not have', () => {
  test.each([
    [{ Lead_Source: 'Shpo' }, '"Shpo"', 'Lead_Source', ['Shop', 'Fair'], 'Did you mean "Shop"?'],
    [{ Lead_Source: 'fair' }, '"fair"', 'Lead_Source', ['Shop', 'Fair'], 'Did you mean "Fair"?'],
    // The stored string of an option is no wire value here, and it is plain what was meant.
    [{ Lead_Source: 'Store' }, '"Store"', 'Lead_Source', ['Shop', 'Fair'], 'Did you mean "Shop"?'],
    [{ Tags: ['new', 'Very hot'] }, '"Very hot"', 'Tags', ['new', 'hot'], 'Did you mean "hot"?'],
    [{ Lead_Source: 'Old' }, '"Old"', 'Lead_Source', ['Shop', 'Fair'], /^Allowed: "Shop", "Fair"\./],
    [{ Lead_Source: '' }, '""', 'Lead_Source', ['Shop', 'Fair'], /^Allowed/],
    [{ Lead_Source: 'something else' }, '"something else"', 'Lead_Source', ['Shop', 'Fair'], /^Allowed/],
    [{ Lead_Source: 7 }, 'a value of type number', 'Lead_Source', ['Shop', 'Fair'], /^Allowed/],
    [{ Lead_Source: true }, 'a value of type boolean', 'Lead_Source', ['Shop', 'Fair'], /^Allowed/],
    [{ Lead_Source: { name: 'Shop' } }, 'of type object', 'Lead_Source', ['Shop', 'Fair'], /^Allowed/],
    [{ Tags: ['new', null] }, 'null', 'Tags', ['new', 'hot'], /^Allowed/],
    [{ Tags: [['new']] }, 'a value of type object', 'Tags', ['new', 'hot'], /^Allowed/],
    [{ Tags: 'old' }, '"old"', 'Tags', ['new', 'hot'], /^Allowed/],
    [{ Country: '__proto' }, '"__proto"', 'Country', expect.arrayContaining(['__proto__']), '"__proto__"'],
    [{ State: 'constructor' }, '"constructor"', 'State', expect.arrayContaining(['Hesse']), /^Allowed/],
  ])('%j is refused before a call is made', async (row, value, field, allowed, hint) => {
    const { zoho, client } = await opened()
    const leads = new Leads(client())
    for (const write of [leads.create(row), leads.update('1', row)]) {
      const error = await caught(write)
      expect(error).toBeInstanceOf(ValidationError)
      expect(error).toMatchObject({ code: 'PICKLIST_VALUE', field, allowedValues: allowed })
      expect(error.message).toContain(`Leads.${field}`)
      expect(error.message).toContain(value)
      if (typeof hint === 'string') expect(error.hint).toContain(hint)
      else expect(error.hint).toMatch(hint)
      expect(error.hint).toMatch(/after client\.metadata\.refresh\(\)\.$/)
    }
    expect(zoho.calls()).toEqual([])
  })

  test('is not repeated in full where it is long, nor are all of the allowed ones', async () => {
    class Many extends Leads {
      static override async choices() {
        const options = Array.from({ length: 25 }, (_, index) => ({
          used: true as const,
          value: `v${index}`,
          label: `v${index}`,
          actual: `v${index}`,
          reference: `v${index}`,
          color: null,
          order: null,
        }))
        return { picklists: [['Size', { options }] as const], dependencies: [] }
      }
    }
    const { client } = await opened()
    const error = await caught(new Many(client()).create({ Size: 'x'.repeat(10_000) }))
    expect(error.message.length).toBeLessThan(300)
    expect(error.hint).toContain('"v19" and 5 more.')
    expect((error as ValidationError).allowedValues).toHaveLength(25)
  })
})

describe('a row that is fine is sent as it is', () => {
  const rows: readonly Row[] = [
    {},
    { Lead_Source: 'Shop' },
    { Lead_Source: null, Tags: null, Country: undefined },
    { Lead_Source: '-None-', Tags: ['-None-'] },
    { Tags: [] },
    { Tags: ['hot', 'new', 'hot'] },
    { State: 'toString', Country: '__proto__' },
    // What is no picklist of the class is not looked at, whatever it is called.
    { Last_Name: 'Shpo', Unknown: 'x', constructor: 'y', Empty: { a: [1, { b: 'é\u2028' }] } },
  ]
  test.each(rows)('%j', async (row) => {
    const { zoho, leads } = await sink()
    await leads.create(row)
    await leads.update('1', row, { trigger: [] })
    expect(zoho.seen.map(({ body }) => body)).toEqual([
      JSON.stringify({ data: [row] }),
      JSON.stringify({ data: [row], trigger: [] }),
    ])
  })

  test('inherited members are not of the row', async () => {
    const { leads, sent } = await sink()
    await leads.create(Object.create({ Lead_Source: 'wrong' }) as Row)
    expect(sent()).toEqual({})
  })

  test('an object that says how it is written as JSON is checked as that', async () => {
    class Form {
      readonly #source: string
      constructor(source: string) {
        this.#source = source
      }
      toJSON(): Row {
        return { Lead_Source: this.#source }
      }
    }
    const { leads, sent, zoho } = await sink()
    await leads.create(new Form('Fair') as unknown as Row)
    expect(sent()).toEqual({ Lead_Source: 'Fair' })
    expect(await caught(leads.create(new Form('Fire') as unknown as Row))).toBeInstanceOf(ValidationError)
    expect(zoho.seen).toHaveLength(1)
  })

  test.each([
    ['with picklists', Leads],
    ['without', Accounts],
  ])('as it was when it was given, of a module %s', async (_, Class) => {
    const { client, zoho } = await sink()
    const module = new Class(client)
    const row: { [key: string]: unknown } = {}
    const writes = ['a', 'b', 'c'].map((name) => {
      row['Last_Name'] = name
      return module.create(row)
    })
    await Promise.all(writes)
    expect(zoho.seen.map(({ body }) => JSON.parse(body).data[0].Last_Name).sort()).toEqual(['a', 'b', 'c'])
  })
})

describe('pickListValidation: false', () => {
  test('sends what is given, and loads no options', async () => {
    const { leads, sent } = await sink({ config: { pickListValidation: false } })
    const before = Leads.loaded
    const row = { Lead_Source: 'Shpo', Tags: [7], Country: 'Germany', State: 'Tyrol' }
    await leads.create(row)
    expect(sent()).toEqual(row)
    await leads.update('1', row)
    expect(sent()).toEqual(row)
    expect(Leads.loaded).toBe(before)
  })

  test('loads no options either where another module’s wire value is set', async () => {
    const config = { pickListValidation: false, wireValue: { 'Deals.Stage': 'actual' } } as const
    const { leads } = await sink({ config })
    const before = Leads.loaded
    await leads.create({ Lead_Source: 'Shpo' })
    expect(Leads.loaded).toBe(before)
  })
})

describe('options that are newer than the code', () => {
  test.each([true, false])('movesModifiedTime %s: count after a refresh', async (movesModifiedTime) => {
    const { zoho, client } = await opened({ movesModifiedTime })
    const app = client()
    const leads = new Leads(app)
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    zoho.addOption('Leads', 'Tags', 'cold')
    const row = { Last_Name: 'Doe', Lead_Source: 'Podcast', Tags: ['new', 'cold'] }
    expect(await caught(leads.create(row))).toMatchObject({ field: 'Lead_Source' })
    await app.metadata.refresh()
    const { id } = await leads.create(row)
    expect(await leads.get(id)).toMatchObject({ Lead_Source: 'Podcast' })
    expect((await caught(leads.create({ Lead_Source: 'Podcats' }))).hint).toMatch(
      /^Did you mean "Podcast"\? Allowed: "Shop", "Fair", "Podcast"\.$/,
    )
    // The next one is seen by the next refresh, within the hour too.
    zoho.addOption('Leads', 'Lead_Source', 'Radio')
    expect(await caught(leads.update(id, { Lead_Source: 'Radio' }))).toBeInstanceOf(ValidationError)
    await app.metadata.refresh()
    await leads.update(id, { Lead_Source: 'Radio' })
  })

  test.each([true, false])('movesModifiedTime %s: count after the next hourly refresh', async (moves) => {
    const { zoho, client, resourcePath } = await opened({ movesModifiedTime: moves })
    await client().metadata.refresh()
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    await makeOlder(resourcePath, 3_600_000)
    const app = client({ config: { autoRefreshFields: true } })
    const leads = new Leads(app)
    expect(await caught(leads.create({ Lead_Source: 'Podcast' }))).toMatchObject({ field: 'Lead_Source' })
    await leads.create({ Lead_Source: 'Fair' })
    await until(() => app.metadata.current() !== null)
    await leads.create({ Lead_Source: 'Podcast' })
    expect(callsTo(zoho, 'POST /crm/v8/Leads')).toHaveLength(2)
  })

  test('one that is not used any more, or not there, is refused after a refresh', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const leads = new Leads(app)
    zoho.editOrg('fields_Leads.json', changeOption('Lead_Source', 'Shop', { type: 'unused' }))
    await leads.create({ Lead_Source: 'Shop' })
    await app.metadata.refresh()
    expect(await caught(leads.create({ Lead_Source: 'Shop' }))).toMatchObject({ allowedValues: ['Fair'] })
  })

  test('what was read before the client was made may be older than the code: both count', async () => {
    const { zoho, client, resourcePath } = await opened()
    // The organisation of yesterday did not have Fair yet, which the code knows, but had something else.
    zoho.editOrg('fields_Leads.json', changeOption('Lead_Source', 'Fair', { display_value: 'Market' }))
    await client().metadata.refresh()
    await makeOlder(resourcePath, 60_000)
    const app = client({ config: { autoRefreshFields: true } })
    const leads = new Leads(app)
    await leads.create({ Lead_Source: 'Shop' })
    await until(() => app.metadata.current() !== null)
    expect(metadataCalls(zoho).filter(({ path }) => path.includes('settings/modules'))).toHaveLength(1)
    await leads.create({ Lead_Source: 'Fair' })
    await leads.create({ Lead_Source: 'Market' })
    expect(await caught(leads.create({ Lead_Source: 'Bazaar' }))).toBeInstanceOf(ValidationError)
    await app.metadata.refresh()
    expect(await caught(leads.create({ Lead_Source: 'Fair' }))).toMatchObject({
      allowedValues: ['Shop', 'Market'],
    })
  })

  test('those of a global picklist count', async () => {
    const { zoho, client } = await opened()
    zoho.editOrg('global_picklists.json', () => ({
      global_picklists: [
        {
          id: '991',
          api_name: 'Sources',
          pick_list_values: [option('Shop', 'Store'), option('Fair', 'Fair')],
        },
      ],
    }))
    zoho.editOrg('fields_Leads.json', (body) => ({
      ...body,
      fields: (body['fields'] as { api_name: string }[]).map((one) =>
        one.api_name === 'Lead_Source'
          ? { ...one, global_picklist: { api_name: 'Sources', id: '991' } }
          : one,
      ),
    }))
    zoho.addOption('Leads', 'Lead_Source', 'Podcast')
    const app = client()
    const leads = new Leads(app)
    await app.metadata.refresh()
    await leads.create({ Lead_Source: 'Podcast' })
  })

  test('a field that is no picklist any more is not looked at, one that is gone as before', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const leads = new Leads(app)
    zoho.editOrg('fields_Leads.json', (body) => ({
      ...body,
      fields: (body['fields'] as { api_name: string }[]).flatMap((one) =>
        one.api_name === 'Lead_Source'
          ? { ...one, data_type: 'text', pick_list_values: [] }
          : one.api_name === 'Tags'
            ? []
            : one,
      ),
    }))
    await app.metadata.refresh()
    await leads.create({ Lead_Source: 'anything' })
    expect(await caught(leads.create({ Tags: ['anything'] }))).toBeInstanceOf(ValidationError)
  })

  test('a module that is not described any more is compared with the code', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const leads = new Leads(app)
    zoho.setFaults([{ path: 'module=Leads', status: 403, times: 0 }])
    await app.metadata.refresh()
    await leads.create({ Lead_Source: 'Shop' })
    expect(await caught(leads.create({ Lead_Source: 'Shpo' }))).toBeInstanceOf(ValidationError)
  })
})

describe('the wire value', () => {
  const row = { Lead_Source: 'Shop', Tags: ['hot', 'new', '-None-'], Country: '-None-', Last_Name: 'Shop' }

  test.each([
    [{}, row],
    [{ wireValue: 'actual' }, { ...row, Lead_Source: 'Store' }],
    [{ wireValue: 'display' }, { ...row, Tags: ['Very hot', 'Brand new', '-None-'] }],
    [{ wireValue: { 'Leads.Lead_Source': 'actual' } }, { ...row, Lead_Source: 'Store' }],
    [{ wireValue: { 'Leads.Tags': 'display' } }, { ...row, Tags: ['Very hot', 'Brand new', '-None-'] }],
    [{ wireValue: { 'Deals.Lead_Source': 'actual', 'Leads.Tags': 'actual' } }, row],
  ] as readonly (readonly [SDKConfig, Row])[])('%j', async (config, want) => {
    for (const pickListValidation of [true, false]) {
      const { leads, sent } = await sink({ config: { ...config, pickListValidation } })
      await leads.create(row)
      expect(sent()).toEqual(want)
      expect(Object.keys(sent() as object)).toEqual(Object.keys(row))
      await leads.update('1', row)
      expect(sent()).toEqual(want)
    }
    expect(row.Lead_Source, 'what was given stays as it was').toBe('Shop')
  })

  test('where nothing is checked, what is no option is sent as it is', async () => {
    const { leads, sent } = await sink({ config: { wireValue: 'actual', pickListValidation: false } })
    await leads.create({ Lead_Source: 'Shpo', Country: 7 })
    expect(sent()).toEqual({ Lead_Source: 'Shpo', Country: 7 })
  })

  test('of options that are newer than the code', async () => {
    const { zoho, client } = await opened()
    zoho.editOrg('fields_Leads.json', changeOption('Lead_Source', 'Fair', { actual_value: 'Trade fair' }))
    const app = client({ config: { wireValue: 'actual' } })
    const leads = new Leads(app)
    await app.metadata.refresh()
    const { id } = await leads.create({ Lead_Source: 'Fair' })
    expect(await leads.get(id)).toMatchObject({ Lead_Source: 'Trade fair' })
  })

  test('what is read is what the API returns', async () => {
    const zoho = await server((response) =>
      response.end(JSON.stringify({ data: [{ id: '1', Lead_Source: 'Store', Tags: ['hot', 'x'] }] })),
    )
    const leads = new Leads(accessClient(zoho.environment, { config: { wireValue: 'display' } }))
    expect(await leads.get('1')).toEqual({ id: '1', Lead_Source: 'Store', Tags: ['hot', 'x'] })
    expect(await leads.list({ fields: ['Lead_Source'] }).all()).toEqual([
      { id: '1', Lead_Source: 'Store', Tags: ['hot', 'x'] },
    ])
  })
})

test('no file is read or made for it, and no call made: neither by reads nor by writes', async () => {
  const { zoho, client, resourcePath } = await opened({ records: 200 })
  const leads = new Leads(client())
  const before = Leads.loaded
  const page = await leads.list({ fields: ['Last_Name', 'Lead_Source', 'Tags'] }).all()
  expect(page).toHaveLength(200)
  await leads.get(page[0]?.id ?? '')
  expect(Leads.loaded, 'who only reads loads no options').toBe(before)
  const { id } = await leads.create({ Lead_Source: 'Shop' })
  await leads.update(id, { Lead_Source: 'Fair' })
  await new Deals(client()).create({ Stage: 'Open' })
  expect(metadataCalls(zoho)).toEqual([])
  expect(existsSync(resourcePath)).toBe(false)
  // Where the folder would be is a file: nothing can be read there or made.
  await writeFile(resourcePath, '')
  await leads.list({ fields: ['Lead_Source'] }).all()
  await leads.create({ Lead_Source: 'Shop' })
})

test('options that cannot be loaded are the caller’s to know of', async () => {
  class Broken extends Leads {
    static override choices(): Promise<never> {
      return Promise.reject(new Error('no such file'))
    }
  }
  const { zoho, client } = await opened()
  await expect(new Broken(client()).create({})).rejects.toThrow('no such file')
  expect(zoho.calls()).toEqual([])
})

test('generated classes fit without a cast, under the strictest settings', async () => {
  const folder = await scratchFolder()
  await writeFile(
    join(folder, 'leads.picklists.ts'),
    `import * as z from '@zcrm/runtime'
export type LeadSourceValue = 'Shop' | 'Fair'
export class LeadSource extends z.Picklist {
  static readonly Shop = 'Shop'
  static readonly Fair = 'Fair'
  declare static readonly values: readonly LeadSourceValue[]
  declare static readonly options: readonly z.PicklistOption<LeadSourceValue>[]
  protected static override table(): string {
    return ''
  }
}
export type NothingValue = never
export class Nothing extends z.Picklist {
  declare static readonly values: readonly NothingValue[]
  declare static readonly options: readonly z.PicklistOption<NothingValue>[]
  protected static override table(): string {
    return ''
  }
}
export class StateByCountry extends z.Dependency {
  declare static readonly map: {
    readonly 'Germany': readonly ('Bavaria' | 'Hesse')[]
    readonly '__proto__': readonly 'x'[]
    readonly 'constructor': readonly never[]
    readonly '1': readonly string[]
  }
  protected static override table(): string {
    return '["Germany",["Bavaria","Hesse"]]'
  }
}
export class NothingByNothing extends z.Dependency {
  declare static readonly map: {
  }
  protected static override table(): string {
    return ''
  }
}
`,
  )
  await writeFile(
    join(folder, 'leads.ts'),
    `import * as z from '@zcrm/runtime'
export interface LeadsRecord extends z.Identified { Lead_Source: string | null }
export interface LeadsCreate { Lead_Source?: string | null }
export class Leads extends z.Module<LeadsRecord, LeadsCreate, LeadsCreate> {
  static override readonly apiName = 'Leads'
  static override readonly schema = 'abc'
  static override async choices(): Promise<z.Choices> {
    const own = await import('./leads.picklists.js')
    return {
      picklists: [
        ['Lead_Source', own.LeadSource],
        ['Tags', own.Nothing, 'actual'],
      ],
      dependencies: [
        ['Country', 'State', own.StateByCountry],
        ['A', 'B', own.NothingByNothing],
      ],
    }
  }
}
export const none: z.Choices = { picklists: [], dependencies: [] }
export async function used(client: z.Client): Promise<readonly string[]> {
  const { StateByCountry } = await import('./leads.picklists.js')
  new Leads(client)
  const states: readonly ('Bavaria' | 'Hesse')[] = StateByCountry.map.Germany
  return states
}
`,
  )
  expect(await typeCheck(folder)).toBe('')
})

test('the same where the client is made before the class is known', async () => {
  const { client, zoho } = await opened()
  const app = client()
  await app.metadata.refresh()
  zoho.addOption('Leads', 'Lead_Source', 'Podcast')
  const leads = new Leads(app)
  await app.metadata.refresh()
  await leads.create({ Lead_Source: 'Podcast' })
  const other = clientOf(zoho, { resourcePath: join(await scratchFolder(), 'other') })
  expect(await caught(new Leads(other).create({ Lead_Source: 'Podcast' }))).toBeInstanceOf(ValidationError)
})
