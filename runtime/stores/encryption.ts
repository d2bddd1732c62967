import { ConfigurationError } from '../http/errors.ts'
import { ENCRYPTED, isEncrypted } from './encrypted-text.ts'
import { type EncryptionKey, fromBase64, toBase64 } from './encryption-keys.ts'
import type { StoredToken } from './token-store.ts'

/** The columns that let anybody in who reads them. */
const SECRET = ['clientSecret', 'refreshToken', 'accessToken'] as const
type Secret = (typeof SECRET)[number]

/** A token whose secrets are encrypted under the first of the keys. */
export async function encrypted(token: StoredToken, keys: readonly EncryptionKey[]): Promise<StoredToken> {
  const [first] = keys
  if (first === undefined) throw new Error('unreachable: without a key there is no store')
  return withSecrets(token, (column) => encrypt(token, column, first))
}

/**
 * A token in plain text; what was never encrypted is as it is.
 * @throws ConfigurationError that names the token, where a key is missing or a value is not what was encrypted.
 */
export function decrypted(token: StoredToken, keys: readonly EncryptionKey[]): Promise<StoredToken> {
  return withSecrets(token, (column) => decrypt(token, column, keys))
}

/** Whether every secret of a token is encrypted under the first of the keys. */
export function isCurrent(token: StoredToken, [first]: readonly EncryptionKey[]): boolean {
  return SECRET.every((column) => token[column].startsWith(`${ENCRYPTED}${first?.id}.`))
}

async function withSecrets(
  token: StoredToken,
  change: (column: Secret) => Promise<string>,
): Promise<StoredToken> {
  const [clientSecret, refreshToken, accessToken] = await Promise.all([
    change('clientSecret'),
    change('refreshToken'),
    change('accessToken'),
  ])
  return { ...token, clientSecret, refreshToken, accessToken }
}

async function encrypt(token: StoredToken, column: Secret, { id, key }: EncryptionKey): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(token[column])
  const sealed = await crypto.subtle.encrypt(algorithm(token, column, iv), key, text)
  return `${ENCRYPTED}${id}.${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`
}

async function decrypt(token: StoredToken, column: Secret, keys: readonly EncryptionKey[]): Promise<string> {
  const value = token[column]
  if (!isEncrypted(value)) return value
  const [, keyId = '', iv = '', sealed = ''] = value.split('.')
  const found = keys.find(({ id }) => id === keyId)
  if (found === undefined) throw unknownKey(token.id, keyId, keys)
  const [start, bytes] = [fromBase64(iv), fromBase64(sealed)]
  try {
    if (start === null || bytes === null) throw new Error('no base64')
    const text = await crypto.subtle.decrypt(algorithm(token, column, start), found.key, bytes)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text)
  } catch {
    throw new ConfigurationError(
      `the ${column} of the token ${JSON.stringify(token.id)} is not what was encrypted: it was changed, or moved from another token`,
      'Restore the row from a backup, or remove it and sign in again.',
    )
  }
}

/** The place of a value is part of what is sealed: it cannot be moved to another token or column. */
function algorithm(
  token: StoredToken,
  column: Secret,
  iv: Uint8Array<ArrayBuffer>,
): {
  readonly name: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly additionalData: Uint8Array<ArrayBuffer>
} {
  const additionalData = new TextEncoder().encode(JSON.stringify([token.id, column]))
  return { name: 'AES-GCM', iv, additionalData }
}

function unknownKey(id: string, keyId: string, keys: readonly EncryptionKey[]): ConfigurationError {
  const known = keys.map((key) => key.id).join(', ')
  return new ConfigurationError(
    `the token ${JSON.stringify(id)} is encrypted with the key ${JSON.stringify(keyId)}, and the keys are ${known}`,
    'Add that key behind the others, or remove the token and sign in again.',
  )
}
