import { criteriaOf } from './criteria-parser.ts'
import { missingClause, notSupported } from './syntax-error.ts'
import { TokenReader } from './token-reader.ts'
import type { Order, Query, Selected, Term } from './tree.ts'

/** What a text in COQL says; refuses what is no query by SYNTAX_ERROR. */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(text)
  if (!reader.skip('select')) throw notSupported()
  const select = reader.list(() => selected(reader))
  if (reader.peek().kind === 'end') throw missingClause('from')
  reader.expect('from')
  const module = reader.name()
  // A custom view can stand behind the module. Its criteria are not played here.
  if (module.includes('#')) throw notSupported()
  const where = reader.skip('where') ? criteriaOf(reader) : undefined
  const groupBy = reader.skip('group', 'by') ? reader.list(() => reader.name()) : []
  const orderBy = reader.skip('order', 'by') ? reader.list(() => ordered(reader)) : []
  const page = pageOf(reader)
  if (reader.peek().kind !== 'end') throw reader.unexpected()
  return {
    select,
    module,
    groupBy,
    orderBy,
    ...(where ? { where } : {}),
    ...page,
  }
}

/** `LIMIT count OFFSET offset`, or `LIMIT offset, count`, which no page documents and recorded answers of version 8 show to work. */
function pageOf(reader: TokenReader): Pick<Query, 'limit' | 'offset'> {
  if (!reader.skip('limit')) return reader.skip('offset') ? { offset: reader.value() } : {}
  const limit = reader.value()
  if (reader.skip(',')) return { offset: limit, limit: reader.value() }
  return reader.skip('offset') ? { limit, offset: reader.value() } : { limit }
}

function selected(reader: TokenReader): Selected {
  const term = termOf(reader)
  return reader.skip('as') ? { ...term, alias: reader.name() } : term
}

function ordered(reader: TokenReader): Order {
  const term = termOf(reader)
  const descending = reader.skip('desc')
  if (!descending) reader.skip('asc')
  return { ...term, descending }
}

/** A column, or a function of one: `SUM(Amount)`. */
function termOf(reader: TokenReader): Term {
  const name = reader.name()
  if (!reader.skip('(')) return { column: name }
  const column = reader.name()
  reader.expect(')')
  return { column, aggregate: name }
}
