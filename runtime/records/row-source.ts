import { ConfigurationError } from '../http/errors.ts'
import { unlessAborted } from '../http/signals.ts'
import { asGiven, type Given } from './given.ts'
import type { Rows } from './row-results.ts'

/** A row of a source: itself, and what it was when it was read. */
export interface SourceRow<T> {
  readonly index: number
  readonly row: T
  readonly given: Given
}

/** The rows that are read for a call, and why none follow, where the source failed or the run was aborted. */
export interface RowBatch<T> {
  readonly rows: readonly SourceRow<T>[]
  readonly failure: { readonly reason: unknown } | null
}

/** A RowSource reads rows, so many at a time; what goes wrong with it comes with the rows that were read. */
export class RowSource<T> {
  readonly #iterator: Iterator<T> | AsyncIterator<T>
  readonly #signal: AbortSignal | undefined
  readonly #closing = new AbortController()
  #count = 0
  #isEnded = false
  #isReading = false

  /** @throws ConfigurationError where the rows are no array and nothing else that gives them. */
  constructor(rows: Rows<T>, signal: AbortSignal | undefined) {
    this.#iterator = iteratorOf(rows)
    this.#signal = signal
  }

  /** Whether no rows follow. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** The rows that follow; after the last one, none. */
  async read(size: number): Promise<RowBatch<T>> {
    const rows: SourceRow<T>[] = []
    try {
      while (!this.#isEnded && rows.length < size) {
        this.#signal?.throwIfAborted()
        const { done, value } = await this.#next()
        if (done) this.#isEnded = true
        else rows.push({ index: this.#count++, row: value, given: asGiven(value) })
      }
      // What nobody wants any more is not sent.
      return { rows: this.#closing.signal.aborted ? [] : rows, failure: null }
    } catch (reason) {
      if (this.#closing.signal.aborted) return { rows: [], failure: null }
      const { aborted = false, reason: ofAbort } = this.#signal ?? {}
      // Whoever aborts has no use for what the source says to it.
      if (aborted) await this.close().catch(() => {})
      this.#isEnded = true
      return { rows, failure: { reason: aborted ? ofAbort : reason } }
    }
  }

  /** Tells the source that no more is wanted; it is waited for unless it is still busy. */
  async close(): Promise<void> {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#closing.abort()
    const closing = (async () => {
      await this.#iterator.return?.()
    })()
    if (this.#isReading) closing.catch(() => {})
    else await closing
  }

  #next(): IteratorResult<T> | Promise<IteratorResult<T>> {
    const step = this.#iterator.next()
    if (!(step instanceof Promise)) return step as IteratorResult<T>
    this.#isReading = true
    const read = step.finally(() => {
      this.#isReading = false
    })
    return unlessAborted(unlessAborted(read, this.#signal), this.#closing.signal)
  }
}

function iteratorOf<T>(rows: Rows<T>): Iterator<T> | AsyncIterator<T> {
  if (typeof rows === 'object' && rows !== null) {
    if (Symbol.asyncIterator in rows) return rows[Symbol.asyncIterator]()
    if (Symbol.iterator in rows) return rows[Symbol.iterator]()
  }
  throw new ConfigurationError(
    'the rows to write are no list',
    'Pass an array, or an iterable or async iterable of rows.',
  )
}
