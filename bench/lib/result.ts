import { alignedTable } from './table.ts'

/** What a bench found about one budget. */
export interface Result {
  readonly what: string
  readonly ours: string
  readonly peer?: string
  readonly budget?: string
  /** Absent where there is no budget to hold. */
  readonly kept?: boolean
}

/** A bench measures one subject and answers with its results. */
export type Bench = () => Promise<readonly Result[]>

/** The table that a run ends with: ours beside the peer and the budget. */
export function resultTable(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.what,
    result.ours,
    result.peer ?? '',
    result.budget ?? '',
    result.kept === undefined ? '' : result.kept ? 'ok' : 'OVER',
  ])
  return alignedTable(['what', 'ours', 'peer', 'budget', 'verdict'], rows)
}
