import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../../emulator/index.ts'
import { type Client, type Reply, signIn, start } from './client.ts'
import { field, orgFolder } from './org.ts'
import { plannedOrg } from './planned.ts'

const profile = (name: string): object => ({ profile: { name, id: name.length.toString() } })

const files: Readonly<Record<string, object | string>> = {
  ...plannedOrg,
  'users.json': {
    users: [
      {
        id: '101',
        full_name: 'Ada',
        email: 'ada@example.com',
        status: 'active',
        ...profile('Administrator'),
      },
      { id: '102', full_name: 'Bo', email: 'bo@example.com', status: 'active', ...profile('Standard') },
    ],
  },
}

const hidden: NonNullable<EmulatorOptions['hidden']> = {
  Standard: { modules: ['Accounts', 'Home'], fields: { Leads: ['Email', 'Depot', 'Called'] } },
  Guest: { modules: ['Leads'] },
}

/** Clients of an administrator, who sees all, and of a user who does not. */
async function both(options: EmulatorOptions = { hidden }): Promise<readonly [Client, Client]> {
  const emulator = await start({ org: await orgFolder(files), ...options })
  return [await signIn(emulator), await signIn(emulator, { user: 'bo@example.com' })]
}

const names = (elements: readonly { api_name: string }[]): readonly string[] =>
  elements.map(({ api_name }) => api_name)

const refused = (module: string): object => ({
  status: 403,
  body: {
    code: 'NO_PERMISSION',
    details: { permissions: [`Crm_Implied_View_${module}`] },
    message: 'permission denied',
    status: 'error',
  },
})

describe('a module that a profile does not see', () => {
  test('is in no list', async () => {
    const [ada, bo] = await both()
    const modules = async ({ get }: Client): Promise<readonly string[]> =>
      names((await get('/settings/modules?include=related_lists')).body.modules)
    const all = await modules(ada)
    expect(await modules(bo)).toEqual(all.filter((name) => name !== 'Accounts' && name !== 'Home'))
    const lists = async ({ get }: Client): Promise<readonly string[]> =>
      names((await get('/settings/related_lists?module=Leads')).body.related_lists)
    expect([await lists(ada), await lists(bo)]).toEqual([['Accounts', 'Timeline'], ['Timeline']])
  })

  test.each([
    ['GET', '/settings/modules/Accounts'],
    ['GET', '/settings/modules/772'],
    ['GET', '/settings/fields?module=Accounts'],
    ['GET', '/settings/layouts?module=Accounts'],
    ['GET', '/settings/related_lists?module=Accounts'],
    ['GET', '/settings/custom_views?module=Accounts'],
    ['GET', '/settings/layouts/1/map_dependency?module=Accounts'],
    ['GET', '/Accounts?fields=id'],
    ['GET', '/Accounts/5550001'],
    ['POST', '/Accounts'],
    ['PUT', '/Accounts/5550001'],
    ['DELETE', '/Accounts/5550001'],
  ])('is refused: %s %s', async (method, path) => {
    const [ada, bo] = await both()
    expect(await bo.send(method, path)).toMatchObject(refused('Accounts'))
    expect((await ada.send(method, path)).status).not.toBe(403)
  })

  test('has no pipelines where it is Deals', async () => {
    const [ada, bo] = await both({ hidden: { Standard: { modules: ['Deals'] } } })
    const path = '/settings/pipeline?layout_id=884'
    expect([(await ada.get(path)).status, await bo.get(path)]).toMatchObject([200, refused('Deals')])
  })

  test('does not make a list of modules news', async () => {
    const [ada, bo] = await both()
    ada.emulator.editOrg('fields_Accounts.json', (body) => body)
    const since = { 'If-Modified-Since': '2026-01-10T08:00:00Z' }
    const status = async ({ get }: Client): Promise<number> => (await get('/settings/modules', since)).status
    expect([await status(ada), await status(bo)]).toEqual([200, 304])
  })
})

describe('a field that a profile does not see', () => {
  test('is in no settings', async () => {
    const [ada, bo] = await both()
    const seen = async (path: string, of: (body: Reply['body']) => unknown): Promise<readonly unknown[]> =>
      Promise.all([ada, bo].map(async ({ get }) => of((await get(`/settings/${path}`)).body)))
    const [all, some] = await seen('fields?module=Leads', ({ fields }) => names(fields))
    expect(some).toEqual((all as string[]).filter((name) => !['Email', 'Depot', 'Called'].includes(name)))
    expect(await seen('fields/6601?module=Leads', (body) => body?.fields.length)).toEqual([1, undefined])
    const inLayouts = ({
      layouts,
    }: {
      layouts: readonly { sections: readonly Reply['body'][] }[]
    }): unknown => layouts.map(({ sections }) => sections.flatMap(({ fields }) => names(fields)))
    expect(await seen('layouts?module=Leads', inLayouts)).toEqual([
      [['Lead_Source', 'Depot'], ['Lead_Source'], []],
      [['Lead_Source'], ['Lead_Source'], []],
    ])
    expect(
      await seen('custom_views/551?module=Leads', ({ custom_views: [view] }) => names(view.fields)),
    ).toEqual([['Last_Name', 'Email'], ['Last_Name']])
    const dependencies = 'layouts/881/map_dependency?module=Leads'
    expect(await seen(dependencies, (body) => body?.map_dependency.length)).toEqual([1, undefined])
    const associations = 'global_picklists/991/actions/associations'
    expect(await seen(associations, (body) => body?.associations.length)).toEqual([1, undefined])
    const included = ({ modules }: { modules: readonly Reply['body'][] }): unknown =>
      names(modules.find(({ api_name }) => api_name === 'Leads').fields).includes('Email')
    expect(await seen('modules?include=fields', included)).toEqual([true, false])
  })

  test.each(['Pipeline', 'Stage'])('leaves no pipelines where it is %s', async (name) => {
    const [ada, bo] = await both({ hidden: { Standard: { fields: { Deals: [name] } } } })
    const path = '/settings/pipeline?layout_id=884'
    expect([(await ada.get(path)).status, (await bo.get(path)).status]).toEqual([200, 204])
  })

  test('is in no record, and is not written', async () => {
    const [ada, bo] = await both()
    const row = { Last_Name: 'x', Email: 'a@b.cc', Called: 'nonsense' }
    const { data } = (await bo.send('POST', '/Leads', { data: [row] })).body
    expect(data).toMatchObject([{ code: 'SUCCESS' }])
    const { id } = data[0].details
    await ada.send('PUT', `/Leads/${id}`, { data: [{ Email: 'c@d.ee' }] })
    await bo.send('PUT', `/Leads/${id}`, { data: [{ Email: null, First_Name: 'y' }] })
    const read = async ({ get }: Client): Promise<object> => (await get(`/Leads/${id}`)).body.data[0]
    expect(await read(ada)).toMatchObject({ Email: 'c@d.ee', Called: null, First_Name: 'y' })
    expect(await read(bo)).not.toHaveProperty('Email')
    const list = (await bo.get('/Leads?fields=Email,Last_Name')).body.data
    const chosen = (await bo.get(`/Leads/${id}?fields=Email,Last_Name`)).body.data
    expect([list, chosen]).toEqual([[{ Last_Name: 'x', id }], [{ Last_Name: 'x', id }]])
  })

  test('is not asked for where it is mandatory', async () => {
    const [ada, bo] = await both({ hidden: { Standard: { fields: { Leads: ['Last_Name'] } } } })
    const row = { data: [{ First_Name: 'x' }] }
    expect((await ada.send('POST', '/Leads', row)).body.data[0].code).toBe('MANDATORY_NOT_FOUND')
    expect((await bo.send('POST', '/Leads', row)).body.data[0].code).toBe('SUCCESS')
  })

  test('is in no row of a subform', async () => {
    const [ada, bo] = await both({ hidden: { Standard: { fields: { Lead_Items: ['Quantity'] } } } })
    ada.emulator.editOrg('modules.json', (body) => ({
      modules: [...(body['modules'] as object[]), { api_name: 'Lead_Items', id: '773' }],
    }))
    ada.emulator.editOrg('fields_Lead_Items.json', () => ({
      fields: [field('Quantity', 'integer', { json_type: 'integer' }), field('Note', 'text')],
    }))
    const row = { Last_Name: 'x', Items: [{ Quantity: 3, Note: 'n' }] }
    const { id } = (await ada.send('POST', '/Leads', { data: [row] })).body.data[0].details
    const items = async ({ get }: Client): Promise<object> =>
      (await get(`/Leads/${id}`)).body.data[0].Items[0]
    expect(await items(ada)).toMatchObject({ Quantity: 3, Note: 'n' })
    expect(await items(bo)).not.toHaveProperty('Quantity')
  })
})

test('a user whose profile hides nothing is served byte by byte', async () => {
  const [ada] = await both()
  expect((await ada.get('/settings/modules')).text).toBe(JSON.stringify(files['modules.json']))
})

test('the profile is that of the moment', async () => {
  const [ada, bo] = await both()
  expect((await bo.get('/settings/fields?module=Accounts')).status).toBe(403)
  ada.emulator.editOrg('users.json', (body) => ({
    users: (body['users'] as object[]).map((user) => ({ ...user, ...profile('Administrator') })),
  }))
  expect((await bo.get('/settings/fields?module=Accounts')).status).toBe(200)
})
