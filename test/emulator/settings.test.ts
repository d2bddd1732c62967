import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OrgFolderError, startEmulator } from '../../emulator/index.ts'
import { signedIn } from './client.ts'
import { field, hostileNames, module, orgFolder, smallOrg } from './org.ts'

describe('an org folder', () => {
  test.each([
    ['an absent folder', undefined, /cannot be read/],
    ['no modules.json', {}, /modules\.json/],
    ['modules.json without a list', { 'modules.json': {} }, /modules\.json/],
    ['broken JSON', { 'modules.json': '{"modules":[' }, /modules\.json is not valid JSON/],
    [
      'broken JSON elsewhere',
      { ...smallOrg, 'fields_Leads.json': '[' },
      /fields_Leads\.json is not valid JSON/,
    ],
  ])('with %s is refused', async (_, files, message) => {
    const org = files ? await orgFolder(files) : '/nowhere/at/all'
    const failed = startEmulator({ org })
    await expect(failed).rejects.toBeInstanceOf(OrgFolderError)
    await expect(failed).rejects.toThrow(message)
  })

  test('is served as it is, byte by byte', async () => {
    const org = await orgFolder({
      ...smallOrg,
      'layouts_Leads.json': '{ "layouts": [ {"id":"1","n":1.0} ] }',
    })
    const { get } = await signedIn({ org })
    expect((await get('/settings/modules')).text).toBe(await readFile(join(org, 'modules.json'), 'utf8'))
    expect((await get('/settings/layouts?module=Leads')).text).toBe('{ "layouts": [ {"id":"1","n":1.0} ] }')
  })

  test.each(hostileNames)('may have a module named %s', async (name) => {
    const { get } = await signedIn()
    const fields = await get(`/settings/fields?module=${encodeURIComponent(name)}`)
    expect(fields.body.of).toBe(name)
    expect((await get(`/${encodeURIComponent(name)}?fields=Name`)).status).toBe(204)
  })

  test('shows nothing outside itself', async () => {
    const { get } = await signedIn()
    expect((await get('/settings/fields?module=../../etc/passwd')).body.code).toBe('INVALID_MODULE')
    expect((await get('/settings/fields?module=../modules')).body.of).toBe('../modules')
  })
})

describe('modules', () => {
  test('one, by name or id', async () => {
    const { get } = await signedIn()
    const byName = await get('/settings/modules/Leads')
    expect(byName.body.modules).toMatchObject([{ api_name: 'Leads' }])
    expect((await get('/settings/modules/771')).body).toEqual(byName.body)
  })

  test('by status', async () => {
    const { get } = await signedIn()
    const { body } = await get('/settings/modules?status=visible')
    const names = body.modules.map((each: { api_name: string }) => each.api_name)
    expect(names).toContain('Leads')
    expect(names).not.toContain('Accounts')
  })

  test('unknown or not supported', async () => {
    const { get } = await signedIn()
    expect((await get('/settings/modules/Nope')).body.code).toBe('INVALID_MODULE')
    expect([
      (await get('/settings/modules/Home')).status,
      (await get('/settings/modules/Home')).body,
    ]).toEqual([
      400,
      { code: 'API_NOT_SUPPORTED', details: {}, message: 'api not supported', status: 'error' },
    ])
  })

  test.each([
    ['2026-01-10T08:00:00Z', 304],
    ['Sat, 10 Jan 2026 08:00:01 GMT', 304],
    ['2026-01-10T07:59:59Z', 200],
    ['nonsense', 200],
  ])('If-Modified-Since %s → %d', async (since, status) => {
    const { get } = await signedIn()
    const reply = await get('/settings/modules', { 'If-Modified-Since': since })
    expect(reply.status).toBe(status)
    expect(reply.text === '').toBe(status === 304)
  })
})

describe('fields', () => {
  const typed = {
    'modules.json': { modules: [module('Old')] },
    'fields_Old.json': {
      fields: [field('A', 'text', { type: undefined }), field('B', 'text', { type: 'unused' })],
    },
  }
  test.each([
    ['', ['A']],
    ['&type=used', ['A']],
    ['&type=unused', ['B']],
    ['&type=all', ['A', 'B']],
  ])('of type%s', async (type, names) => {
    const { get } = await signedIn({ org: await orgFolder(typed) })
    const { body } = await get(`/settings/fields?module=Old${type}`)
    expect(body.fields.map((each: { api_name: string }) => each.api_name)).toEqual(names)
  })

  test.each([
    ['', { code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'module' } }],
    ['?module=Nope', { code: 'INVALID_MODULE', details: { param_name: 'module' } }],
    ['?module=Undescribed', { code: 'INVALID_MODULE', details: { param_name: 'module' } }],
    ['?module=Home', { code: 'API_NOT_SUPPORTED' }],
  ])('%s is refused', async (query, expected) => {
    const { get } = await signedIn()
    const reply = await get(`/settings/fields${query}`)
    expect([reply.status, reply.body]).toMatchObject([400, { ...expected, status: 'error' }])
  })

  test('an empty file is a 204, one field is found by id', async () => {
    const { get } = await signedIn({
      org: await orgFolder({ ...typed, 'fields_Old.json': { fields: [{ id: '7', api_name: 'A' }] } }),
    })
    expect((await get('/settings/fields/7?module=Old')).body).toEqual({
      fields: [{ id: '7', api_name: 'A' }],
    })
    expect((await get('/settings/fields/8?module=Old')).status).toBe(204)
    const empty = await (await signedIn()).get('/settings/fields?module=Empty')
    expect([empty.status, empty.text]).toEqual([204, ''])
  })
})

describe('layouts, related lists, global picklists', () => {
  test('204 where the folder has none', async () => {
    const { get } = await signedIn()
    expect((await get('/settings/layouts?module=Accounts')).status).toBe(204)
    expect((await get('/settings/related_lists?module=Leads')).status).toBe(204)
    expect((await get('/settings/layouts?module=Nope')).body.code).toBe('INVALID_MODULE')
    const bare = await signedIn({ org: await orgFolder({ 'modules.json': { modules: [] } }) })
    expect((await bare.get('/settings/global_picklists')).status).toBe(204)
  })

  test('one layout by id', async () => {
    const { get } = await signedIn()
    expect((await get('/settings/layouts/881?module=Leads')).body.layouts).toMatchObject([
      { name: 'Standard' },
    ])
  })

  test('values of global picklists only when asked for', async () => {
    const { get } = await signedIn()
    expect((await get('/settings/global_picklists')).body).toEqual({
      global_picklists: [{ id: '991', api_name: 'Depot' }],
    })
    const full = await get('/settings/global_picklists?include=pick_list_values')
    expect(full.body).toEqual(smallOrg['global_picklists.json'])
    expect(
      (await get('/settings/global_picklists/991')).body.global_picklists[0].pick_list_values,
    ).toHaveLength(1)
  })
})

describe('people', () => {
  test('are made up where the folder has none', async () => {
    const { get, emulator } = await signedIn()
    const { body } = await get('/users?type=CurrentUser')
    expect(body.users).toMatchObject([{ email: expect.stringContaining('@'), status: 'active' }])
    expect((await get('/org')).body.org).toMatchObject([{ zgid: emulator.zgid }])
    expect((await get(`/users/${body.users[0].id}`)).body.users).toEqual(body.users)
  })

  test('are the recorded ones otherwise, by type', async () => {
    const users = ['active', 'inactive'].map((status, index) => ({
      id: `${index + 1}`,
      full_name: status,
      status,
    }))
    const org = await orgFolder({
      ...smallOrg,
      'users.json': { users },
      'org.json': { org: [{ zgid: '42' }] },
    })
    const { get, emulator } = await signedIn({ org })
    expect(emulator.zgid).toBe('42')
    expect((await get('/users?type=CurrentUser')).body.users).toEqual([users[0]])
    expect((await get('/users?type=DeactiveUsers')).body.users).toEqual([users[1]])
    expect((await get('/users?type=AllUsers')).body).toEqual({
      users,
      info: { per_page: 200, count: 2, page: 1, more_records: false },
    })
    expect((await get('/users?type=Nonsense')).status).toBe(400)
  })
})
