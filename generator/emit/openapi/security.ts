import type { OpenAPIV3_1 } from 'openapi-types'
import type { ModuleSchema } from '../../schema/schema.ts'
import { sorted } from './objects.ts'

/** What an operation does to records, as scopes name it. */
export type Verb = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

/**
 * The modules that have scopes of their own.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
const MODULES = new Set([
  ...['accounts', 'calls', 'campaigns', 'cases', 'contacts', 'deals', 'events', 'invoices', 'leads', 'notes'],
  ...['pricebooks', 'products', 'purchaseorders', 'quotes', 'salesorders', 'solutions', 'tasks', 'vendors'],
])

/** The scope of all that a search needs beside that of the module. */
export const SEARCH_SCOPE = 'ZohoSearch.securesearch.READ'

const COQL_SCOPE = 'ZohoCRM.coql.READ'

/** The scope of an operation on records of a module: its own, that of custom ones, or that of all. */
export function moduleScope({ apiName, generatedType }: ModuleSchema, verb: Verb): string {
  const name = apiName.toLowerCase().replaceAll('_', '')
  if (generatedType === 'custom') return `ZohoCRM.modules.custom.${verb}`
  return MODULES.has(name) ? `ZohoCRM.modules.${name}.${verb}` : `ZohoCRM.modules.${verb}`
}

/** The scopes of a query in COQL. */
export const QUERY_SCOPES: readonly string[] = [COQL_SCOPE, 'ZohoCRM.modules.READ']

/** Who may call an operation: a client with a token of these scopes, however it sends it. */
export function securityOf(scopes: readonly string[]): OpenAPIV3_1.SecurityRequirementObject[] {
  return [{ OAuth2: [...scopes] }, { ZohoToken: [] }]
}

const VERBS: Readonly<Record<string, string>> = {
  READ: 'Read',
  CREATE: 'Create',
  UPDATE: 'Change',
  DELETE: 'Delete',
}

function meaningOf(scope: string): string {
  if (scope === SEARCH_SCOPE) return 'Search and count records.'
  if (scope === COQL_SCOPE) return 'Query records in COQL.'
  const [, , area = '', verb = area] = scope.split('.')
  const whose = area === verb ? 'of every module' : area === 'custom' ? 'of custom modules' : `of ${area}`
  return `${VERBS[verb]} records ${whose}.`
}

/**
 * How calls are authorised. Zoho takes the token behind a word of its own, which no scheme of OpenAPI can say: where a
 * generator sends `Bearer`, the second scheme sends the header as it has to be.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/access-refresh.html
 */
export function securitySchemes(
  accountsUrl: string,
  scopes: Iterable<string>,
): Record<string, OpenAPIV3_1.SecuritySchemeObject> {
  const tokenUrl = `${accountsUrl}/oauth/v2/token`
  return {
    OAuth2: {
      type: 'oauth2',
      description:
        'Ask for `access_type=offline` to get a refresh token. Access tokens are good for an hour.',
      flows: {
        authorizationCode: {
          authorizationUrl: `${accountsUrl}/oauth/v2/auth`,
          tokenUrl,
          refreshUrl: tokenUrl,
          scopes: sorted([...new Set(scopes)].map((scope) => [scope, meaningOf(scope)])),
        },
      },
    },
    ZohoToken: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'The whole header: `Zoho-oauthtoken`, a space, and an access token.',
    },
  }
}
