import { idPrefix } from './ids.ts'
import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import { madeUpOrg, madeUpUser } from './made-up-people.ts'
import type { OrgFolder } from './org-folder.ts'

/** The organisation and its users, as the org folder has them at a moment. */
interface Staff {
  readonly version: number
  readonly org: JsonObject
  readonly users: readonly JsonObject[]
  readonly current: JsonObject
  readonly active: readonly JsonObject[]
  readonly byId: ReadonlyMap<string, JsonObject>
}

/** People are the organisation and its users: the recorded ones, or believable ones where none were recorded. */
export class People {
  readonly #folder: OrgFolder
  /** Made-up people keep their ids whatever becomes of the modules. */
  readonly #prefix: string
  #staff: Staff

  constructor(folder: OrgFolder) {
    this.#folder = folder
    this.#prefix = idPrefix(folder)
    this.#staff = staffOf(folder, this.#prefix)
  }

  get org(): JsonObject {
    return this.#now.org
  }

  get users(): readonly JsonObject[] {
    return this.#now.users
  }

  /** Whose the tokens are that nobody asked for by name. */
  get current(): JsonObject {
    return this.#now.current
  }

  /** The users who can sign in. */
  get active(): readonly JsonObject[] {
    return this.#now.active
  }

  get zgid(): string {
    return text(objects(this.org, 'org')[0], 'zgid') ?? ''
  }

  has(id: string): boolean {
    return this.#now.byId.has(id)
  }

  /** The user with an id or an e-mail address. */
  find(idOrEmail: string): JsonObject | undefined {
    const email = idOrEmail.toLowerCase()
    return (
      this.#now.byId.get(idOrEmail) ?? this.users.find((user) => text(user, 'email')?.toLowerCase() === email)
    )
  }

  /** A user as records show it: name, id and e-mail. */
  reference(id: string): JsonObject | undefined {
    const user = this.#now.byId.get(id)
    return user && { name: nameOf(user), id, email: text(user, 'email') ?? null }
  }

  /** The zuid of a user that a record shows. */
  zuidOf(reference: JsonObject): Json {
    return member(this.#now.byId.get(text(reference, 'id') ?? ''), 'zuid') ?? null
  }

  /** The user of a token as records show it. */
  author(id: string): JsonObject {
    return this.reference(id) ?? this.currentReference()
  }

  /** The current user as records show it. */
  currentReference(): JsonObject {
    const id = idOf(this.current)
    return this.reference(id) ?? { name: nameOf(this.current), id, email: null }
  }

  get #now(): Staff {
    if (this.#staff.version !== this.#folder.version) this.#staff = staffOf(this.#folder, this.#prefix)
    return this.#staff
  }
}

function staffOf(folder: OrgFolder, prefix: string): Staff {
  const recorded = objects(folder.document('users')?.body, 'users')
  const madeUp = madeUpUser(prefix)
  const users = recorded.length > 0 ? recorded : [madeUp]
  const current = users.find((user) => text(user, 'status') !== 'inactive') ?? users[0] ?? madeUp
  const active = users.filter(isActive)
  const recordedOrg = folder.document('org')?.body
  return {
    version: folder.version,
    org: member(recordedOrg, 'org') === undefined ? { org: [madeUpOrg(prefix)] } : (recordedOrg ?? {}),
    users,
    current,
    active: active.length > 0 ? active : [current],
    byId: new Map(users.map((user) => [idOf(user), user])),
  }
}

/** The id of a user. */
export function idOf(user: JsonObject): string {
  return text(user, 'id') ?? ''
}

/** The name of a user; null where there is none. */
export function nameOf(user: JsonObject): string | null {
  return text(user, 'full_name') ?? text(user, 'name') ?? text(user, 'last_name') ?? null
}

type UserTest = (user: JsonObject, asking: string) => boolean

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
  ['CurrentUser', (user, asking) => idOf(user) === asking],
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

/** The users that a `type` parameter asks for, of the user who asks; undefined where there is no such type. */
export function usersOfType(people: People, type: string, asking: string): readonly JsonObject[] | undefined {
  const wanted = USER_TYPES.get(type)
  return wanted && people.users.filter((user) => wanted(user, asking))
}
