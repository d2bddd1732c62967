import { describe, expect, test } from 'vitest'
import { call, signedIn, signIn, start } from './client.ts'

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
