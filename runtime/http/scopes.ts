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
 * The narrowest OAuth scope that lets a call through, such as `ZohoCRM.settings.fields.READ`.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/scopes.html
 */
export function scopeOf(method: string, path: string): string {
  const operation = OPERATIONS[method] ?? 'ALL'
  if (/^\/crm\/bulk\//.test(path)) return `ZohoCRM.bulk.${operation}`
  const below = path.replace(/^\/crm\/v[\d.]+(?=\/)/, '')
  const [area = '', second = '', third = '', fourth = ''] = below.split('/').slice(1)
  if (area === 'settings') {
    const part = fourth === 'map_dependency' ? fourth : (AREAS[second] ?? second)
    return `ZohoCRM.settings.${part}.${operation}`
  }
  if (area === 'coql') return 'ZohoCRM.coql.READ'
  if (area === '__composite_requests') return 'ZohoCRM.composite_requests.CUSTOM'
  if (area === 'org' || area === 'users') return `ZohoCRM.${area}.${operation}`
  if (area === 'actions') return `ZohoCRM.notifications.${operation}`
  if (area === 'files') return `ZohoCRM.Files.${operation}`
  if (second === 'search' || (second === 'actions' && third === 'count'))
    return 'ZohoSearch.securesearch.READ'
  return `ZohoCRM.modules.${area}.${operation}`
}
