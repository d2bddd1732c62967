import { digest } from '../auth/fingerprint.ts'
import { ConfigurationError } from '../http/errors.ts'
import type { LeaseRow, StoredRow, TokenRow } from './database-statements.ts'
import { isStoredToken } from './stored-token.ts'
import type { StoredToken } from './token-store.ts'

// Names are digested, so that collations have no say in which are equal; as JSON, since every text has one of its own.

/** The key of a row. */
export function keyOf(kind: 'token' | 'lease', name: string): Promise<string> {
  return digest(JSON.stringify([kind, name]))
}

/** What a fingerprint is looked up by. */
export function fingerprintOf(fingerprint: string): Promise<string> {
  return digest(JSON.stringify(fingerprint))
}

/** What a holder is told by. */
export function holderOf(holder: string): Promise<string> {
  return digest(JSON.stringify(holder))
}

/** The row of a token. */
export async function rowOf(token: StoredToken): Promise<TokenRow> {
  return {
    key: await keyOf('token', token.id),
    label: labelOf(token.id),
    version: token.version,
    fingerprint: await fingerprintOf(token.fingerprint),
    json: ascii(JSON.stringify(token)),
  }
}

/** The row of a lease. */
export async function leaseRowOf(key: string, holder: string, milliseconds: number): Promise<LeaseRow> {
  return {
    key: await keyOf('lease', key),
    label: labelOf(key),
    holder: await holderOf(holder),
    milliseconds: Math.ceil(milliseconds),
  }
}

/**
 * The token of a row.
 * @throws ConfigurationError where the row holds none.
 */
export function tokenOf({ label, version, token }: StoredRow, table: string): StoredToken {
  // The version is what saves are fenced by; drivers give it as a number or a text.
  const stored: unknown = { ...parse(token), version: Number(version) }
  if (isStoredToken(stored)) return stored
  throw new ConfigurationError(
    `the row ${JSON.stringify(label)} of the table ${table} is no token of zcrm's`,
    'Remove the row and sign in again, or name another table.',
  )
}

function parse(json: unknown): object {
  try {
    const value: unknown = JSON.parse(String(json))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** What people see of an id or a key. */
function labelOf(name: string): string {
  return ascii(name).slice(0, 255)
}

/** A text that every character set of every database can hold. JSON stays the same JSON. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
