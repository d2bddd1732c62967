import type { Dialect, Kysely, MysqlPool, PostgresPool, Sql, SqliteDatabase } from 'kysely'
import { DRIVERS, type Driver, lacking } from './database-drivers.ts'
import type { CheckedDBStoreOptions, DatabaseKind, Source } from './database-options.ts'

/** A database that can be asked. */
export interface Connection {
  readonly kysely: Kysely<unknown>
  readonly sql: Sql
  readonly kind: DatabaseKind
  /** Closes what was opened; what the caller passed stays open. */
  close(): Promise<void>
}

/**
 * Loads the packages that a database needs, and opens it. A server is not connected to before it is asked something.
 * @throws ConfigurationError where a package is missing.
 */
export async function connect({ kind, source }: CheckedDBStoreOptions): Promise<Connection> {
  const kysely = await import(
    /* webpackIgnore: true */ /* turbopackOptional: true */ /* turbopackIgnore: false */ 'kysely'
  ).catch(lacking(kind, source.from === 'settings'))
  const { Kysely, sql } = kysely
  if (source.from === 'dialect') {
    // Its shape was checked; its own type is of an optional package.
    const dialect = source.dialect as unknown as Dialect
    return { kysely: new Kysely({ dialect }), sql, kind, close: async () => {} }
  }
  const { driver, close } = await open(kind, source)
  return { kysely: new Kysely({ dialect: dialectOf(kysely, kind, driver) }), sql, kind, close }
}

async function open(kind: DatabaseKind, source: Exclude<Source, { from: 'dialect' }>): Promise<Driver> {
  if (source.from === 'driver') return { driver: source.driver, close: async () => {} }
  return DRIVERS[kind].open(source.settings)
}

function dialectOf(kysely: typeof import('kysely'), kind: DatabaseKind, driver: object): Dialect {
  switch (kind) {
    case 'mysql':
      return new kysely.MysqlDialect({ pool: withCallbacks(driver) as MysqlPool })
    case 'postgres':
      return new kysely.PostgresDialect({ pool: heard(driver as PostgresPool) })
    case 'sqlite':
      return new kysely.SqliteDialect({ database: driver as SqliteDatabase })
  }
}

type Client = Awaited<ReturnType<PostgresPool['connect']>> & {
  on?(event: 'error', listener: () => void): void
}

/**
 * A pool whose connections may break in use. They say so twice: to the statement that they carry, and as an event,
 * which ends the process where nobody listens; Kysely does not.
 */
function heard(pool: PostgresPool): PostgresPool {
  const clients = new WeakSet<Client>()
  const ignore = () => {}
  return {
    connect: async () => {
      const client: Client = await pool.connect()
      if (!clients.has(client)) client.on?.('error', ignore)
      clients.add(client)
      return client
    },
    end: () => pool.end(),
  }
}

/** The pool within a pool of `mysql2/promise`: Kysely would wait for a callback for good. */
function withCallbacks(pool: object): object {
  return 'pool' in pool && typeof pool.pool === 'object' && pool.pool !== null ? pool.pool : pool
}
