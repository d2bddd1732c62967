import { ConfigurationError } from '../http/errors.ts'

/** The databases that a DBStore speaks to; `mysql` is MariaDB too. */
export type DatabaseKind = 'mysql' | 'postgres' | 'sqlite'

/** Where a MySQL or MariaDB server is, in the words of mysql2; for any other setting pass a pool. */
export interface MysqlSettings {
  readonly host?: string
  readonly port?: number
  /** The server's socket, in place of host and port. */
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
  readonly database: string
  readonly ssl?: string | object
  /** Connections at most. Default: 2, since a server is shared by many processes. */
  readonly connectionLimit?: number
  /** Milliseconds within which a connection is made. Default: 10,000. */
  readonly connectTimeout?: number
}

/** Where a PostgreSQL server is, in the words of pg; for any other setting pass a pool. */
export interface PostgresSettings {
  /** A host name, or the folder of the server's socket. */
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly database: string
  readonly ssl?: boolean | object
  /** Connections at most. Default: 2, since a server is shared by many processes. */
  readonly max?: number
  /** Milliseconds within which a connection is made. Default: 10,000. */
  readonly connectionTimeoutMillis?: number
}

// What tells pools, databases and dialects apart. Their packages are optional, so that their types cannot be named.

/** A pool of mysql2 (of `mysql2/promise` too). */
export interface MysqlPool {
  getConnection(...args: never[]): unknown
  end(...args: never[]): unknown
}

/** A pool of pg. */
export interface PostgresPool {
  connect(...args: never[]): unknown
  end(...args: never[]): unknown
}

/** A database of better-sqlite3. */
export interface SqliteDatabase {
  prepare(...args: never[]): unknown
  close(...args: never[]): unknown
}

/** A dialect of Kysely, for drivers that are not named here. */
export interface KyselyDialect {
  createDriver(): object
  createQueryCompiler(): object
  createAdapter(): object
  createIntrospector(db: never): object
}

/**
 * Where a DBStore keeps its tokens: exactly one of `mysql`, `postgres`, `sqlite` and `dialect`. A URL and settings are
 * JSON; a pool, a database or a dialect that is passed stays the caller's and is never closed.
 */
export type DBStoreOptions = {
  /** The table, with its schema before a dot if need be. It is made where it is missing. Default: `zcrm_tokens`. */
  readonly table?: string
} & (
  | {
      /** `mysql://user:password@host:3306/database`, settings, or a pool of mysql2. MariaDB too. */
      readonly mysql: string | MysqlSettings | MysqlPool
    }
  | {
      /** `postgres://user:password@host:5432/database`, settings, or a pool of pg. */
      readonly postgres: string | PostgresSettings | PostgresPool
    }
  | {
      /** The path of a file (made, for its owner only, where it is missing), or a database of better-sqlite3. */
      readonly sqlite: string | SqliteDatabase
    }
  | {
      /** A dialect of Kysely, and which SQL its database speaks. */
      readonly dialect: KyselyDialect
      readonly kind: DatabaseKind
    }
)

/** What a database is reached through: opened by us, or passed by the caller, who closes it. */
export type Source =
  | { readonly from: 'settings'; readonly settings: string | object }
  | { readonly from: 'driver'; readonly driver: object }
  | { readonly from: 'dialect'; readonly dialect: KyselyDialect }

/** Options that are checked and total. */
export interface CheckedDBStoreOptions {
  readonly kind: DatabaseKind
  readonly source: Source
  readonly table: string
}

interface Allowed {
  /** What a text has to look like. */
  readonly text: RegExp
  /** The method that a pool or database has, and settings have not. */
  readonly method: string
  /** Whether an object without the method is taken for settings. */
  readonly settings: boolean
  readonly hint: string
}

const ALLOWED: Readonly<Record<DatabaseKind, Allowed>> = {
  mysql: {
    text: /^(mysql|mariadb):\/\/./,
    method: 'getConnection',
    settings: true,
    hint: 'Pass mysql://user:password@host:3306/database, { host, user, password, database }, or a pool of mysql2.',
  },
  postgres: {
    text: /^(postgres|postgresql):\/\/./,
    method: 'connect',
    settings: true,
    hint: 'Pass postgres://user:password@host:5432/database, { host, user, password, database }, or a pool of pg.',
  },
  sqlite: {
    text: /./,
    method: 'prepare',
    settings: false,
    hint: 'Pass the path of a file, or a database of better-sqlite3.',
  },
}

const KINDS = Object.keys(ALLOWED) as DatabaseKind[]
const ONE_OF = 'Pass exactly one of mysql, postgres, sqlite and dialect (with kind).'
const NAME = /^[a-z_][a-z0-9_$]{0,62}$/i

/**
 * The options of a DBStore, with their defaults.
 * @throws ConfigurationError that names the option which is missing, unknown or wrong, and what is allowed.
 */
export function checkDBStoreOptions(options: DBStoreOptions): CheckedDBStoreOptions {
  if (!isObject(options)) throw new ConfigurationError('DBStore got no options', ONE_OF)
  const { table, ...given } = options as Readonly<Record<string, unknown>>
  const checked = { ...checkedSource(given), table: checkedTable(table) }
  const [unknown] = Object.keys(given).filter((name) => ![...KINDS, 'dialect', 'kind'].includes(name))
  if (unknown === undefined) return checked
  throw new ConfigurationError(`DBStore has no option ${unknown}`, `${ONE_OF} The other option is table.`)
}

/**
 * A name of a table that can be put into SQL.
 * @throws ConfigurationError where it is none.
 */
export function checkedTable(table: unknown = 'zcrm_tokens'): string {
  const names = typeof table === 'string' ? table.split('.') : []
  if (names.length >= 1 && names.length <= 2 && names.every((name) => NAME.test(name))) return names.join('.')
  throw new ConfigurationError(
    'table is no name of a table',
    'Pass letters, digits and _, at most 63, with a schema before a dot if need be.',
  )
}

function checkedSource(given: Readonly<Record<string, unknown>>): Omit<CheckedDBStoreOptions, 'table'> {
  const names = [...KINDS, 'dialect' as const].filter((name) => given[name] !== undefined)
  const [name] = names
  if (name === undefined) throw new ConfigurationError('DBStore is told no database', ONE_OF)
  if (names.length > 1) throw new ConfigurationError(`DBStore is told ${names.join(' and ')}`, ONE_OF)
  if (name === 'dialect') return checkedDialect(given)
  if (given['kind'] === undefined) return { kind: name, source: checkedValue(name, given[name]) }
  throw new ConfigurationError(`kind is set beside ${name}`, 'Leave it out: it belongs to dialect.')
}

function checkedDialect({
  dialect,
  kind,
}: Readonly<Record<string, unknown>>): Omit<CheckedDBStoreOptions, 'table'> {
  if (!KINDS.includes(kind as DatabaseKind))
    throw new ConfigurationError('kind says no database', 'Pass mysql, postgres or sqlite beside dialect.')
  if (!isObject(dialect) || typeof dialect['createDriver'] !== 'function')
    throw new ConfigurationError(
      'dialect is no dialect',
      'Pass one of Kysely, such as new MysqlDialect({ … }).',
    )
  const source: Source = { from: 'dialect', dialect: dialect as unknown as KyselyDialect }
  return { kind: kind as DatabaseKind, source }
}

function checkedValue(kind: DatabaseKind, value: unknown): Source {
  const { text, method, settings, hint } = ALLOWED[kind]
  if (typeof value === 'string' && text.test(value)) return { from: 'settings', settings: value }
  if (isObject(value)) {
    if (typeof value[method] === 'function') return { from: 'driver', driver: value }
    if (settings && typeof value['database'] === 'string') return { from: 'settings', settings: value }
  }
  // The value is not repeated: it may hold a password.
  throw new ConfigurationError(`${kind} is none of what it can be`, hint)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
