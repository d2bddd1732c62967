import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type DatabaseKind, DBStore, type DBStoreOptions } from '@zcrm/runtime/stores'
import Sqlite from 'better-sqlite3'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { scratchFolder } from './scratch.ts'

/** A database that stores are tested on. */
export interface TestDatabase {
  readonly name: string
  readonly kind: DatabaseKind
  /** Whether it answers; under CI always, so that a test fails for want of it and is not skipped. */
  readonly isThere: boolean
  /** Connection settings, in JSON, of an empty database that goes with the test. */
  options(): Promise<DBStoreOptions>
}

/** What a test looks at a database with, past the store. */
export type Ask = (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** A store that is closed with the test. */
export function openStore(options: DBStoreOptions): DBStore {
  const store = new DBStore(options)
  onTestFinished(() => store.close())
  return store
}

/** A connection of its own to the database of some options, closed with the test. */
export async function askerOf(options: DBStoreOptions): Promise<Ask> {
  if ('mysql' in options) {
    const connection = await mysql.createConnection(options.mysql as mysql.ConnectionOptions)
    onTestFinished(() => connection.end())
    return async (sql) => {
      const [rows] = await connection.query(sql)
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
    }
  }
  if ('postgres' in options) {
    const client = new pg.Client(options.postgres as pg.ClientConfig)
    await client.connect()
    onTestFinished(() => client.end())
    return async (sql) => (await client.query(sql)).rows
  }
  const database = new Sqlite('sqlite' in options ? String(options.sqlite) : '')
  onTestFinished(() => void database.close())
  return async (sql) => {
    const statement = database.prepare(sql)
    if (statement.reader) return statement.all() as Record<string, unknown>[]
    statement.run()
    return []
  }
}

const isCI = process.env['ZCRM_TEST_CI'] === 'true'

/** Servers of this machine on their usual ports; a URL of another comes from the environment. */
const MYSQL = process.env['DATABASE_URL_MYSQL'] ?? 'mysql://root@127.0.0.1:3306'
const POSTGRES = process.env['DATABASE_URL_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432'

interface Server {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

function serverOf(url: string, port: number): Server {
  const parsed = new URL(url)
  return {
    host: parsed.hostname,
    port: parsed.port === '' ? port : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
  }
}

const mysqlServer = serverOf(MYSQL, 3306)
const postgresServer = serverOf(POSTGRES, 5432)

async function onMysql(sql: string): Promise<void> {
  const connection = await mysql.createConnection({ ...mysqlServer, connectTimeout: 2000 })
  await connection.query(sql).finally(() => connection.end())
}

async function onPostgres(sql: string): Promise<void> {
  const client = new pg.Client({ ...postgresServer, database: 'postgres', connectionTimeoutMillis: 2000 })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function answers(ask: (sql: string) => Promise<void>): Promise<boolean> {
  return ask('select 1').then(
    () => true,
    () => false,
  )
}

/** A new database, dropped with the test. */
async function makeDatabase(ask: (sql: string) => Promise<void>, drop: string): Promise<string> {
  const database = `zcrm_test_${randomUUID().replaceAll('-', '')}`
  await ask(`create database ${database}`)
  onTestFinished(() => ask(`drop database ${database}${drop}`))
  return database
}

async function postgresSettings(): Promise<Server & { readonly database: string }> {
  return { ...postgresServer, database: await makeDatabase(onPostgres, ' with (force)') }
}

/** Starts PgBouncer in transaction mode before the PostgreSQL server; it ends with the test. Gives its port. */
async function startPgBouncer(): Promise<number> {
  const [folder, port] = [await scratchFolder(), await freePort()]
  const { host, port: serverPort, user, password } = postgresServer
  const login = `user='${user}'${password === '' ? '' : ` password='${password}'`}`
  // It refuses to run as root, and changes to another user itself.
  const runAs = process.getuid?.() === 0 ? 'user = nobody' : ''
  const settings = `[databases]
* = host=${host} port=${serverPort} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
${runAs}
`
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(file, settings, { mode: 0o644 })
  const child = spawn(pgbouncer ?? 'pgbouncer', [file], { stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(async () => {
    if (child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'close')
  })
  await saysItIsUp(child)
  return port
}

async function saysItIsUp(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error('no pipe')
  const lines: string[] = []
  for await (const line of createInterface(child.stderr)) {
    lines.push(line)
    if (line.includes('process up')) {
      child.stderr.resume()
      return
    }
  }
  throw new Error(`PgBouncer did not start: ${lines.join('\n')}`)
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const pgbouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync)
const [isMysqlThere, isPostgresThere] = await Promise.all([answers(onMysql), answers(onPostgres)])

export const sqlite: TestDatabase = {
  name: 'SQLite',
  kind: 'sqlite',
  isThere: true,
  options: async () => ({ sqlite: join(await scratchFolder(), 'tokens.sqlite') }),
}

export const mariadb: TestDatabase = {
  name: 'MySQL or MariaDB',
  kind: 'mysql',
  isThere: isCI || isMysqlThere,
  options: async () => ({ mysql: { ...mysqlServer, database: await makeDatabase(onMysql, '') } }),
}

export const postgres: TestDatabase = {
  name: 'PostgreSQL',
  kind: 'postgres',
  isThere: isCI || isPostgresThere,
  options: async () => ({ postgres: await postgresSettings() }),
}

export const pooledPostgres: TestDatabase = {
  name: 'PostgreSQL behind PgBouncer in transaction mode',
  kind: 'postgres',
  isThere: isCI || (isPostgresThere && pgbouncer !== undefined),
  options: async () => {
    const { database, user } = await postgresSettings()
    return { postgres: { host: '127.0.0.1', port: await startPgBouncer(), user, database } }
  },
}

/** Every database that stores are tested on. */
export const databases: readonly TestDatabase[] = [sqlite, mariadb, postgres, pooledPostgres]
