import { commentText } from '../../schema/literals.ts'

/** What Markdown would take for code, emphasis or a link. */
const ACTIVE = /[\\`*[\]]/g

/** What HTML would take for the beginning of a tag or for a character of its own. */
const HTML = /<|&(?=#?\w+;)/g

/** A text of the organisation in a description, which viewers read as Markdown and generators put into comments. */
export function description(text: string): string {
  const escaped = text
    .replace(ACTIVE, '\\$&')
    .replace(HTML, (character) => (character === '<' ? '&lt;' : '&amp;'))
  return commentText(escaped)
}
