import type { Change, Grade, MatchBy } from '../../drift/change.ts'
import { plural } from '../words.ts'

/** What a comparison found, and of what. */
export interface Report {
  /** How to name both sides. */
  readonly from: string
  readonly against: string
  readonly matchedBy: MatchBy
  readonly changes: readonly Change[]
}

/** How many changes there are of each grade. */
export function countsOf({ changes }: Report): Readonly<Record<Grade, number>> {
  const counts = { breaking: 0, review: 0, safe: 0 }
  for (const { grade } of changes) counts[grade]++
  return counts
}

/** The changes in numbers, in a sentence. */
export function summaryOf(report: Report): string {
  const { from, against, changes } = report
  if (changes.length === 0) return `nothing changed from ${from} to ${against}`
  const { breaking, review, safe } = countsOf(report)
  return `${plural(changes.length, 'change')} from ${from} to ${against}: ${breaking} breaking, ${review} to review, ${safe} safe`
}

/** What has to be known to read the changes; nothing, where they are matched by id. */
export function matchLines({ matchedBy }: Report): readonly string[] {
  if (matchedBy === 'id') return []
  return [
    'matched by name, since the ids are those of two organisations: what was renamed is told as gone and new',
  ]
}
