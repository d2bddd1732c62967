import { commentText } from '../../schema/literals.ts'

/** What Markdown would take for code, emphasis, a link or HTML. */
const ACTIVE = /[\\`*[\]<>]/g

/** A text of the organisation in a description, which viewers read as Markdown and generators put into comments. */
export function description(text: string): string {
  return commentText(text.replace(ACTIVE, '\\$&'))
}
