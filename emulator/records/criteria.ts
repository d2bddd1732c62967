/** An Operator compares a field with values. */
export type Operator = (typeof OPERATORS)[number]

/** The operators of search criteria. */
export const OPERATORS = [
  'equals',
  'not_equal',
  'starts_with',
  'in',
  'between',
  'greater_than',
  'greater_equal',
  'less_than',
  'less_equal',
] as const

/** A Condition is one comparison, as it was written: `(Field:operator:value,value)`. */
export interface Condition {
  readonly field: string
  readonly operator: string
  readonly values: readonly string[]
}

/** Criteria are conditions joined by `and` or `or`. */
export type Criteria =
  | Condition
  | { readonly joiner: 'and' | 'or'; readonly left: Criteria; readonly right: Criteria }

/** A CriteriaError says why a text is no criteria. */
export class CriteriaError extends Error {
  override readonly name = 'CriteriaError'
}

const ESCAPED = /[,()\\]/
const JOINER = /\s*(and|or)\s*/iy
const FIELD_AND_OPERATOR = /\s*([^:()]+?)\s*:\s*([a-z_]+)\s*:/iy

/**
 * Parses criteria such as `((Last_Name:equals:Burns\,B)and(First_Name:starts_with:M))`. In values, a comma, a
 * parenthesis and a backslash are escaped by a backslash. What is joined without parentheses counts from left to right.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
 * @throws CriteriaError where the text is no criteria.
 */
export function parseCriteria(text: string): Criteria {
  const parser = new Parser(text.trim())
  const criteria = parser.sequence()
  parser.end()
  return criteria
}

/** The conditions that criteria consist of. */
export function conditionsOf(criteria: Criteria): readonly Condition[] {
  if (!('joiner' in criteria)) return [criteria]
  return [...conditionsOf(criteria.left), ...conditionsOf(criteria.right)]
}

/** How deep parentheses may be: beyond any criteria that the limit of conditions lets through. */
const MAX_DEPTH = 100

/** A Parser goes through a text once. */
class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Parenthesised criteria, joined. */
  sequence(): Criteria {
    let found = this.#group()
    for (;;) {
      const joiner = this.#match(JOINER)?.[1]?.toLowerCase()
      if (joiner === undefined) return found
      found = { joiner: joiner === 'or' ? 'or' : 'and', left: found, right: this.#group() }
    }
  }

  end(): void {
    if (this.#at < this.#text.length) throw new CriteriaError(`unexpected text at ${this.#at}`)
  }

  #group(): Criteria {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new CriteriaError('too many parentheses')
    this.#expect('(')
    const isNested = /\s*\(/y
    isNested.lastIndex = this.#at
    const found = isNested.test(this.#text) ? this.sequence() : this.#condition()
    this.#expect(')')
    this.#depth -= 1
    return found
  }

  #condition(): Condition {
    const [, field, operator] = this.#match(FIELD_AND_OPERATOR) ?? []
    if (field === undefined || operator === undefined) {
      throw new CriteriaError(`a field and an operator expected at ${this.#at}`)
    }
    return { field, operator: operator.toLowerCase(), values: this.#values() }
  }

  #values(): readonly string[] {
    const values = ['']
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined || character === ')') return values
      if (character === '(') throw new CriteriaError(`a parenthesis that is not escaped at ${this.#at}`)
      this.#at += 1
      if (character === ',') values.push('')
      else values.push(values.pop() + this.#unescaped(character))
    }
  }

  #unescaped(character: string): string {
    const next = this.#text[this.#at] ?? ''
    if (character !== '\\' || !ESCAPED.test(next)) return character
    this.#at += 1
    return next
  }

  #expect(character: string): void {
    while (this.#text[this.#at] === ' ') this.#at += 1
    if (this.#text[this.#at] !== character) throw new CriteriaError(`${character} expected at ${this.#at}`)
    this.#at += 1
  }

  /** What a sticky pattern finds here. */
  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at = pattern.lastIndex
    return found
  }
}
