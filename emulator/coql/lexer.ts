import { unexpected } from './syntax-error.ts'

/** A Token is a piece of a query: its text without quotes, and where it begins. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol' | 'end'
  readonly text: string
  /** Where in the query it begins. */
  readonly start: number
}

/** One piece at a time: blank, quoted text (a doubled quote stands for one), symbol, word. */
const PIECE =
  /(?<blank>\s+)|'(?<single>(?:[^']|'')*)'|"(?<double>(?:[^"]|"")*)"|(?<symbol>!=|<=|>=|[=<>(),])|(?<word>!?(?:->|[^\s'"(),=<>!])+)/uy

/** Takes a query apart; refuses a quote that does not end, and what can be no part of a query. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = []
  const pattern = new RegExp(PIECE)
  for (let start = 0; start < query.length; start = pattern.lastIndex) {
    pattern.lastIndex = start
    const { single, double, symbol, word } = pattern.exec(query)?.groups ?? {}
    if (pattern.lastIndex === 0) throw unexpected(placeOf(query, start, query.slice(start).split(/\s/)[0]))
    const quoted = single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"')
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, start })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, start })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, start })
  }
  return [...tokens, { kind: 'end', text: '', start: query.length }]
}

/** A place in a query as errors name it: line and column, both from 1, and the text that is there. */
export function placeOf(
  query: string,
  start: number,
  near = '',
): { readonly line: number; readonly column: number; readonly near: string } {
  const before = query.slice(0, start).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, near }
}
