import { ConfigurationError } from '@zcrm/runtime'
import { DBStore } from '@zcrm/runtime/stores'
import { describe, expect, test } from 'vitest'
import { expectNoSecrets } from '../support.ts'

const PASSWORD = 's-e-c-r-e-t'

function refusal(options: unknown): ConfigurationError {
  try {
    new DBStore(options as never)
  } catch (error) {
    return error as ConfigurationError
  }
  throw new Error('nothing was thrown')
}

describe('DBStore refuses', () => {
  const settings = { host: 'db', user: 'app', password: PASSWORD }
  const WRONG: readonly (readonly [what: string, options: unknown, message: string])[] = [
    ['no options', undefined, 'DBStore got no options'],
    ['a text', `mysql://app:${PASSWORD}@db/app`, 'DBStore got no options'],
    ['no database', {}, 'DBStore is told no database'],
    ['a table alone', { table: 't' }, 'DBStore is told no database'],
    [
      'two databases',
      { mysql: `mysql://app:${PASSWORD}@db/a`, sqlite: 'b' },
      'DBStore is told mysql and sqlite',
    ],
    ['an unknown option', { sqlite: 'a', tabel: PASSWORD }, 'DBStore has no option tabel'],
    [
      'a URL of another database',
      { mysql: `postgres://app:${PASSWORD}@db/a` },
      'mysql is none of what it can be',
    ],
    ['no URL', { postgres: `app:${PASSWORD}@db/a` }, 'postgres is none of what it can be'],
    ['settings without a database', { mysql: settings }, 'mysql is none of what it can be'],
    ['a number', { postgres: 5432 }, 'postgres is none of what it can be'],
    ['an empty path', { sqlite: '' }, 'sqlite is none of what it can be'],
    ['settings of SQLite', { sqlite: { path: 'a' } }, 'sqlite is none of what it can be'],
    ['null', { sqlite: null }, 'sqlite is none of what it can be'],
    ['a dialect without a kind', { dialect: { createDriver() {} } }, 'kind says no database'],
    [
      'a dialect of an unknown kind',
      { dialect: { createDriver() {} }, kind: 'mssql' },
      'kind says no database',
    ],
    ['a dialect that is none', { dialect: {}, kind: 'mysql' }, 'dialect is no dialect'],
    ['a kind beside a path', { sqlite: 'a', kind: 'sqlite' }, 'kind is set beside sqlite'],
    ['an empty table', { sqlite: 'a', table: '' }, 'table is no name of a table'],
    ['a table with SQL in it', { sqlite: 'a', table: 't"; drop table u; --' }, 'table is no name of a table'],
    ['a table in a schema in a schema', { sqlite: 'a', table: 'a.b.c' }, 'table is no name of a table'],
    ['a table of a long name', { sqlite: 'a', table: 't'.repeat(64) }, 'table is no name of a table'],
  ]
  test.each(WRONG)('%s', (_, options, message) => {
    const error = refusal(options)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toBe(message)
    expectNoSecrets(error, [PASSWORD])
  })

  test('the statement for a table of a wrong name', () => {
    expect(() => DBStore.tableSql('mysql', 'a`b')).toThrow(ConfigurationError)
  })
})
