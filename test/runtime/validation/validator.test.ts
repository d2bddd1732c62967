import type { StandardSchemaV1 } from '@standard-schema/spec'
import { type Choices, ConfigurationError, type InputKind, Module } from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { Leads, type LeadsCreate } from '../../../generated/leads.ts'
import { Rentals } from '../../../generated/rentals.ts'
import { caught } from '../support.ts'
import { issuesOf, messagesOf } from './support.ts'

const LEAD = { Last_Name: 'Doe', Company: 'Acme' }
const RENTAL = { Name: 'R-1', Starts: '2026-01-31T12:00:00+01:00', Rider: { id: '1' } }

describe('what is right', () => {
  test('is told by a Standard Schema', () => {
    expectTypeOf(Leads.validator('create')).toExtend<StandardSchemaV1<LeadsCreate, LeadsCreate>>()
  })

  test('is given back as it is, the very object', async () => {
    const row = { ...LEAD, Email: undefined, City: null, Lead_Source: 'Cold Call' }
    const result = await Leads.validator('create')['~standard'].validate(row)
    expect(result).toEqual({ value: row })
    expect('value' in result && result.value).toBe(row)
  })

  test('is a promise until all is loaded, and none after that', async () => {
    const { validate, version, vendor } = Leads.validator('create')['~standard']
    expect([version, vendor]).toEqual([1, 'zcrm'])
    const first = validate(LEAD)
    expect(first).toBeInstanceOf(Promise)
    await first
    expect(validate(LEAD)).toEqual({ value: LEAD })
  })

  test('is no promise where all was loaded ahead', async () => {
    const validator = Leads.validator('update')
    expect(await validator.load()).toBe(validator)
    expect(validator['~standard'].validate({ City: 'Paris' })).toEqual({ value: { City: 'Paris' } })
  })
})

describe('several things that are wrong', () => {
  test('are told in the order of the fields, and then what is no field', async () => {
    const row = {
      Zip_Cod: '75001',
      Last_Name: 5,
      Lead_Source: 'Cold Cal',
      Preferred_Season: ['Summer', 'Sprng'],
      Created_Time: '2026-01-31T12:00:00Z',
      Email_Opt_Out: 'yes',
    }
    expect(await issuesOf(Leads, 'create', row)).toEqual([
      { path: ['Company'], message: 'Company: it is mandatory' },
      { path: ['Created_Time'], message: 'Created_Time: it is read-only' },
      { path: ['Email_Opt_Out'], message: 'Email_Opt_Out: "yes" is neither true nor false' },
      { path: ['Last_Name'], message: 'Last_Name: 5 is not a text' },
      {
        path: ['Lead_Source'],
        message:
          'Lead_Source: "Cold Cal" is not an option; did you mean "Cold Call"? It may be "Advertisement", "Cold Call", "Employee Referral", "External Referral", "Online Store", "Partner", "Public Relations", "Sales Email Alias", "Seminar Partner", "Internal Seminar" or one of 4 more',
      },
      {
        path: ['Preferred_Season', 1],
        message:
          'Preferred_Season[1]: "Sprng" is not an option; did you mean "Spring"? It may be "Spring", "Summer", "Autumn" or "Winter"',
      },
      { path: ['Zip_Cod'], message: 'Zip_Cod: there is no such field; did you mean Zip_Code?' },
    ])
  })

  test('are found in rows of subforms, members of lists and lookups, each at its place', async () => {
    const row = {
      ...RENTAL,
      Extras: [
        { Extra: 'Helmet' },
        { Count: 1.5 },
        { Extra: 'Helmt', Parent_Id: { id: '1' }, Colour: 'red' },
        7,
      ],
      Bicycles: [{ Bicycle: { id: '1' } }, { Bicycle: 5 }, {}],
      Contract: [{ File_Id__s: 'f' }, { id: 'f' }],
      Paid_By: { id: '1', module: { api_name: 'Leads' } },
      Tag: [{ name: 'new' }, 'hot'],
    }
    expect((await issuesOf(Rentals, 'create', row)).map(({ path }) => path)).toEqual([
      ['Bicycles', 1, 'Bicycle'],
      ['Bicycles', 2],
      ['Contract', 1],
      ['Extras', 1, 'Count'],
      ['Extras', 1, 'Extra'],
      ['Extras', 2, 'Extra'],
      ['Extras', 2, 'Parent_Id'],
      ['Extras', 2, 'Colour'],
      ['Extras', 3],
      ['Paid_By'],
      ['Tag', 1],
    ])
  })

  test('are not looked for without end', async () => {
    const Extras = Array.from({ length: 100_000 }, () => ({ Extra: 'x'.repeat(100), Colour: 'red' }))
    expect(await issuesOf(Rentals, 'create', { ...RENTAL, Extras })).toHaveLength(100)
  })
})

describe('what each write needs', () => {
  test.each<[string, typeof Leads | typeof Rentals, InputKind, unknown, readonly string[]]>([
    ['a new record, its mandatory fields', Leads, 'create', {}, ['Company', 'Last_Name']],
    ['a change, nothing', Leads, 'update', {}, []],
    [
      'a change, no empty mandatory field',
      Leads,
      'update',
      { Company: '', Last_Name: null },
      ['Company', 'Last_Name'],
    ],
    ['a change may clear what is not mandatory', Leads, 'update', { City: null, Lead_Source: null }, []],
    [
      'an absent value is not there',
      Leads,
      'create',
      { ...LEAD, Company: undefined, Nope: undefined },
      ['Company'],
    ],
    ['the id is no field', Leads, 'create', { ...LEAD, id: '1' }, ['id']],
    ['the id stands beside the changes', Leads, 'update', { id: '1' }, ['id']],
    [
      'a new row of a subform that is changed',
      Rentals,
      'update',
      { Extras: [{ Count: 1 }] },
      ['Extras.0.Extra'],
    ],
    ['a changed row of a subform', Rentals, 'update', { Extras: [{ id: '1', Count: 1 }] }, []],
    [
      'a row of a subform that is emptied',
      Rentals,
      'update',
      { Extras: [{ id: '1', Extra: null }] },
      ['Extras.0.Extra'],
    ],
    ['a row of a subform with a wrong id', Rentals, 'update', { Extras: [{ id: 1 }] }, ['Extras.0.id']],
    [
      'a row that is taken out',
      Rentals,
      'update',
      { Extras: [{ id: '1', _delete: null }], Bicycles: [{ id: '1', _delete: null }] },
      [],
    ],
    [
      'a row that is not there yet cannot be taken out',
      Rentals,
      'create',
      { ...RENTAL, Extras: [{ id: '1', _delete: null }] },
      ['Extras.0.Extra', 'Extras.0.id', 'Extras.0._delete'],
    ],
  ])('%s', async (_, module, kind, row, want) => {
    expect((await issuesOf(module, kind, row)).map(({ path }) => path.join('.'))).toEqual(want)
  })

  test.each([[null], [undefined], [[]], ['x'], [5], [new Date()]])('no row: %j', async (row) => {
    expect(await issuesOf(Leads, 'update', row)).toEqual([
      { path: [], message: expect.stringMatching(/ is not an object with the fields to write$/) },
    ])
  })
})

describe('options that depend on another field', () => {
  test('are told with what they depend on', async () => {
    const row = { ...RENTAL, Pickup_Region: 'Airport', Pickup_Depot: 'Old Mill' }
    expect(await messagesOf(Rentals, 'create', row)).toEqual([
      'Pickup_Depot: "Old Mill" does not go with Pickup_Region "Airport"; it may be "Harbour Gate"',
    ])
    expect(await messagesOf(Rentals, 'update', { Pickup_Depot: 'Old Mill' })).toEqual([])
  })
})

describe('names that an object has by inheritance', () => {
  test('are no fields, and no values', async () => {
    const row = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}')
    expect((await issuesOf(Leads, 'update', row)).map(({ path }) => path)).toEqual([
      ['__proto__'],
      ['constructor'],
      ['toString'],
    ])
    expect(await messagesOf(Leads, 'create', Object.create(LEAD))).toHaveLength(2)
    expect(await messagesOf(Leads, 'update', { Lead_Source: 'constructor' })).toHaveLength(1)
  })
})

describe('a class that does not know its fields', () => {
  test('says so', async () => {
    class Bare extends Module<{ id: string }, { A: string }, { A: string }> {
      static override readonly apiName = 'Bare'
    }
    class Old extends Bare {
      static override async choices(): Promise<Choices> {
        return { picklists: [], dependencies: [] }
      }
    }
    for (const module of [Bare, Old]) {
      const error = await caught(module.validator('create').load())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toBe('nobody knows which fields Bare has')
    }
  })

  test('nor what kind of write is meant', async () => {
    const error = await caught(Leads.validator('delete' as 'create').load())
    expect(error.message).toBe('a validator was asked for with "delete"')
  })

  test('loads again after a failure', async () => {
    let fails = true
    class Flaky extends Leads {
      static override choices(): Promise<Choices> {
        if (fails) return Promise.reject(new Error('no network'))
        return super.choices()
      }
    }
    const validator = Flaky.validator('create')
    await expect(validator['~standard'].validate(LEAD)).rejects.toThrow('no network')
    fails = false
    expect(await validator['~standard'].validate(LEAD)).toEqual({ value: LEAD })
  })
})

describe('subforms that lead back to their module', () => {
  test('are checked as deep as the input is', async () => {
    class Tree extends Module<{ id: string }, object, object> {
      static override readonly apiName = 'Tree'
      static override async choices(): Promise<Choices> {
        return {
          fields: '["Leaf","text",3]\n["Trees","subform"]\n',
          picklists: [],
          dependencies: [],
          subforms: [['Trees', async () => Tree]],
        }
      }
    }
    expect(await messagesOf(Tree, 'create', { Trees: [{ Trees: [{ Leaf: 'green' }] }] })).toEqual([
      'Trees[0].Trees[0].Leaf: it has 5 letters; at most 3 are allowed',
    ])
    const deep = JSON.parse(`${'{"Trees":['.repeat(20_000)}${']}'.repeat(20_000)}`)
    const [issue, ...others] = await issuesOf(Tree, 'create', deep)
    expect(others).toEqual([])
    expect(issue?.message).toMatch(/^Trees\[0\]\.Trees.{1,80}: it stands too deep/)
  })
})
