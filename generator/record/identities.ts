import { emailsIn, isExample, ownDomain } from './emails.ts'
import { type Json, type JsonObject, member, objectsIn, textOf, textsWithin } from './json.ts'
import type { OrgFiles } from './org-files.ts'
import { type Person, PHONES, peopleIn } from './people.ts'
import { isUnmistakable, wordsOf } from './words.ts'

/** A MadeUp is who stands in a recording for a user. */
export interface MadeUp {
  readonly id: string
  readonly zuid: string
  readonly firstName: string
  readonly lastName: string
  readonly fullName: string
  readonly email: string
}

/** Identities say what stands in a recording for what. */
export interface Identities {
  /** By ids, e-mail addresses and full names of users. */
  readonly people: ReadonlyMap<string, MadeUp>
  /** E-mail addresses, in small letters. */
  readonly emails: ReadonlyMap<string, string>
  /** Texts that are unmistakable, wherever they are: names, ids, addresses, telephone numbers. */
  readonly texts: ReadonlyMap<string, string>
  /** Names that are single words, which are replaced only where a user is told of. */
  readonly singleNames: ReadonlySet<string>
  readonly counts: { readonly users: number; readonly emails: number; readonly texts: number }
  readonly org: MadeUpOrg
}

/** A MadeUpOrg is what stands in a recording for the organisation. */
export interface MadeUpOrg {
  readonly id: string
  readonly zgid: string
  readonly name: string
  readonly domain: string
}

/** A telephone number that is set apart for stories. */
export const PHONE = '+1 555 0100'

/** Decides who stands for whom: the same organisation gives the same, and nobody's real data is what it is made of. */
export function identitiesIn(files: OrgFiles): Identities {
  const people = peopleIn(files)
  const [org] = objectsIn(files.get('org'), 'org')
  const ids = new Ids(files)
  const madeUp = new Map(people.map((person, index) => [person, madeUpOf(person, index + 1, ids)] as const))
  const madeUpOrg = madeUpOrgOf(org, ids)
  const emails = emailsOf(files, madeUp)
  const texts = new Map<string, string>()
  const singleNames = new Set<string>()
  const put = (from: string, to: string) => {
    if (isUnmistakable(from)) {
      if (!texts.has(from) && from !== to) texts.set(from, to)
    } else if (/\p{L}/u.test(from)) singleNames.add(from)
  }
  for (const [person, to] of madeUp) putPerson(person, to, put)
  if (org !== undefined) putOrg(org, madeUpOrg, put)
  for (const email of emails.keys()) {
    const domain = ownDomain(email)
    if (domain !== undefined) put(domain, 'example.com')
  }
  return {
    people: new Map([...madeUp].flatMap(([person, to]) => keysOf(person).map((key) => [key, to] as const))),
    emails,
    texts,
    singleNames,
    counts: { users: people.length, emails: emails.size, texts: texts.size },
    org: madeUpOrg,
  }
}

function keysOf({ ids, emails, fullNames }: Person): readonly string[] {
  // A name that several have stands for the first of them, and only where there is no id.
  return [...ids, ...emails, ...[...fullNames].map((name) => name.toLowerCase())]
}

function madeUpOf({ ids, zuids }: Person, number: number, taken: Ids): MadeUp {
  return {
    id: taken.next('1', number, [...ids][0] ?? ''),
    zuid: taken.next('2', number, [...zuids][0] ?? ''),
    firstName: 'User',
    lastName: `${number}`,
    fullName: `User ${number}`,
    email: `user${number}@example.com`,
  }
}

function putPerson(person: Person, to: MadeUp, put: (from: string, to: string) => void): void {
  for (const id of person.ids) put(id, to.id)
  for (const zuid of person.zuids) put(zuid, to.zuid)
  for (const name of person.fullNames) put(name, to.fullName)
  for (const phone of person.phones) put(phone, PHONE)
  for (const name of [...person.singleNames, ...person.fullNames]) {
    put(name, to.fullName)
    // A single name with its s is nobody else's word.
    for (const s of ["'s", '’s']) if (wordsOf(name).length === 1) put(`${name}${s}`, `${to.fullName}${s}`)
  }
}

function madeUpOrgOf(org: JsonObject | undefined, ids: Ids): MadeUpOrg {
  const zgid = ids.next('3', 1, textOf(member(org, 'zgid')))
  return {
    id: ids.next('4', 1, textOf(member(org, 'id'))),
    zgid,
    name: 'Example Company',
    domain: `org${zgid}`,
  }
}

function putOrg(org: JsonObject, to: MadeUpOrg, put: (from: string, to: string) => void): void {
  const all = (keys: readonly string[], made: string) => {
    for (const key of keys) put(textOf(member(org, key)), made)
  }
  all(['id'], to.id)
  all(['zgid'], to.zgid)
  all(['company_name', 'alias'], to.name)
  all(['domain_name'], to.domain)
  all(PHONES, PHONE)
  const website = ownDomain(textOf(member(org, 'website')))
  if (website !== undefined) put(website, 'example.com')
}

/** Every address that is anywhere: a user's becomes that user's made-up one, another one a numbered one. */
function emailsOf(files: OrgFiles, people: ReadonlyMap<Person, MadeUp>): ReadonlyMap<string, string> {
  const emails = new Map<string, string>()
  for (const [person, { email }] of people) for (const one of person.emails) emails.set(one, email)
  const found = [...files.values()].flatMap((body) => [...textsWithin(body as Json)]).flatMap(emailsIn)
  const others = [...new Set(found)].filter((email) => !emails.has(email) && !isExample(email)).sort()
  for (const [index, email] of others.entries()) emails.set(email, `address${index + 1}@example.com`)
  return emails
}

/** Ids makes up ids that are nowhere else, as long as those that they stand for. */
class Ids {
  readonly #taken: Set<string>

  constructor(files: OrgFiles) {
    const texts = [...files.values()].flatMap((body) => [...textsWithin(body as Json)])
    this.#taken = new Set(texts.flatMap((text) => text.match(/\d{4,}/g) ?? []))
  }

  next(first: string, number: number, original: string): string {
    const length = /^\d{8,}$/.test(original) ? original.length : 18
    for (let tried = number; ; tried += STEP) {
      const id = first + String(tried).padStart(length - 1, '0')
      // One that was made up for a recording stays what it is when that is recorded.
      if (id !== original && this.#taken.has(id)) continue
      this.#taken.add(id)
      return id
    }
  }
}

const STEP = 100_000
