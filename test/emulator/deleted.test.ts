import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Client, type Reply, signedIn } from './client.ts'
import { module, orgFolder, smallOrg } from './org.ts'

/** Inserts leads of these names, and deletes them one by one. */
async function insertAndDelete(client: Client, ...names: readonly string[]): Promise<readonly string[]> {
  const { body } = await client.send('POST', '/Leads', { data: names.map((Last_Name) => ({ Last_Name })) })
  const ids = body.data.map((row: { details: { id: string } }) => row.details.id)
  for (const id of ids) await client.send('DELETE', `/Leads/${id}`)
  return ids
}

const ids = ({ body }: Reply): readonly string[] => body.data.map((row: { id: string }) => row.id)

describe('deleted records', () => {
  test('are listed, the latest first', async () => {
    const client = await signedIn()
    const [a, b] = await insertAndDelete(client, 'a', 'b')
    const reply = await client.get('/Leads/deleted')
    const person = { name: expect.any(String), id: expect.stringMatching(/^\d+$/) }
    const row = {
      deleted_by: person,
      type: 'recycle',
      created_by: person,
      deleted_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
    }
    expect([reply.status, reply.body]).toEqual([
      200,
      {
        data: [
          { ...row, id: b, display_name: 'b' },
          { ...row, id: a, display_name: 'a' },
        ],
        info: { per_page: 200, count: 2, page: 1, more_records: false },
      },
    ])
  })

  test('are none at first: 204', async () => {
    const reply = await (await signedIn()).get('/Leads/deleted')
    expect([reply.status, reply.text]).toEqual([204, ''])
  })

  test('of one type, or of all', async () => {
    const client = await signedIn()
    const [a] = await insertAndDelete(client, 'a')
    expect(ids(await client.get('/Leads/deleted?type=all'))).toEqual([a])
    expect(ids(await client.get('/Leads/deleted?type=recycle'))).toEqual([a])
    expect((await client.get('/Leads/deleted?type=permanent')).status).toBe(204)
    const wrong = await client.get('/Leads/deleted?type=nonsense')
    expect([wrong.status, wrong.body]).toMatchObject([
      400,
      { code: 'PATTERN_NOT_MATCHED', details: { param_name: 'type' } },
    ])
  })

  test('of a module without a recycle bin are gone for good', async () => {
    const modules = { modules: [module('Leads', { recycle_bin_on_delete: false })] }
    const client = await signedIn({ org: await orgFolder({ ...smallOrg, 'modules.json': modules }) })
    const [a] = await insertAndDelete(client, 'a')
    expect((await client.get('/Leads/deleted?type=permanent')).body.data).toEqual([
      {
        deleted_by: null,
        id: a,
        display_name: null,
        type: 'permanent',
        created_by: null,
        deleted_time: expect.any(String),
      },
    ])
  })

  test('in pages', async () => {
    const client = await signedIn()
    const [a, b, c] = await insertAndDelete(client, 'a', 'b', 'c')
    const first = await client.get('/Leads/deleted?per_page=2')
    expect([ids(first), first.body.info]).toEqual([
      [c, b],
      { per_page: 2, count: 2, page: 1, more_records: true },
    ])
    const second = await client.get('/Leads/deleted?per_page=2&page=2')
    expect([ids(second), second.body.info.more_records]).toEqual([[a], false])
    expect((await client.get('/Leads/deleted?per_page=2&page=3')).status).toBe(204)
    expect((await client.get('/Leads/deleted?per_page=201')).body.code).toBe('INVALID_DATA')
  })

  test('If-Modified-Since: what was deleted after it, else 304', async () => {
    const client = await signedIn()
    const [a] = await insertAndDelete(client, 'a')
    const since = (time: string): Promise<Reply> =>
      client.get('/Leads/deleted', { 'If-Modified-Since': time })
    expect(ids(await since('2020-01-01T00:00:00Z'))).toEqual([a])
    expect((await since('2999-01-01T00:00:00Z')).status).toBe(304)
  })

  test('are forgotten by a reset, and kept by a data file', async () => {
    const org = await orgFolder()
    const data = join(org, 'kept.data')
    const first = await signedIn({ org, data })
    const gone = await insertAndDelete(first, 'a', 'b')
    const before = await first.get('/Leads/deleted')
    await first.emulator.close()
    const second = await signedIn({ org, data })
    expect((await second.get('/Leads/deleted')).body).toEqual(before.body)
    expect(ids(before)).toEqual([...gone].reverse())
    second.emulator.reset()
    expect((await second.get('/Leads/deleted')).status).toBe(204)
  })
})
