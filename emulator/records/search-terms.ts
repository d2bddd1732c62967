import { Refusal } from '../answers.ts'
import type { Json } from '../json.ts'
import type { ApiCall } from '../routes.ts'
import { criteriaTest } from './criteria-test.ts'
import type { Field } from './fields.ts'
import { kindOf } from './kinds.ts'
import type { Reader } from './projection.ts'
import type { Row, Table } from './table.ts'

/** Tells of a record whether it is one that is searched for. */
export type RowTest = (row: Row) => boolean

/** A SearchTerm is one way to say what is searched for, and how few characters it must have. */
interface SearchTerm {
  readonly name: string
  readonly minimum: number
  readonly pattern?: RegExp
  test(value: string, reader: Reader, table: Table, limit: number): RowTest
}

/** The ways to search; of several in a call, the first of these counts. */
const TERMS: readonly SearchTerm[] = [
  {
    name: 'criteria',
    minimum: 1,
    test: (value, reader, table, limit) => criteriaTest(reader, table, value, limit),
  },
  {
    name: 'email',
    minimum: 1,
    test: (value, reader, table) => containing(value, lowerCase, isEmail, reader, table),
  },
  {
    name: 'phone',
    minimum: 3,
    pattern: /^\+?[\d\s\-().]+$/,
    test: (value, reader, table) => containing(value, digits, isPhone, reader, table),
  },
  {
    name: 'word',
    minimum: 2,
    test: (value, reader, table) => containing(value, lowerCase, isWords, reader, table),
  },
]

/** The names of the parameters that say what is searched for. */
export const TERM_NAMES: readonly string[] = TERMS.map(({ name }) => name)

/** What a call searches for; undefined where it does not say. Refuses what is wrong with it. */
export function searchTest(reader: Reader, table: Table, call: ApiCall, limit: number): RowTest | undefined {
  const term = TERMS.find(({ name }) => call.query.get(name))
  const value = call.query.get(term?.name ?? '')
  if (!term || value === null) return undefined
  if (value.length < term.minimum || term.pattern?.test(value) === false) {
    throw new Refusal('INVALID_REQUEST', { param_name: term.name })
  }
  return term.test(value, reader, table, limit)
}

/** Finds a part of a text in whatever fields are of a sort. */
function containing(
  wanted: string,
  read: (value: string) => string,
  isSearched: (field: Field) => boolean,
  { sight }: Reader,
  table: Table,
): RowTest {
  const part = read(wanted)
  const has = (value: Json | undefined): boolean => typeof value === 'string' && read(value).includes(part)
  if (!table.described) return (row) => [...row.values()].some(has)
  const fields = [...table.fields.values()].filter(
    (field) => isSearched(field) && sight.seesField(table.name, field.name),
  )
  return (row) => fields.some((field) => has(row.get(field.name)))
}

const lowerCase = (value: string): string => value.toLowerCase()
const digits = (value: string): string => value.replace(/\D/g, '')
const isEmail = (field: Field): boolean => field.dataType === 'email'
const isPhone = (field: Field): boolean => field.dataType === 'phone'
const isWords = (field: Field): boolean => ['text', 'option'].includes(kindOf(field)?.name ?? '')
