import type { Transport } from './http/transport.ts'
import type { CallOptions } from './records/module.ts'
import type { RecordList } from './records/page.ts'
import { numberedPages, type PageOptions } from './records/paging.ts'

/** Which users are listed. */
export type UserType =
  | 'AllUsers'
  | 'ActiveUsers'
  | 'DeactiveUsers'
  | 'ConfirmedUsers'
  | 'NotConfirmedUsers'
  | 'DeletedUsers'
  | 'ActiveConfirmedUsers'
  | 'AdminUsers'
  | 'ActiveConfirmedAdmins'
  | 'CurrentUser'

/** Options of a list of users. */
export interface UserListOptions extends PageOptions {
  /** Default: all of them, those that are not active too. */
  readonly type?: UserType
}

/**
 * A user of the organisation, as the API describes it; what is not named here is there under the API's own names.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-users.html
 */
export interface User {
  readonly id: string
  readonly full_name: string
  readonly first_name?: string | null
  readonly last_name?: string | null
  readonly email: string
  /** What identifies the user in all of Zoho. */
  readonly zuid?: string | null
  readonly role?: { readonly id: string; readonly name: string } | null
  /** What the user may see and do. */
  readonly profile?: { readonly id: string; readonly name: string } | null
  /** `active`, `inactive`, `disabled`, `deleted` or `closed`. */
  readonly status?: string | null
  /** Whether the user has accepted the invitation. */
  readonly confirm?: boolean | null
  readonly language?: string | null
  readonly locale?: string | null
  readonly country_locale?: string | null
  /** IANA name, such as `Europe/Berlin`. */
  readonly time_zone?: string | null
  readonly phone?: string | null
  readonly mobile?: string | null
  readonly created_time?: string | null
  readonly [key: string]: unknown
}

/** The users of an organisation. */
export interface Users {
  /** The user whose token it is. */
  readonly current: (options?: CallOptions) => Promise<User>
  /** The users of a type, page after page. */
  readonly list: (options?: UserListOptions) => RecordList<User>
  /** The user of an id, or `null` where there is none. */
  readonly get: (id: string, options?: CallOptions) => Promise<User | null>
}

/** The users of a client; what reads them is loaded when it is first used. */
export function createUsers(request: Transport): Users {
  const load = () => import('./read-users.ts')
  return {
    current: async (options) => (await load()).readCurrentUser(request, options),
    list: (options = {}) =>
      numberedPages(options, async (page) => (await load()).readUserPage(request, options, page)),
    get: async (id, options) => (await load()).readUser(request, id, options),
  }
}
