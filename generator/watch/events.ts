import type { Change } from '../drift/change.ts'
import type { Failure } from '../failure.ts'

/** Why something was generated. */
export type Cause = 'start' | 'configuration' | 'templates' | 'snapshot' | 'organisation'

/** What happened while somebody watches; `zcrm watch --json` prints each as a line, with the time `at` which it was. */
export type WatchEvent =
  /** It begins. `every`: minutes between two looks at the organisation, `null` where it is not looked at. */
  | { readonly event: 'watching'; readonly out: string; readonly every: number | null }
  | {
      readonly event: 'generated'
      /** The output folder, which the configuration may have changed. */
      readonly out: string
      readonly causes: readonly Cause[]
      readonly created: readonly string[]
      readonly updated: readonly string[]
      readonly removed: readonly string[]
      readonly milliseconds: number
      /** What differs in the organisation, where it was looked at and the snapshot that it replaced can be read. */
      readonly changes: readonly Change[] | null
    }
  /** Something happened that changes no generated file. */
  | {
      readonly event: 'unchanged'
      readonly causes: readonly Cause[]
      readonly changes: readonly Change[] | null
    }
  | ({ readonly event: 'failed'; readonly causes: readonly Cause[] } & Failure)
  /** Zoho cannot be reached, or asks for patience. `again`: milliseconds until it is tried again. */
  | ({ readonly event: 'lost'; readonly again: number } & Failure)
  | { readonly event: 'back' }
  | ({ readonly event: 'signed-out' } & Failure)
  | { readonly event: 'signed-in' }
  /** The machine, or the process, was asleep for so many milliseconds, and a look at the organisation is due. */
  | { readonly event: 'woke'; readonly slept: number }
  /** Another process writes into the output folder. */
  | { readonly event: 'waiting'; readonly out: string; readonly pid: number | null }
  | { readonly event: 'stopped'; readonly signal: string }
