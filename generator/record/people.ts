import { type Json, type JsonObject, member, objectsIn, objectsWithin, textOf } from './json.ts'
import type { OrgFiles } from './org-files.ts'

/** A Person is a user as the bodies of an organisation tell of one, put together from every place that does. */
export interface Person {
  readonly ids: Set<string>
  readonly zuids: Set<string>
  readonly emails: Set<string>
  readonly fullNames: Set<string>
  /** First and last names, nicknames. */
  readonly singleNames: Set<string>
  readonly phones: Set<string>
}

/** Where a body tells of a user, by the key. */
const PERSON_KEYS: ReadonlySet<string> = new Set([
  'created_by',
  'modified_by',
  'deleted_by',
  'created_for',
  'owner',
  'reporting_to',
  'shared_by',
  'assigned_to',
  'user',
  'users',
])

/** Whether what stands under a key is a user. */
export function isPersonKey(key: string): boolean {
  return PERSON_KEYS.has(key.toLowerCase())
}

const FULL_NAMES = ['full_name', 'name', 'display_name']
const SINGLE_NAMES = ['first_name', 'last_name', 'alias', 'nick_name']
/** Keys of a user or an organisation under which a telephone number stands. */
export const PHONES: readonly string[] = ['phone', 'mobile', 'fax', 'phone_number']

/** The users whom an organisation's bodies tell of, in an order that is the same whatever the order of the bodies. */
export function peopleIn(files: OrgFiles): readonly Person[] {
  const bodies = [...files.values()].filter((body) => body !== null)
  const known = new Set(objectsIn(files.get('users'), 'users').map((user) => textOf(member(user, 'id'))))
  const places = bodies.flatMap((body) => [...objectsWithin(body)])
  for (const [key, object] of places) if (isUser(key, object)) known.add(textOf(member(object, 'id')))
  known.delete('')
  const seen = places.filter(
    ([key, object]) => isUser(key, object) || known.has(textOf(member(object, 'id'))),
  )
  return merged(seen.map(([, object]) => personOf(object)))
}

function isUser(key: string, object: JsonObject): boolean {
  // What is shared with somebody says what that is: a user, a role, a group.
  if (!isPersonKey(key) && textOf(member(object, 'type')) !== 'users') return false
  return [...FULL_NAMES, 'email', 'zuid'].some((one) => textOf(member(object, one)) !== '')
}

/** What one place tells of a user. */
function personOf(object: JsonObject): Person {
  const all = (...keys: readonly string[]): Set<string> =>
    new Set(keys.map((key) => textOf(member(object, key) as Json)).filter((one) => one !== ''))
  const first = textOf(member(object, 'first_name'))
  const last = textOf(member(object, 'last_name'))
  const both =
    first === '' || last === '' ? [] : [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`]
  return {
    ids: all('id'),
    zuids: all('zuid', 'ZUID'),
    emails: new Set([...all('email', 'Email')].map((email) => email.toLowerCase())),
    fullNames: new Set([...all(...FULL_NAMES), ...both]),
    singleNames: all(...SINGLE_NAMES),
    phones: all(...PHONES),
  }
}

/** One for each user. Two users may have one name: a place that tells an id is of whoever has that id. */
function merged(places: readonly Person[]): readonly Person[] {
  const people: Person[] = []
  const byKey = new Map<string, Person>()
  // Places with an id come first, so that those without find whom they are of.
  for (const place of places.toSorted((left, right) => right.ids.size - left.ids.size)) {
    const keys = place.ids.size > 0 ? idKeys(place) : nameKeys(place)
    const found = keys.map((key) => byKey.get(key)).find((one) => one !== undefined)
    const person = found ?? emptyPerson()
    if (found === undefined) people.push(person)
    for (const part of PARTS) for (const one of place[part]) person[part].add(one)
    for (const key of [...idKeys(place), ...nameKeys(place)]) if (!byKey.has(key)) byKey.set(key, person)
  }
  return people.sort((left, right) => compare(orderOf(left), orderOf(right)))
}

const PARTS = ['ids', 'zuids', 'emails', 'fullNames', 'singleNames', 'phones'] as const

function emptyPerson(): Person {
  const none = (): Set<string> => new Set()
  return {
    ids: none(),
    zuids: none(),
    emails: none(),
    fullNames: none(),
    singleNames: none(),
    phones: none(),
  }
}

function idKeys({ ids }: Person): readonly string[] {
  return [...ids].map((id) => `id ${id}`)
}

function nameKeys({ emails, fullNames }: Person): readonly string[] {
  return [...[...emails].map((email) => `e-mail ${email}`), ...[...fullNames].map((one) => `name ${one}`)]
}

/** Ids grow with time: who comes later does not change what those before are called. */
function orderOf({ ids, emails, fullNames }: Person): readonly [number, string] {
  const id = [...ids].sort()[0]
  const name = [...emails, ...fullNames].sort()[0] ?? ''
  return id === undefined ? [Number.POSITIVE_INFINITY, name] : [id.length, id]
}

function compare(
  [length, text]: readonly [number, string],
  [other, otherText]: readonly [number, string],
): number {
  if (length !== other) return length < other ? -1 : 1
  return text < otherText ? -1 : text > otherText ? 1 : 0
}
