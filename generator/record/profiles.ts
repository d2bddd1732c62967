import { isObject, type Json, type JsonObject } from './json.ts'

/** What of a user says how the organisation is set up, or was replaced already; everything else is left blank. */
const OF_USERS: ReadonlySet<string> = new Set([
  ...[
    'id',
    'zuid',
    'full_name',
    'first_name',
    'last_name',
    'name',
    'email',
    'alias',
    'phone',
    'mobile',
    'fax',
  ],
  ...[
    'created_by',
    'modified_by',
    'reporting_to',
    'role',
    'profile',
    'status',
    'status_reason__s',
    'confirm',
  ],
  ...['category', 'type__s', 'language', 'locale', 'country_locale', 'time_zone', 'offset', 'date_format'],
  ...['time_format', 'decimal_separator', 'number_separator', 'name_format__s', 'sort_order_preference__s'],
  'default_tab_group',
])

/** The same of the organisation. */
const OF_ORG: ReadonlySet<string> = new Set([
  ...[
    'id',
    'zgid',
    'company_name',
    'domain_name',
    'primary_email',
    'primary_zuid',
    'type',
    'country',
    'country_code',
  ],
  ...[
    'currency',
    'currency_symbol',
    'currency_locale',
    'iso_code',
    'time_zone',
    'website',
    'license_details',
  ],
  'hierarchy_preferences',
])

const TIME = '2024-01-01T00:00:00+00:00'

/** A user without what is nobody else's business: address, birthday, signature, what an organisation added. */
export function blankUser(user: JsonObject): JsonObject {
  return blank(user, OF_USERS)
}

/** An organisation without address and size. */
export function blankOrg(org: JsonObject): JsonObject {
  return blank(org, OF_ORG)
}

function blank(object: JsonObject, kept: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(object).map(
    ([key, value]) => [key, kept.has(key.toLowerCase()) ? value : blankValue(key, value)] as const,
  )
  return Object.fromEntries(entries)
}

/** The keys stay, and what is read as a time or as a switch is still one. */
function blankValue(key: string, value: Json): Json {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && key.toLowerCase().endsWith('_time')) return TIME
  if (Array.isArray(value)) return []
  if (!isObject(value)) return null
  const inner = Object.entries(value).map(([name, one]) => [name, blankValue(name, one)] as const)
  return Object.fromEntries(inner)
}
