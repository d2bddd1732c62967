import type { StoredToken, TokenKey } from './token-store.ts'

/** Whether a token is the one that a key means. */
export function matches(token: StoredToken, key: TokenKey): boolean {
  return 'id' in key ? token.id === key.id : token.fingerprint === key.fingerprint
}

/** The order of lists: by code unit, as everywhere. */
export function byId(one: StoredToken, other: StoredToken): number {
  return one.id < other.id ? -1 : 1
}
