import type { Change, MatchBy } from '../../drift/change.ts'
import { gradesText } from '../changes.ts'
import { plural } from '../words.ts'

/** What a comparison found, and of what. */
export interface Report {
  /** How to name both sides. */
  readonly from: string
  readonly against: string
  readonly matchedBy: MatchBy
  readonly changes: readonly Change[]
}

/** The changes in numbers, in a sentence. */
export function summaryOf(report: Report): string {
  const { from, against, changes } = report
  if (changes.length === 0) return `nothing changed from ${from} to ${against}`
  return `${plural(changes.length, 'change')} from ${from} to ${against}: ${gradesText(changes)}`
}

/** What has to be known to read the changes; nothing, where they are matched by id. */
export function matchLines({ matchedBy }: Report): readonly string[] {
  if (matchedBy === 'id') return []
  return [
    'matched by name, since the ids are those of two organisations: what was renamed is told as gone and new',
  ]
}
