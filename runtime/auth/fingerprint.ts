import type { Environment } from '../environment.ts'
import { environmentKey } from '../environment-key.ts'
import type { OAuthToken } from './token.ts'

/** The first 32 hexadecimal digits of a text's SHA-256. */
export async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * What a stored token is found by: environment, client and a hash of the grant or refresh token. `null` for the
 * flows that bring neither.
 */
export async function fingerprint(environment: Environment, token: OAuthToken): Promise<string | null> {
  if (token.flow === 'access' || token.flow === 'id') return null
  const secret = token.flow === 'grant' ? token.grantToken : token.refreshToken
  return digest(JSON.stringify([environmentKey(environment), token.clientId, secret]))
}
