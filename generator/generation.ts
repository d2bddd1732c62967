import type { FileHashes } from './emit/manifest.ts'
import type { Plan } from './output/plan.ts'
import type { Schema } from './schema/schema.ts'
import type { PullOutcome } from './snapshot/pulled.ts'

/** What would be generated, and what it would change in the output folder. */
export interface Generation {
  /** The text of the snapshot that it is from. */
  readonly text: string
  readonly schema: Schema
  readonly plan: Plan
  readonly inputsHash: string
  /** Of every file that the plan is about. */
  readonly hashes: FileHashes
}

/** What else happens while a generation is carried out. */
export interface ApplySettings {
  /** The pull that the generation is from: its snapshot is saved in the same breath. */
  readonly pulled?: PullOutcome | null
  /** Told where another process, of this number if it is known, writes into the folder and is waited for. */
  readonly onWait?: (pid: number | null) => void
  /** Told before each file that is written. */
  readonly onProgress?: (done: number, path: string) => void
}
