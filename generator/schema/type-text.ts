/**
 * Whether a text is a TypeScript type that may stand in generated code: names with type arguments, literals, unions,
 * intersections, arrays, tuples, objects, `keyof` and indexed access. What is more than that gets a name in a file of
 * its author, which the configuration names instead. Nothing that is accepted can be more than one type.
 */
export function isTypeText(text: string): boolean {
  if (text.length > MAX_LENGTH) return false
  const tokens = tokensOf(text)
  return tokens !== null && new TypeParser(tokens).isWhole()
}

/** Long enough for an object type, short enough for a line. */
const MAX_LENGTH = 1_000

/** Names, numbers, texts without escapes, and the signs that types are made of. There are no line breaks or comments. */
const TOKEN =
  /^ *(?:([\p{ID_Start}_$][\p{ID_Continue}$]*)|(\d+(?:\.\d+)?)|('[^'\\\p{Cc}\u2028\u2029]*'|"[^"\\\p{Cc}\u2028\u2029]*")|(\.\.\.|[.,;:?|&[\](){}<>-]))/u

interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign'
  readonly text: string
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = []
  let rest = text.replace(/ +$/, '')
  while (rest !== '') {
    const match = TOKEN.exec(rest)
    if (match === null) return null
    const [all, name, number, quoted, sign] = match
    if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted })
    else tokens.push({ kind: 'sign', text: sign ?? '' })
    rest = rest.slice(all.length)
  }
  return tokens
}

/** Whether a text is the name of a type that a module exports, or a list of it; or a type that is a word. */
export function isExportedType(text: string): boolean {
  const [, name] = EXPORTED.exec(text) ?? []
  return name !== undefined && !OTHER_WORDS.has(name)
}

const EXPORTED = /^([\p{ID_Start}_$][\p{ID_Continue}$]*)(?:\[\])*$/u

/** Types that are words of the language: whoever names a module for a type does not mean these. */
export const KEYWORD_TYPES: ReadonlySet<string> = new Set([
  'any',
  'bigint',
  'boolean',
  'false',
  'never',
  'null',
  'number',
  'object',
  'string',
  'symbol',
  'true',
  'undefined',
  'unknown',
])

/** Words that begin something else than the name of a type. */
const OTHER_WORDS = new Set(
  'abstract arguments as asserts async await break case catch class const continue debugger declare default delete do else enum eval export extends finally for function if implements import in infer instanceof interface is let new out override package private protected public return satisfies static super switch this throw try typeof unique var void while with yield'.split(
    ' ',
  ),
)

/** Recursive descent over tokens: a method for each rule, which says whether the rule fits and moves behind it. */
class TypeParser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  isWhole(): boolean {
    return this.#type() && this.#at === this.#tokens.length
  }

  #take(sign: string): boolean {
    const token = this.#tokens[this.#at]
    const fits = token?.text === sign && (token.kind === 'sign' || token.kind === 'name')
    if (fits) this.#at += 1
    return fits
  }

  #takeKind(...kinds: readonly Token['kind'][]): boolean {
    const token = this.#tokens[this.#at]
    const fits = token !== undefined && kinds.includes(token.kind)
    if (fits) this.#at += 1
    return fits
  }

  #type(): boolean {
    if (!this.#take('|')) this.#take('&')
    do {
      if (!this.#operand()) return false
    } while (this.#take('|') || this.#take('&'))
    return true
  }

  #operand(): boolean {
    if (this.#take('keyof')) return this.#operand()
    // Only lists can be readonly.
    if (this.#take('readonly')) return this.#primary() && this.#brackets() === 'list'
    return this.#primary() && this.#brackets() !== 'broken'
  }

  /** Any number of `[]` and `['key']`, and what the whole is by the last of them; a tuple is a list too. */
  #brackets(): 'list' | 'other' | 'broken' {
    let kind: 'list' | 'other' = this.#tokens[this.#at - 1]?.text === ']' ? 'list' : 'other'
    while (this.#take('[')) {
      kind = this.#take(']') ? 'list' : 'other'
      if (kind === 'other' && !(this.#type() && this.#take(']'))) return 'broken'
    }
    return kind
  }

  #primary(): boolean {
    if (this.#take('(')) return this.#type() && this.#take(')')
    if (this.#take('[')) return this.#listUntil(']', () => this.#element())
    if (this.#take('{')) return this.#members()
    if (this.#take('-')) return this.#takeKind('number')
    return this.#takeKind('number', 'text') || this.#reference()
  }

  #reference(): boolean {
    const word = this.#tokens[this.#at]?.text ?? ''
    if (OTHER_WORDS.has(word) || !this.#takeKind('name')) return false
    if (KEYWORD_TYPES.has(word)) return true
    while (this.#take('.')) if (!this.#takeKind('name')) return false
    if (!this.#take('<')) return true
    return this.#tokens[this.#at]?.text !== '>' && this.#listUntil('>', () => this.#type())
  }

  #element(): boolean {
    if (this.#take('...')) return this.#type()
    if (!this.#type()) return false
    this.#take('?')
    return true
  }

  #listUntil(end: string, item: () => boolean): boolean {
    while (!this.#take(end)) {
      if (!item()) return false
      if (!this.#take(',')) return this.#take(end)
    }
    return true
  }

  #members(): boolean {
    while (!this.#take('}')) {
      if (!this.#member()) return false
      if (!this.#take(',') && !this.#take(';')) return this.#take('}')
    }
    return true
  }

  #member(): boolean {
    const isNext = (offset: number, signs: readonly string[]) =>
      signs.includes(this.#tokens[this.#at + offset]?.text ?? '')
    // A property may have the name readonly.
    if (!isNext(1, [':', '?'])) this.#take('readonly')
    if (this.#take('[')) {
      const isIndex = this.#takeKind('name') && this.#take(':') && this.#type() && this.#take(']')
      return isIndex && this.#take(':') && this.#type()
    }
    if (!this.#takeKind('name', 'text', 'number')) return false
    this.#take('?')
    return this.#take(':') && this.#type()
  }
}
