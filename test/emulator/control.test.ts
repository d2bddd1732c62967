import { once } from 'node:events'
import { access } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataFileError, startEmulator } from '../../emulator/index.ts'
import { call, refresh, signedIn, start, token } from './client.ts'
import { orgFolder, smallOrg } from './org.ts'

describe('remote control', () => {
  test('lists calls, steers faults, resets', async () => {
    const { emulator, get, send } = await signedIn()
    const control = (path: string, body?: unknown): ReturnType<typeof call> =>
      call(
        `${emulator.apiUrl}/__emulator/${path}`,
        body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
      )
    await get('/settings/fields?module=Leads', { 'X-Test': 'yes' })
    const { body } = await control('calls')
    expect(body.at(-1)).toMatchObject({
      method: 'GET',
      path: '/crm/v8/settings/fields?module=Leads',
      status: 200,
      time: expect.any(Number),
      headers: { 'x-test': 'yes' },
    })
    expect(body.at(-1).headers).not.toHaveProperty('authorization')
    expect(emulator.calls()).toEqual(body)

    expect((await control('faults', [{ path: '/org', times: 0, status: 500 }])).status).toBe(204)
    expect((await get('/org')).status).toBe(500)
    expect((await control('faults', 'nonsense')).status).toBe(400)

    await send('POST', '/Leads', { data: [{ Last_Name: 'x' }] })
    expect((await control('reset', {})).status).toBe(204)
    expect((await control('calls')).body).toEqual([])
    expect((await get('/org')).status).toBe(200)
    expect((await get('/Leads?fields=id')).status).toBe(204)
    const again = await token(emulator, { grant_type: 'authorization_code', code: emulator.grantToken })
    expect(again.body.access_token).toBeDefined()
  })
})

describe('the records of a module as they are stored', () => {
  test('with all that is there, whoever may see it', async () => {
    const client = await signedIn({ hidden: { Administrator: { fields: { Leads: ['Email'] } } } })
    const rows = ['a', 'b', 'c'].map((Last_Name) => ({ Last_Name }))
    const { body } = await client.send('POST', '/Leads', { data: rows })
    await client.send('DELETE', `/Leads/${body.data[1].details.id}`)
    const { emulator } = client
    const stored = emulator.records('Leads')
    expect(stored.map((row) => [row['id'], row['Last_Name'], row['Email']])).toEqual([
      [body.data[0].details.id, 'a', null],
      [body.data[2].details.id, 'c', null],
    ])
    expect((await call(`${emulator.apiUrl}/__emulator/records/Leads`)).body).toEqual(stored)
    expect(emulator.records('Nonsense')).toEqual([])
  })

  test('as copies, which can be changed', async () => {
    const { emulator } = await signedIn()
    Object.assign(emulator.records('Accounts')[0] ?? {}, { Account_Name: 'other' })
    expect(emulator.records('Accounts')).toEqual([{ id: '5550001', Account_Name: 'Acme' }])
  })
})

test('latency makes answers of the API slower', async () => {
  const { get } = await signedIn({ latency: 30 })
  const before = performance.now()
  await get('/org')
  expect(performance.now() - before).toBeGreaterThan(25)
})

test('listens on the port that was asked for, on this machine only', async () => {
  const first = await start()
  const { port, hostname } = new URL(first.apiUrl)
  expect(hostname).toBe('127.0.0.1')
  await expect(startEmulator({ org: await orgFolder(), port: Number(port) })).rejects.toThrow('EADDRINUSE')
})

test('close ends connections that are kept alive', async () => {
  const emulator = await startEmulator({ org: await orgFolder() })
  await refresh(emulator)
  const kept = connect(Number(new URL(emulator.apiUrl).port), '127.0.0.1')
  kept.on('error', () => {})
  // An answer has come, and half of the next call was sent: the server would wait for the rest of it for a minute.
  kept.write('GET /oauth/serverinfo HTTP/1.1\r\nHost: x\r\n\r\nGET /oauth/')
  await once(kept, 'data')
  const ended = once(kept.resume(), 'close')
  await emulator.close()
  await ended
  await expect(fetch(emulator.apiUrl)).rejects.toThrow('fetch failed')
})

describe('a data file', () => {
  test('keeps what is written, from run to run', async () => {
    const org = await orgFolder()
    const data = join(org, 'kept.data')
    const first = await signedIn({ org, data })
    const rows = ['a', 'b', 'c'].map((Last_Name) => ({ Last_Name }))
    const { body } = await first.send('POST', '/Leads', { data: rows })
    const [a, b, c] = body.data.map((row: { details: { id: string } }) => row.details.id)
    await first.send('PUT', `/Leads/${a}`, { data: [{ First_Name: 'Jo' }] })
    await first.send('DELETE', `/Leads/${c}`)
    await first.send('DELETE', '/Accounts/5550001')
    await first.emulator.close()

    const second = await signedIn({ org, data })
    const list = await second.get('/Leads?fields=Full_Name&sort_order=asc')
    expect(list.body.data).toEqual([
      { Full_Name: 'Jo a', id: a },
      { Full_Name: 'b', id: b },
    ])
    expect((await second.get('/Accounts?fields=id')).status).toBe(204)
    const added = await second.send('POST', '/Leads', { data: rows })
    expect([a, b, c]).not.toContain(added.body.data[0].details.id)
    await second.emulator.close()
    await expect(access(`${data}.${process.pid}.tmp`)).rejects.toThrow('ENOENT')
  })
})

test('a data file that is broken is refused', async () => {
  const org = await orgFolder({ ...smallOrg, 'kept.data': '{' })
  await expect(startEmulator({ org, data: join(org, 'kept.data') })).rejects.toThrow(DataFileError)
})
