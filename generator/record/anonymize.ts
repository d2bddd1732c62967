import { withEmails } from './emails.ts'
import { type Identities, identitiesIn, type MadeUp, PHONE } from './identities.ts'
import { isObject, type Json, type JsonObject, member, textOf } from './json.ts'
import { type OrgFiles, renamedFile } from './org-files.ts'
import { isPersonKey, PHONES } from './people.ts'
import { blankOrg, blankUser } from './profiles.ts'
import { Replacements } from './words.ts'

/** What was made of an organisation's bodies. */
export interface Anonymized {
  readonly files: OrgFiles
  readonly identities: Identities
}

/**
 * Replaces whoever is told of in the bodies of an organisation: a user is the same made-up user in all of them. Modules,
 * fields, options, layouts, profiles and roles stay what they are.
 */
export function anonymized(files: OrgFiles): Anonymized {
  const identities = identitiesIn(files)
  const anonymizer = new Anonymizer(identities)
  const replaced = [...files].map(
    ([name, body]) => [anonymizer.file(name), body && anonymizer.body(name, body)] as const,
  )
  return { files: new Map(replaced), identities }
}

class Anonymizer {
  readonly #identities: Identities
  readonly #replacements: Replacements
  readonly #texts = new Map<string, string>()

  constructor(identities: Identities) {
    this.#identities = identities
    this.#replacements = new Replacements(identities.texts)
  }

  file(name: string): string {
    return renamedFile(name, (of) => this.#text(of))
  }

  body(file: string, body: JsonObject): JsonObject {
    if (file === 'users') return this.#list(body, 'users', (user) => this.#user(user))
    if (file === 'org') return this.#list(body, 'org', (org) => this.#org(org))
    return this.#object(body)
  }

  #list(body: JsonObject, key: string, replace: (element: JsonObject) => JsonObject): JsonObject {
    const list = member(body, key)
    if (!Array.isArray(list)) return this.#object(body)
    const replaced = list.map((one: Json) => (isObject(one) ? replace(one) : this.#value(key, one)))
    return { ...this.#object({ ...body, [key]: [] }), [key]: replaced }
  }

  /** Of users and the organisation only what is known to be nobody's stays. */
  #user(user: JsonObject): JsonObject {
    const person = this.#personOf('user', user)
    return blankUser(person === undefined ? this.#object(user) : this.#person(user, person))
  }

  #org(org: JsonObject): JsonObject {
    const { id, zgid, name, domain } = this.#identities.org
    const said: JsonObject = { id, zgid, company_name: name, domain_name: domain }
    return blankOrg({ ...this.#object(org), ...onlyKeysOf(org, said) })
  }

  #value(key: string, value: Json): Json {
    if (typeof value === 'string') return this.#text(value)
    if (typeof value === 'number') return this.#number(value)
    if (Array.isArray(value)) return value.map((element: Json) => this.#value(key, element))
    if (!isObject(value)) return value
    const person = this.#personOf(key, value)
    return person === undefined ? this.#object(value) : this.#person(value, person)
  }

  #object(object: JsonObject): JsonObject {
    const entries = Object.entries(object)
    return Object.fromEntries(entries.map(([key, value]) => [this.#text(key), this.#value(key, value)]))
  }

  #text(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const emails = withEmails(text, (email) => this.#identities.emails.get(email) ?? email)
    const replaced = this.#replacements.in(emails)
    this.#texts.set(text, replaced)
    return replaced
  }

  #number(value: number): number {
    const made = this.#identities.texts.get(String(value))
    return made === undefined ? value : Number(made)
  }

  /** The user whom an object is about; `undefined` where it is about none. */
  #personOf(key: string, object: JsonObject): MadeUp | undefined {
    const { people } = this.#identities
    const byId = people.get(textOf(member(object, 'id')))
    if (byId !== undefined || !isPersonKey(key)) return byId
    const names = [member(object, 'email'), member(object, 'full_name'), member(object, 'name')]
    return names.map((name) => people.get(textOf(name).toLowerCase())).find((one) => one !== undefined)
  }

  #person(object: JsonObject, person: MadeUp): JsonObject {
    const said: ReadonlyMap<string, string> = new Map([
      ['id', person.id],
      ['zuid', person.zuid],
      ['name', person.fullName],
      ['full_name', person.fullName],
      ['display_name', person.fullName],
      ['first_name', person.firstName],
      ['last_name', person.lastName],
      ['alias', person.fullName],
      ['nick_name', person.fullName],
      ['email', person.email],
      ...PHONES.map((key) => [key, PHONE] as const),
    ])
    const entries = Object.entries(this.#object(object)).map(([key, value]) => {
      const made = said.get(key.toLowerCase())
      return [key, made === undefined || textOf(value) === '' ? value : sameKind(value, made)] as const
    })
    return Object.fromEntries(entries)
  }
}

/** A number stays a number. */
function sameKind(value: Json, made: string): Json {
  return typeof value === 'number' ? Number(made) : made
}

function onlyKeysOf(object: JsonObject, said: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(said).filter(([key]) => textOf(member(object, key)) !== ''))
}
