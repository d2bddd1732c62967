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
 * An Area is what a scope must allow: `modules.Leads` and `settings.fields` of ZohoCRM, or that of another service by
 * its full name, such as `ZohoSearch.securesearch`. Of several in a list, all must be allowed.
 */
export type Area = string | readonly string[]

/** Tells whether scopes allow a method on one of the alternative areas. */
export function allows(scopes: readonly string[], method: string, areas: readonly Area[]): boolean {
  const operation = OPERATIONS.get(method) ?? 'unknown'
  const isAllowed = (area: string): boolean =>
    scopes.some((scope) => grants(scope.toLowerCase(), operation, withService(area.toLowerCase())))
  return areas.some((area) => [area].flat().every(isAllowed))
}

function withService(area: string): string {
  return area.startsWith('zoho') ? area : `zohocrm.${area}`
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
