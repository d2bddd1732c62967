import type { Change, Grade } from '../drift/change.ts'
import { type Extent, limited } from './words.ts'

/** How many changes there are of each grade. */
export function countsOf(changes: readonly Change[]): Readonly<Record<Grade, number>> {
  const counts = { breaking: 0, review: 0, safe: 0 }
  for (const { grade } of changes) counts[grade]++
  return counts
}

/** How many changes there are of each grade, in half a sentence. */
export function gradesText(changes: readonly Change[]): string {
  const { breaking, review, safe } = countsOf(changes)
  return changes.length === 0 ? NOTHING : `${breaking} breaking, ${review} to review, ${safe} safe`
}

/** What else a snapshot has is the profile that saw it, and its format. */
const NOTHING = 'no module and no picklist differs'

/** The changes, a line each, the worst first. */
export function changeLines(changes: readonly Change[], extent: Extent): readonly string[] {
  return limited(
    changes.map((change) => `  ${changeText(change)}`),
    extent,
  )
}

/** As many changes are told within a line. */
const FEW = 3

/** The changes within a line: of many the worst, and how many more there are. */
export function changesText(changes: readonly Change[], { isVerbose }: Extent): string {
  if (changes.length === 0) return NOTHING
  const told = isVerbose || changes.length <= FEW + 1 ? changes : changes.slice(0, FEW)
  const rest = changes.length - told.length
  return told.map(changeText).join('; ') + (rest === 0 ? '' : ` and ${rest} more (--verbose names them)`)
}

function changeText({ what, grade }: Change): string {
  return `${what} (${grade})`
}
