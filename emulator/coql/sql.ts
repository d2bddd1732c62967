import type { Key } from './keys.ts'
import type { Mirror, Place } from './mirror.ts'
import type { Column, Condition, Filter, Plan, Source, Target } from './plan.ts'

/** A Statement is SQL text, made of nothing that a query brought, and the values of its parameters. */
export interface Statement {
  readonly text: string
  readonly values: Key[]
}

/** Compiles a plan; a row has the id of a record of each source (`s0` …) and what is computed (`v0` …). */
export function statementOf(plan: Plan, mirror: Mirror): Statement {
  const values: Key[] = []
  const sql = new Names(plan, mirror)
  const selected = [
    ...plan.sources.map(({ index }) => `a${index}.id AS s${index}`),
    ...plan.outputs.flatMap((output, index) =>
      output.aggregate ? [`${sql.target(output)} AS v${index}`] : [],
    ),
  ]
  const where = plan.filter ? ` WHERE ${filterText(plan.filter, sql, values)}` : ''
  const group =
    plan.groupBy.length > 0 ? ` GROUP BY ${plan.groupBy.map((c) => sql.column(c)).join(', ')}` : ''
  // One more than is asked for tells whether there are more.
  values.push(plan.limit + 1, plan.offset)
  const text = `SELECT ${selected.join(', ')} FROM ${sql.from()}${where}${group}${orderText(plan, sql)} LIMIT ? OFFSET ?`
  return { text, values }
}

/** What the parts of a plan are called in SQL. */
class Names {
  readonly #plan: Plan
  readonly #places: readonly Place[]

  constructor(plan: Plan, mirror: Mirror) {
    this.#plan = plan
    const used = columnsOf(plan)
    this.#places = plan.sources.map(({ relation }) => {
      const ofRelation = used.filter(({ source }) => source.relation.name === relation.name)
      return mirror.placeOf(relation, new Set(ofRelation.map(({ name }) => name)))
    })
  }

  column({ source, name }: Column): string {
    return `a${source.index}.${name === 'id' ? 'id' : this.#place(source).columnOf(name)}`
  }

  target({ column, aggregate }: Target): string {
    return aggregate ? `${aggregate}(${this.column(column)})` : this.column(column)
  }

  from(): string {
    const joins = this.#plan.sources.flatMap((source) =>
      source.via
        ? [`LEFT JOIN ${this.#named(source)} ON a${source.index}.id = ${this.column(source.via)}`]
        : [],
    )
    const [base] = this.#plan.sources
    return [base ? this.#named(base) : '', ...joins].join(' ')
  }

  #named(source: Source): string {
    return `${this.#place(source).table} AS a${source.index}`
  }

  #place(source: Source): Place {
    const place = this.#places[source.index]
    if (!place) throw new RangeError(`There is no source ${source.index}.`)
    return place
  }
}

/** The columns that the SQL database needs: what is only shown comes from the records themselves. */
function columnsOf({ sources, outputs, filter, groupBy, orderBy }: Plan): readonly Column[] {
  const columns = [
    ...sources.flatMap(({ via }) => via ?? []),
    ...outputs.filter(({ aggregate }) => aggregate).map(({ column }) => column),
    ...(filter ? conditionsOf(filter).map(({ column }) => column) : []),
    ...groupBy,
    ...orderBy.map(({ column }) => column),
  ]
  return columns.filter(({ name }) => name !== 'id')
}

function conditionsOf(filter: Filter): readonly Condition[] {
  if (!('connective' in filter)) return [filter]
  return [...conditionsOf(filter.left), ...conditionsOf(filter.right)]
}

function filterText(filter: Filter, sql: Names, values: Key[]): string {
  if (!('connective' in filter)) return conditionText(filter, sql.column(filter.column), values)
  const left = filterText(filter.left, sql, values)
  return `(${left} ${filter.connective.toUpperCase()} ${filterText(filter.right, sql, values)})`
}

function conditionText({ comparator, keys }: Condition, column: string, values: Key[]): string {
  switch (comparator) {
    case 'is null':
    case 'is not null':
      return `${column} ${comparator.toUpperCase()}`
    case 'like':
    case 'not like': {
      const like = likeText(String(keys[0] ?? ''), column, values)
      return comparator === 'like' ? like : `NOT (${like})`
    }
    case 'in':
    case 'not in':
      values.push(...keys)
      return `${column} ${comparator.toUpperCase()} (${keys.map(() => '?').join(', ')})`
    case 'between':
    case 'not between':
      values.push(...keys)
      return `${column} ${comparator.toUpperCase()} ? AND ?`
    default:
      values.push(...keys)
      return `${column} ${comparator} ?`
  }
}

/** Only a `%` at an end stands for any text; whatever is between the ends stands for itself. */
function likeText(pattern: string, column: string, values: Key[]): string {
  const isOpenEnded = pattern.endsWith('%')
  const isOpenStart = pattern.startsWith('%') && (pattern.length > 1 || !isOpenEnded)
  const sought = pattern.slice(isOpenStart ? 1 : 0, isOpenEnded ? -1 : undefined)
  // Of a column without a value nothing is known: it is like no pattern, nor unlike one.
  if (sought === '') return isOpenStart || isOpenEnded ? `${column} = ${column}` : `${column} = ''`
  if (isOpenStart && isOpenEnded) {
    values.push(sought)
    return `instr(${column}, ?) > 0`
  }
  values.push(sought)
  if (!isOpenStart && !isOpenEnded) return `${column} = ?`
  values.push(sought)
  return isOpenEnded ? `substr(${column}, 1, length(?)) = ?` : `substr(${column}, -length(?)) = ?`
}

/** Ids decide where all else is equal; groups without an order come in that of what they are grouped by. */
function orderText({ orderBy, groupBy, isGrouped }: Plan, sql: Names): string {
  const asked = orderBy.map((target) => `${sql.target(target)} ${target.descending ? 'DESC' : 'ASC'}`)
  const rest = isGrouped ? groupBy.map((column) => sql.column(column)) : ['a0.id']
  const all = [...asked, ...rest]
  return all.length > 0 ? ` ORDER BY ${all.join(', ')}` : ''
}
