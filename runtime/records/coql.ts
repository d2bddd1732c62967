import type { Client } from '../client.ts'
import { type CoqlValue, literal } from './coql-literal.ts'
import type { CallOptions } from './module.ts'
import { RecordList } from './page.ts'

/** A query that was written in COQL. `T` is what its rows are said to be: nobody checks it. */
export interface CoqlText<T> {
  /**
   * The rows, page after page. A query with a limit is one call. One without goes on, 2,000 rows a call and 100,000
   * in all; give it an order that ends with the id where records may come and go meanwhile.
   */
  list(client: Client, options?: CallOptions): RecordList<T>
  /** Every row in one array. */
  all(client: Client, options?: CallOptions): Promise<T[]>
  toString(): string
}

/**
 * A query in COQL as it is written: ``coql<Row>`select Last_Name from Leads where City = ${city}` ``. What is put in
 * is a value and stays one: text is quoted, a list stands in brackets (for `in`), a reference is its id.
 * @throws ConfigurationError for what COQL cannot hold.
 */
export function coql<T>(text: TemplateStringsArray, ...values: readonly CoqlValue[]): CoqlText<T> {
  const query = text.reduce((start, part, index) => start + literal(values[index - 1]) + part)
  const list = (client: Client, { signal }: CallOptions = {}) =>
    new RecordList<T>(
      async (_, index) => (await import('./query-run.ts')).textPage(client, query, index, signal),
      Number.POSITIVE_INFINITY,
    )
  return { list, all: (client, options) => list(client, options).all(), toString: () => query }
}
