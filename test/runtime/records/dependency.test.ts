import { Dependency, ValidationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { OrgBody } from '../../../emulator/index.ts'
import { option } from '../../emulator/org.ts'
import { Deals, Leads, opened, type Row, StateByCountry } from '../metadata/client-support.ts'
import { caught } from '../support.ts'

describe('a map', () => {
  test('has the options of each value of the parent, whatever the values are called', () => {
    const { map } = StateByCountry
    expect(Object.entries(map)).toEqual([
      ['Austria', ['Tyrol']],
      ['Germany', ['Bavaria', 'Hesse']],
      ['Vatican', []],
      ['__proto__', ['toString']],
      ['constructor', ['Tyrol']],
    ])
    expect((map as Record<string, unknown>)['toString'], 'nothing is inherited').toBeUndefined()
  })

  test('is made once and cannot be changed', () => {
    const { map } = StateByCountry
    expect(StateByCountry.map).toBe(map)
    expect(() => Object.assign(map, { Germany: [] })).toThrow(TypeError)
    expect(() => (map.Germany as string[]).push('Saxony')).toThrow(TypeError)
  })

  test('of nothing is empty', () => {
    class Nothing extends Dependency {}
    expect(Object.keys(Nothing.map)).toEqual([])
  })
})

const REFUSED: readonly (readonly [typeof Leads | typeof Deals, Row, string, string, readonly string[]])[] = [
  [Leads, { Country: 'Germany', State: 'Tyrol' }, 'State', '"Tyrol"', ['Bavaria', 'Hesse']],
  [Leads, { State: 'Bavaria', Country: 'Austria' }, 'State', '"Bavaria"', ['Tyrol']],
  [Leads, { Country: 'Germany', Regions: ['North', 'Alps'] }, 'Regions', '"Alps"', ['North', 'South']],
  [Leads, { Country: '__proto__', State: 'Tyrol' }, 'State', '"Tyrol"', ['toString']],
  [Leads, { Country: 'constructor', State: 'toString' }, 'State', '"toString"', ['Tyrol']],
  [Leads, { Country: 'Vatican', State: 'Hesse' }, 'State', '"Hesse"', []],
  [Deals, { Pipeline: 'Fleet', Stage: 'Won' }, 'Stage', '"Won"', ['Open', 'Rented']],
  [Deals, { Pipeline: 'Standard', Stage: 'Rented' }, 'Stage', '"Rented"', ['Open', 'Won']],
]

const ACCEPTED: readonly (readonly [typeof Leads | typeof Deals, Row])[] = [
  [Leads, { Country: 'Germany', State: 'Hesse', Regions: ['South', 'North'] }],
  [Leads, { Country: 'Germany', State: null, Regions: [] }],
  [Leads, { Country: 'Germany', State: '-None-', Regions: ['-None-'] }],
  [Leads, { Country: 'Germany' }],
  // The record's own country may be any.
  [Leads, { State: 'Tyrol', Regions: ['Alps', 'North'] }],
  [Leads, { Country: null, State: 'Tyrol' }],
  [Leads, { Country: '-None-', State: 'Tyrol' }],
  // Nothing is known of what goes with it.
  [Leads, { Country: 'Atlantis', State: 'Tyrol', Regions: ['Alps', 'North'] }],
  [Leads, { Country: '__proto__', State: 'toString' }],
  [Leads, { Country: 'constructor', State: 'Tyrol' }],
  [Deals, { Pipeline: 'Fleet', Stage: 'Rented' }],
  [Deals, { Stage: 'Rented' }],
]

describe.each([false, true])('after a refresh: %s', (isRefreshed) => {
  test.each(REFUSED)('%o: %j is refused', async (Class, row, field, value, allowedValues) => {
    const { zoho, client } = await opened()
    const app = client()
    const module = new Class(app)
    if (isRefreshed) await app.metadata.refresh()
    const before = zoho.calls().length
    for (const write of [module.create(row), module.update('1', row)]) {
      const error = await caught(write)
      expect(error).toBeInstanceOf(ValidationError)
      expect(error).toMatchObject({ code: 'PICKLIST_VALUE', field, allowedValues })
      expect(error.message).toMatch(
        new RegExp(`^${Class.apiName}\\.${field}: ${value} does not go with (Country|Pipeline) "`),
      )
      expect(error.hint).toMatch(/^(Did you mean ".*"\? )?Allowed: .*\.$/)
    }
    expect(zoho.calls()).toHaveLength(before)
  })

  test.each(ACCEPTED)('%o: %j is sent', async (Class, row) => {
    const { client } = await opened()
    const app = client()
    const module = new Class(app)
    if (isRefreshed) await app.metadata.refresh()
    const { id } = await module.create(row)
    await module.update(id, row)
  })
})

test('pickListValidation: false sends any', async () => {
  const { client } = await opened()
  const leads = new Leads(client({ config: { pickListValidation: false } }))
  await leads.create({ Country: 'Germany', State: 'Tyrol' })
})

test('they are looked at before values are turned into those that travel', async () => {
  const { client } = await opened()
  const leads = new Leads(client({ config: { wireValue: 'actual' } }))
  await leads.create({ Country: 'Germany', State: 'Hesse' })
  expect(await caught(leads.create({ Country: 'Germany', State: 'Tyrol' }))).toMatchObject({ field: 'State' })
})

/** Lets a state go with a country. */
const joined =
  (country: string, state: string) =>
  (body: OrgBody): OrgBody => ({
    map_dependency: (body['map_dependency'] as { pick_list_values: object[] }[]).map((dependency, index) => ({
      ...dependency,
      pick_list_values: dependency.pick_list_values.map((row) =>
        index === 0 && (row as { display_value: string }).display_value === country
          ? { ...row, maps: [...(row as { maps: object[] }).maps, option(state, state)] }
          : row,
      ),
    })),
  })

describe('what is newer than the code', () => {
  test.each([true, false])('movesModifiedTime %s: an option goes with any value', async (moves) => {
    const { zoho, client } = await opened({ movesModifiedTime: moves })
    const app = client()
    const leads = new Leads(app)
    await app.metadata.refresh()
    const row = { Country: 'Germany', State: 'Saxony' }
    zoho.addOption('Leads', 'State', 'Saxony')
    expect(await caught(leads.create(row))).toMatchObject({ field: 'State' })
    await app.metadata.refresh()
    await leads.create(row)
    zoho.editOrg('map_dependency_881.json', joined('Germany', 'Saxony'))
    await app.metadata.refresh({ force: true })
    await leads.create(row)
  })

  test('what goes together now is sent, the rest as before', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const leads = new Leads(app)
    zoho.editOrg('map_dependency_881.json', joined('Austria', 'Bavaria'))
    expect(await caught(leads.create({ Country: 'Austria', State: 'Bavaria' }))).toBeInstanceOf(
      ValidationError,
    )
    await app.metadata.refresh()
    await leads.create({ Country: 'Austria', State: 'Bavaria' })
    expect(await caught(leads.create({ Country: 'Austria', State: 'Hesse' }))).toBeInstanceOf(ValidationError)
  })

  test('a dependency that is switched off restricts nothing any more', async () => {
    const { zoho, client } = await opened()
    const app = client()
    const leads = new Leads(app)
    zoho.editOrg('map_dependency_881.json', (body) => ({
      map_dependency: (body['map_dependency'] as object[]).map((one) => ({ ...one, active: false })),
    }))
    await app.metadata.refresh()
    await leads.create({ Country: 'Germany', State: 'Tyrol', Regions: ['Alps'] })
  })

  test('where layouts cannot be read, the code counts', async () => {
    const { zoho, client } = await opened()
    zoho.setFaults([{ path: '/settings/layouts', status: 403, times: 0 }])
    const app = client()
    const leads = new Leads(app)
    await app.metadata.refresh()
    expect(await caught(leads.create({ Country: 'Germany', State: 'Tyrol' }))).toBeInstanceOf(ValidationError)
    await leads.create({ Country: 'Germany', State: 'Hesse' })
  })
})
