import { ConfigurationError } from '../http/errors.ts'
import type { Connection } from './database-connect.ts'
import { means, patiently, reasonOf } from './database-errors.ts'
import { checkedTable, type DatabaseKind } from './database-options.ts'

const COLUMNS = ['row_key', 'kind', 'label', 'version', 'fingerprint', 'token', 'holder', 'ends_at'] as const

/**
 * The statement that makes the table of a DBStore where it is missing. Keys are digests, so that collations, blanks at
 * the end and long ids mean nothing; every text in it is ASCII. `label` is what people see of an id; nothing goes by it.
 */
export function tableSql(kind: DatabaseKind, table?: string): string {
  const isMysql = kind === 'mysql'
  const quote = isMysql ? '`' : '"'
  const name = checkedTable(table)
    .split('.')
    .map((part) => `${quote}${part}${quote}`)
    .join('.')
  // The unique key is only there to be an index: it comes with the table, in one statement and without a name.
  return `create table if not exists ${name} (
  row_key varchar(32) not null primary key,
  kind varchar(8) not null,
  label varchar(255) not null,
  version bigint not null,
  fingerprint varchar(32),
  token ${isMysql ? 'mediumtext' : 'text'},
  holder varchar(32),
  ends_at bigint,
  unique (fingerprint, row_key)
)${isMysql ? ' engine = InnoDB character set ascii collate ascii_bin' : ''}`
}

/**
 * Looks whether the table is there, makes it where it is missing, and never alters one. Several processes may do so at
 * once.
 * @throws ConfigurationError where it cannot be made, or is another one of that name.
 */
export async function prepareTable(connection: Connection, table: string): Promise<void> {
  const { sql, kysely, kind } = connection
  if (await isThere(connection, table)) return
  let failure: unknown
  try {
    await patiently(() => sql.raw(tableSql(kind, table)).execute(kysely))
  } catch (error) {
    // Where another process has made it in the meantime, the failure says nothing.
    failure = error
  }
  if (await isThere(connection, table)) return
  throw new ConfigurationError(
    `the token table ${table} is missing and cannot be made: ${reasonOf(failure)}`,
    `Let an administrator make it, with the statement that DBStore.tableSql('${kind}', '${table}') gives.`,
  )
}

async function isThere(connection: Connection, table: string): Promise<boolean> {
  try {
    await probe(connection, table, COLUMNS)
    return true
  } catch (error) {
    if (means('noTable', error)) return false
    if (!means('noColumn', error)) throw error
  }
  const missing: string[] = []
  for (const column of COLUMNS) {
    if (!(await hasColumn(connection, table, column))) missing.push(column)
  }
  throw new ConfigurationError(
    `the table ${table} is none of zcrm's: it has no column ${missing.join(', ')}`,
    'Name another table by the option `table` of the DBStore; it is made where it is missing.',
  )
}

async function hasColumn(connection: Connection, table: string, column: string): Promise<boolean> {
  try {
    await probe(connection, table, [column])
    return true
  } catch (error) {
    if (means('noColumn', error)) return false
    throw error
  }
}

/** Names columns without reading anything. */
async function probe({ sql, kysely }: Connection, table: string, columns: readonly string[]): Promise<void> {
  const named = sql.raw(columns.map((column) => `probed.${column}`).join(', '))
  await patiently(() => sql`select ${named} from ${sql.table(table)} as probed where 1 = 0`.execute(kysely))
}
