import type { PullOutcome } from '../index.ts'
import { readSnapshot } from '../snapshot/read.ts'
import type { Change, DiffOptions } from './change.ts'
import { diffSnapshots } from './diff.ts'
import { matchByOf } from './match-by.ts'

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
