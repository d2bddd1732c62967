import type { Change } from '../../drift/change.ts'
import { printable } from '../terminal.ts'
import { matchLines, type Report, summaryOf } from './report.ts'

/** GitHub takes comments of 65,536 characters. */
const LIMIT = 60_000

/** The changes as Markdown, for a comment on a pull request. */
export function markdownLines(report: Report): readonly string[] {
  const { changes } = report
  const head = [
    `**zcrm diff**: ${markdownText(summaryOf(report))}`,
    ...matchLines(report).flatMap((line) => ['', line]),
  ]
  if (changes.length === 0) return head
  const rows: string[] = []
  let length = 0
  for (const change of changes) {
    const row = rowOf(change)
    length += row.length + 1
    if (length > LIMIT) break
    rows.push(row)
  }
  const rest = changes.length - rows.length
  return [
    ...head,
    '',
    '| reading | writing | change | why |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...(rest === 0 ? [] : ['', `and ${rest} more, which zcrm diff lists`]),
  ]
}

function rowOf({ read, write, what, why }: Change): string {
  const bold = (grade: string) => (grade === 'breaking' ? `**${grade}**` : grade)
  return `| ${bold(read)} | ${bold(write)} | ${markdownText(what)} | ${markdownText(why)} |`
}

/**
 * A text as Markdown shows it, whoever wrote it: no markup, no HTML, nobody mentioned, nothing linked. What is between
 * the parts of a mention or an address has no width.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '')
    .replace(/[\\`*_{}[\]()!|~$^]/g, '\\$&')
    .replace(/[@#]|:(?=\/\/)|\bwww(?=\.)|\bGH(?=-)/gi, '$&&#8203;')
}
