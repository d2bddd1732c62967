import type { CallOptions } from './module.ts'
import type { Open } from './values.ts'

/** What a write sets in motion in the organisation. */
export type Trigger = 'workflow' | 'approval' | 'blueprint' | 'pathfinder' | 'orchestration'

/** Options of a write. One that is wrong is a {@link ConfigurationError}, and nothing is sent. */
export interface WriteOptions extends CallOptions {
  /**
   * Ends the call; its reason is what the promise rejects with. A write of one record that is on its way then may have
   * been done; the forms for many rows let such calls come to their end and give their results first.
   */
  readonly signal?: AbortSignal
  /** What the write sets in motion: `[]` for nothing. Default: what the organisation is set up for. */
  readonly trigger?: readonly Trigger[]
  /** Id of the layout of rows that name none. Default: the organisation's. */
  readonly layout?: string
  /** Id of the assignment rule that finds the records' owners. */
  readonly assignmentRule?: string
  /** Features that are applied to the write though the API leaves them out. */
  readonly applyFeatures?: readonly Open<'layout_rules'>[]
  /** Features that are left out though the API applies them. */
  readonly skipFeatures?: readonly Open<'cadences'>[]
}

/** The fields that hold a list of texts: multi-select picklists. */
export type ListField<T> = {
  [K in keyof T & string]-?: NonNullable<T[K]> extends readonly string[] ? K : never
}[keyof T & string]

/** Options of a write that may meet values which are there. */
export interface AppendOptions<T> {
  /** Multi-select picklists to whose values the given ones are added. Default: they replace them. */
  readonly append?: readonly ListField<T>[]
}

/** Options of an update. */
export interface UpdateOptions<T> extends WriteOptions, AppendOptions<T> {
  /**
   * Changes nothing that was modified after this time, to the second: {@link ConflictError}. A text is a date and time
   * with its offset, such as a record's `Modified_Time`.
   */
  readonly unmodifiedSince?: Date | string
}

/** Options of an upsert. */
export interface UpsertOptions<T> extends WriteOptions, AppendOptions<T> {
  /**
   * The unique fields by which a record that is there is found, in the order in which they are tried. Default: the
   * module's own, such as `Email`, then the organisation's.
   */
  readonly by?: readonly (keyof T & string)[]
}

/** How many rows are written. */
export interface BatchOptions {
  /** Rows of a call, 1 to 100. Default: 100. */
  readonly batchSize?: number
  /** Batches that are on their way at once, or whose results nobody has taken yet. Default: 1. */
  readonly parallel?: number
}
