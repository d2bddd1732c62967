import type { Change, Grade } from '../../drift/change.ts'
import { printable } from '../../escape.ts'
import { painted, type Style } from '../colors.ts'
import { wrapped } from '../width.ts'
import { matchLines, type Report, summaryOf } from './report.ts'

/** What a table is printed on. */
export interface Paper {
  /** How many characters go into a line. */
  readonly columns: number
  readonly hasColors: boolean
}

const STYLES: Readonly<Record<Grade, Style>> = { breaking: 'bad', review: 'doubtful', safe: 'good' }
const GRADE_WIDTH = 10
/** On less than this a column of its own for each grade leaves too little for the sentences. */
const NARROW = 60

/** The changes as a table for people. */
export function tableLines(report: Report, paper: Paper): readonly string[] {
  const { changes } = report
  const isNarrow = paper.columns < NARROW
  const head = isNarrow
    ? 'reading / writing'
    : `${'reading'.padEnd(GRADE_WIDTH)}${'writing'.padEnd(GRADE_WIDTH)}change`
  const rows = changes.flatMap((change) => (isNarrow ? narrowRow(change, paper) : wideRow(change, paper)))
  const closing = [...matchLines(report), summaryOf(report)].flatMap((line) => linesOf(line, paper.columns))
  return changes.length === 0 ? closing : [quiet(head, paper), ...rows, '', ...closing]
}

function wideRow({ read, write, what, why }: Change, paper: Paper): readonly string[] {
  const width = paper.columns - 2 * GRADE_WIDTH
  const grades = [read, write].map((grade) => graded(grade, paper) + ' '.repeat(GRADE_WIDTH - grade.length))
  const margin = ' '.repeat(2 * GRADE_WIDTH)
  const [first = '', ...others] = linesOf(what, width)
  const reason = linesOf(why, width - 2).map((line) => `${margin}  ${quiet(line, paper)}`)
  return [`${grades.join('')}${first}`, ...others.map((line) => margin + line), ...reason]
}

function narrowRow({ read, write, what, why }: Change, paper: Paper): readonly string[] {
  return [
    `${graded(read, paper)} / ${graded(write, paper)}`,
    ...linesOf(what, paper.columns - 2).map((line) => `  ${line}`),
    ...linesOf(why, paper.columns - 4).map((line) => `    ${quiet(line, paper)}`),
  ]
}

function graded(grade: Grade, { hasColors }: Paper): string {
  return painted(grade, STYLES[grade], hasColors)
}

function quiet(text: string, { hasColors }: Paper): string {
  return painted(text, 'quiet', hasColors)
}

/** A text of several lines is told in one; it is broken anew. */
function linesOf(text: string, width: number): readonly string[] {
  return wrapped(printable(text).replace(/\s+/g, ' ').trim(), width)
}
