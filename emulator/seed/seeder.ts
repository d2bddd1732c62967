import type { Faker } from '@faker-js/faker'
import { hash } from '../ids.ts'
import { type Json, objectOf } from '../json.ts'
import type { Database, Seeder } from '../records/database.ts'
import { requiredByAny } from '../records/layouts.ts'
import { nameInFull } from '../records/row.ts'
import type { Row, Table } from '../records/table.ts'
import { zohoTime } from '../time.ts'
import type { Maker } from './maker.ts'
import { makerOf } from './values.ts'

const FIRST_CREATED = Date.UTC(2024, 0, 8, 8)
const MINUTE = 60_000

/** What a lead says of what it became: a lead that is seeded is still one. */
const CONVERSION: readonly string[] = [
  'Converted_Date_Time',
  'Converted_Account',
  'Converted_Contact',
  'Converted_Deal',
]

/**
 * Makes the seeder of a database. Runs of records are made independently of each other, so that the same seed gives
 * the same data in whatever order modules are read.
 */
export async function createSeeder(seed: number): Promise<(database: Database) => Seeder> {
  const faker = await ownFaker()
  return (database) => {
    // By the fields themselves, which are others when their description has changed.
    const recipes = new WeakMap<Table['fields'], ReadonlyMap<string, Maker>>()
    const childRow = (module: string, child: Faker, index: number): Json | undefined => {
      const table = database.table(module)
      if (!table?.described) return undefined
      const row = makeRow(recipeOf(table), child, index, ['subform', 'Parent_Id'])
      return { ...objectOf(row), id: `4${child.string.numeric({ length: 17, allowLeadingZeros: true })}` }
    }
    const recipeOf = (table: Table): ReadonlyMap<string, Maker> => {
      const known = recipes.get(table.fields)
      if (known) return known
      const context = { database, table, childRow }
      const fields = [...table.fields.values()].filter((field) => field.name !== 'id')
      const required = requiredByAny(database, table)
      const recipe = new Map(
        fields.map((field) => {
          const mandatory = field.mandatory || (field.creatable && required.has(field.name))
          return [field.name, makerOf({ ...field, mandatory }, context)] as const
        }),
      )
      recipes.set(table.fields, recipe)
      return recipe
    }
    return (table, idAt, from, count) => {
      faker.seed(hash(`${seed}/${table.name}/${from}`))
      return Array.from({ length: count }, (_, offset) => {
        const index = from + offset
        return finished(database, table, makeRow(recipeOf(table), faker, index, []), idAt(index), index)
      })
    }
  }
}

/** A generator of our own: seeding the shared one would disturb the tests that run us. */
async function ownFaker(): Promise<Faker> {
  const { faker } = await import('@faker-js/faker/locale/en')
  return Reflect.construct(faker.constructor, [{ locale: faker.rawDefinitions }]) as Faker
}

function makeRow(
  recipe: ReadonlyMap<string, Maker>,
  faker: Faker,
  index: number,
  without: readonly string[],
): Row {
  const row: Row = new Map()
  for (const [name, make] of recipe) if (!without.includes(name)) row.set(name, make(faker, index))
  return row
}

/** What the server sets on a record. */
function finished(database: Database, table: Table, row: Row, id: string, index: number): Row {
  const created = zohoTime(FIRST_CREATED + index * 3 * MINUTE)
  const user = database.people.currentReference()
  row.set('id', id).set('Created_Time', created).set('Modified_Time', created)
  row.set('Created_By', user).set('Modified_By', user)
  if (row.has('Converted__s')) row.set('Converted__s', false)
  for (const name of CONVERSION) if (row.has(name)) row.set(name, null)
  nameInFull(table, row)
  return row
}
