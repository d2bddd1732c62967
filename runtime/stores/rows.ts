import type { StoredToken, TokenKey } from './token-store.ts'

/** Whether a token is the one that a key means. */
export function matches(token: StoredToken, key: TokenKey): boolean {
  return 'id' in key ? token.id === key.id : token.fingerprint === key.fingerprint
}

/** The order of lists: by code unit, as everywhere. */
export function byId(one: StoredToken, other: StoredToken): number {
  return one.id < other.id ? -1 : 1
}

type Kind = 'text' | 'number' | 'text or null' | 'number or null'

/** What each column of a stored token holds. */
const COLUMNS: Readonly<Record<keyof StoredToken, Kind>> = {
  id: 'text',
  version: 'number',
  fingerprint: 'text',
  environment: 'text',
  clientId: 'text',
  clientSecret: 'text',
  refreshToken: 'text',
  accessToken: 'text',
  expiresAt: 'number',
  apiDomain: 'text or null',
  scopes: 'text or null',
  blockedUntil: 'number or null',
  user: 'text or null',
  organization: 'text or null',
}

/** Whether a value that was read has what a stored token has. */
export function isStoredToken(value: unknown): value is StoredToken {
  if (typeof value !== 'object' || value === null) return false
  const row = value as Record<string, unknown>
  return Object.entries(COLUMNS).every(([name, kind]) => isOfKind(row[name], kind))
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (value === null) return kind.endsWith('null')
  return kind.startsWith('text') ? typeof value === 'string' : Number.isSafeInteger(value)
}

/** What encrypted values begin with: the form, before the key's id, the initialization vector and the ciphertext. */
export const ENCRYPTED = 'zcrm1.'

/** Whether a column of a stored token is encrypted, by an {@link EncryptedStore}. */
export function isEncrypted(text: string): boolean {
  return text.startsWith(ENCRYPTED)
}
