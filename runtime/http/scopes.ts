const OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'READ',
  POST: 'CREATE',
  PUT: 'UPDATE',
  PATCH: 'UPDATE',
  DELETE: 'DELETE',
}

/** Areas whose scope is not named as their path is. */
const AREAS: Readonly<Record<string, string>> = { global_picklists: 'global_picklist' }

/**
 * Zoho's own modules that have a scope of their own, by their API names in lower case. The list of scopes names more
 * (`activities`, `approvals`, `dashboards`), which are not taken for those of the modules of these names: calls to
 * Activities are refused whatever the scope, and of the other two no page says that records go by them.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 * @see https://www.zoho.com/crm/developer/docs/api/v6/select-api-scopes.html on Activities
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

/**
 * Related lists that need a scope besides that of the module whose record it is.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-record-locking-info.html
 */
export const SCOPED_LISTS: ReadonlyMap<string, string> = new Map([
  ['Notes', 'notes'],
  ['Attachments', 'attachments'],
  ['Locking_Information__s', 'lockinginformation'],
])

/**
 * The narrowest OAuth scopes that let a call through, all of which it needs, such as `ZohoCRM.settings.fields.READ`. A
 * module that is not of Zoho's list counts as custom: a name does not tell more.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
export function scopesOf(method: string, path: string): readonly string[] {
  const operation = OPERATIONS[method] ?? 'ALL'
  if (/^\/crm\/bulk\//.test(path)) return [`ZohoCRM.bulk.${operation}`]
  const [area = '', second = '', third = '', fourth = ''] = segmentsOf(path)
  if (area === 'settings') {
    const part = fourth === 'map_dependency' ? fourth : (AREAS[second] ?? second)
    return [`ZohoCRM.settings.${part}.${operation}`]
  }
  if (area === 'coql') return ['ZohoCRM.coql.READ', 'ZohoCRM.modules.READ']
  if (area === '__composite_requests') return ['ZohoCRM.composite_requests.CUSTOM']
  if (area === 'org' || area === 'users') return [`ZohoCRM.${area}.${operation}`]
  if (area === 'actions') return [`ZohoCRM.notifications.${operation}`]
  if (area === 'files') return [`ZohoCRM.Files.${operation}`]
  const module = `ZohoCRM.modules.${wordOf(area)}`
  if (second === 'search' || (second === 'actions' && third === 'count'))
    return [`${module}.READ`, 'ZohoSearch.securesearch.READ']
  const list = SCOPED_LISTS.get(third)
  if (list !== undefined) return [`${module}.READ`, `ZohoCRM.modules.${list}.${operation}`]
  return [`${module}.${operation}`]
}

/**
 * What to do about a call whose token lacks a scope. Modules that are neither custom nor in Zoho's list (histories, the
 * line items of quotes) have no scope that its pages name, so that the scope of all modules is told as well.
 */
export function scopeHint(method: string, path: string): string {
  const scopes = scopesOf(method, path)
  const named = scopes.map((scope) => {
    const all = scope.replace('.custom.', '.')
    return all === scope ? scope : `${scope} (${all} if ${segmentsOf(path)[0]} is not a custom module)`
  })
  const those = scopes.length === 1 ? 'it' : 'both'
  return `The token lacks the OAuth scope ${named.join(' or ')}: sign in again with a grant that has ${those}.`
}

/** What follows `/crm/<version>/`. */
function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/^\/crm\/v[\d.]+(?=\/)/, '')
    .split('/')
    .slice(1)
}

/**
 * What scopes call a module. Zoho's pages write these words in lower case and its OpenAPI documents some of them as
 * `Pricebooks`; capitals do not seem to matter. Underscores are written only in `appointments_rescheduled_history`.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/linking-modules.html on `custom` for linking modules
 * @see https://github.com/zoho/crm-oas
 */
function wordOf(module: string): string {
  const name = module.toLowerCase()
  if (!SCOPED_MODULES.has(name)) return 'custom'
  return name.endsWith('__s') ? name.slice(0, -3) : name.replaceAll('_', '')
}
