import type { Change, DiffOptions } from './drift/change.ts'
import { diffSnapshots } from './drift/diff.ts'
import { matchByOf } from './drift/match-by.ts'
import type { PullOutcome } from './index.ts'

/** What a pull changes in the snapshot; `null` where there was none before that can be read, or it stays as it is. */
export function changesOfPull(
  options: Omit<DiffOptions, 'matchBy'>,
  { before, after }: Pick<PullOutcome, 'before' | 'after'>,
): readonly Change[] | null {
  if (before === null || after === null) return null
  return diffSnapshots(before, after, { ...options, matchBy: matchByOf(before, after) })
}
