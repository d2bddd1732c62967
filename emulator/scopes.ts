/** The scopes of a token that may do everything that the emulator knows. */
export const ALL_SCOPES: string = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.users.ALL',
  'ZohoCRM.org.ALL',
  'ZohoCRM.bulk.ALL',
  'ZohoCRM.coql.READ',
  'ZohoCRM.notifications.ALL',
  'ZohoCRM.composite_requests.CUSTOM',
  'ZohoSearch.securesearch.READ',
  'ZohoFiles.files.ALL',
].join(',')

/**
 * The modules that have a scope of their own, by their API names in lower case. Zoho's list has `activities`, `approvals` and `dashboards`
 * too: calls to Activities are refused since version 3 whatever the scope, and of the others no page says that the
 * records of a module go by them.
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
 * Related lists that need a scope besides that of the module whose record it is. Their pages give `modules.ALL` as an
 * alternative without saying whether to that scope as well; here it is.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-notes.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-attachments.html
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-record-locking-info.html
 */
export const SCOPED_LISTS: ReadonlyMap<string, string> = new Map([
  ['Notes', 'notes'],
  ['Attachments', 'attachments'],
  ['Locking_Information__s', 'lockinginformation'],
])

/** The operation that a method is, as scopes name it. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['GET', 'read'],
  ['POST', 'create'],
  ['PUT', 'update'],
  ['DELETE', 'delete'],
])

/** What the last word of a scope allows. */
const GRANTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', ['read', 'create', 'update', 'delete']],
  ['write', ['create', 'update']],
  ['read', ['read']],
  ['create', ['create']],
  ['update', ['update']],
  ['delete', ['delete']],
])

/** The scopes in a scope parameter, which separates them by commas or spaces. */
export function scopesIn(parameter: string): readonly string[] {
  return parameter.split(/[\s,]+/).filter((scope) => scope !== '')
}

/**
 * An Area is what a scope must allow: `modules.leads` and `settings.fields` of ZohoCRM, or that of another service by
 * its full name, such as `ZohoSearch.securesearch`. Of several in a list, all must be allowed.
 */
export type Area = string | readonly string[]

/** Tells whether scopes allow a method on one of the alternative areas. */
export function allows(scopes: readonly string[], method: string, areas: readonly Area[]): boolean {
  const operation = OPERATIONS.get(method) ?? 'unknown'
  const isAllowed = (area: string): boolean =>
    scopes.some((scope) => grants(plain(scope), operation, plain(withService(area))))
  return areas.some((area) => [area].flat().every(isAllowed))
}

/**
 * The area that is a module's own; undefined where no page of Zoho's names one.
 * @param type Its `generated_type`, where it is known.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/linking-modules.html on `custom` for linking modules
 */
export function moduleArea(apiName: string, type: string | undefined): string | undefined {
  if (type === 'custom' || type === 'linking') return 'modules.custom'
  const name = apiName.toLowerCase()
  return SCOPED_MODULES.has(name) ? `modules.${name.replace(/__s$/, '')}` : undefined
}

function withService(area: string): string {
  return /^zoho/i.test(area) ? area : `zohocrm.${area}`
}

/**
 * A scope or an area without what its spelling leaves open: Zoho's own documents write `pricebooks`, `Pricebooks` and
 * `SalesOrders`. Whether `price_books` is a scope they do not say; it is taken for one.
 */
function plain(scope: string): string {
  const lower = scope.toLowerCase()
  return lower.startsWith('zohocrm.modules.') ? lower.replaceAll('_', '') : lower
}

/** A scope covers its own area and all below it; `ALL` in place of a module stands for every module. */
function grants(scope: string, operation: string, area: string): boolean {
  const parts = scope.split('.')
  if (parts.length < 3 || !GRANTS.get(parts.at(-1) ?? '')?.includes(operation)) return false
  const covered = parts.slice(0, -1)
  if (covered.at(-1) === 'all') covered.pop()
  const prefix = covered.join('.')
  return area === prefix || area.startsWith(`${prefix}.`)
}
