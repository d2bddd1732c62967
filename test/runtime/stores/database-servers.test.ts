import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigurationError } from '@zcrm/runtime'
import { DBStore, type DBStoreOptions, verifyTokenStore } from '@zcrm/runtime/stores'
import mysql from 'mysql2'
import mysqlPromise from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type Ask,
  askerOf,
  databases,
  freePort,
  mariadb,
  openStore,
  postgres,
  type TestDatabase,
} from '../../support/databases.ts'
import { caught, expectNoSecrets, storedToken } from '../support.ts'

const SECRETS = { clientSecret: 's-e-c-1', refreshToken: 's-e-c-2', accessToken: 's-e-c-3' }
const PASSWORD = 'p@ss/w:rd #%'

interface Settings {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** The settings within options of a server. */
function settingsOf(options: DBStoreOptions): Settings {
  const settings = 'mysql' in options ? options.mysql : 'postgres' in options ? options.postgres : null
  return { password: '', ...(settings as Omit<Settings, 'password'>) }
}

function optionsOf({ kind }: TestDatabase, settings: Settings): DBStoreOptions {
  return kind === 'mysql' ? { mysql: settings } : { postgres: settings }
}

function urlOf({ kind }: TestDatabase, settings: Settings): string {
  const { host, port, user, password, database } = settings
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return `${kind}://${login}@${host}:${port}/${database}`
}

/** Breaks every connection to a database but the asking one. */
async function breakConnections(ask: Ask, { kind }: TestDatabase): Promise<number> {
  if (kind === 'postgres') {
    const others = 'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
    return (await ask(`select pg_terminate_backend(pid) ${others}`)).length
  }
  const others = 'from information_schema.processlist where db = database() and id <> connection_id()'
  const connections = await ask(`select id ${others}`)
  for (const { id } of connections) await ask(`kill ${id}`)
  return connections.length
}

/** A way to a server on a port of its own, with an end that can come at any time. */
async function gateway(port: number, { host, port: target }: Settings): Promise<{ breakOff(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const upstream = connect(target, host)
    socket.pipe(upstream).pipe(socket)
    for (const end of [socket, upstream]) sockets.add(end.on('error', () => {}))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const breakOff = () => {
    for (const socket of sockets) socket.resetAndDestroy()
    sockets.clear()
  }
  onTestFinished(() => {
    server.close()
    breakOff()
  })
  return { breakOff }
}

/** What asks since when a statement waits for a lock of another session. */
const WAITING = {
  mysql:
    "select t.trx_wait_started as since from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id where p.db = database() and p.info like 'update%fingerprint%' and t.trx_wait_started is not null",
  postgres:
    "select query_start as since from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  sqlite: '',
} as const

/** A session that holds the lock of every row, and a way to wait until a statement (or another one) waits for it. */
async function lockRows(
  options: DBStoreOptions,
  { kind }: TestDatabase,
): Promise<{ unlock(): Promise<unknown>; isWaitedFor(): Promise<void> }> {
  let last: string | undefined
  const [locker, ask] = [await askerOf(options), await askerOf(options)]
  await locker('begin')
  await locker("update zcrm_tokens set label = 'locked'")
  const isWaitedFor = async () => {
    for (;;) {
      const [waiting] = await ask(WAITING[kind])
      const since = waiting && JSON.stringify(waiting['since'])
      if (since !== undefined && since !== last) {
        last = since
        return
      }
      // InnoDB says the same again to who asks more often than ten times a second.
      await wait(150)
    }
  }
  return { unlock: () => locker('rollback'), isWaitedFor }
}

/** The first call that succeeds; those that meet a broken connection fail as they should. */
async function sooner<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError)
      expectNoSecrets(error as ConfigurationError, Object.values(SECRETS))
      if (attempt === 20) throw error
    }
  }
}

describe.each(databases.filter(({ kind }) => kind !== 'sqlite'))('DBStore on a server: $name', (database) => {
  const tested = test.skipIf(!database.isThere)

  tested('is told where by a URL', async () => {
    const settings = settingsOf(await database.options())
    const url = urlOf(database, settings)
    const store = openStore(database.kind === 'mysql' ? { mysql: url } : { postgres: url })
    expect(await store.save(storedToken())).toBe(true)
  })

  tested(
    'a server that is not there is an error with its reason; once it is there, the store works',
    async () => {
      const settings = settingsOf(await database.options())
      const port = await freePort()
      const store = openStore(optionsOf(database, { ...settings, host: '127.0.0.1', port }))
      const error = await caught(store.save(storedToken(SECRETS)))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toMatch(
        /, table zcrm_tokens\) cannot be opened: connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
      )
      expect(error.hint).toMatch(/^Check that the server runs, and host, port, user, password and database/)
      expectNoSecrets(error, Object.values(SECRETS))

      await gateway(port, settings)
      expect(await store.save(storedToken())).toBe(true)
    },
  )

  tested('works again after the server broke its idle connections', async () => {
    const options = await database.options()
    const [store, ask] = [openStore(options), await askerOf(options)]
    await Promise.all([store.list(), store.list()])
    for (let round = 0; round < 3; round++) {
      await breakConnections(ask, database)
      expect(await sooner(() => store.list())).toEqual([])
    }
  })
})

describe.each([mariadb, postgres])('DBStore on a server of its own: $name', (database) => {
  const tested = test.skipIf(!database.isThere)

  tested('a database that is not there is an error, and no password is in it', async () => {
    const settings = { ...settingsOf(await database.options()), database: 'nowhere', password: PASSWORD }
    const url = urlOf(database, settings)
    const byUrl = database.kind === 'mysql' ? { mysql: url } : { postgres: url }
    for (const options of [optionsOf(database, settings), byUrl]) {
      const error = await caught(openStore(options).list())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(' cannot be opened: ')
      expectNoSecrets(error, [PASSWORD, encodeURIComponent(PASSWORD), url])
    }
  })

  test('a URL that cannot be read is an error, and is not repeated', async () => {
    for (const end of ['app:p4ssw0rd@[db/app', 'app:p4ssw0rd%zz@db/app', 'app:p4ssw0rd@db:99999/app']) {
      const url = `${database.kind}://${end}`
      const store = openStore(database.kind === 'mysql' ? { mysql: url } : { postgres: url })
      const error = await caught(store.list())
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(' cannot be opened: ')
      expectNoSecrets(error, ['p4ssw0rd'])
    }
  })

  tested('works again after a connection broke off in the middle of a save', async () => {
    const settings = settingsOf(await database.options())
    const port = await freePort()
    const { breakOff } = await gateway(port, settings)
    const store = openStore(optionsOf(database, { ...settings, host: '127.0.0.1', port }))
    await store.save(storedToken({ ...SECRETS, id: 'a' }))
    const { unlock, isWaitedFor } = await lockRows(optionsOf(database, settings), database)
    const failed = caught(store.save(storedToken({ ...SECRETS, id: 'a', version: 2 })))
    await isWaitedFor()
    breakOff()
    const error = await failed
    expect(error).toBeInstanceOf(ConfigurationError)
    expectNoSecrets(error, Object.values(SECRETS))
    await unlock()
    // The server may have carried it out all the same.
    await sooner(() => store.save(storedToken({ id: 'a', version: 2 })))
    expect(await store.find({ id: 'a' })).toMatchObject({ version: 2 })
  })

  tested('a statement that had to wait for a lock for too long is repeated', async () => {
    const options = await database.options()
    await openStore(options).save(storedToken({ id: 'a' }))
    const { given, end } = poolOf(options, LOCK_TIMEOUT)
    onTestFinished(end)
    const store = openStore(given)
    const { unlock, isWaitedFor } = await lockRows(options, database)
    const saved = store.save(storedToken({ id: 'a', version: 2 }))
    await isWaitedFor()
    // Another statement than the first one: that one's time is over.
    await isWaitedFor()
    await unlock()
    expect(await saved).toBe(true)
  })

  tested('a user who may only read and write rows uses a table that is there', async () => {
    const options = await database.options()
    const settings = settingsOf(options)
    const [user, ask] = [`zcrm_${randomUUID().slice(0, 8)}`, await askerOf(options)]
    await makeUser(ask, database, { user, database: settings.database })
    const limited = optionsOf(database, { ...settings, user, password: PASSWORD })

    const error = await caught(openStore(limited).save(storedToken(SECRETS)))
    expect(error.message).toMatch(/^the token table zcrm_tokens is missing and cannot be made: .*denied/)
    expect(error.hint).toContain(`DBStore.tableSql('${database.kind}', 'zcrm_tokens')`)
    expectNoSecrets(error, [PASSWORD, ...Object.values(SECRETS)])

    await ask(DBStore.tableSql(database.kind))
    if (database.kind === 'postgres') {
      await ask(`grant select, insert, update, delete on zcrm_tokens to ${user}`)
    }
    await verifyTokenStore(() => openStore(limited))
  })

  tested('a table in a schema, which MySQL calls a database', async () => {
    const [options, other] = [await database.options(), await database.options()]
    const schema = database.kind === 'mysql' ? settingsOf(other).database : 'app'
    const ask = await askerOf(options)
    if (database.kind === 'postgres') await ask('create schema app')
    const store = openStore({ ...options, table: `${schema}.tokens` })
    expect(await store.save(storedToken({ id: 'a' }))).toBe(true)
    expect(await ask(`select label from ${schema}.tokens`)).toEqual([{ label: 'a' }])
  })

  tested('a pool that was passed is not closed', async () => {
    const options = await database.options()
    const { given, end } = poolOf(options)
    onTestFinished(end)
    for (let round = 0; round < 2; round++) {
      const store = openStore(given)
      await verifyTokenStore(() => store)
      await store.close()
    }
  })
})

/** A user who may read and write rows of the database, and nothing else. */
async function makeUser(
  ask: Ask,
  { kind }: TestDatabase,
  { user, database }: { readonly user: string; readonly database: string },
): Promise<void> {
  if (kind === 'mysql') {
    await ask(`create user ${user} identified by '${PASSWORD}'`)
    onTestFinished(async () => void (await ask(`drop user ${user}`)))
    await ask(`grant select, insert, update, delete on ${database}.* to ${user}`)
  } else {
    await ask(`create role ${user} login password '${PASSWORD}'`)
    onTestFinished(async () => void (await ask(`drop owned by ${user}; drop role ${user}`)))
  }
}

/** What lets sessions wait for locks for a short time. */
const LOCK_TIMEOUT = { mysql: 'set innodb_lock_wait_timeout = 1', postgres: 'set lock_timeout = 50' }

/** A pool of a test's own, with a statement for each of its sessions. */
function poolOf(
  options: DBStoreOptions,
  session: typeof LOCK_TIMEOUT = { mysql: 'select 1', postgres: 'select 1' },
): { given: DBStoreOptions; end: () => Promise<void> } {
  const settings = settingsOf(options)
  if ('postgres' in options) {
    const pool = new pg.Pool(settings)
    // The database is dropped while connections are being closed.
    pool.on('error', () => {})
    pool.on('connect', (client) => void client.query(session.postgres))
    return { given: { postgres: pool }, end: () => pool.end() }
  }
  const pool = mysqlPromise.createPool(settings)
  pool.pool.on('connection', (connection) => connection.query(session.mysql))
  return { given: { mysql: pool }, end: () => pool.end() }
}

describe('DBStore on MySQL or MariaDB', () => {
  const tested = test.skipIf(!mariadb.isThere)

  /** A store over a pool whose sessions are not as they usually are. */
  async function storeWith(settings: object, sessions: string): Promise<DBStore> {
    const options = await mariadb.options()
    const pool = mysql.createPool({ ...settingsOf(options), ...settings })
    onTestFinished(() => pool.promise().end())
    pool.on('connection', (connection) => connection.query(sessions))
    return openStore({ mysql: pool })
  }

  const SESSIONS: Readonly<Record<string, readonly [settings: object, sessions: string]>> = {
    'that takes backslashes as they are': [{}, "set sql_mode = 'NO_BACKSLASH_ESCAPES'"],
    'in ANSI mode': [{}, "set sql_mode = 'ANSI'"],
    'that counts changed rows only': [{ flags: ['-FOUND_ROWS'] }, 'select 1'],
    'in Japan': [{}, "set time_zone = '+09:00'"],
    'of Latin letters': [{ charset: 'latin1_swedish_ci' }, 'select 1'],
    'that gives big numbers as texts': [{ supportBigNumbers: true, bigNumberStrings: true }, 'select 1'],
  }
  test.skipIf(!mariadb.isThere).each(Object.entries(SESSIONS))(
    'keeps the contract in a session %s',
    async (_, [settings, sessions]) => {
      const store = await storeWith(settings, sessions)
      await verifyTokenStore(() => store)
    },
  )

  tested(
    'a lease that is prolonged within one tick of the clock counts, though nothing changed',
    async () => {
      const store = await storeWith({ flags: ['-FOUND_ROWS'] }, 'set timestamp = 1700000000')
      for (let round = 0; round < 3; round++) expect(await store.lease('key', 'mine', 60_000)).toBe(true)
      expect(await store.lease('key', 'theirs', 60_000)).toBe(false)
    },
  )

  tested('a lease of one time zone holds in another', async () => {
    const options = await mariadb.options()
    const stores = ['-11:00', '+13:00'].map((zone) => {
      const pool = mysql.createPool(settingsOf(options))
      onTestFinished(() => pool.promise().end())
      pool.on('connection', (connection) => connection.query(`set time_zone = '${zone}'`))
      return openStore({ mysql: pool })
    })
    for (const [index, store] of stores.entries()) {
      expect(await store.lease(`key ${index}`, 'mine', 60_000)).toBe(true)
      for (const other of stores) expect(await other.lease(`key ${index}`, 'theirs', 60_000)).toBe(false)
    }
    // Each respects the other's end.
    await verifyTokenStore(() => stores.pop() ?? openStore(options))
  })
})

describe('DBStore on PostgreSQL', () => {
  test.skipIf(!postgres.isThere)(
    'keeps the contract where every statement is a serializable transaction',
    async () => {
      const options = await postgres.options()
      const ask = await askerOf(options)
      await ask(
        `alter database ${settingsOf(options).database} set default_transaction_isolation = 'serializable'`,
      )
      await verifyTokenStore(() => openStore(options))
    },
  )
})
