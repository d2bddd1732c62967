import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import type { OrgFolder } from './org-folder.ts'

const CREATED = '2024-02-05T09:00:00+00:00'

/** People are the organisation and its users: the recorded ones, or believable ones where none were recorded. */
export class People {
  readonly org: JsonObject
  readonly users: readonly JsonObject[]
  readonly current: JsonObject
  readonly zgid: string
  readonly #byId: ReadonlyMap<string, JsonObject>

  constructor(folder: OrgFolder) {
    const prefix = idPrefix(folder)
    const recorded = objects(folder.document('users')?.body, 'users')
    const synthetic = syntheticUser(prefix)
    this.users = recorded.length > 0 ? recorded : [synthetic]
    this.current =
      this.users.find((user) => text(user, 'status') !== 'inactive') ?? this.users[0] ?? synthetic
    const recordedOrg = folder.document('org')?.body
    this.org =
      member(recordedOrg, 'org') === undefined ? { org: [syntheticOrg(prefix)] } : (recordedOrg ?? {})
    this.zgid = text(objects(this.org, 'org')[0], 'zgid') ?? ''
    this.#byId = new Map(this.users.map((user) => [text(user, 'id') ?? '', user]))
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** A user as records show it: name, id and e-mail. */
  reference(id: string): JsonObject | undefined {
    const user = this.#byId.get(id)
    return user && { name: nameOf(user), id, email: text(user, 'email') ?? null }
  }

  /** The zuid of a user that a record shows. */
  zuidOf(reference: JsonObject): Json {
    return member(this.#byId.get(text(reference, 'id') ?? ''), 'zuid') ?? null
  }

  /** The current user as records show it. */
  currentReference(): JsonObject {
    const id = text(this.current, 'id') ?? ''
    return this.reference(id) ?? { name: nameOf(this.current), id, email: null }
  }
}

function nameOf(user: JsonObject): Json {
  return text(user, 'full_name') ?? text(user, 'name') ?? text(user, 'last_name') ?? null
}

/** The digits that the ids of one organisation begin with. */
export function idPrefix(folder: OrgFolder): string {
  const id = folder.modules
    .map((module) => text(module, 'id'))
    .find((found) => /^[1-9]\d{15,18}$/.test(found ?? ''))
  return id?.slice(0, id.length - 12) ?? '5540230'
}

function syntheticUser(prefix: string): JsonObject {
  const role = { name: 'CEO', id: `${prefix}000000026005` }
  const profile = { name: 'Administrator', id: `${prefix}000000026011` }
  return {
    id: `${prefix}000000235011`,
    full_name: 'Robin Ashford',
    first_name: 'Robin',
    last_name: 'Ashford',
    email: 'robin.ashford@example.com',
    status: 'active',
    confirm: true,
    role,
    profile,
    zuid: '700000235',
    created_time: CREATED,
    Modified_Time: CREATED,
    language: 'en_US',
    locale: 'en_US',
    country: 'us',
    country_locale: 'en_US',
    time_zone: 'America/New_York',
    time_format: 'hh:mm a',
    date_format: 'MM/dd/yyyy',
    offset: -18000000,
    microsoft: false,
    personal_account: false,
    territories: [],
    phone: null,
    mobile: null,
    alias: null,
  }
}

function syntheticOrg(prefix: string): JsonObject {
  return {
    id: `${prefix}000000020005`,
    zgid: '700000020',
    company_name: 'Ashford Trading',
    domain_name: 'org700000020',
    primary_email: 'robin.ashford@example.com',
    primary_zuid: '700000235',
    type: 'production',
    country: 'USA',
    country_code: 'US',
    currency: 'US Dollar - USD',
    currency_symbol: '$',
    currency_locale: 'en_US',
    iso_code: 'USD',
    time_zone: 'America/New_York',
    created_time: CREATED,
    employee_count: '12',
    phone: null,
    website: null,
    photo_id: null,
    mc_status: false,
    gapps_enabled: false,
    license_details: {
      paid: true,
      paid_type: 'enterprise',
      paid_expiry: null,
      trial_type: null,
      trial_expiry: null,
      users_license_purchased: 10,
    },
  }
}

type UserTest = (user: JsonObject, people: People) => boolean

/** Which users each value of the `type` parameter asks for. */
const USER_TYPES: ReadonlyMap<string, UserTest> = new Map<string, UserTest>([
  ['AllUsers', () => true],
  ['ActiveUsers', isActive],
  ['DeactiveUsers', (user) => !isActive(user)],
  ['ConfirmedUsers', isConfirmed],
  ['NotConfirmedUsers', (user) => !isConfirmed(user)],
  ['DeletedUsers', (user) => text(user, 'status') === 'deleted'],
  ['ActiveConfirmedUsers', (user) => isActive(user) && isConfirmed(user)],
  ['AdminUsers', isAdministrator],
  ['ActiveConfirmedAdmins', (user) => isActive(user) && isConfirmed(user) && isAdministrator(user)],
  ['CurrentUser', (user, people) => user === people.current],
])

function isActive(user: JsonObject): boolean {
  return (text(user, 'status') ?? 'active') === 'active'
}

function isConfirmed(user: JsonObject): boolean {
  return member(user, 'confirm') !== false
}

function isAdministrator(user: JsonObject): boolean {
  const profile = member(user, 'profile')
  return isObject(profile) && text(profile, 'name') === 'Administrator'
}

/** The users that a `type` parameter asks for; undefined where there is no such type. */
export function usersOfType(people: People, type: string): readonly JsonObject[] | undefined {
  const wanted = USER_TYPES.get(type)
  return wanted && people.users.filter((user) => wanted(user, people))
}
