import type { Client } from '../client.ts'
import { path } from '../http/path.ts'
import { type InputKind, type Validator, validatorOf } from '../validation/validator.ts'
import type { Choices, ModuleClass } from './choices.ts'
import type { RowOf, Selection } from './coql-columns.ts'
import type { DeletedOptions, DeletedRecord } from './deleted.ts'
import { asGiven } from './given.ts'
import type { RecordList } from './page.ts'
import { type ListOptions, type ListSource, numberedPages, recordList } from './paging.ts'
import type { Joinless, Listed, LookupPath, TargetOf, ValueAt } from './paths.ts'
import { type Query, QueryStart, queryOf } from './query.ts'
import { type ModuleType, type RelatedLists, relatedLists } from './related.ts'
import {
  type RowResult,
  RowResults,
  type Rows,
  type Upserted,
  type UpsertResult,
  type Written,
} from './row-results.ts'
import type { CountOptions, SearchOptions } from './search.ts'
import type { WriteKind } from './write.ts'
import type { BatchOptions, UpdateOptions, UpsertOptions, WriteOptions } from './write-options.ts'

/** What every record has. */
export interface Identified {
  readonly id: string
}

/** Options of a call. */
export interface CallOptions {
  /** Ends the call; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal
}

/** Options of a read of one record. */
export interface GetOptions<K> extends CallOptions {
  /** The fields to read, 50 at most. Default: all of them, subforms and multi-select lookups too. */
  readonly fields?: readonly K[]
}

/** Options of a read of several records by their ids. */
export interface GetManyOptions<F, I> extends CallOptions {
  /**
   * The fields to read, or `'all'` that lists return: a call for each 100 records and 50 fields. Default: everything of
   * each record, subforms and multi-select lookups too, a call for each.
   */
  readonly fields?: F
  /** Fields that lists do not return, beside `fields`; they cost a call for each record. */
  readonly include?: readonly I[]
}

/** A record of which `F` was asked for, and of what lists do not return (`S`) `I`. */
export type Many<R extends Identified, S, F, I> = [F] extends [undefined]
  ? R
  : Pick<
      R,
      | 'id'
      | Extract<I, keyof R>
      | (F extends readonly (infer K)[] ? Extract<K, keyof R> : Exclude<keyof R, S>)
    >

/** A module class by what its records are created and changed with. */
type Writes<C, U> = abstract new (
  client: Client,
) => { create(record: C): unknown; update(id: string, changes: U): unknown }

/**
 * The door to a module. Generated classes extend it; `R` is a record as it is read, `C` what creates one, `U` what
 * updates one, and `S` the fields that only a read of a single record returns.
 */
export abstract class Module<
  R extends Identified,
  C extends object,
  U extends object,
  S extends keyof R = never,
> {
  /** The API name of the module. */
  declare static readonly apiName: string
  /** Hash of the metadata that the class was generated from. */
  declare static readonly schema?: string
  /** API names of the module's related lists. */
  declare static readonly relatedLists?: readonly string[]
  /** Loads what is known of the module's fields and their options: only who writes or validates needs it. */
  static choices?(): Promise<Choices>

  /**
   * The validator of what {@link create}, or {@link update}, takes: a Standard Schema. It loads the options of the module
   * with its first validation, and makes no call to Zoho.
   */
  static validator<C extends object, U extends object, K extends InputKind>(
    this: Writes<C, U>,
    kind: K,
  ): Validator<K extends 'create' ? C : U> {
    return validatorOf(this as unknown as ModuleClass, kind)
  }

  /** Marks the class with the type of the records that its lists have; nothing stands in it. */
  declare readonly '~record'?: Listed<R, S>
  readonly #client: Client
  /** The related lists of the module by their API names; generated classes know their types. */
  declare readonly related: RelatedLists<Readonly<Record<never, never>>>

  /** @param client The user and organisation whose records these are. */
  constructor(client: Client) {
    this.#client = client
    this.related = relatedLists(client, this.#apiName, this.#class.relatedLists ?? [])
    client.use(this.#class)
  }

  get #class(): ModuleClass {
    return this.constructor as unknown as ModuleClass
  }

  get #apiName(): string {
    return this.#class.apiName
  }

  get #source(): ListSource {
    return { path: path`/${this.#apiName}`, name: this.#apiName, module: this.#class }
  }

  /** The record of an id with the fields asked for (all by default), or `null` where there is none. */
  async get<const K extends keyof R = keyof R>(
    id: string,
    options: GetOptions<K> = {},
  ): Promise<Pick<R, K | 'id'> | null> {
    const { recordOf } = await import('./get.ts')
    return recordOf(this.#client, this.#source, id, options.fields, options.signal)
  }

  /**
   * The records of ids, in the order of the ids and as often as they are there, with `null` where there is no record (or
   * none that the user sees).
   */
  async getMany<
    const F extends readonly Exclude<keyof R, S>[] | 'all' | undefined = undefined,
    const I extends S = never,
  >(ids: readonly string[], options: GetManyOptions<F, I> = {}): Promise<(Many<R, S, F, I> | null)[]> {
    const { fields, include = [], signal } = options
    const { recordsOfIds } = await import('./wide.ts')
    const names: readonly PropertyKey[] | 'all' | undefined = fields
    const wanted = names === undefined ? null : { fields: names, include }
    const records = await recordsOfIds(this.#client, this.#source, ids, wanted, signal)
    return records as unknown as (Many<R, S, F, I> | null)[]
  }

  /** The records of the module, page after page, with the fields asked for. */
  list<const K extends Exclude<keyof R, S>, const I extends S = never>(
    options: ListOptions<K, I>,
  ): RecordList<Pick<R, K | I | 'id'>> {
    return recordList(this.#client, this.#source, options)
  }

  /**
   * The records that a search finds. Its index follows changes with a delay of seconds to minutes, and it gives 2,000
   * records: past them it throws ({@link ValidationError}, `LIMIT_REACHED`) rather than end as if there were no more. It
   * needs the scope `ZohoSearch.securesearch.READ`.
   */
  search<const K extends Exclude<keyof R, S> = Exclude<keyof R, S>>(
    options: SearchOptions<R, K>,
  ): RecordList<Pick<R, K | 'id'>> {
    return numberedPages(options, async (page) => {
      const { searchPage } = await import('./search.ts')
      return searchPage(this.#client, this.#source, options as SearchOptions<never, K>, page)
    })
  }

  /**
   * How many records there are, of a custom view, or that a search would find. Zoho counts with a delay of minutes. It
   * needs the scope `ZohoSearch.securesearch.READ`.
   */
  async count(options: CountOptions<R> = {}): Promise<number> {
    const { countOf } = await import('./search.ts')
    return countOf(this.#client, this.#source, options as CountOptions<never>)
  }

  /** What was deleted, the latest 60 days in the recycle bin, and what was deleted for good in the latest 120. */
  deleted(options: DeletedOptions = {}): RecordList<DeletedRecord> {
    return numberedPages(options, async (page) => {
      const { deletedPage } = await import('./deleted.ts')
      return deletedPage(this.#client, this.#source, options, page)
    })
  }

  /** A query in COQL, by what its rows have: `select('Last_Name').where('City', '=', 'Paris')`. */
  select<const K extends Selection<Listed<R, S>, Joinless>>(
    ...columns: K
  ): Query<Listed<R, S>, Joinless, RowOf<Listed<R, S>, Joinless, K[number]>> {
    return queryOf(this.#client, this.#apiName, columns)
  }

  /** A query that knows the fields of the record that a lookup points to too, by the class of its module. */
  join<const P extends LookupPath<Listed<R, S>, Joinless>, T extends object>(
    _lookup: P,
    _module: ModuleType<TargetOf<ValueAt<Listed<R, S>, Joinless, P>>, T>,
  ): QueryStart<Listed<R, S>, { readonly [K in P]: T }> {
    return new QueryStart(this.#client, this.#apiName)
  }

  /**
   * Creates a record; throws what Zoho answers for it ({@link ValidationError}, {@link DuplicateError} …). The row is
   * sent as it is at the time of the call. As all writes of one record, it is cut off by an abort, and may have been done
   * where it was on its way.
   */
  create(record: C, options?: WriteOptions): Promise<Written> {
    return this.#write('create', record, options)
  }

  /** Changes the fields given, and no other; `null` clears one, `undefined` is not sent, `NaN` is refused. */
  update(id: string, changes: U, options?: UpdateOptions<U>): Promise<Written> {
    return this.#write('update', changes, options, id)
  }

  /**
   * Changes the record that has the row's value in a unique field, or creates one. Sent twice it makes no second record:
   * who has to write exactly once uses it.
   */
  upsert(record: C, options?: UpsertOptions<C>): Promise<Upserted> {
    return this.#write('upsert', record, options) as Promise<Upserted>
  }

  /** Moves a record to the recycle bin. */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.#write('delete', {}, options, id)
  }

  /** Creates records, 100 with a call; see {@link RowResults}, which starts it. */
  createMany(rows: Rows<C>, options?: WriteOptions & BatchOptions): RowResults<RowResult<C>> {
    return this.#writeMany('create', rows, options)
  }

  /** Changes records, each by its id and with changes of its own; as {@link createMany}. */
  updateMany(
    rows: Rows<U & Identified>,
    options?: UpdateOptions<U> & BatchOptions,
  ): RowResults<RowResult<U & Identified>> {
    return this.#writeMany('update', rows, options)
  }

  /** Changes or creates records; as {@link createMany}. */
  upsertMany(rows: Rows<C>, options?: UpsertOptions<C> & BatchOptions): RowResults<UpsertResult<C>> {
    return this.#writeMany('upsert', rows, options)
  }

  /** Moves the records of ids to the recycle bin; as {@link createMany}. */
  deleteMany(ids: Rows<string>, options?: CallOptions & BatchOptions): RowResults<RowResult<string>> {
    return this.#writeMany('delete', ids, options)
  }

  async #write(kind: WriteKind, record: object, options?: object, id?: string): Promise<Written> {
    const given = asGiven(record)
    const { writeOne } = await import('./write.ts')
    return writeOne({ client: this.#client, module: this.#class, kind, options }, given, id)
  }

  /** The results of an upsert are what `Result` says, those of other writes what every result is. */
  #writeMany<T, Result extends RowResult<T>>(
    kind: WriteKind,
    rows: Rows<T>,
    options?: object,
  ): RowResults<Result> {
    const call = { client: this.#client, module: this.#class, kind, options }
    return new RowResults(async (untaken) => {
      const { writeMany } = await import('./write.ts')
      return writeMany(call, rows, untaken as (results: readonly RowResult<T>[]) => void) as AsyncIterable<
        readonly Result[]
      >
    })
  }
}
