import { describe, expect, test } from 'vitest'
import type { OrgBody } from '../../emulator/index.ts'
import type { Client } from './client.ts'
import { append, colour, fieldNames, modifiedTimes, without } from './edits.ts'
import { field, module } from './org.ts'
import { planned } from './planned.ts'

describe('an edited organisation', () => {
  test('is served from then on, until a reset', async () => {
    const client = await planned()
    const before = await client.get('/settings/fields?module=Leads&type=all')
    client.emulator.editOrg('fields_Leads.json', append('fields', colour))
    expect(await fieldNames(client)).toContain('Colour')
    expect((await client.get('/settings/fields/6699?module=Leads')).body.fields).toEqual([colour])
    client.emulator.editOrg('fields_Leads.json', without('fields', 'Colour'))
    expect(await fieldNames(client)).not.toContain('Colour')
    client.emulator.editOrg('fields_Leads.json', append('fields', colour))
    client.emulator.reset()
    expect((await client.get('/settings/fields?module=Leads&type=all')).text).toBe(before.text)
  })

  test('is edited in a copy: an edit that fails changes nothing', async () => {
    const client = await planned()
    const before = await client.get('/settings/modules')
    const failing = (body: OrgBody): OrgBody => {
      Object.assign(body, { modules: [] })
      throw new Error('stop')
    }
    expect(() => client.emulator.editOrg('modules.json', failing)).toThrow('stop')
    expect((await client.get('/settings/modules')).text).toBe(before.text)
    const nothing = (): OrgBody => [] as unknown as OrgBody
    expect(() => client.emulator.editOrg('modules.json', nothing)).toThrow(TypeError)
  })

  test('may get a module and files that were not there', async () => {
    const client = await planned({ records: 3 })
    const { emulator, get } = client
    expect((await get('/settings/fields?module=Tours')).body.code).toBe('INVALID_MODULE')
    emulator.editOrg('modules.json', append('modules', module('Tours', { id: '790' })))
    emulator.editOrg('fields_Tours.json', append('fields', field('Name', 'text', { json_type: 'string' })))
    emulator.editOrg('map_dependency_885.json', () => ({ map_dependency: [{ id: '1' }] }))
    expect(await fieldNames(client, 'Tours')).toEqual(['Name'])
    expect((await get('/Tours?fields=Name')).body.info.count).toBe(3)
    expect((await get('/settings/layouts/885/map_dependency?module=Deals')).status).toBe(200)
    emulator.editOrg('modules.json', without('modules', 'Tours'))
    expect((await get('/Tours?fields=Name')).body.code).toBe('INVALID_MODULE')
  })

  test.each([
    'nonsense.json',
    'fields_Leads',
    '../modules.json',
    'fields_a b.json',
    'fields_%zz.json',
    'records_Accounts.json',
  ])('has no file %s', async (file) => {
    const { emulator } = await planned()
    expect(() => emulator.editOrg(file, (body) => body)).toThrow(RangeError)
  })

  test('may have other users', async () => {
    const { emulator, get } = await planned()
    emulator.editOrg('users.json', () => ({ users: [{ id: '9', full_name: 'Neo', status: 'active' }] }))
    expect((await get('/users')).body.users).toMatchObject([{ full_name: 'Neo' }])
    expect(emulator.createGrant({ user: '9' })).toMatch(/^1000\./)
  })
})

describe('records', () => {
  test('follow the fields of the moment, in writes and in reads', async () => {
    const client = await planned()
    const { emulator, get, send } = client
    const insert = async (row: object): Promise<{ code: string; details: { id: string } }> =>
      (await send('POST', '/Leads', { data: [{ Last_Name: 'x', ...row }] })).body.data[0]
    const read = async (id: string): Promise<object> => (await get(`/Leads/${id}`)).body.data[0]

    const early = (await insert({ Colour: 'too long' })).details.id
    expect(await read(early)).not.toHaveProperty('Colour')
    emulator.editOrg('fields_Leads.json', append('fields', colour))
    expect(await read(early)).toMatchObject({ Colour: null })
    expect(await insert({ Colour: 'too long' })).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'Colour', maximum_length: 5 },
    })
    const { id } = (await insert({ Colour: 'red' })).details
    expect((await get('/Leads?fields=Colour')).body.data).toEqual([
      { Colour: 'red', id },
      { Colour: null, id: early },
    ])

    emulator.editOrg('fields_Leads.json', without('fields', 'Colour'))
    expect(await read(id)).not.toHaveProperty('Colour')
    expect((await get('/Leads?fields=Colour')).body.data).toEqual([{ id }, { id: early }])
    emulator.editOrg('fields_Leads.json', append('fields', { ...colour, system_mandatory: true }))
    expect(await read(id)).toMatchObject({ Colour: 'red' })
    expect(await insert({})).toMatchObject({ code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Colour' } })
  })

  test('are seeded by the fields of the moment, and otherwise as before', async () => {
    const plain = await planned({ records: 3 })
    const edited = await planned({ records: 3 })
    edited.emulator.editOrg('fields_Leads.json', append('fields', { ...colour, system_mandatory: true }))
    const rows = async ({ get }: Client, names: string): Promise<readonly Record<string, unknown>[]> =>
      (await get(`/Leads?fields=${names}`)).body.data
    for (const row of await rows(edited, 'Colour')) expect(row['Colour']).toEqual(expect.any(String))
    const ids = (await rows(edited, 'id')).map((row) => row['id'])
    expect(ids).toEqual((await rows(plain, 'id')).map((row) => row['id']))
    edited.emulator.reset()
    expect(await rows(edited, 'Last_Name,Email')).toEqual(await rows(plain, 'Last_Name,Email'))
  })

  test('of a module keep their ids when modules come and go before it', async () => {
    const { emulator, get } = await planned({ records: 2 })
    const ids = async (): Promise<unknown> => (await get('/Deals?fields=id')).body.data
    const [before] = [await ids()]
    emulator.reset()
    emulator.editOrg('modules.json', (body) => ({
      modules: [module('Trips', { id: '790' }), ...(body['modules'] as object[])],
    }))
    expect(await ids()).toEqual(before)
  })
})

describe('the modified_time of a module', () => {
  test.each([
    'fields_Leads.json',
    'layouts_Leads.json',
    'related_lists_Leads.json',
    'custom_views_Leads.json',
    'map_dependency_881.json',
  ])('moves to now with %s, and no other does', async (file) => {
    const client = await planned()
    const before = await modifiedTimes(client)
    const earliest = Math.floor(Date.now() / 1000) * 1000
    client.emulator.editOrg(file, (body) => body)
    const { Leads, ...others } = await modifiedTimes(client)
    expect({ ...others, Leads: before['Leads'] }).toEqual(before)
    // In the zone of the other times.
    expect(Leads).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00$/)
    expect(Date.parse(Leads ?? '')).toBeGreaterThanOrEqual(earliest)
    expect(Date.parse(Leads ?? '')).toBeLessThanOrEqual(Date.now())
  })

  test('moves each time, and does not with what is of no module', async () => {
    const client = await planned()
    const edit = (file: string): void => client.emulator.editOrg(file, (body) => body)
    const times: string[] = []
    for (let count = 0; count < 3; count++) {
      edit('pipeline_884.json')
      times.push(String((await modifiedTimes(client))['Deals']))
    }
    expect(new Set(times).size).toBe(3)
    expect([...times].sort()).toEqual(times)
    const before = await modifiedTimes(client)
    edit('global_picklists.json')
    edit('modules.json')
    expect(await modifiedTimes(client)).toEqual(before)
    expect((await client.get('/settings/modules/Deals')).body.modules[0].modified_time).toBe(times.at(-1))
  })

  test('decides what a conditional call of the modules gives', async () => {
    const client = await planned()
    const since = { 'If-Modified-Since': '2026-01-10T08:00:00Z' }
    expect((await client.get('/settings/modules', since)).status).toBe(304)
    client.emulator.editOrg('fields_Accounts.json', append('fields', colour))
    const changed = await client.get('/settings/modules', since)
    expect([changed.status, changed.text]).toEqual([200, (await client.get('/settings/modules')).text])
    const now = { 'If-Modified-Since': (await modifiedTimes(client))['Accounts'] ?? '' }
    expect((await client.get('/settings/modules', now)).status).toBe(304)
  })

  test('may stay where it is', async () => {
    const client = await planned({ movesModifiedTime: false })
    const before = await modifiedTimes(client)
    client.emulator.editOrg('fields_Leads.json', append('fields', colour))
    client.emulator.addOption('Leads', 'Depot', 'New')
    expect(await fieldNames(client)).toContain('Colour')
    expect(await modifiedTimes(client)).toEqual(before)
  })
})
