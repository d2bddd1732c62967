import { describe, expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'
import { call, signedIn, signIn, start } from './client.ts'
import { module, orgFolder } from './org.ts'

describe('a call without a good token', () => {
  test.each([
    [{}, 'AUTHENTICATION_FAILURE'],
    [{ authorization: 'Bearer 1000.a.b' }, 'AUTHENTICATION_FAILURE'],
    [{ authorization: 'Zoho-oauthtoken 1000.a.b' }, 'INVALID_TOKEN'],
  ])('%j is refused', async (headers, code) => {
    const emulator = await start()
    const reply = await call(`${emulator.apiUrl}/crm/v8/org`, { headers: headers as Record<string, string> })
    expect([reply.status, reply.body]).toMatchObject([401, { code, details: {}, status: 'error' }])
    expect(reply.headers.get('content-type')).toBe('application/json;charset=UTF-8')
  })
})

describe('scopes', () => {
  const LIST = '/Leads?fields=id'
  test.each([
    ['ZohoCRM.modules.ALL', 'GET', LIST, true],
    ['ZohoCRM.modules.READ', 'GET', LIST, true],
    ['ZohoCRM.modules.ALL.READ', 'GET', LIST, true],
    ['ZohoCRM.modules.leads.READ', 'GET', LIST, true],
    ['zohocrm.MODULES.Leads.read', 'GET', LIST, true],
    ['ZohoCRM.modules.accounts.ALL', 'GET', LIST, false],
    ['ZohoCRM.modules.leads.CREATE', 'GET', LIST, false],
    ['ZohoCRM.modules.leads.WRITE', 'POST', '/Leads', true],
    ['ZohoCRM.modules.leads.WRITE', 'DELETE', '/Leads?ids=1', false],
    ['ZohoCRM.modules.custom.READ', 'GET', '/Trips?fields=id', true],
    ['ZohoCRM.modules.custom.READ', 'GET', LIST, false],
    ['ZohoCRM.settings.ALL', 'GET', '/settings/fields?module=Leads', true],
    ['ZohoCRM.settings.fields.READ', 'GET', '/settings/fields?module=Leads', true],
    ['ZohoCRM.settings.modules.READ', 'GET', '/settings/fields?module=Leads', false],
    ['ZohoCRM.settings.global_picklist.READ', 'GET', '/settings/global_picklists', true],
    ['ZohoCRM.org.READ,ZohoCRM.users.READ', 'GET', '/users?type=CurrentUser', true],
    ['ZohoCRM.org.READ', 'GET', '/users?type=CurrentUser', false],
  ])('%s: %s %s → %s', async (scope, method, path, isAllowed) => {
    const client = await signIn(await start(), { scope })
    const reply = await client.send(
      method,
      path,
      method === 'POST' ? { data: [{ Last_Name: 'x' }] } : undefined,
    )
    if (isAllowed) return expect(reply.status).toBeLessThan(400)
    expect([reply.status, reply.body]).toEqual([
      401,
      {
        code: 'OAUTH_SCOPE_MISMATCH',
        details: {},
        message: 'invalid oauth scope to access this URL',
        status: 'error',
      },
    ])
  })
})

describe('scopes of modules', () => {
  test('are called by words of their own', async () => {
    const emulator = await startEmulator({ records: 1 })
    onTestFinished(() => emulator.close())
    const modules = [
      ...['Price_Books', 'Purchase_Orders', 'Rentals', 'Rentals_X_Bicycles', 'Rental_Extras', 'Quoted_Items'],
      ...['Tasks', 'DealHistory', 'Fleet_Status_History', 'Attachments'],
    ]
    const readable = async (word: string): Promise<readonly string[]> => {
      const client = await signIn(emulator, { scope: `ZohoCRM.modules.${word}.READ` })
      const replies = await Promise.all(modules.map((name) => client.get(`/${name}?fields=id`)))
      for (const { status, body } of replies)
        if (status >= 400) expect([status, body.code]).toEqual([401, 'OAUTH_SCOPE_MISMATCH'])
      return modules.filter((_, index) => (replies[index]?.status ?? 500) < 400)
    }
    for (const word of ['pricebooks', 'Pricebooks', 'PriceBooks', 'price_books'])
      expect(await readable(word), word).toEqual(['Price_Books'])
    expect(await readable('purchaseorders')).toEqual(['Purchase_Orders'])
    const custom = ['Rentals', 'Rentals_X_Bicycles', 'Rental_Extras', 'Fleet_Status_History']
    for (const word of ['custom', 'Custom']) expect(await readable(word), word).toEqual(custom)
    expect(await readable('quotes')).toEqual(['Quoted_Items'])
    expect(await readable('tasks')).toEqual(['Tasks'])
    expect(await readable('deals')).toEqual(['DealHistory'])
    for (const word of ['pricebook', 'rentals', 'Rentals_X_Bicycles', 'Rental_Extras', 'dealhistory'])
      expect(await readable(word), word).toEqual([])
    for (const word of ['activities', 'attachments']) expect(await readable(word), word).toEqual([])
    expect(await readable('ALL')).toEqual(modules)
  })

  test('modules that Zoho has added, and one of a name like theirs', async () => {
    const modules = [
      module('Services__s'),
      module('Services', { generated_type: 'custom' }),
      module('Appointments_Rescheduled_History__s', {
        generated_type: 'field_tracker',
        parent_module: { api_name: 'Appointments__s' },
      }),
      module('Events', { parent_module: { api_name: 'Activities' } }),
    ]
    const emulator = await start({ org: await orgFolder({ 'modules.json': { modules } }) })
    const statuses = async (word: string): Promise<readonly number[]> => {
      const client = await signIn(emulator, { scope: `ZohoCRM.modules.${word}.READ` })
      const names = ['Services__s', 'Services', 'Appointments_Rescheduled_History__s', 'Events']
      return Promise.all(names.map(async (name) => (await client.get(`/${name}?fields=id`)).status))
    }
    expect(await statuses('services')).toEqual([204, 401, 401, 401])
    expect(await statuses('custom')).toEqual([401, 204, 401, 401])
    expect(await statuses('appointments_rescheduled_history')).toEqual([401, 401, 204, 401])
    expect(await statuses('events')).toEqual([401, 401, 401, 204])
  })
})

describe('paths', () => {
  test.each([
    ['GET', '/crm/v8/settings/nothing', 404, 'INVALID_URL_PATTERN'],
    ['GET', '/crm/v9/org', 404, 'INVALID_URL_PATTERN'],
    ['GET', '/elsewhere', 404, 'INVALID_URL_PATTERN'],
    ['POST', '/crm/v8/settings/modules', 400, 'INVALID_REQUEST_METHOD'],
    ['PATCH', '/crm/v8/Leads', 400, 'INVALID_REQUEST_METHOD'],
  ])('%s %s → %d %s', async (method, path, status, code) => {
    const emulator = await start()
    const reply = await call(`${emulator.apiUrl}${path}`, { method })
    expect([reply.status, reply.body.code]).toEqual([status, code])
  })

  test('every version from 2 to 8 is served', async () => {
    const { emulator } = await signedIn()
    const paths = ['v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'].map((version) => `/crm/${version}/org`)
    const replies = await Promise.all(paths.map((path) => call(`${emulator.apiUrl}${path}`)))
    expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(401))
  })
})
