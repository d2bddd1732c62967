/** Whether a query must have a WHERE clause. */
export type WhereClause = 'demanded' | 'optional'

/** What a selected lookup gives: its id alone, or the name of the record as well. */
export type Lookups = 'id' | 'name'

/** How much a query may hold: as the page of the limitations says, or as was announced for version 7. */
export type LimitsOf = 'documented' | 'announced'

/** CoqlOptions say which of Zoho's sides is played where its pages contradict each other. */
export interface CoqlOptions {
  readonly where: WhereClause
  readonly lookups: Lookups
  readonly limits: LimitsOf
}

/** What an emulator's options say of queries. */
export interface GivenCoqlOptions {
  /** Whether a query in COQL must have a WHERE clause; default demanded. */
  readonly coqlWhere?: WhereClause
  /**
   * What a lookup gives that a query in COQL selects: `{ id }` (the default, as most samples of the documentation), or
   * `{ name, id }` (as some of version 8).
   */
  readonly coqlLookups?: Lookups
  /**
   * How much a query in COQL may hold: 50 columns and 50 values of `in` (the default, the documentation's page of
   * limitations), or 500 and 100, as was announced for version 7.
   */
  readonly coqlLimits?: LimitsOf
}

/** The options of queries, with the defaults for what is not given. */
export function coqlOptionsOf(given: GivenCoqlOptions): CoqlOptions {
  const { coqlWhere = 'demanded', coqlLookups = 'id', coqlLimits = 'documented' } = given
  return { where: coqlWhere, lookups: coqlLookups, limits: coqlLimits }
}

/** Limits are how much a query may hold. */
export interface Limits {
  /** Columns of the SELECT clause. */
  readonly columns: number
  /** Values of `in` and `not in`. */
  readonly values: number
  readonly criteria: number
  readonly aggregates: number
  readonly groupBy: number
  readonly orderBy: number
  /** Joins that WHERE, GROUP BY and ORDER BY need. */
  readonly baseJoins: number
  /** Joins that only the SELECT clause needs. */
  readonly selectJoins: number
  /** Lookups that a path goes through. */
  readonly depth: number
  /** Records of an answer, and how many where the query does not say. */
  readonly limit: number
  readonly usualLimit: number
  /** Records that can be reached. */
  readonly reach: number
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Limitations.html */
const DOCUMENTED: Limits = {
  columns: 50,
  values: 50,
  criteria: 25,
  aggregates: 5,
  groupBy: 4,
  orderBy: 10,
  baseJoins: 5,
  selectJoins: 15,
  depth: 2,
  limit: 2000,
  usualLimit: 200,
  reach: 100_000,
}

/** The limits of a query. */
export const LIMITS: Readonly<Record<LimitsOf, Limits>> = {
  documented: DOCUMENTED,
  // https://help.zoho.com/portal/en/community/topic/kaizen-183-coql-apis-enhancements-in-zoho-crm-api-version-7
  announced: { ...DOCUMENTED, columns: 500, values: 100 },
}
