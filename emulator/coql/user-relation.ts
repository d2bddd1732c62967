import { type Json, type JsonObject, memberAt, text } from '../json.ts'
import { idOf, type People } from '../people.ts'
import { type Key, keyOfValue } from './keys.ts'
import type { Kind } from './kinds.ts'
import type { Relation } from './relation.ts'

/** What users have and queries do not know of them: people report that Zoho refuses `Owner.full_name`. */
const UNKNOWN: ReadonlySet<string> = new Set(['full_name'])

/** Whether a column is the name that a lookup shows, which `F.Name` asks for. */
export function isNameOfLookup(column: string): boolean {
  return /^name$/i.test(column)
}

/** A UserRelation is the users of the organisation. Its columns are what they have: `email`, `profile.name`. */
export class UserRelation implements Relation {
  readonly name: string = '!users'
  readonly changes: readonly string[] = []
  readonly #people: People

  constructor(people: People) {
    this.#people = people
  }

  kindOf(column: string): Kind | undefined {
    if (UNKNOWN.has(column)) return undefined
    const values = this.#people.users.map((user) => this.#member(user, column))
    const value =
      values.find((each) => each !== undefined && each !== null) ?? values.find((each) => each === null)
    if (value === undefined) return undefined
    return column === 'id' || column.endsWith('.id') ? 'id' : kindOfValue(value)
  }

  target(): undefined {
    return undefined
  }

  ids(): readonly string[] {
    return this.#people.users.map(idOf)
  }

  has(id: string): boolean {
    return this.#people.has(id)
  }

  keyOf(id: string, column: string): Key {
    return keyOfValue(this.kindOf(column) ?? 'text', this.#value(id, column))
  }

  valueOf(id: string, column: string): Json {
    const value = this.#value(id, column) ?? null
    const reference = text(value, 'id')
    return reference === undefined ? value : { id: reference }
  }

  descriptionOf(): undefined {
    return undefined
  }

  stamp(): readonly unknown[] {
    return [this.#people.users]
  }

  #value(id: string, column: string): Json | undefined {
    return this.#member(this.#people.find(id), column)
  }

  #member(user: JsonObject | undefined, column: string): Json | undefined {
    return memberAt(user, ...(isNameOfLookup(column) ? ['full_name'] : column.split('.')))
  }
}

function kindOfValue(value: Json): Kind {
  if (typeof value === 'object' && value !== null)
    return text(value, 'id') === undefined ? 'shown' : 'reference'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}
