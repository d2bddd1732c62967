import { notSupported, ungrouped, unknownComparator } from './syntax-error.ts'
import type { TokenReader } from './token-reader.ts'
import type { Comparator, Criteria, Criterion, Pair } from './tree.ts'

const SYMBOLS: ReadonlySet<string> = new Set(['=', '!=', '>', '<', '>=', '<='])
/** More brackets than any query needs: parsing goes one call deeper with each. */
const MAX_DEPTH = 100

/**
 * What stands behind WHERE. Brackets group by twos: `A and B and C` is refused, `((A and B) and C)` and
 * `(A and B) and C` are not.
 * @see https://help.zoho.com/portal/en/community/topic/kaizen-171-faqs-on-coql-api
 */
export function criteriaOf(reader: TokenReader, depth = 0): Criteria {
  const left = operandOf(reader, depth)
  const connective = connectiveAt(reader)
  if (!connective) return left
  reader.next()
  const right = operandOf(reader, depth)
  if (connectiveAt(reader)) throw ungrouped()
  return { connective, left, right }
}

function connectiveAt(reader: TokenReader): Pair['connective'] | undefined {
  if (reader.isAt('and')) return 'and'
  return reader.isAt('or') ? 'or' : undefined
}

function operandOf(reader: TokenReader, depth: number): Criteria {
  if (!reader.isAt('(')) return criterionOf(reader)
  if (depth >= MAX_DEPTH) throw reader.unexpected()
  reader.next()
  const inner = criteriaOf(reader, depth + 1)
  reader.expect(')')
  return inner
}

function criterionOf(reader: TokenReader): Criterion {
  const column = reader.name()
  const comparator = comparatorOf(reader)
  return { column, comparator, values: valuesOf(reader, comparator) }
}

function comparatorOf(reader: TokenReader): Comparator {
  const token = reader.next()
  if (token.kind === 'symbol' && SYMBOLS.has(token.text)) return token.text as Comparator
  if (token.kind !== 'word') throw reader.unexpected(token)
  const word = token.text.toLowerCase()
  if (word === 'is') {
    const comparator = reader.skip('not') ? 'is not null' : 'is null'
    reader.expect('null')
    return comparator
  }
  const isNegated = word === 'not'
  const of = isNegated ? reader.peek().text.toLowerCase() : word
  if (of !== 'in' && of !== 'between' && of !== 'like') throw unknownComparator(token.text)
  if (isNegated) reader.next()
  return isNegated ? `not ${of}` : of
}

function valuesOf(reader: TokenReader, comparator: Comparator): readonly string[] {
  if (comparator.startsWith('is')) return []
  if (comparator.endsWith('between')) {
    const from = reader.value()
    reader.expect('and')
    return [from, reader.value()]
  }
  if (reader.isAt('(') && reader.isAt('select', 1)) throw notSupported()
  if (!comparator.endsWith('in')) return [reader.value()]
  reader.expect('(')
  const values = reader.list(() => reader.value())
  reader.expect(')')
  return values
}
