import type { Client } from '../client.ts'
import { conditionOf, fieldCondition, type Match, type OperandOf, type OperatorOf } from './conditions.ts'
import type { AnyColumn, RowOf, Selection } from './coql-columns.ts'
import type { CoqlOperators } from './coql-operators.ts'
import { type QueryState, queryText } from './coql-text.ts'
import type { CallOptions } from './module.ts'
import { RecordList } from './page.ts'
import { checkRange } from './paging.ts'
import type { LookupPath, Path, TargetOf, ValueAt } from './paths.ts'
import type { ModuleType } from './related.ts'

const MAX_OFFSET = 99_999

/** The query of some columns of a module. */
export function queryOf<R, J, Row>(
  client: Client,
  module: string,
  columns: readonly (string | AnyColumn)[],
): Query<R, J, Row> {
  return new Query(client, {
    module,
    columns,
    where: [],
    groupBy: [],
    orderBy: [],
    limit: Number.POSITIVE_INFINITY,
    offset: 0,
  })
}

/** A query that does not say yet what it selects. `J`: the records that were joined, by the paths of their lookups. */
export class QueryStart<R, J> {
  readonly #client: Client
  readonly #module: string

  /** @internal */
  constructor(client: Client, module: string) {
    this.#client = client
    this.#module = module
  }

  /**
   * Makes the fields of the record that a lookup points to known to the query: `'Account_Name.Industry'`.
   * @param _module The class of the lookup's module. Of another module it does not compile.
   */
  join<const P extends LookupPath<R, J>, T extends object>(
    _lookup: P,
    _module: ModuleType<TargetOf<ValueAt<R, J, P>>, T>,
  ): QueryStart<R, J & { readonly [K in P]: T }> {
    return new QueryStart(this.#client, this.#module)
  }

  /** What the rows have: fields by name, {@link as}, {@link sum} and the like; 50 at most. */
  select<const S extends Selection<R, J>>(...columns: S): Query<R, J, RowOf<R, J, S[number]>> {
    return queryOf(this.#client, this.#module, columns)
  }
}

/**
 * A query in COQL. It never changes: each step gives another one. It runs when its rows are read, 2,000 rows a call,
 * and goes on by itself.
 *
 * Without an order and an offset, records come in the order of their ids and each call begins after the last id: no
 * record comes twice, and none is left out that matches all the while. Else the calls count rows (`OFFSET`), up to
 * 100,000, with the id as the last thing to sort by: where records that match come or go meanwhile, rows may come
 * twice or be left out.
 */
export class Query<R, J, Row> extends RecordList<Row> {
  readonly #client: Client
  readonly #state: QueryState

  /** @internal */
  constructor(client: Client, state: QueryState) {
    super(
      async (previous, index) => (await import('./query-run.ts')).queryPage(client, state, previous, index),
      state.limit,
    )
    this.#client = client
    this.#state = state
  }

  #with<Changed = Row>(changes: Partial<QueryState>): Query<R, J, Changed> {
    return new Query(this.#client, { ...this.#state, ...changes })
  }

  /**
   * Only records of which this holds, beside what was asked before. What a field is compared with depends on the
   * operator: a value, a list (`in`), two ends (`between`), a pattern (`like '%x%'`), or nothing (`is null`).
   */
  where<const P extends Path<R, J>, const O extends OperatorOf<CoqlOperators, R, J, P>>(
    field: P,
    operator: O,
    ...operand: OperandOf<CoqlOperators, R, J, P, O>
  ): Query<R, J, Row> {
    const condition = fieldCondition(field, String(operator), operand)
    return this.#with({ where: [...this.#state.where, condition] })
  }

  /** Only records of which a condition of several holds: `({ is, any }) => any(is(…), is(…))`. */
  match(conditions: Match<CoqlOperators, R, J>): Query<R, J, Row> {
    return this.#with({ where: [...this.#state.where, conditionOf(conditions)] })
  }

  /** Puts the records together that are equal in these fields, 4 at most. Such rows have no id. */
  groupBy<const P extends Path<R, J>>(
    ...fields: readonly P[]
  ): Query<R, J, 'id' extends P ? Row : Omit<Row, 'id'>> {
    return this.#with({ groupBy: [...this.#state.groupBy, ...fields] })
  }

  /** Sorts by this field, after those that were named before; 10 at most. */
  orderBy<const P extends Path<R, J>>(field: P, direction: 'asc' | 'desc' = 'asc'): Query<R, J, Row> {
    return this.#with({ orderBy: [...this.#state.orderBy, [field, direction]] })
  }

  /** At most this many rows. Default: all. */
  limit(rows: number): Query<R, J, Row> {
    checkRange('limit', rows, Number.POSITIVE_INFINITY)
    return this.#with({ limit: rows })
  }

  /** Leaves out this many rows, less than 100,000. */
  offset(rows: number): Query<R, J, Row> {
    checkRange('offset', rows, MAX_OFFSET, 0)
    return this.#with({ offset: rows })
  }

  /** Options of the query's calls. */
  with({ signal }: CallOptions): Query<R, J, Row> {
    return this.#with({ signal })
  }

  /** The first row, or `null` where there is none. */
  async first(): Promise<Row | null> {
    const [row] = await this.limit(1).all()
    return row ?? null
  }

  /** The query in COQL. Run, it is sent in parts of 2,000 rows, and fields that are named as words of COQL in quotes. */
  override toString(): string {
    return queryText(this.#state)
  }
}
