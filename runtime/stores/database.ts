import { ConfigurationError } from '../http/errors.ts'
import { type Connection, connect } from './database-connect.ts'
import { failureOf } from './database-errors.ts'
import {
  type CheckedDBStoreOptions,
  checkDBStoreOptions,
  type DatabaseKind,
  type DBStoreOptions,
} from './database-options.ts'
import { fingerprintOf, holderOf, keyOf, leaseRowOf, rowOf, tokenOf } from './database-rows.ts'
import { Statements } from './database-statements.ts'
import { prepareTable, tableSql } from './database-table.ts'
import { byId } from './rows.ts'
import type { Leases, StoredToken, TokenKey, TokenRows } from './token-store.ts'

interface Database {
  readonly statements: Statements
  readonly connection: Connection
}

/**
 * A token store in a table of MySQL, MariaDB, PostgreSQL or SQLite, for any number of processes and machines. It needs
 * the packages `kysely` and `mysql2`, `pg` or `better-sqlite3`, and loads them when it is first used. The user needs
 * the right to select, insert, update and delete; to create too where the table is missing.
 *
 * @example
 * const store = new DBStore({ postgres: 'postgres://app:password@db.example.com/app' })
 */
export class DBStore implements TokenRows, Leases {
  readonly #options: CheckedDBStoreOptions
  #database: Promise<Database> | undefined
  /** What was asked and is not answered. */
  readonly #asked = new Set<Promise<unknown>>()
  #isClosed = false

  /**
   * The statement that makes the table, for an administrator to run where the app's user has no right to.
   * @throws ConfigurationError where `table` is no name of a table.
   */
  static tableSql(kind: DatabaseKind, table?: string): string {
    return tableSql(kind, table)
  }

  /** @throws ConfigurationError that names the option which is missing, unknown or wrong. */
  constructor(options: DBStoreOptions) {
    this.#options = checkDBStoreOptions(options)
  }

  async find(key: TokenKey): Promise<StoredToken | null> {
    const found = await this.#select(async () =>
      'id' in key
        ? { key: await keyOf('token', key.id) }
        : { fingerprint: await fingerprintOf(key.fingerprint) },
    )
    return found[0] ?? null
  }

  list(): Promise<readonly StoredToken[]> {
    return this.#select(async () => null)
  }

  save(token: StoredToken): Promise<boolean> {
    const { version, clientSecret, refreshToken, accessToken } = token
    if (!Number.isSafeInteger(version) || version < 1) return Promise.resolve(false)
    const copy = { ...token }
    const write = async (statements: Statements): Promise<boolean> => {
      const row = await rowOf(copy)
      return version === 1 ? statements.insertToken(row) : statements.updateToken(row)
    }
    return this.#ask('written', write, [clientSecret, refreshToken, accessToken])
  }

  remove(id: string): Promise<void> {
    return this.#ask('written', async (statements) => statements.deleteToken(await keyOf('token', id)))
  }

  lease(key: string, holder: string, milliseconds: number): Promise<boolean> {
    return this.#ask('written', async (statements) => {
      const row = await leaseRowOf(key, holder, milliseconds)
      return (await statements.updateLease(row)) || statements.insertLease(row)
    })
  }

  release(key: string, holder: string): Promise<void> {
    return this.#ask('written', async (statements) =>
      statements.deleteLease(await keyOf('lease', key), await holderOf(holder)),
    )
  }

  /**
   * Ends the use of the store: waits for calls that are under way, refuses later ones, and closes the connections that
   * it opened, never a pool or database that was passed.
   */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#asked)
    const database = await this.#database?.catch(() => undefined)
    this.#database = undefined
    await database?.connection.close()
  }

  #select(where: () => Promise<Parameters<Statements['select']>[0]>): Promise<readonly StoredToken[]> {
    return this.#ask('read', async (statements) => {
      const rows = await statements.select(await where())
      return rows.map((row) => tokenOf(row, this.#options.table)).sort(byId)
    })
  }

  async #ask<T>(
    what: 'read' | 'written',
    work: (statements: Statements) => Promise<T>,
    secrets: readonly string[] = [],
  ): Promise<T> {
    if (this.#isClosed)
      throw new ConfigurationError('the DBStore is closed', 'Make a new one, or close it later.')
    this.#database ??= this.#open()
    const asked = this.#database.then(({ statements }) => work(statements))
    this.#asked.add(asked)
    try {
      return await asked
    } catch (error) {
      throw this.#failure(what, error, secrets)
    } finally {
      this.#asked.delete(asked)
    }
  }

  async #open(): Promise<Database> {
    let connection: Connection | undefined
    try {
      connection = await connect(this.#options)
      await prepareTable(connection, this.#options.table)
      return { connection, statements: new Statements(connection, this.#options.table) }
    } catch (error) {
      // The next call tries again.
      this.#database = undefined
      await connection?.close().catch(() => {})
      throw this.#failure('opened', error)
    }
  }

  #failure(what: string, error: unknown, secrets: readonly string[] = []): ConfigurationError {
    return failureOf(this.#options, { what, error, secrets })
  }
}
