/**
 * The only doors through which text of an organisation reaches generated code. What comes from the network may hold
 * anything: quotes, comment ends, template markers, line separators, controls that turn the reading direction.
 */

/** Characters that are invisible, break lines or turn text around, and lone surrogates, which UTF-8 cannot hold. */
const UNPRINTABLE =
  /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu

/** Nothing to escape in lines of text: the quick answer for nearly all of them. */
const PLAIN_LINES = /^[ -~\n]*$/

/** A character as its escape sequence. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A text as a single-quoted string literal. */
export function literal(text: string): string {
  if (/^[\w .,:/+-]*$/.test(text)) return `'${text}'`
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(UNPRINTABLE, unicodeEscape)
  return `'${escaped}'`
}

const ASCII_IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u

/** A text as the name of a property: bare where that is possible. */
export function key(text: string): string {
  return ASCII_IDENTIFIER.test(text) && text !== '__proto__' ? text : literal(text)
}

/** A text without the characters that are not seen, break lines or are half of one. */
export function withoutUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, '')
}

/** A decided name; anything else would be a fault of the generator, and stops it. */
export function identifier(text: string): string {
  if (!ASCII_IDENTIFIER.test(text) && !IDENTIFIER.test(text))
    throw new Error(`not an identifier: ${JSON.stringify(text)}`)
  return text
}

/** A text inside a comment of one line: it cannot end the comment, break the line or pass for a directive. */
export function commentText(text: string): string {
  if (/^[\w .,:·≤→()-]*$/.test(text)) return text.trim()
  return text
    .replace(/\s+/g, ' ')
    .replace(UNPRINTABLE, '')
    .replace(/[\ud800-\udfff]/gu, '')
    .replaceAll('*/', '*\\/')
    .replace(/(?<!\w)@/g, '\\@')
    .trim()
}

/** A text behind `//`: it cannot break the line. Directives are meant, since it is the configuration that has them. */
export function lineText(text: string): string {
  return text.replaceAll('\t', '  ').replace(UNPRINTABLE, '').trimEnd()
}

/** TypeScript that was composed of escaped and decided parts: all that templates print as it is. */
export class Code {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }

  /** In JSON it is a text like any other. */
  toJSON(): string {
    return this.#text
  }
}

/** A text as a template literal that keeps its lines. */
export function templateLiteral(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  // A carriage return, not escaped, is read as a line feed.
  return `\`${PLAIN_LINES.test(escaped) ? escaped : escaped.replace(UNPRINTABLE, escapeInLine)}\``
}

/** A value as JSON in which nothing is invisible or lost in UTF-8; in lines, with an indent. */
export function jsonText(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent)
  return PLAIN_LINES.test(json) ? json : json.replace(UNPRINTABLE, escapeInLine)
}

/** Values as lines of such JSON; looked through at once, since there are ten thousands of them. */
export function jsonLines(values: readonly unknown[]): string {
  const lines = values.map((value) => `${JSON.stringify(value)}\n`).join('')
  return PLAIN_LINES.test(lines) ? lines : lines.replace(UNPRINTABLE, escapeInLine)
}

function escapeInLine(character: string): string {
  return character === '\n' ? character : unicodeEscape(character)
}
