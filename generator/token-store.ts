import { join } from 'node:path'
import { ConfigurationError, FileStore, type TokenStore } from '@zcrm/runtime'
import type { ResolvedConfig } from './config/resolve.ts'

/**
 * The token store of a configuration: a database where `tokenStore` is the URL of one, else a file; encrypted where
 * there are keys.
 * @throws ConfigurationError for a URL of another kind, or a key that is none.
 */
export async function openTokenStore(config: ResolvedConfig): Promise<TokenStore> {
  const store = await openRawTokenStore(config)
  const { tokenKeys } = config
  if (tokenKeys === undefined) return store
  const { EncryptedStore } = await import('@zcrm/runtime/stores')
  try {
    return new EncryptedStore(store, { keys: tokenKeys })
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause
    throw new ConfigurationError(cause.message.replace('`keys`', 'ZCRM_TOKEN_KEYS'), cause.hint, cause)
  }
}

/** The same store for who needs no secrets: those that are encrypted stay so, and no key can be wrong. */
export function openRawTokenStore({ tokenStore, resourcePath }: ResolvedConfig): Promise<TokenStore> {
  return storeAt(tokenStore ?? join(resourcePath, 'tokens.json'))
}

async function storeAt(place: string): Promise<TokenStore> {
  const [, scheme, rest = ''] = /^([a-z]{2,}):(.*)$/is.exec(place) ?? []
  if (scheme === undefined) return new FileStore(place)
  const { DBStore } = await import('@zcrm/runtime/stores')
  if (scheme === 'mysql' || scheme === 'mariadb') return new DBStore({ mysql: `mysql:${rest}` })
  if (scheme === 'postgres' || scheme === 'postgresql') return new DBStore({ postgres: place })
  if (scheme === 'sqlite') return new DBStore({ sqlite: rest.replace(/^\/\/(?!\/)/, '') })
  throw new ConfigurationError(
    `tokenStore begins with ${scheme}:`,
    'Use the path of a file, or the URL of a database: mysql://…, postgres://… or sqlite:….',
  )
}
