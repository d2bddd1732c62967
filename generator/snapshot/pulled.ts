import type { PullPlan, PullProgress, PullResult } from '@zcrm/runtime/metadata'
import { textIfThere } from '../files/read.ts'
import type { Snapshot } from './format.ts'
import { readSnapshot } from './read.ts'

/** How a pull is done. */
export interface PullSettings {
  readonly maxAge?: number
  readonly force?: boolean
  /** Calls of the API, at most. */
  readonly maxCalls?: number
  readonly onPlan?: (plan: PullPlan) => void
  readonly onProgress?: (progress: PullProgress) => void
  readonly signal?: AbortSignal
}

/** The snapshot that a pull gave, beside the one that is there. */
export interface PulledSnapshot {
  readonly snapshot: 'created' | 'changed' | 'unchanged'
  /** What the snapshot of before had, where this one differs; `null` where there was none that can be read. */
  readonly before: Snapshot | null
  /** What this one has, where there is something to compare it with. */
  readonly after: Snapshot | null
  /** The text of the snapshot. */
  readonly text: string
}

/** What a pull gave, and whether it changed the snapshot. */
export interface PullOutcome extends PullResult, PulledSnapshot {
  /** Folder of the resource cache. */
  readonly folder: string
}

/** Compares the text of a snapshot with the file that it is going to replace. */
export function besideFile(path: string, text: string): PulledSnapshot {
  // A checkout on Windows may have turned the line ends.
  const old = textIfThere(path)?.replaceAll('\r\n', '\n') ?? null
  if (old === null) return { snapshot: 'created', before: null, after: null, text }
  if (old === text) return { snapshot: 'unchanged', before: null, after: null, text }
  const before = readIfPossible(path, old)
  // It is read from its text as the other one was: then the same code has put both together, keys in one order.
  return { snapshot: 'changed', before, after: before && readSnapshot('the new snapshot', text), text }
}

/** What a snapshot says; one that cannot be read is about to be replaced, and says nothing. */
function readIfPossible(path: string, text: string): Snapshot | null {
  try {
    return readSnapshot(path, text)
  } catch {
    return null
  }
}
