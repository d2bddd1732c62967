import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { DBStore, type DBStoreOptions, verifyTokenStore } from '@zcrm/runtime/stores'
import Sqlite from 'better-sqlite3'
import { SqliteDialect } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type Ask,
  askerOf,
  databases,
  openStore,
  sqlite,
  type TestDatabase,
} from '../../support/databases.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { caught, expectNoSecrets, storedToken } from '../support.ts'

const SECRETS = { clientSecret: 's-e-c-1', refreshToken: 's-e-c-2', accessToken: 's-e-c-3' }

/** Everything that a database tells of a table: its definition and its rows. */
async function everythingOf(ask: Ask, { kind }: TestDatabase, table: string): Promise<string> {
  const definition: Readonly<Record<typeof kind, string>> = {
    sqlite: `select * from sqlite_master where tbl_name = '${table}'`,
    mysql: `show create table ${table}`,
    postgres: `select column_name, data_type, is_nullable, ordinal_position from information_schema.columns
      where table_name = '${table}' order by ordinal_position`,
  }
  return JSON.stringify([await ask(definition[kind]), await ask(`select * from ${table}`)])
}

describe.each(databases)('DBStore on $name', (database) => {
  const tested = test.skipIf(!database.isThere)

  tested('ten stores that begin at once make the table once', async () => {
    const options = await database.options()
    const stores = Array.from({ length: 10 }, () => openStore(options))
    const saves = stores.map((store, index) => store.save(storedToken({ id: `t${index}` })))
    expect(await Promise.all(saves)).toEqual(stores.map(() => true))
    for (const store of stores) expect(await store.list()).toHaveLength(10)
  })

  tested('a table of that name that is not ours stays as it is', async () => {
    const options = await database.options()
    const ask = await askerOf(options)
    await ask('create table zcrm_tokens (id integer primary key, token varchar(99), label varchar(9))')
    await ask("insert into zcrm_tokens values (1, 'of somebody else', 'x')")
    const before = await everythingOf(ask, database, 'zcrm_tokens')
    const error = await caught(openStore(options).save(storedToken(SECRETS)))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toBe(
      "the table zcrm_tokens is none of zcrm's: it has no column row_key, kind, version, fingerprint, holder, ends_at",
    )
    expect(error.hint).toContain('`table`')
    expectNoSecrets(error, Object.values(SECRETS))
    expect(await everythingOf(ask, database, 'zcrm_tokens')).toBe(before)
    expect(await openStore({ ...options, table: 'other_tokens' }).save(storedToken())).toBe(true)
    expect(await everythingOf(ask, database, 'zcrm_tokens')).toBe(before)
  })

  tested('a table that an administrator made is used as it is', async () => {
    const options = await database.options()
    const ask = await askerOf(options)
    await ask(DBStore.tableSql(database.kind, 'Made_By_Hand'))
    const store = openStore({ ...options, table: 'Made_By_Hand' })
    expect(await store.save(storedToken())).toBe(true)
    const name = database.kind === 'mysql' ? 'Made_By_Hand' : '"Made_By_Hand"'
    expect(
      (await ask(`select label, version from ${name}`)).map((row) => ({
        ...row,
        version: Number(row['version']),
      })),
    ).toEqual([{ label: 'one', version: 1 }])
  })

  tested('one database holds several tables', async () => {
    const options = await database.options()
    const [one, two] = [openStore({ ...options, table: 'one' }), openStore({ ...options, table: 'two' })]
    await one.save(storedToken())
    expect(await two.list()).toEqual([])
    expect(await one.lease('key', 'a', 60_000)).toBe(true)
    expect(await two.lease('key', 'b', 60_000)).toBe(true)
  })

  tested('takes ids, keys and holders that no column could hold', async () => {
    const store = openStore(await database.options())
    for (const id of ['', '\0', '\ud800', '\udfff', 'x'.repeat(100_000), '\u2028']) {
      const token = storedToken({ id, fingerprint: `${id}!`, user: id })
      expect(await store.save(token)).toBe(true)
      expect(await store.find({ id })).toEqual(token)
      expect(await store.find({ fingerprint: `${id}!` })).toEqual(token)
      expect(await store.lease(id, `${id}?`, 60_000)).toBe(true)
      expect(await store.lease(id, `${id}!`, 60_000)).toBe(false)
    }
    expect(await store.list()).toHaveLength(6)
  })

  tested('a long token is kept whole', async () => {
    const store = openStore(await database.options())
    const token = storedToken({ accessToken: '😀'.repeat(50_000) })
    expect(await store.save(token)).toBe(true)
    expect(await store.find({ id: token.id })).toEqual(token)
  })

  tested('a row that holds no token is an error that names it, and nothing of what is in it', async () => {
    const options = await database.options()
    const [store, ask] = [openStore(options), await askerOf(options)]
    await store.save(storedToken({ id: 'somebody', ...SECRETS }))
    for (const json of ['{"accessToken":"s-e-c-3"', '{"accessToken":"s-e-c-3"}', 'null', '[]', '']) {
      await ask(`update zcrm_tokens set token = '${json}'`)
      for (const work of [() => store.list(), () => store.find({ id: 'somebody' })]) {
        const error = await caught(work())
        expect(error.message).toBe('the row "somebody" of the table zcrm_tokens is no token of zcrm\'s')
        expectNoSecrets(error, Object.values(SECRETS))
      }
    }
    await store.remove('somebody')
    expect(await store.list()).toEqual([])
  })

  tested('saves that fail say why, and nothing of what was saved', async () => {
    const options = await database.options()
    const [store, ask] = [openStore(options), await askerOf(options)]
    await store.list()
    await ask('drop table zcrm_tokens')
    const error = await caught(store.save(storedToken(SECRETS)))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toMatch(
      /^the token store \(.*, table zcrm_tokens\) cannot be written: .*zcrm_tokens/,
    )
    expectNoSecrets(error, Object.values(SECRETS))
  })

  tested('leases go from one holder to the next, one at a time, whatever the rush', async () => {
    const options = await database.options()
    const stores = Array.from({ length: 4 }, () => openStore(options))
    let [inside, turns] = [0, 0]
    const holders = stores.map(async (store, index) => {
      while (turns < 40) {
        if (!(await store.lease('key', `holder ${index}`, 60_000))) continue
        expect(++inside).toBe(1)
        turns++
        inside--
        await store.release('key', `holder ${index}`)
      }
    })
    await Promise.all(holders)
  })

  tested('a closed store refuses, and closing again is no error', async () => {
    const options = await database.options()
    const [used, unused] = [openStore(options), openStore(options)]
    await used.save(storedToken())
    for (const store of [used, unused]) {
      await store.close()
      await store.close()
      expect((await caught(store.list())).message).toBe('the DBStore is closed')
    }
  })

  tested('closing waits for what is under way', async () => {
    const store = openStore(await database.options())
    const saves = Array.from({ length: 5 }, (_, index) => store.save(storedToken({ id: `t${index}` })))
    const list = store.list()
    await store.close()
    expect(await Promise.all(saves)).toEqual(saves.map(() => true))
    expect((await list).length).toBeLessThanOrEqual(5)
  })
})

describe('DBStore on a file of SQLite', () => {
  test('makes its folders, and files for their owner only', async () => {
    const path = join(await scratchFolder(), 'deep/er/tokens.sqlite')
    await openStore({ sqlite: path }).save(storedToken())
    for (const suffix of ['', '-wal', '-shm']) expect((await stat(path + suffix)).mode & 0o777).toBe(0o600)
  })

  test('waits for a lock without holding up the process', async () => {
    const { sqlite: path } = (await sqlite.options()) as { sqlite: string }
    const store = openStore({ sqlite: path })
    await store.list()
    const other = new Sqlite(path)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    const saved = store.save(storedToken())
    let [longest, turnedAt] = [0, performance.now()]
    // Time enough for it to try; a wait within SQLite itself is one turn of five seconds.
    for (const end = turnedAt + 100; turnedAt < end; ) {
      const before = turnedAt
      await new Promise(setImmediate)
      turnedAt = performance.now()
      longest = Math.max(longest, turnedAt - before)
    }
    other.exec('commit')
    expect(await saved).toBe(true)
    expect(longest).toBeLessThan(4_000)
  })

  test('a path that cannot be opened is an error that names it', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'file'), '')
    await mkdir(join(folder, 'folder'))
    await writeFile(join(folder, 'text'), 'no database, but a text of some length: '.repeat(100))
    for (const name of ['file/tokens.sqlite', 'folder', 'text']) {
      const path = join(folder, name)
      const error = await caught(openStore({ sqlite: path }).save(storedToken(SECRETS)))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toContain(`(SQLite ${path}, table zcrm_tokens) cannot be opened: `)
      expectNoSecrets(error, Object.values(SECRETS))
    }
    expect(await readFile(join(folder, 'text'), 'utf8')).toMatch(/^no database/)
  })

  test('works again once the path is in order', async () => {
    const folder = await scratchFolder()
    await mkdir(join(folder, 'tokens'))
    const store = openStore({ sqlite: join(folder, 'tokens') })
    await caught(store.list())
    await (await import('node:fs/promises')).rmdir(join(folder, 'tokens'))
    expect(await store.save(storedToken())).toBe(true)
  })

  test('a database in memory', async () => {
    const store = openStore({ sqlite: ':memory:' })
    await verifyTokenStore(() => store)
  })

  test('a driver that repeats the values of a statement does not do so through the store', async () => {
    const database = new Sqlite(':memory:')
    onTestFinished(() => void database.close())
    const talkative = {
      close: () => {},
      prepare: (sql: string) => {
        const statement = database.prepare(sql)
        const run = (values: readonly unknown[]) => {
          if (sql.startsWith('insert')) throw new Error(`failed with\n${values.at(-1)}`)
          return statement.run(values)
        }
        const { reader } = statement
        return { reader, run, all: (values: readonly unknown[]) => statement.all(values) }
      },
    }
    const secrets = { clientSecret: 'secret-1', refreshToken: 'secret-2', accessToken: 'secret-3' }
    const error = await caught(
      openStore({ sqlite: talkative }).save(storedToken({ id: '', environment: '', ...secrets })),
    )
    expect(error.message).toMatch(
      /^the token store \(SQLite, table zcrm_tokens\) cannot be written: failed with \{.*\*{3}.*\*{3}/,
    )
    expectNoSecrets(error, Object.values(secrets))
  })

  const GIVEN: Readonly<Record<string, (database: Sqlite.Database) => DBStoreOptions>> = {
    'a database': (database) => ({ sqlite: database }),
    'a dialect': (database) => ({ dialect: new SqliteDialect({ database }), kind: 'sqlite' }),
  }
  test.each(Object.entries(GIVEN))(
    '%s that was passed is neither changed nor closed',
    async (_, optionsOf) => {
      const database = new Sqlite(join(await scratchFolder(), 'app.sqlite'))
      onTestFinished(() => void database.close())
      const store = openStore(optionsOf(database))
      await verifyTokenStore(() => store)
      await store.close()
      expect(database.pragma('journal_mode', { simple: true })).toBe('delete')
      expect(database.prepare('select count(*) as count from zcrm_tokens').get()).toEqual({ count: 0 })
    },
  )
})
