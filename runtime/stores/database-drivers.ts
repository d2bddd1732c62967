import { ConfigurationError } from '../http/errors.ts'
import { patiently } from './database-errors.ts'
import type { DatabaseKind } from './database-options.ts'

/** A pool or database, and how it is closed. */
export interface Driver {
  readonly driver: object
  close(): Promise<void>
}

interface Opening {
  /** The package that the database is reached by. */
  readonly packaged: string
  open(settings: string | object): Promise<Driver>
}

/** Many processes share a server, and a token needs a connection for a moment an hour. */
const CONNECTIONS = 2
const CONNECT_TIMEOUT = 10_000
/** Milliseconds after which an idle connection is closed: firewalls forget such within minutes, and say nothing. */
const IDLE = 10_000

/**
 * How each database is opened. None of them keeps a process alive that has nothing else to do. For the comments of the
 * imports see `log-file.ts`.
 */
export const DRIVERS: Readonly<Record<DatabaseKind, Opening>> = {
  mysql: { packaged: 'mysql2', open: openMysql },
  postgres: { packaged: 'pg', open: openPostgres },
  sqlite: { packaged: 'better-sqlite3', open: (path) => openSqlite(String(path)) },
}

/** What becomes of a failure to load a database's package, or Kysely. */
export function lacking(kind: DatabaseKind, needsDriver: boolean): (cause: unknown) => never {
  const packages = needsDriver ? ['kysely', DRIVERS[kind].packaged] : ['kysely']
  return (cause) => {
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new ConfigurationError(
      `DBStore cannot load ${packages.join(' and ')}${reason}`,
      `Run npm install ${packages.join(' ')}.`,
      cause,
    )
  }
}

/** What mysql2 does not tell of its connections: the socket, which says whether it keeps the process alive. */
interface MysqlConnection {
  readonly stream: { ref(): unknown; unref(): unknown }
  destroy(): void
}

async function openMysql(settings: string | object): Promise<Driver> {
  const { default: mysql2 } = await import(
    /* webpackIgnore: true */ /* turbopackOptional: true */ /* turbopackIgnore: false */ 'mysql2'
  ).catch(lacking('mysql', true))
  const given = typeof settings === 'string' ? { uri: settings } : settings
  const pool = mysql2.createPool({ connectionLimit: CONNECTIONS, connectTimeout: CONNECT_TIMEOUT, ...given })
  // mysql2 can close idle connections itself, but its timer keeps the process alive for good.
  const idle = new Map<MysqlConnection, ReturnType<typeof setTimeout>>()
  pool.on('release', (connection: MysqlConnection) => {
    const timer = setTimeout(() => {
      idle.delete(connection)
      connection.destroy()
    }, IDLE)
    idle.set(connection, timer)
    timer.unref()
    connection.stream.unref()
  })
  pool.on('acquire', (connection: MysqlConnection) => {
    clearTimeout(idle.get(connection))
    idle.delete(connection)
    connection.stream.ref()
  })
  const close = () =>
    new Promise<void>((resolve, reject) => pool.end((error) => (error ? reject(error) : resolve())))
  return { driver: pool, close }
}

async function openPostgres(settings: string | object): Promise<Driver> {
  const { default: pg } = await import(
    /* webpackIgnore: true */ /* turbopackOptional: true */ /* turbopackIgnore: false */ 'pg'
  ).catch(lacking('postgres', true))
  const given = typeof settings === 'string' ? { connectionString: settings } : settings
  const pool = new pg.Pool({
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: IDLE,
    allowExitOnIdle: true,
    ...given,
  })
  // An idle connection that breaks is replaced; that nobody listened would end the process.
  pool.on('error', () => {})
  return { driver: pool, close: () => pool.end() }
}

async function openSqlite(path: string): Promise<Driver> {
  const { default: Database } = await import(
    /* webpackIgnore: true */ /* turbopackOptional: true */ /* turbopackIgnore: false */ 'better-sqlite3'
  ).catch(lacking('sqlite', true))
  if (path !== ':memory:') await makeFile(path)
  // It waits for locks in its own time, holding up the whole process: that is left to `patiently`.
  const database = new Database(path, { timeout: 0 })
  try {
    // Readers and a writer do not hold each other up, and a save outlives a loss of power.
    const mode = await patiently(() => database.pragma('journal_mode', { simple: true }))
    if (mode !== 'wal') await patiently(() => database.pragma('journal_mode = wal'))
    database.pragma('synchronous = full')
  } catch (error) {
    database.close()
    throw error
  }
  return { driver: database, close: async () => void database.close() }
}

/** Makes a missing file such that only its owner may read it; SQLite gives that to the files beside it too. */
async function makeFile(path: string): Promise<void> {
  const [fs, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  await fs.mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await (await fs.open(path, 'a', 0o600)).close()
}
