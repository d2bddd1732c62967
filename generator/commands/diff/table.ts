import type { Change, Grade } from '../../drift/change.ts'
import { printable } from '../terminal.ts'
import { widthOf } from '../width.ts'
import { matchLines, type Report, summaryOf } from './report.ts'

/** What a table is printed on. */
export interface Paper {
  /** How many characters go into a line. */
  readonly columns: number
  readonly hasColors: boolean
}

const COLORS: Readonly<Record<Grade | 'dim', string>> = { breaking: '31', review: '33', safe: '32', dim: '2' }
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
  const closing = [...matchLines(report), summaryOf(report)].flatMap((line) => wrapped(line, paper.columns))
  return changes.length === 0 ? closing : [painted(head, 'dim', paper), ...rows, '', ...closing]
}

function wideRow({ read, write, what, why }: Change, paper: Paper): readonly string[] {
  const width = paper.columns - 2 * GRADE_WIDTH
  const grades = [read, write].map(
    (grade) => painted(grade, grade, paper) + ' '.repeat(GRADE_WIDTH - grade.length),
  )
  const margin = ' '.repeat(2 * GRADE_WIDTH)
  const [first = '', ...others] = wrapped(what, width)
  const reason = wrapped(why, width - 2).map((line) => `${margin}  ${painted(line, 'dim', paper)}`)
  return [`${grades.join('')}${first}`, ...others.map((line) => margin + line), ...reason]
}

function narrowRow({ read, write, what, why }: Change, paper: Paper): readonly string[] {
  return [
    `${painted(read, read, paper)} / ${painted(write, write, paper)}`,
    ...wrapped(what, paper.columns - 2).map((line) => `  ${line}`),
    ...wrapped(why, paper.columns - 4).map((line) => `    ${painted(line, 'dim', paper)}`),
  ]
}

function painted(text: string, color: keyof typeof COLORS, { hasColors }: Paper): string {
  return hasColors ? `\u001b[${COLORS[color]}m${text}\u001b[0m` : text
}

/** A text in lines of at most a width; a word that is longer is cut. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of printable(text).split(/\s+/)) {
    const joined = line === '' ? word : `${line} ${word}`
    if (widthOf(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of word) {
      if (widthOf(line + character) > width) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return [...lines, line]
}
