import { ConfigurationError } from '@zcrm/runtime'

/** The most that is shown of a line. */
const SHOWN = 60

/** What is said of a text that is no template: where that shows, and what stands there. */
export function noTemplate(file: string, text: string, cause: unknown): ConfigurationError {
  const { line, what } = whereAndWhat(text, cause)
  return new ConfigurationError(
    `${file}:${line} is not a template${what}`,
    'Correct it; the syntax is that of Handlebars.',
    cause,
  )
}

/** A place in a template, and how the sentence goes on. */
interface Finding {
  readonly line: number
  readonly what: string
}

function whereAndWhat(text: string, cause: unknown): Finding {
  const message = cause instanceof Error ? cause.message : String(cause)
  const parsed = /^Parse error on line (\d+):/.exec(message)?.[1]
  if (parsed === undefined) return { line: lineOf(cause), what: `: ${inWords(message)}` }
  // The parser is at the end of the text, and the mistake is where the block begins.
  const open = message.endsWith("got 'EOF'") ? openBlock(text) : null
  if (open !== null) return { line: open.line, what: `: ${open.what} is not closed` }
  const line = Number(parsed)
  return { line, what: ` from here on: ${shown(text.split('\n')[line - 1] ?? '')}` }
}

function lineOf(cause: unknown): number {
  const line = cause instanceof Error && 'lineNumber' in cause ? cause.lineNumber : undefined
  return typeof line === 'number' ? line : 1
}

/** `if doesn't match each - 1:3` */
function inWords(message: string): string {
  const reason = message.split('\n')[0]?.replace(/ - \d+:\d+$/, '') ?? ''
  const [, opened, closed] = /^(.*) doesn't match (.*)$/.exec(reason) ?? []
  return opened === undefined ? reason : `{{#${opened}}} is closed by {{/${closed}}}`
}

/** The innermost block that nothing closes. */
function openBlock(text: string): Finding | null {
  const open: Finding[] = []
  for (const { 0: found, 1: mark, index } of text.matchAll(
    /\{\{~?!--.*?--~?\}\}|\{\{~?!.*?\}\}|\{\{~?([#/^])(?!~?\}).*?\}\}/gs,
  )) {
    if (mark === '/') open.pop()
    else if (mark !== undefined)
      open.push({ line: text.slice(0, index).split('\n').length, what: shown(found) })
  }
  return open.at(-1) ?? null
}

function shown(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ')
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`
}
