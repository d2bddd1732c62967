import type { Environment } from '@zcrm/runtime'

/** What the tool and the classes that it generates need to read and write everything. */
export const DEFAULT_SCOPES: readonly string[] = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.users.READ',
  'ZohoCRM.org.READ',
  'ZohoCRM.coql.READ',
  'ZohoSearch.securesearch.READ',
]

/** Zoho's API console in the data centre of an environment, where clients are registered. */
export function consoleUrl({ dataCenter, accountsUrl }: Environment): string {
  if (dataCenter === null) return 'https://api-console.zoho.com'
  return accountsUrl.replace('://accounts.', '://api-console.')
}

/** How to get a grant token there, in lines. The one of the scopes is to be copied, and has nothing else in it. */
export function consoleSteps(environment: Environment, scopes: readonly string[]): readonly string[] {
  return [
    `1. Open ${consoleUrl(environment)} and choose your Self Client (Add Client → Self Client, where there is none).`,
    '2. Client Secret shows the client id and the client secret: ZCRM_CLIENT_ID and ZCRM_CLIENT_SECRET.',
    '3. Generate Code, with 10 minutes and the scope',
    scopes.join(','),
    '4. Create, choose the portal (CRM) and the organisation, and copy the code: it is the grant token.',
  ]
}
