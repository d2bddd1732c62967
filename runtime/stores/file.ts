import { ConfigurationError } from '../http/errors.ts'
import type { FileRows } from './file-rows.ts'
import type { Leases, StoredToken, TokenKey, TokenRows } from './token-store.ts'

/**
 * A token store in a JSON file that only its owner may read (mode 0600), safe with any number of processes. Each save
 * replaces the whole file in one step, so that a process killed in the middle leaves the old file or the new one,
 * never half of one. Beside it lie, for as long as they are needed, a lock (`.lock`) and the leases (`.leases`).
 */
export class FileStore implements TokenRows, Leases {
  readonly #path: string
  #loading: Promise<FileRows> | undefined

  /** @param path The file; it and its folders are made when a token is first saved. Default: `.zcrm/tokens.json`. */
  constructor(path = '.zcrm/tokens.json') {
    if (typeof path === 'string' && path !== '') this.#path = path
    else throw new ConfigurationError('the path of the FileStore is empty', 'Pass the path of a file.')
  }

  async find(key: TokenKey): Promise<StoredToken | null> {
    return (await this.#rows()).find(key)
  }

  async list(): Promise<readonly StoredToken[]> {
    return (await this.#rows()).list()
  }

  async save(token: StoredToken): Promise<boolean> {
    return (await this.#rows()).save(token)
  }

  async remove(id: string): Promise<void> {
    return (await this.#rows()).remove(id)
  }

  async lease(key: string, holder: string, milliseconds: number): Promise<boolean> {
    return (await this.#rows()).lease(key, holder, milliseconds)
  }

  async release(key: string, holder: string): Promise<void> {
    return (await this.#rows()).release(key, holder)
  }

  /** Loaded when it is first used: who keeps tokens elsewhere does not load it. */
  #rows(): Promise<FileRows> {
    this.#loading ??= import('#node/stores/file-rows').then(({ FileRows }) => new FileRows(this.#path))
    return this.#loading
  }
}
