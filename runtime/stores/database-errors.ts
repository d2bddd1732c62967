import { ConfigurationError } from '../http/errors.ts'
import { sleep } from '../http/signals.ts'
import type { CheckedDBStoreOptions, DatabaseKind } from './database-options.ts'

/** Milliseconds for which a statement is repeated that the database did not carry out. */
const PATIENCE = 10_000

/**
 * The database refused without doing anything: a deadlock, a lock, a conflict of concurrent changes, no connection
 * left, or it is just starting. These are SQLSTATEs of PostgreSQL and names of MySQL and SQLite.
 */
const TRANSIENT =
  /^(40001|40P01|55P03|53300|57P03|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD|ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS|SQLITE_BUSY.*|SQLITE_LOCKED.*)$/

type Meaning = 'transient' | 'duplicate' | 'noTable' | 'noColumn'

/** What an error of a database means to a token store; those of drivers without codes are told by their words. */
const MEANINGS: Readonly<Record<Meaning, readonly [code: RegExp, message: RegExp]>> = {
  transient: [TRANSIENT, /deadlock found|database (table )?is locked/i],
  duplicate: [/^(23505|ER_DUP_ENTRY|SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE))$/, /duplicate entry/i],
  noTable: [/^(42P01|ER_NO_SUCH_TABLE)$/, /no such table/i],
  noColumn: [/^(42703|ER_BAD_FIELD_ERROR)$/, /no such column/i],
}

/** Whether an error of a database has a meaning. */
export function means(meaning: Meaning, error: unknown): boolean {
  const [code, message] = MEANINGS[meaning]
  return code.test(codeOf(error)) || message.test(messageOf(error))
}

/** Does work that a database may refuse for the moment, again and again for some seconds. */
export async function patiently<T>(work: () => T | Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE
  for (let wait = 4; ; wait = Math.min(wait * 2, 100)) {
    try {
      return await work()
    } catch (error) {
      if (!means('transient', error) || performance.now() > until) throw error
    }
    await sleep(wait * (0.5 + Math.random()), undefined)
  }
}

const SERVER =
  'Check that the server runs, and host, port, user, password and database; the user needs to select, insert, update and delete.'

const HINTS: Readonly<Record<DatabaseKind, string>> = {
  mysql: SERVER,
  postgres: SERVER,
  sqlite: 'Check the path and its permissions.',
}

const NAMES: Readonly<Record<DatabaseKind, string>> = {
  mysql: 'MySQL or MariaDB',
  postgres: 'PostgreSQL',
  sqlite: 'SQLite',
}

/** The error of a token store whose database cannot be used, with the database's reason. */
export function failureOf(
  { kind, source, table }: CheckedDBStoreOptions,
  failure: { readonly what: string; readonly error: unknown; readonly secrets: readonly string[] },
): ConfigurationError {
  if (failure.error instanceof ConfigurationError) return failure.error
  const reason = reasonOf(failure.error, failure.secrets)
  const path = kind === 'sqlite' && source.from === 'settings' ? ` ${String(source.settings)}` : ''
  return new ConfigurationError(
    `the token store (${NAMES[kind]}${path}, table ${table}) cannot be ${failure.what}: ${reason}`,
    source.from === 'settings' ? HINTS[kind] : 'Check the database behind what was passed to the DBStore.',
  )
}

/**
 * What a database says, on one line and without secrets. The error itself is kept from callers: drivers put the
 * settings, and the statement with its values, into it; some of them into the message too.
 */
export function reasonOf(error: unknown, secrets: readonly string[] = []): string {
  const [code, message] = [codeOf(error), messageOf(error)]
  const reason = code === '' || message.includes(code) ? message : `${message} (${code})`
  return secrets
    .filter((secret) => secret.length >= 8)
    .reduce((text, secret) => text.replaceAll(secret, '***'), reason)
    .replace(/[0-9a-f]{64,}/gi, '***')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  // Node collects the failures of several addresses in an error without a message of its own.
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors[0])
  return (error instanceof Error ? error.message : String(error)) || 'it gives no reason'
}
