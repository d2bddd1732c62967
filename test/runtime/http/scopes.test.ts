import { AuthenticationError, type Client } from '@zcrm/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { type Emulator, startEmulator } from '../../../emulator/index.ts'
import { scopeHint, scopesOf } from '../../../runtime/http/scopes.ts'
import { clientOf, grantToken } from '../support.ts'

const SEARCH = 'ZohoSearch.securesearch.READ'

test.each([
  ['GET', '/settings/modules', 'ZohoCRM.settings.modules.READ'],
  ['GET', '/settings/fields/12', 'ZohoCRM.settings.fields.READ'],
  ['GET', '/settings/global_picklists', 'ZohoCRM.settings.global_picklist.READ'],
  ['GET', '/settings/layouts/12/map_dependency', 'ZohoCRM.settings.map_dependency.READ'],
  ['GET', '/settings/pipeline', 'ZohoCRM.settings.pipeline.READ'],
  ['GET', '/org', 'ZohoCRM.org.READ'],
  ['GET', '/users', 'ZohoCRM.users.READ'],
  ['POST', '/coql', 'ZohoCRM.coql.READ', 'ZohoCRM.modules.READ'],
  ['GET', '/Leads', 'ZohoCRM.modules.leads.READ'],
  ['GET', '/crm/v7/Leads', 'ZohoCRM.modules.leads.READ'],
  ['POST', '/Leads', 'ZohoCRM.modules.leads.CREATE'],
  ['PUT', '/Leads/12', 'ZohoCRM.modules.leads.UPDATE'],
  ['DELETE', '/Leads/12', 'ZohoCRM.modules.leads.DELETE'],
  ['GET', '/Leads/search', 'ZohoCRM.modules.leads.READ', SEARCH],
  ['GET', '/Leads/actions/count', 'ZohoCRM.modules.leads.READ', SEARCH],
  ['POST', '/Leads/12/actions/convert', 'ZohoCRM.modules.leads.CREATE'],
  ['GET', '/Leads/12/Products', 'ZohoCRM.modules.leads.READ'],
  ['GET', '/Leads/12/Notes', 'ZohoCRM.modules.leads.READ', 'ZohoCRM.modules.notes.READ'],
  ['POST', '/Leads/12/Notes', 'ZohoCRM.modules.leads.READ', 'ZohoCRM.modules.notes.CREATE'],
  ['GET', '/Rentals/12/Attachments', 'ZohoCRM.modules.custom.READ', 'ZohoCRM.modules.attachments.READ'],
  ['POST', '/Price_Books/upsert', 'ZohoCRM.modules.pricebooks.CREATE'],
  ['PUT', '/Rentals', 'ZohoCRM.modules.custom.UPDATE'],
  ['GET', '/Services', 'ZohoCRM.modules.custom.READ'],
  ['GET', '/Services__s', 'ZohoCRM.modules.services.READ'],
  ['GET', '/Appointments_Rescheduled_History__s', 'ZohoCRM.modules.appointments_rescheduled_history.READ'],
])('%s %s needs %s %s', (method, path, ...scopes) => {
  expect(scopesOf(method, path)).toEqual(scopes)
})

test.each([
  [
    '/Price_Books',
    'The token lacks the OAuth scope ZohoCRM.modules.pricebooks.READ: sign in again with a grant that has it.',
  ],
  [
    '/Rentals',
    'The token lacks the OAuth scope ZohoCRM.modules.custom.READ (ZohoCRM.modules.READ if Rentals is not a custom module): sign in again with a grant that has it.',
  ],
  [
    '/Leads/search',
    'The token lacks the OAuth scope ZohoCRM.modules.leads.READ or ZohoSearch.securesearch.READ: sign in again with a grant that has both.',
  ],
])('the hint for a call of %s', (path, hint) => {
  expect(scopeHint('GET', path)).toBe(hint)
})

/** What a client of a token that has only these scopes is told about a call; undefined where it gets through. */
async function hintOf(zoho: Emulator, path: string, scope: string): Promise<string | undefined> {
  const client: Client = clientOf(zoho, { token: grantToken(zoho, zoho.createGrant({ scope })) })
  const error = await client.request({ method: 'GET', path, query: { fields: 'id' } }).catch((e) => e)
  return error instanceof AuthenticationError ? error.hint : undefined
}

test('a token of the scopes that the hint names gets through', async () => {
  const zoho = await startEmulator({ records: 1 })
  onTestFinished(() => zoho.close())
  const id = zoho.records('Rentals')[0]?.['id']
  for (const path of [
    ...['/Leads', '/Price_Books', '/Rentals', '/Rentals_X_Bicycles'],
    ...['/Sales_Orders/actions/count', `/Rentals/${id}/Notes`],
  ]) {
    const hint = await hintOf(zoho, path, 'ZohoCRM.modules.campaigns.READ')
    const named = [...(hint ?? '').replace(/\(.*?\)/, '').matchAll(/Zoho[\w.]+(?=[: ])/g)].join(',')
    expect(named, path).toMatch(/READ$/)
    expect(await hintOf(zoho, path, named), `${path} by ${named}`).toBeUndefined()
  }
  // One of Zoho's own that has no scope: what the hint adds is what it takes.
  const hint = await hintOf(zoho, '/DealHistory', 'ZohoCRM.modules.custom.READ')
  expect(hint).toContain('(ZohoCRM.modules.READ if DealHistory is not a custom module)')
  expect(await hintOf(zoho, '/DealHistory', 'ZohoCRM.modules.READ')).toBeUndefined()
})
