import type { Faker } from '@faker-js/faker'
import type { Json } from '../json.ts'
import type { Database } from '../records/database.ts'
import type { Table } from '../records/table.ts'

/** A Maker makes the value of one field for the record of an index. */
export type Maker = (faker: Faker, index: number) => Json

/** What makers are made from. */
export interface MakerContext {
  readonly database: Database
  readonly table: Table
  /** Makes one row of a subform; undefined where its module is not described. */
  childRow(module: string, faker: Faker, index: number): Json | undefined
}
