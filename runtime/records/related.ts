import type { Client } from '../client.ts'
import { path } from '../http/path.ts'
import type { Identified } from './module.ts'
import type { RecordList } from './page.ts'
import { fieldList, recordList, type TokenPageOptions } from './paging.ts'

/** Options of a list of related records; 50 fields at most. */
export type RelatedListOptions<K> = TokenPageOptions<K>

/** The class of a module of that name, whose lists have records of that type. */
export interface ModuleType<M extends string, R> {
  readonly apiName: M
  readonly prototype: { readonly '~record'?: R }
}

/** A related list of a module: the records of another module, named `M`, that belong to one of its records. */
export class RelatedList<M extends string = string> {
  readonly #client: Client
  readonly #module: string
  readonly #apiName: string

  /**
   * @param client The user and organisation whose records these are.
   * @param module The API name of the module that the list belongs to.
   * @param apiName The API name of the list, which is not always that of the module whose records it has.
   */
  constructor(client: Client, module: string, apiName: string) {
    this.#client = client
    this.#module = module
    this.#apiName = apiName
  }

  /**
   * The records that belong to the record of an id, page after page, with the fields asked for. For an id without a
   * record Zoho answers as for a record without any of these, or refuses ({@link NotFoundError}).
   * @param _type The class of the records' module, which knows their fields: a list names only its module, since types
   * that lead from module to module would stop compilers.
   */
  list<R extends Identified, const K extends keyof R>(
    id: string,
    _type: ModuleType<M, R>,
    options: RelatedListOptions<K>,
  ): RecordList<Pick<R, K | 'id'>> {
    const source = {
      path: path`/${this.#module}/${id}/${this.#apiName}`,
      name: `${this.#apiName} of ${this.#module}`,
    }
    fieldList(source.name, options.fields)
    return recordList(this.#client, source, options)
  }
}

/** The related lists of a module by their API names, each with the API name of the module whose records it has. */
export type RelatedLists<T> = { readonly [K in keyof T]: RelatedList<T[K] & string> }

/** The related lists of a module by their API names, whatever names these are. */
export function relatedLists(
  client: Client,
  module: string,
  names: readonly string[],
): Readonly<Record<string, RelatedList>> {
  // Without a prototype, no name is inherited and none, such as __proto__, is special.
  const lists: Record<string, RelatedList> = Object.create(null)
  for (const name of names) lists[name] = new RelatedList(client, module, name)
  return Object.freeze(lists)
}
