import { describe, expect, test } from 'vitest'
import { type Client, call, type Reply } from './client.ts'
import { colour, fieldNames, modifiedTimes } from './edits.ts'
import { planned } from './planned.ts'

describe('over HTTP', () => {
  async function controlled(): Promise<Client & { org: (file: string, body?: string) => Promise<Reply> }> {
    const client = await planned()
    const url = (file: string): string =>
      `${client.emulator.apiUrl}/__emulator/org/${encodeURIComponent(file)}`
    const org = (file: string, body?: string): Promise<Reply> =>
      call(url(file), body === undefined ? {} : { method: 'PUT', body })
    return { ...client, org }
  }

  test('a file is read: 200, 204 where it is empty, 404 where there is none', async () => {
    const { org, get } = await controlled()
    const reply = await org('fields_Leads.json')
    expect([reply.status, reply.text]).toEqual([
      200,
      (await get('/settings/fields?module=Leads&type=all')).text,
    ])
    expect((await org('fields_Empty.json')).status).toBe(204)
    for (const file of ['fields_Nope.json', 'nonsense.json', '../modules.json'])
      expect((await org(file)).status, file).toBe(404)
  })

  test('a file is replaced or added', async () => {
    const client = await controlled()
    const { org, get } = client
    const before = (await modifiedTimes(client))['Leads']
    expect((await org('fields_Leads.json', JSON.stringify({ fields: [colour] }))).status).toBe(204)
    expect(await fieldNames(client)).toEqual(['Colour'])
    expect((await modifiedTimes(client))['Leads']).not.toBe(before)
    expect((await org('layouts_Accounts.json', '{"layouts":[{"id":"1"}]}')).status).toBe(204)
    expect((await get('/settings/layouts?module=Accounts')).body).toEqual({ layouts: [{ id: '1' }] })
    await call(`${client.emulator.apiUrl}/__emulator/reset`, { method: 'POST' })
    expect((await modifiedTimes(client))['Leads']).toBe(before)
    expect((await get('/settings/layouts?module=Accounts')).status).toBe(204)
    expect((await org('layouts_Accounts.json')).status).toBe(404)
  })

  test.each([
    ['fields_Leads.json', '[]'],
    ['fields_Leads.json', '{'],
    ['fields_Leads.json', ''],
    ['nonsense.json', '{}'],
    ['records_Accounts.json', '{}'],
  ])('%s is not replaced by %j', async (file, body) => {
    const { org, get } = await controlled()
    const before = await get('/settings/fields?module=Leads')
    expect([(await org(file, body)).status, (await org(file, body)).body]).toMatchObject([
      400,
      { code: 'INVALID_DATA', status: 'error' },
    ])
    expect((await get('/settings/fields?module=Leads')).text).toBe(before.text)
  })
})
