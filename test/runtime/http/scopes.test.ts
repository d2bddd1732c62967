import { expect, test } from 'vitest'
import { scopeOf } from '../../../runtime/http/scopes.ts'

test.each([
  ['GET', '/settings/modules', 'ZohoCRM.settings.modules.READ'],
  ['GET', '/settings/fields/12', 'ZohoCRM.settings.fields.READ'],
  ['GET', '/settings/global_picklists', 'ZohoCRM.settings.global_picklist.READ'],
  ['GET', '/settings/layouts/12/map_dependency', 'ZohoCRM.settings.map_dependency.READ'],
  ['GET', '/settings/pipeline', 'ZohoCRM.settings.pipeline.READ'],
  ['GET', '/org', 'ZohoCRM.org.READ'],
  ['GET', '/users', 'ZohoCRM.users.READ'],
  ['POST', '/coql', 'ZohoCRM.coql.READ'],
  ['GET', '/Leads', 'ZohoCRM.modules.Leads.READ'],
  ['POST', '/Leads', 'ZohoCRM.modules.Leads.CREATE'],
  ['PUT', '/Leads/12', 'ZohoCRM.modules.Leads.UPDATE'],
  ['DELETE', '/Leads/12', 'ZohoCRM.modules.Leads.DELETE'],
  ['GET', '/Leads/search', 'ZohoSearch.securesearch.READ'],
  ['GET', '/Leads/actions/count', 'ZohoSearch.securesearch.READ'],
  ['POST', '/Leads/12/actions/convert', 'ZohoCRM.modules.Leads.CREATE'],
])('%s %s needs %s', (method, path, scope) => {
  expect(scopeOf(method, path)).toBe(scope)
})
