import type { RawBuilder } from 'kysely'
import type { Connection } from './database-connect.ts'
import { means, patiently } from './database-errors.ts'
import type { DatabaseKind } from './database-options.ts'

/** A row that keeps a token. */
export interface TokenRow {
  readonly key: string
  readonly label: string
  readonly version: number
  readonly fingerprint: string
  /** The token as JSON, in ASCII. */
  readonly json: string
}

/** A row that keeps a lease. */
export interface LeaseRow {
  readonly key: string
  readonly label: string
  readonly holder: string
  readonly milliseconds: number
}

/** What is read of a row that keeps a token. */
export interface StoredRow {
  readonly label: string
  readonly version: unknown
  readonly token: unknown
}

/** Milliseconds since 1970 by the database's clock, whatever the time zone of its session. */
const NOW: Readonly<Record<DatabaseKind, string>> = {
  mysql: "timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000",
  postgres: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  sqlite: "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
}

/**
 * The statements of a token table. Each stands alone, outside of transactions, and leaves nothing in its session, so
 * that poolers such as PgBouncer may send each through another connection.
 */
export class Statements {
  readonly #connection: Connection
  readonly #table: RawBuilder<unknown>
  readonly #now: RawBuilder<number>

  constructor(connection: Connection, table: string) {
    this.#connection = connection
    this.#table = connection.sql.table(table)
    this.#now = connection.sql.raw(NOW[connection.kind])
  }

  /** The tokens of a key or a fingerprint, or all. */
  async select(
    where: { readonly key: string } | { readonly fingerprint: string } | null,
  ): Promise<readonly StoredRow[]> {
    const { sql, kysely } = this.#connection
    const condition =
      where === null
        ? sql`kind = 'token'`
        : 'key' in where
          ? sql`row_key = ${where.key}`
          : sql`fingerprint = ${where.fingerprint}`
    const statement = sql<StoredRow>`select label, version, token from ${this.#table} where ${condition}`
    return (await patiently(() => statement.execute(kysely))).rows
  }

  /** Adds a token unless its key is there. */
  insertToken({ key, label, version, fingerprint, json }: TokenRow): Promise<boolean> {
    const { sql } = this.#connection
    return this.#insert(sql`insert into ${this.#table} (row_key, kind, label, version, fingerprint, token)
      values (${key}, 'token', ${this.#text(label)}, ${version}, ${fingerprint}, ${this.#text(json)})`)
  }

  /** Replaces a token of the version before. */
  updateToken({ key, version, fingerprint, json }: TokenRow): Promise<boolean> {
    const { sql } = this.#connection
    return this.#changes(sql`update ${this.#table}
      set version = ${version}, fingerprint = ${fingerprint}, token = ${this.#text(json)}
      where row_key = ${key} and version = ${version - 1}`)
  }

  /** Prolongs a lease that is the holder's, or takes one that has ended. */
  updateLease({ key, holder, milliseconds }: LeaseRow): Promise<boolean> {
    const { sql } = this.#connection
    // The version makes each update a change: MySQL may be told not to count rows that stay the same.
    return this.#changes(sql`update ${this.#table}
      set holder = ${holder}, ends_at = ${this.#now} + ${milliseconds}, version = version + 1
      where row_key = ${key} and (holder = ${holder} or ends_at <= ${this.#now})`)
  }

  /** Adds a lease unless its key is there. */
  insertLease({ key, label, holder, milliseconds }: LeaseRow): Promise<boolean> {
    const { sql } = this.#connection
    return this.#insert(sql`insert into ${this.#table} (row_key, kind, label, version, holder, ends_at)
      values (${key}, 'lease', ${this.#text(label)}, 1, ${holder}, ${this.#now} + ${milliseconds})`)
  }

  /** Removes a token. */
  async deleteToken(key: string): Promise<void> {
    const { sql } = this.#connection
    await this.#changes(sql`delete from ${this.#table} where row_key = ${key}`)
  }

  /** Removes the lease of a holder. */
  async deleteLease(key: string, holder: string): Promise<void> {
    const { sql } = this.#connection
    await this.#changes(sql`delete from ${this.#table} where row_key = ${key} and holder = ${holder}`)
  }

  async #insert(insert: RawBuilder<unknown>): Promise<boolean> {
    const { sql, kind } = this.#connection
    // Without a target: of two inserts at once PostgreSQL may see the conflict in the other unique index first.
    if (kind !== 'mysql') return this.#changes(sql`${insert} on conflict do nothing`)
    try {
      return await this.#changes(insert)
    } catch (error) {
      // `insert ignore` would turn every other error into a warning too, and cut what is too long.
      if (means('duplicate', error)) return false
      throw error
    }
  }

  async #changes(statement: RawBuilder<unknown>): Promise<boolean> {
    const { numAffectedRows } = await patiently(() => statement.execute(this.#connection.kysely))
    return (numAffectedRows ?? 0n) > 0n
  }

  /** A text as a parameter. mysql2 escapes by backslashes, which a server may be told to take as they are. */
  #text(ascii: string): RawBuilder<unknown> {
    const { sql, kind } = this.#connection
    if (kind !== 'mysql') return sql`${ascii}`
    const hex = Array.from(ascii, (character) => character.charCodeAt(0).toString(16).padStart(2, '0'))
    return sql`unhex(${hex.join('')})`
  }
}
