import type { Change, Grade } from '../../drift/change.ts'
import { workflowMessage, workflowProperty } from '../../escape.ts'
import type { Report } from './report.ts'

/** The file that annotations stand at, as seen from the repository, and the line of each change in it. */
export interface Annotated {
  readonly file: string
  readonly lineOf: (change: Change) => number
}

const LEVELS: Readonly<Record<Grade, string>> = { breaking: 'error', review: 'warning', safe: 'notice' }

/** The changes as workflow commands of GitHub Actions, which shows them beside the snapshot. */
export function annotationLines({ changes }: Report, { file, lineOf }: Annotated): readonly string[] {
  return changes.map((change) => {
    const { grade, read, write, what, why } = change
    const title = grade === 'safe' ? 'safe' : `${read} for reading, ${write} for writing`
    const properties = { file, line: String(lineOf(change)), title }
    const told = Object.entries(properties).map(([name, value]) => `${name}=${workflowProperty(value)}`)
    return `::${LEVELS[grade]} ${told.join(',')}::${workflowMessage(`${what}. ${why}`)}`
  })
}
