import { commentText, unicodeEscape, withoutUnprintable } from './schema/literals.ts'

/*
 * The doors through which text of an organisation, or of whoever answers, reaches what is no code: terminals, pages,
 * Markdown, descriptions, annotations. Those into code are in schema/literals.ts.
 */

/** Characters that a terminal obeys instead of showing; names of an organisation may hold them. */
const CONTROLS = /[^\P{Cc}\n]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Characters that end a line. */
const LINE_ENDS = /[\n\u2028\u2029]/g

/** A text as it can be printed, whoever wrote it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, unicodeEscape)
}

/** A text as it can be printed in one line: a name with a line break in it must not begin one of its own. */
export function printableLine(text: string): string {
  return printable(text).replace(LINE_ENDS, unicodeEscape)
}

/** A text in one line of a file, without characters that are not seen. */
function plainLine(text: string): string {
  return withoutUnprintable(text.replace(/\s+/g, ' ')).trim()
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function entity(character: string): string {
  return ENTITIES[character] ?? ''
}

/** A text in HTML: between tags, or in the quotes of an attribute. */
export function htmlText(text: string): string {
  return plainLine(text).replace(/[&<>"'`]/g, entity)
}

/** What Markdown reads as more than text: in any place, at the start of a line, after a number, in an address. */
const MARKDOWN = /[\\`*_{}[\]#|~$@^]|^[-+=]|(?<=^\d+)[.)]|(?<=www)\.|:(?=\/\/)/gi

/** A text in a line of Markdown: a paragraph, heading, list or cell of a table. */
export function markdownText(text: string): string {
  return plainLine(text).replace(MARKDOWN, '\\$&').replace(/[&<>]/g, entity)
}

/**
 * A text in Markdown that GitHub or GitLab shows to a team. They look for mentions, numbers and addresses in what the
 * Markdown gave, where no backslash is left: what is between the parts of one has no width. Controls are shown rather
 * than left out, since they may be all that changed.
 */
export function commentMarkdown(text: string): string {
  return markdownText(printable(text)).replace(/[@#]|:(?=\/\/)|\bwww(?=\\\.)|\bGH(?=-)/gi, '$&&#8203;')
}

/**
 * A text in a description of OpenAPI. Viewers read it as Markdown, and generators of clients put it into comments as it
 * is: only what could do harm is escaped, so that Last_Name stays readable there, and no comment ends in it.
 */
export function description(text: string): string {
  return commentText(text.replace(/[\\`*[\]]/g, '\\$&').replace(/<|&(?=#?\w+;)/g, entity))
}

/**
 * A text as the message of a workflow command of GitHub Actions: it neither ends the command nor begins another one.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function workflowMessage(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** A text as a property of a workflow command, between others. */
export function workflowProperty(text: string): string {
  return workflowMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
