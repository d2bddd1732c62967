import type { Change, DiffOptions } from './drift/change.ts'
import { diffSnapshots } from './drift/diff.ts'
import { matchByOf } from './drift/match-by.ts'
import type { PullOutcome } from './index.ts'
import { readSnapshot } from './snapshot/read.ts'

/** What a pull changes in the snapshot; `null` where there was none before that can be read, or it stays as it is. */
export function changesOfPull(
  options: Omit<DiffOptions, 'matchBy'>,
  { before, text }: Pick<PullOutcome, 'before' | 'text'>,
): readonly Change[] | null {
  if (before === null) return null
  // The other one was read from its text as well: then the same code has put both together, keys in one order.
  const after = readSnapshot('the new snapshot', text)
  return diffSnapshots(before, after, { ...options, matchBy: matchByOf(before, after) })
}
