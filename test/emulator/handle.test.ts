import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'
import { call, clientOf, refresh, signedIn } from './client.ts'

test('is told in the forms that a client and a child process take', async () => {
  const { emulator } = await signedIn()
  const { accountsUrl, apiUrl, fileUploadUrl, clientId, clientSecret, refreshToken } = emulator
  expect(emulator.origins).toEqual({ accountsUrl, apiUrl, fileUploadUrl })
  expect(emulator.credentials).toEqual({ clientId, clientSecret, refreshToken })
  expect(emulator.env).toEqual({
    ZCRM_ACCOUNTS_URL: accountsUrl,
    ZCRM_API_URL: apiUrl,
    ZCRM_FILES_URL: fileUploadUrl,
    ZCRM_CLIENT_ID: clientId,
    ZCRM_CLIENT_SECRET: clientSecret,
    ZCRM_REFRESH_TOKEN: refreshToken,
  })
})

test('ends with the block that uses it', async () => {
  let url = ''
  {
    await using emulator = await startEmulator()
    url = emulator.apiUrl
    expect((await call(`${url}/oauth/serverinfo`)).status).toBe(200)
  }
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

describe('calls', () => {
  test('tell endpoint, query and body, and are found by them', async () => {
    const { emulator, get, send } = await signedIn()
    await get('/Leads?fields=Last_Name,Email&page=1')
    const sent = { data: [{ Last_Name: 'x', Email: 'x@example.com' }] }
    const { id } = (await send('POST', '/Leads', sent)).body.data[0].details
    await send('PUT', `/Leads/${id}`, { data: [{ Email: null }] })
    await send('POST', '/coql', { select_query: "select id from Leads where Last_Name = 'x'" })
    const [list] = emulator.calls({ endpoint: '/Leads', method: 'GET' })
    expect(list).toMatchObject({ query: { fields: 'Last_Name,Email', page: '1' }, status: 204 })
    expect(list?.body).toBeUndefined()
    expect(emulator.calls({ method: 'POST', endpoint: '/Leads' })).toEqual([
      expect.objectContaining({ endpoint: '/Leads', body: sent, status: 201, rows: 1 }),
    ])
    expect(emulator.calls({ endpoint: /^\/Leads\/\d+$/ }).map(({ body }) => body)).toEqual([
      { data: [{ Email: null }] },
    ])
    expect(emulator.calls({ endpoint: '/coql' })[0]?.body).toHaveProperty('select_query')
    expect(emulator.calls({ endpoint: /leads/i, status: 204 })).toHaveLength(1)
    expect(emulator.calls({ endpoint: '/Accounts' })).toEqual([])
    expect(emulator.calls({ endpoint: '/oauth/v2/token' })[0]?.body).toBeUndefined()
  })

  test('are found from outside too, with bodies where they are asked for', async () => {
    const { emulator, send } = await signedIn()
    const sent = { data: [{ Last_Name: 'x' }] }
    await send('POST', '/Leads', sent)
    const found = async (query: string) =>
      (await call(`${emulator.apiUrl}/__emulator/calls?endpoint=/Leads${query}`)).body as object[]
    expect(await found('&method=POST&status=201&bodies=true')).toEqual(emulator.calls({ endpoint: '/Leads' }))
    expect((await found(''))[0]).not.toHaveProperty('body')
    expect(await found('&status=400')).toEqual([])
  })

  test('beyond the latest 1,000 lose their bodies', async () => {
    const { emulator, send } = await signedIn()
    for (let index = 0; index <= 1000; index++) await send('POST', '/coql', { select_query: `${index}` })
    const bodies = emulator.calls({ endpoint: '/coql' }).map(({ body }) => body)
    expect(bodies).toHaveLength(1001)
    expect(bodies.slice(0, 2)).toEqual([undefined, { select_query: '1' }])
  })
})

describe('records that are added', () => {
  test('are there as written through the API, and gone after a reset', async () => {
    const { emulator, get } = await signedIn()
    const [first, second] = emulator.addRecords('Leads', [
      { Last_Name: 'Doe', Email: 'doe@example.com' },
      { Last_Name: 'Roe' },
    ])
    expect((await get(`/Leads/${first}`)).body.data[0]).toMatchObject({ id: first, Last_Name: 'Doe' })
    expect(emulator.records('Leads').map((row) => row['id'])).toEqual([first, second])
    expect(emulator.calls({ method: 'POST', endpoint: '/Leads' })).toEqual([])
    emulator.reset()
    expect(emulator.records('Leads')).toEqual([])
  })

  test('are refused by the rules of the API, all of them', async () => {
    const { emulator } = await signedIn()
    const rows = [{ Last_Name: 'x' }, { Email: 'x@example.com' }]
    expect(() => emulator.addRecords('Leads', rows)).toThrow(
      'Leads refuses record 1: MANDATORY_NOT_FOUND {"api_name":"Last_Name","json_path":"$[1].Last_Name"}',
    )
    expect(emulator.records('Leads')).toEqual([])
    expect(() => emulator.addRecords('Nope', rows)).toThrow('There is no module Nope.')
  })
})

test('a client that outlives a reset needs no new token', async () => {
  const { emulator } = await signedIn()
  const client = clientOf(emulator, (await refresh(emulator)).body.access_token)
  emulator.reset()
  expect((await client.get('/org')).status).toBe(200)
  expect(emulator.calls().map(({ endpoint }) => endpoint)).toEqual(['/org'])
})

test('several in one process share nothing', async () => {
  const clients = await Promise.all([1, 2, 3].map(() => signedIn()))
  const [one] = clients
  one?.emulator.addField('Leads', { api_name: 'Own', data_type: 'text' })
  one?.emulator.setFaults('down')
  await one?.send('POST', '/Leads', { data: [{ Last_Name: 'x' }] })
  for (const { emulator, get } of clients.slice(1)) {
    const { body } = await get('/settings/fields?module=Leads')
    expect(JSON.stringify(body)).not.toContain('"Own"')
    expect(emulator.records('Leads')).toEqual([])
    expect(emulator.calls({ endpoint: '/Leads' })).toEqual([])
  }
})
