/** Characters that take two columns: those of East Asia, and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
/** Characters that are drawn over the one before, or not at all. */
const NO_WIDTH = /[\p{M}\p{Cf}]/u

/** Below this the terminal breaks lines itself. */
const NARROWEST = 20

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

function columnsOf(character: string): number {
  if (character < '\u0300') return 1
  if (NO_WIDTH.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** The beginning of a text that fits into so many columns, with an ellipsis where something is left out. */
export function cut(text: string, columns: number): string {
  if (fits(text, columns)) return text
  return `${headOf(text, Math.max(0, columns - 1))}…`
}

function fits(text: string, columns: number): boolean {
  // A text cannot be wider than two columns for each of its characters.
  return text.length * 2 <= columns || widthOf(text) <= columns
}

function headOf(text: string, columns: number): string {
  let [width, end] = [0, 0]
  for (const character of text) {
    width += columnsOf(character)
    if (width > columns) break
    end += character.length
  }
  return text.slice(0, end)
}

/**
 * A line in lines that fit into so many columns, broken between words; a word that does not fit at all is broken anywhere.
 * @param indent What begins the lines after the first.
 */
export function wrapped(line: string, columns: number, indent = ''): readonly string[] {
  const lines: string[] = []
  let rest = line
  while (!fits(rest, columns)) {
    const head = headOf(rest, columns)
    const isWhole = rest[head.length] === ' '
    const space = isWhole ? head.length : Math.max(0, head.lastIndexOf(' '))
    const isIndent = rest.slice(0, space).trim() === ''
    const end = isIndent ? Math.max(1, head.length) : space
    lines.push(rest.slice(0, end).trimEnd())
    rest = `${indent}${rest.slice(end).trimStart()}`
  }
  return [...lines, rest]
}

/** A line as a terminal gets it, in lines that fit: what follows the first is indented by two more. */
export function wrappedForTerminal(line: string, columns: number | null): readonly string[] {
  if (columns === null || columns < NARROWEST) return [line]
  const indent = `${/^ */.exec(line)?.[0] ?? ''}  `
  return wrapped(line, columns, indent.slice(0, Math.floor(columns / 2)))
}
