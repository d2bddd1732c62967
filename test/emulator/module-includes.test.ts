import { describe, expect, test } from 'vitest'
import { type Client, call } from './client.ts'
import { planned } from './planned.ts'

const PATH = '/settings/modules?include=layouts,fields,related_lists,custom_view'

type Listed = Readonly<Record<string, unknown>> & { readonly api_name: string }

async function modulesOf(client: Client, path: string): Promise<ReadonlyMap<string, Listed>> {
  const { status, body } = await client.get(path)
  expect(status).toBe(200)
  return new Map(body.modules.map((each: Listed) => [each.api_name, each]))
}

describe('the list of modules', () => {
  test('includes what the endpoints of the parts give', async () => {
    const client = await planned()
    const modules = await modulesOf(client, PATH)
    const plain = await modulesOf(client, '/settings/modules')
    expect([...modules.keys()]).toEqual([...plain.keys()])
    for (const name of ['Leads', 'Accounts', 'Deals', 'Empty']) {
      const part = async (path: string, list = path): Promise<unknown> =>
        (await client.get(`/settings/${path}?module=${name}`)).body?.[list] ?? []
      expect(modules.get(name), name).toEqual({
        ...plain.get(name),
        layouts: await part('layouts'),
        fields: await part('fields'),
        related_lists: await part('related_lists'),
        custom_views: await part('custom_views'),
      })
    }
    expect(modules.get('Leads')?.['fields']).not.toContainEqual(expect.objectContaining({ type: 'unused' }))
  })

  test('includes nothing in a module that the API does not serve, and no fields in one that it does not describe', async () => {
    const client = await planned()
    const modules = await modulesOf(client, PATH)
    const plain = await modulesOf(client, '/settings/modules')
    expect(modules.get('Home')).toEqual(plain.get('Home'))
    expect(modules.get('Undescribed')).toMatchObject({ layouts: [], related_lists: [] })
    expect(modules.get('Undescribed')).not.toHaveProperty('fields')
  })

  test('includes the parts that are named', async () => {
    const client = await planned()
    const modules = await modulesOf(client, '/settings/modules?include=layouts&status=visible')
    expect(Object.keys(modules.get('Leads') ?? {})).toContain('layouts')
    expect(Object.keys(modules.get('Leads') ?? {})).not.toContain('custom_views')
    const reply = await client.get('/settings/modules?include=layouts,secrets')
    expect([reply.status, reply.body]).toMatchObject([
      400,
      { code: 'INVALID_DATA', details: { param_name: 'include' } },
    ])
  })

  test('stays a conditional call', async () => {
    const client = await planned()
    const header = (since: string): Promise<unknown> =>
      client.get(PATH, { 'If-Modified-Since': since }).then(({ status, text }) => [status, text.length > 0])
    expect(await header('2026-01-10T08:00:00Z')).toEqual([304, false])
    expect(await header('2026-01-10T07:59:59Z')).toEqual([200, true])
  })

  test('may ignore the parameter, or refuse it', async () => {
    const ignoring = await planned({ moduleIncludes: 'ignore' })
    expect((await ignoring.get(PATH)).text).toBe((await ignoring.get('/settings/modules')).text)
    const refusing = await planned({ moduleIncludes: 'refuse' })
    const reply = await refusing.get(PATH)
    expect([reply.status, reply.body]).toEqual([
      400,
      {
        code: 'INVALID_DATA',
        details: { param_name: 'include' },
        message: 'invalid data',
        status: 'error',
      },
    ])
    expect((await refusing.get('/settings/modules')).status).toBe(200)
  })

  test('had no such parameter before version 8', async () => {
    const client = await planned()
    const reply = await call(`${client.emulator.apiUrl}/crm/v7${PATH}`, { headers: client.headers })
    expect(reply.text).toBe((await client.get('/settings/modules')).text)
  })
})
