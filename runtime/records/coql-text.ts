import { ConfigurationError } from '../http/errors.ts'
import type { Condition, FieldCondition } from './conditions.ts'
import type { AnyColumn } from './coql-columns.ts'
import { literal } from './coql-literal.ts'

/** A query, before it is text. */
export interface QueryState {
  readonly module: string
  readonly columns: readonly (string | AnyColumn)[]
  /** All of these hold. */
  readonly where: readonly Condition[]
  readonly groupBy: readonly string[]
  readonly orderBy: readonly Order[]
  /** Rows at most; `Infinity` for all. */
  readonly limit: number
  readonly offset: number
  readonly signal?: AbortSignal | undefined
}

/** A field that rows are sorted by. */
export type Order = readonly [field: string, direction: 'asc' | 'desc']

/** What holds for every record, and what for none. COQL demands a condition, and has no other way to say so. */
const EVERY = 'id is not null'
const NONE = 'id is null'

const OPERATORS = ' = != > >= < <= like not_like in not_in between not_between is_null is_not_null '

/** Words that COQL takes for its own where a field has that name; quoted, any name is a name. */
const RESERVED =
  ' all and any array as asc at authorization begin between both by call case cast check column commit condition connect constraint contains corresponding create cross cube current cursor cycle date day default delete desc describe distinct double drop each element else end escape every except execute exists external extract false fetch filter float for foreign free from full function get global grant group grouping having hold hour identity in inner insert integer intersect interval into is join language large lateral leading left like limit local match member merge method minute month multiset natural new no none not null numeric of offset old on only open or order out outer over overlaps parameter partition period position precision prepare primary procedure range rank reference references release result return revoke right rollback rollup row rows scroll search second select session set show similar some specific start static submultiset sum symmetric system table then time timestamp to top trailing translate trigger trim true union unique unknown update upper user using value values view when where window with within year '

/**
 * The text of a query. Values in it are escaped, conditions stand in pairs as COQL wants them.
 * @throws ConfigurationError for a name that is none and a value that cannot be written.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html
 */
export function queryText({ module, columns, where, groupBy, orderBy, limit, offset }: QueryState): string {
  const order = orderBy.map(
    ([field, direction]) => `${nameText(field)} ${direction === 'desc' ? 'desc' : 'asc'}`,
  )
  return [
    `select ${columns.map(columnText).join(', ')} from ${nameText(module)} where ${conditionText({ all: where })}`,
    ...(groupBy.length === 0 ? [] : [`group by ${groupBy.map(nameText).join(', ')}`]),
    ...(order.length === 0 ? [] : [`order by ${order.join(', ')}`]),
    ...(limit === Number.POSITIVE_INFINITY ? [] : [`limit ${limit}`]),
    ...(offset === 0 ? [] : [`offset ${offset}`]),
  ].join(' ')
}

function columnText(column: string | AnyColumn): string {
  if (typeof column === 'string') return nameText(column)
  const { function: name, field, key } = column
  const text = name === null ? nameText(field) : `${nameText(name)}(${nameText(field)})`
  return key === text ? text : `${text} as '${nameText(key)}'`
}

function nameText(name: string): string {
  if (!/^[a-z]\w*(\.[a-z]\w*)*$/i.test(name)) {
    throw new ConfigurationError(
      `${JSON.stringify(name)} is no name in a query`,
      'Name modules, fields and aliases by letters, digits and underscores; values are passed as values.',
    )
  }
  const isReserved = name.split('.').some((part) => RESERVED.includes(` ${part.toLowerCase()} `))
  return isReserved ? `'${name}'` : name
}

function conditionText(condition: Condition): string {
  if ('all' in condition) {
    const parts = condition.all.map(conditionText).filter((part) => part !== EVERY)
    return parts.length === 0 ? EVERY : paired(parts, 'and')
  }
  if ('any' in condition) {
    const parts = condition.any.map(conditionText).filter((part) => part !== NONE)
    return parts.includes(EVERY) ? EVERY : parts.length === 0 ? NONE : paired(parts, 'or')
  }
  return comparison(condition)
}

function paired(parts: readonly string[], word: string): string {
  return parts.reduce((left, right) => `(${left} ${word} ${right})`)
}

function comparison({ field, operator, value }: FieldCondition): string {
  const left = `${nameText(field)} ${operator}`
  if (!OPERATORS.includes(` ${operator.replaceAll(' ', '_')} `)) {
    throw new ConfigurationError(
      `COQL has no operator ${operator}`,
      `It has${OPERATORS.replaceAll('_', ' ')}.`,
    )
  }
  if (operator.startsWith('is')) return left
  if (!Array.isArray(value)) return `${left} ${literal(value)}`
  if (operator.endsWith('between')) return `${left} ${literal(value[0])} and ${literal(value[1])}`
  if (!operator.endsWith('in')) return `${left} ${literal(value.join(';'))}`
  if (value.length === 0) return operator === 'in' ? NONE : EVERY
  return `${left} ${literal(value)}`
}
