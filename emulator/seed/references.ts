import type { Faker } from '@faker-js/faker'
import type { Json } from '../json.ts'
import { connectedField, type Field } from '../records/fields.ts'
import type { Maker, MakerContext } from './maker.ts'

const MANY = 5

/** A user of the organisation. */
export function user(_: Field, { database }: MakerContext): Maker {
  const ids = database.people.users.map((person) => person['id']).filter((id) => typeof id === 'string')
  return (faker) =>
    ids.length === 0 ? null : (database.people.reference(faker.helpers.arrayElement(ids)) ?? null)
}

/** Points at a record that exists; its name is looked up when the record is read. */
export function lookup(target: string | undefined, { database }: MakerContext): Maker {
  return (faker) => {
    const ids = (target === undefined ? undefined : database.table(target))?.initialIds ?? []
    return ids.length === 0 ? null : { id: ids[faker.number.int({ min: 0, max: ids.length - 1 })] ?? '' }
  }
}

/** The first layout that the field belongs to. */
export function layout(field: Field): Maker {
  const { layout_associations: associations } = field.description
  const [first] = Array.isArray(associations) ? associations : []
  return () => (first ? { name: first.name ?? null, id: first.id ?? null } : null)
}

function entryId(faker: Faker): string {
  return `4${faker.string.numeric({ length: 17, allowLeadingZeros: true })}`
}

function some(faker: Faker, make: () => Json | undefined): Json {
  const made = Array.from({ length: faker.number.int({ min: 0, max: 3 }) }, make)
  return made.filter((entry) => entry !== undefined && entry !== null)
}

/** Up to three records of the connected module, each in a row of its own. */
export function multiSelectLookup(field: Field, context: MakerContext): Maker {
  const { name, module } = connectedField(field)
  const point = lookup(module, context)
  return (faker, index) =>
    some(faker, () => {
      const target = point(faker, index)
      return target && { id: entryId(faker), [name]: target }
    })
}

/** Up to three users, each in a row of its own. */
export function multiUserLookup(field: Field, context: MakerContext): Maker {
  const { name } = connectedField(field)
  const person = user(field, context)
  return (faker, index) => some(faker, () => ({ id: entryId(faker), [name]: person(faker, index) }))
}

/** Up to three rows of the subform's module. */
export function subform(field: Field, context: MakerContext): Maker {
  const { child } = field
  return (faker, index) =>
    child === undefined ? [] : some(faker, () => context.childRow(child, faker, index * MANY))
}

/** One uploaded file. */
export function file(faker: Faker): Json {
  const name = faker.system.commonFileName('pdf')
  const size = String(faker.number.int({ min: 2_000, max: 900_000 }))
  return [
    { id: entryId(faker), File_Id__s: faker.string.alphanumeric(40), File_Name__s: name, Size__s: size },
  ]
}
