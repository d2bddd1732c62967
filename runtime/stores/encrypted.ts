import { decrypted, encrypted, isCurrent } from './encryption.ts'
import { type EncryptionKey, importKeys, parseKeys } from './encryption-keys.ts'
import type { Leases, StoredToken, TokenKey, TokenRows, TokenStore } from './token-store.ts'

/** Keys as text: 32 bytes each, in base64 or as 64 hexadecimal digits, with commas or blanks between several. */
export type EncryptionKeys = string | readonly string[]

/** How an EncryptedStore encrypts. */
export interface EncryptedStoreOptions {
  /**
   * The keys, or a function that asks a vault for them when the store is first used. The first encrypts, and each
   * decrypts: to change it, put the new one in front and call `reencrypt`. `openssl rand -base64 32` makes one.
   * Default: the environment variable `ZCRM_TOKEN_KEYS`.
   */
  readonly keys?: EncryptionKeys | (() => EncryptionKeys | Promise<EncryptionKeys>)
}

type Keys = Promise<readonly EncryptionKey[]>

class EncryptedRows implements TokenRows {
  readonly #store: TokenStore
  readonly #load: () => Keys
  #keys: Keys | undefined

  constructor(store: TokenStore, { keys }: EncryptedStoreOptions = {}) {
    this.#store = store
    this.#load = loaderOf(keys)
    // What cannot lease must not look as if it could.
    if ('lease' in store) {
      const lease: Leases['lease'] = (...args) => store.lease(...args)
      const release: Leases['release'] = (...args) => store.release(...args)
      Object.assign(this, { lease, release })
    } else Object.assign(this, { singleProcess: store.singleProcess })
  }

  async find(key: TokenKey): Promise<StoredToken | null> {
    const [token, keys] = await Promise.all([this.#store.find(key), this.#loaded()])
    return token === null ? null : decrypted(token, keys)
  }

  async list(): Promise<readonly StoredToken[]> {
    const [tokens, keys] = await Promise.all([this.#store.list(), this.#loaded()])
    return Promise.all(tokens.map((token) => decrypted(token, keys)))
  }

  async save(token: StoredToken): Promise<boolean> {
    return this.#store.save(await encrypted(token, await this.#loaded()))
  }

  remove(id: string): Promise<void> {
    return this.#store.remove(id)
  }

  async reencrypt(): Promise<number> {
    const keys = await this.#loaded()
    let count = 0
    for (const { id } of await this.#store.list()) if (await this.#reencrypted(id, keys)) count++
    return count
  }

  /** Whether a token had to be saved; again and again where somebody else's save comes first. */
  async #reencrypted(id: string, keys: readonly EncryptionKey[]): Promise<boolean> {
    for (;;) {
      const token = await this.#store.find({ id })
      if (token === null || isCurrent(token, keys)) return false
      const plain = await decrypted(token, keys)
      if (await this.#store.save(await encrypted({ ...plain, version: token.version + 1 }, keys))) return true
    }
  }

  #loaded(): Keys {
    this.#keys ??= this.#load().catch((error) => {
      // The next call asks again.
      this.#keys = undefined
      throw error
    })
    return this.#keys
  }
}

/**
 * A token store that encrypts the secrets of another one (client secret, refresh and access token) by AES-256-GCM, in
 * any runtime that has WebCrypto. What was saved before stays readable, and is encrypted when it is next saved. Leases
 * are those of the other store, which stays the caller's to close.
 *
 * @example
 * const store = new EncryptedStore(new FileStore(), { keys: process.env.ZCRM_TOKEN_KEYS })
 */
export type EncryptedStore = TokenStore & {
  /**
   * Encrypts every token under the first key that is not yet, so that the other keys can be thrown away. Gives how
   * many there were.
   * @throws ConfigurationError that names the first token which cannot be read; those before it are done.
   */
  reencrypt(): Promise<number>
}

/**
 * Makes an {@link EncryptedStore}.
 * @throws ConfigurationError where there is no key, or one is malformed; those of a function, at the first use.
 */
export const EncryptedStore: new (store: TokenStore, options?: EncryptedStoreOptions) => EncryptedStore =
  EncryptedRows as unknown as new (
    store: TokenStore,
    options?: EncryptedStoreOptions,
  ) => EncryptedStore

const VARIABLE = 'ZCRM_TOKEN_KEYS'

function loaderOf(keys: EncryptedStoreOptions['keys']): () => Keys {
  if (typeof keys === 'function') {
    return async () => importKeys(parseKeys(await keys(), 'what the function `keys` gave'))
  }
  const parsed =
    keys === undefined ? parseKeys(globalThis.process?.env[VARIABLE], VARIABLE) : parseKeys(keys, '`keys`')
  return () => importKeys(parsed)
}
