import type { Refusal } from '../answers.ts'
import { placeOf, type Token, tokensOf } from './lexer.ts'
import { unexpected } from './syntax-error.ts'

/**
 * Words that name a column or an alias only in quotes: those of COQL and of SQL. The documentation shows EXTERNAL and
 * gives no list.
 * @see https://help.zoho.com/portal/en/community/topic/kaizen-171-faqs-on-coql-api
 */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'select from where and or not in between like is null as group order by having limit offset asc desc distinct ' +
    'join on union all any exists case when then else end table index create drop alter insert update delete into ' +
    'values set primary foreign references external'
  ).split(' '),
)

/** A TokenReader goes through the pieces of a query, one after the other. */
export class TokenReader {
  readonly #query: string
  readonly #tokens: readonly Token[]
  #position = 0

  constructor(query: string) {
    this.#query = query
    this.#tokens = tokensOf(query)
  }

  /** The piece that comes next, or one behind it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#position + ahead] ?? { kind: 'end', text: '', start: this.#query.length }
  }

  next(): Token {
    const token = this.peek()
    this.#position++
    return token
  }

  /** The refusal of a piece, the next one where none is given. */
  unexpected(token: Token = this.peek()): Refusal {
    return unexpected(placeOf(this.#query, token.start, token.text))
  }

  /** Whether a keyword, in any case, or a symbol comes next. */
  isAt(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind !== 'quoted' && token.kind !== 'end' && token.text.toLowerCase() === text
  }

  /** Goes beyond keywords or symbols where they come next. */
  skip(...texts: readonly string[]): boolean {
    if (!texts.every((text, ahead) => this.isAt(text, ahead))) return false
    this.#position += texts.length
    return true
  }

  /** Goes beyond a keyword or symbol, which must come next. */
  expect(text: string): void {
    if (!this.skip(text)) throw this.unexpected()
  }

  /** A name: a word that is not reserved, or anything in quotes. */
  name(): string {
    const token = this.next()
    const isName = token.kind === 'quoted' || (token.kind === 'word' && !isReserved(token.text))
    if (!isName) throw this.unexpected(token)
    return token.text
  }

  /** A value: anything in quotes, or a word such as `10`, `true` or a picklist's option. */
  value(): string {
    return this.name()
  }

  /** One or more, separated by commas. */
  list<T>(read: () => T): readonly T[] {
    const items = [read()]
    while (this.skip(',')) items.push(read())
    return items
  }
}

function isReserved(word: string): boolean {
  return RESERVED.has(word.toLowerCase())
}
