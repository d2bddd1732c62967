import type { OpenAPIV3_1 } from 'openapi-types'
import type { ModuleSchema } from '../../schema/schema.ts'
import { sorted } from './objects.ts'

/** What an operation does to records, as scopes name it. */
export type Verb = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

/**
 * The modules that have scopes of their own, by their API names in lower case. `activities`, `approvals` and `dashboards` are in Zoho's list
 * too, but no page says that records of modules go by them.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
export const SCOPED_MODULES: ReadonlySet<string> = new Set([
  ...['accounts', 'calls', 'campaigns', 'cases', 'contacts', 'deals', 'events', 'invoices', 'leads', 'notes'],
  ...[
    'price_books',
    'products',
    'purchase_orders',
    'quotes',
    'sales_orders',
    'solutions',
    'tasks',
    'vendors',
  ],
  ...['appointments__s', 'appointments_rescheduled_history__s', 'services__s'],
])

/** The scope of all that a search needs beside that of the module. */
export const SEARCH_SCOPE = 'ZohoSearch.securesearch.READ'

const COQL_SCOPE = 'ZohoCRM.coql.READ'

/**
 * The scope of an operation on records of a module: its own, that of custom ones, or that of all. The last is what is
 * sure of modules that belong to others: Zoho's pages give linking modules the scope of custom ones, and subforms that
 * of their parents.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/linking-modules.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/subforms.html
 */
export function moduleScope(
  { apiName, generatedType }: Pick<ModuleSchema, 'apiName' | 'generatedType'>,
  verb: Verb,
): string {
  if (generatedType === 'custom') return `ZohoCRM.modules.custom.${verb}`
  const name = apiName.toLowerCase()
  if (!SCOPED_MODULES.has(name)) return `ZohoCRM.modules.${verb}`
  const word = name.endsWith('__s') ? name.slice(0, -3) : name.replaceAll('_', '')
  return `ZohoCRM.modules.${word}.${verb}`
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
