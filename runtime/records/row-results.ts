import { ConfigurationError, type ZohoError } from '../http/errors.ts'

/** A record that was written. */
export interface Written {
  readonly id: string
  readonly Created_Time?: string
  readonly Modified_Time?: string
}

/** What an upsert did. */
export interface UpsertAction {
  readonly action: 'insert' | 'update'
  /** The field by which the record was found that was there; `null` where it was inserted. */
  readonly duplicateField: string | null
}

/** A record that an upsert made or changed. */
export interface Upserted extends Written, UpsertAction {}

interface RowOf<T> {
  /** Which row of the source it is, from 0. */
  readonly index: number
  /** The row as it was given. */
  readonly row: T
}

/** A row that was written. */
export interface RowWritten<T> extends RowOf<T> {
  readonly ok: true
  /** The id of the record. */
  readonly id: string
  readonly record: Written
}

/**
 * A row that was not written: refused here or by Zoho, or not sent since the call failed. Where the error is a
 * {@link WriteOutcomeUnknownError}, it may have been.
 */
export interface RowFailed<T> extends RowOf<T> {
  readonly ok: false
  readonly error: ZohoError
}

/** What became of a row. */
export type RowResult<T> = RowWritten<T> | RowFailed<T>

/** What became of a row that was upserted. */
export type UpsertResult<T> = (RowWritten<T> & UpsertAction) | RowFailed<T>

/** An array, as far as compilers have to look at one to say in short what is wrong with a row of it. */
interface RowArray<T> extends Pick<readonly unknown[], 'length' | 'join'> {
  readonly [index: number]: T
}

/** The rows to write: an array, or whatever gives them one after the other. */
export type Rows<T> = RowArray<T> | Iterable<T> | AsyncIterable<T>

/** Starts a run, which gives its results batch by batch; `untaken` is given those that come when it was left. */
type Run<T> = (untaken: (results: readonly T[]) => void) => Promise<AsyncIterable<readonly T[]>>

/**
 * What becomes of many rows: one result for each, in their order. Nothing is read or written before the results are
 * awaited, all of them, or iterated over (`for await`), one by one, which also reads the rows no faster than they are
 * written. Rows that fail do not end the run; the source's own failure and an abort do, once what was read or is on its
 * way has its results: then they are thrown. A row that has no result was not sent.
 *
 * Once awaited, it gives the same results whenever it is awaited again or iterated over. Iterated over first, it is so
 * once, and not awaited after that: what the loop did not take is in `settled`.
 */
export class RowResults<T> implements PromiseLike<readonly T[]>, AsyncIterable<T> {
  readonly #run: Run<T>
  readonly #settled: T[] = []
  #all: Promise<readonly T[]> | undefined
  #isStarted = false

  /** @internal */
  constructor(run: Run<T>) {
    this.#run = run
  }

  /** The results so far that no loop has taken: of an awaited run all of them, after it was aborted too. */
  get settled(): readonly T[] {
    return this.#settled
  }

  // biome-ignore lint/suspicious/noThenProperty: to be awaited is what it is for.
  then<A = readonly T[], B = never>(
    fulfilled?: ((results: readonly T[]) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#all ??= this.#collect()
    return this.#all.then(fulfilled, rejected)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    if (this.#all) return yield* await this.#all
    for await (const batch of await this.#start()) {
      let taken = 0
      try {
        for (; taken < batch.length; ) yield batch[taken++] as T
      } finally {
        this.#settled.push(...batch.slice(taken))
      }
    }
  }

  async #collect(): Promise<readonly T[]> {
    for await (const batch of await this.#start()) this.#settled.push(...batch)
    return this.#settled
  }

  async #start(): Promise<AsyncIterable<readonly T[]>> {
    if (this.#isStarted)
      throw new ConfigurationError(
        'the results of these rows were iterated over before',
        'What the loop left is in settled. To need them twice, await them instead.',
      )
    this.#isStarted = true
    return this.#run((results) => this.#settled.push(...results))
  }
}
