import { ServerError } from './http/errors.ts'
import type { Transport } from './http/transport.ts'
import { rowsOf } from './records/answers.ts'
import type { CallOptions } from './records/module.ts'

/**
 * The organisation, as the API describes it; what is not named here is there under the API's own names.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-org-data.html
 */
export interface Organization {
  readonly id: string
  /** What identifies the organisation in all of Zoho; URLs and `X-CRM-ORG` have it. */
  readonly zgid: string
  readonly company_name: string
  readonly alias?: string | null
  readonly domain_name?: string | null
  /** `production`, `sandbox`, `developer` and the like. */
  readonly type?: string | null
  /** Name of the currency, with its code where there are several. */
  readonly currency?: string | null
  readonly currency_symbol?: string | null
  readonly currency_locale?: string | null
  /** ISO 4217, such as `EUR`. */
  readonly iso_code?: string | null
  /** IANA name, such as `Europe/Berlin`. */
  readonly time_zone?: string | null
  readonly country?: string | null
  readonly country_code?: string | null
  readonly primary_email?: string | null
  readonly primary_zuid?: string | null
  readonly phone?: string | null
  readonly website?: string | null
  readonly employee_count?: string | null
  readonly created_time?: string | null
  readonly license_details?: {
    readonly paid?: boolean | null
    /** The edition, such as `enterprise`. */
    readonly paid_type?: string | null
    readonly paid_expiry?: string | null
    readonly trial_type?: string | null
    readonly trial_expiry?: string | null
    readonly users_license_purchased?: number | null
    readonly [key: string]: unknown
  } | null
  readonly [key: string]: unknown
}

/** Reads the organisation. */
export async function readOrganization(request: Transport, options: CallOptions = {}): Promise<Organization> {
  const call = { method: 'GET', path: '/org', signal: options.signal } as const
  const [row] = rowsOf(await request(call), 'org')
  if (row !== undefined) return row as Organization
  throw nothing('/org', 'organisation')
}

/** The error of an answer that has not what it must have. */
export function nothing(path: string, what: string): ServerError {
  const context = { method: 'GET', path, status: 200, details: null }
  const hint = 'Check that the environment points to a Zoho CRM API.'
  return new ServerError('UNREADABLE_ANSWER', `GET ${path} answered without ${what}`, hint, context)
}
