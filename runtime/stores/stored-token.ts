import type { StoredToken } from './token-store.ts'

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
