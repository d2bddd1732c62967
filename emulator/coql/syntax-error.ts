import { Refusal } from '../answers.ts'
import type { JsonObject } from '../json.ts'

/** A query that nothing is selected by, or that has parts which are not played here. */
export function notSupported(): Refusal {
  return new Refusal('SYNTAX_ERROR', {}, 'given coql query not supported')
}

/** A clause that a query must have and has not. */
export function missingClause(clause: string): Refusal {
  return new Refusal('SYNTAX_ERROR', { clause }, 'missing clause')
}

/** A word in the place of a comparator that is none. */
export function unknownComparator(operator: string): Refusal {
  return new Refusal('SYNTAX_ERROR', { operator }, 'operator not supported')
}

/** A piece of a query that cannot stand where it stands. */
export function unexpected(place: JsonObject): Refusal {
  return new Refusal('SYNTAX_ERROR', place, 'unexpected token')
}

/** More than two criteria that no brackets group: as recorded of version 8, refused without a place. */
export function ungrouped(): Refusal {
  return new Refusal('SYNTAX_ERROR', { near: 'where' })
}
