import { ConfigurationError } from '@zcrm/runtime'
import { type OfficialRow, officialRowOf } from './official-rows.ts'

/** The table's name where none is said. */
const TABLE = 'oauthtoken'

/** What a table has to have, whichever version of the official SDK made it. */
const COLUMNS = ['client_id', 'client_secret', 'refresh_token']

/**
 * The tokens of the official SDK's table, which is only read. The URL's `table` names another than `oauthtoken`.
 * @throws ConfigurationError where the database or the table cannot be read; it never tells the URL, which may hold a
 * password.
 */
export async function readOfficialTable(url: string): Promise<readonly OfficialRow[]> {
  const { place, table } = placeOf(url)
  const { createConnection } = await import('mysql2/promise').catch(noDriver)
  try {
    const connection = await createConnection({ uri: place.href, stringifyObjects: true })
    try {
      await connection.query('set session transaction read only')
      const [rows, fields] = await connection.query('select * from ??', [table])
      checkColumns(
        table,
        fields.map(({ name }) => name),
      )
      return (rows as readonly Record<string, unknown>[]).map(officialRowOf)
    } finally {
      await connection.end()
    }
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause
    const { sqlMessage, code, message } = cause as { sqlMessage?: string; code?: string; message?: string }
    throw new ConfigurationError(
      `the table ${table} of ${place.hostname}${place.pathname} cannot be read: ${sqlMessage ?? code ?? message}`,
      'Check host, user, password, database and table.',
    )
  }
}

/** The database that a URL names, and the table in it. */
function placeOf(url: string): { readonly place: URL; readonly table: string } {
  const mysql = url.replace(/^mariadb:/i, 'mysql:')
  const place = URL.canParse(mysql) ? new URL(mysql) : null
  // Behind an @ that is not the last one is the rest of a password, cut off by one of its characters.
  if (
    place === null ||
    place.pathname.length < 2 ||
    /[@#]/.test(place.pathname + place.search + place.hash)
  ) {
    throw new ConfigurationError(
      'the URL of the database cannot be read',
      'Use mysql://user:password@host:3306/database, and write / ? # @ % in a password as %2F %3F %23 %40 %25.',
    )
  }
  const table = place.searchParams.get('table') ?? TABLE
  place.searchParams.delete('table')
  return { place, table }
}

function checkColumns(table: string, names: readonly string[]): void {
  const missing = COLUMNS.filter((column) => !names.includes(column))
  if (missing.length === 0) return
  throw new ConfigurationError(
    `the table ${table} is none of the official SDK: it has no column ${missing.join(', ')}`,
    'Name its table with ?table=… at the end of the URL.',
  )
}

function noDriver(cause: unknown): never {
  throw new ConfigurationError(
    'mysql2, which reads the table, is not installed',
    'Run npm install mysql2.',
    cause,
  )
}
