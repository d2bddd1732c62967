import type { Change } from '../../drift/change.ts'
import { commentMarkdown } from '../../escape.ts'
import { matchLines, type Report, summaryOf } from './report.ts'

/** GitHub takes comments of 65,536 characters. */
const LIMIT = 60_000

/** The changes as Markdown, for a comment on a pull request. */
export function markdownLines(report: Report): readonly string[] {
  const { changes } = report
  const head = [
    `**zcrm diff**: ${commentMarkdown(summaryOf(report))}`,
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
  return `| ${bold(read)} | ${bold(write)} | ${commentMarkdown(what)} | ${commentMarkdown(why)} |`
}
