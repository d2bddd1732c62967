/** A page of records, as one call of the API gives it. */
export interface Page<T> {
  readonly records: readonly T[]
  /** Whether another page follows. */
  readonly more: boolean
  /**
   * Where the next page starts; it is good for a day, for the same user and the same options. `null` at the end, and of a
   * page that was cut to the limit.
   */
  readonly nextPageToken: string | null
}

/** Fetches the page that follows a page, or the first: the `index`-th from 1, of which `left` records are wanted. */
export type FetchPage<T> = (previous: Page<T> | null, index: number, left: number) => Promise<Page<T>>

/** As much of a page as is wanted. Where it is cut, no token leads to the record after its last. */
export function firstOf<T>(page: Page<T>, wanted: number): Page<T> {
  if (page.records.length <= wanted) return page
  return { records: page.records.slice(0, wanted), more: true, nextPageToken: null }
}

/** The records of a list, fetched page by page as they are read: `for await (const lead of leads.list({ … }))`. */
export class RecordList<T> implements AsyncIterable<T> {
  readonly #fetch: FetchPage<T>
  readonly #limit: number

  /** @internal */
  constructor(fetch: FetchPage<T>, limit: number) {
    this.#fetch = fetch
    this.#limit = limit
  }

  /** The pages, each with one call; none is fetched before it is asked for, nor after the limit. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let page: Page<T> | null = null
    let left = this.#limit
    for (let index = 1; left > 0 && (page === null || page.more); index++) {
      page = firstOf(await this.#fetch(page, index, left), left)
      left -= page.records.length
      yield page
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    // A loop: yield* makes an asynchronous iterator of the array, which costs some promises more for each record.
    for await (const page of this.pages()) for (const record of page.records) yield record
  }

  /** Every record in one array: mind the size of the module. */
  async all(): Promise<T[]> {
    const records: T[] = []
    for await (const page of this.pages()) records.push(...page.records)
    return records
  }
}
