import type { Database, Statement } from 'node-sqlite3-wasm'
import { idKey, type Key } from './keys.ts'
import type { Relation } from './relation.ts'

/** A Copy is a relation in the SQL database, as far as queries have asked for its columns. */
interface Copy {
  readonly table: string
  readonly columns: readonly string[]
  readonly stamp: readonly unknown[]
  /** How many of the relation's changes it has followed. */
  followed: number
}

/** Where a relation is in the SQL database. No name of the organisation is a name there. */
export interface Place {
  readonly table: string
  columnOf(name: string): string
}

/** A Mirror keeps copies of relations in an SQL database in memory, and brings them up to date before they are read. */
export class Mirror {
  readonly #sql: Database
  readonly #copies: Map<string, Copy> = new Map()
  #tables = 0

  constructor(sql: Database) {
    this.#sql = sql
  }

  /** A copy of a relation that has some columns, as the relation is now. */
  placeOf(relation: Relation, columns: Iterable<string>): Place {
    const known = this.#copies.get(relation.name)
    const wanted = [...new Set([...(known?.columns ?? []), ...columns])]
    const stamp = relation.stamp(wanted)
    const isGood = known?.columns.length === wanted.length && isSame(known.stamp, stamp)
    const copy = isGood ? this.#followed(known, relation) : this.#made(relation, wanted, stamp)
    return { table: copy.table, columnOf: (name) => columnName(copy.columns.indexOf(name)) }
  }

  /** Rows of the SQL database. */
  rows(statement: string, values: Key[]): readonly Readonly<Record<string, unknown>>[] {
    return this.#sql.all(statement, values)
  }

  /** Gives the memory back: that of all SQL databases is one, which outlives them. */
  close(): void {
    this.#sql.close()
  }

  #made(relation: Relation, columns: readonly string[], stamp: readonly unknown[]): Copy {
    const old = this.#copies.get(relation.name)
    const table = old?.table ?? `t${this.#tables++}`
    const copy: Copy = { table, columns, stamp, followed: relation.changes.length }
    this.#copies.delete(relation.name)
    const names = columns.map((_, index) => `, ${columnName(index)}`).join('')
    // Values keep the type that they come with: no column has one.
    this.#sql.exec(`DROP TABLE IF EXISTS ${table}`)
    this.#sql.exec(`CREATE TABLE ${table} (id PRIMARY KEY${names}) WITHOUT ROWID`)
    this.#write(copy, relation, relation.ids())
    this.#copies.set(relation.name, copy)
    return copy
  }

  #followed(copy: Copy, relation: Relation): Copy {
    const changed = relation.changes.slice(copy.followed)
    if (changed.length === 0) return copy
    this.#write(copy, relation, new Set(changed))
    copy.followed = relation.changes.length
    return copy
  }

  /** Brings records up to date, all or none. */
  #write(copy: Copy, relation: Relation, ids: Iterable<string>): void {
    const values = ['?', ...copy.columns.map(() => '?')].join(', ')
    const statements: Statement[] = []
    const prepared = (text: string): Statement => {
      const statement = this.#sql.prepare(text)
      statements.push(statement)
      return statement
    }
    this.#sql.exec('BEGIN')
    try {
      const insert = prepared(`INSERT OR REPLACE INTO ${copy.table} VALUES (${values})`)
      const remove = prepared(`DELETE FROM ${copy.table} WHERE id = ?`)
      for (const id of ids) {
        if (!relation.has(id)) remove.run([idKey(id)])
        else insert.run([idKey(id), ...copy.columns.map((column) => relation.keyOf(id, column))])
      }
      this.#sql.exec('COMMIT')
    } catch (error) {
      this.#sql.exec('ROLLBACK')
      throw error
    } finally {
      for (const statement of statements) statement.finalize()
    }
  }
}

function columnName(index: number): string {
  return `c${index}`
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
