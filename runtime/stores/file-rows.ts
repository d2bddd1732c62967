import { ConfigurationError } from '../http/errors.ts'
import {
  changeUnderLock,
  type Lost,
  parseJsonText,
  readTextOf,
  replaceUnderLock,
  type SharedFile,
  sharedFile,
} from './file-access.ts'
import { FileLeases } from './file-leases.ts'
import type { FileLock } from './file-lock.ts'
import { byId, matches } from './rows.ts'
import { isStoredToken } from './stored-token.ts'
import type { Leases, StoredToken, TokenKey, TokenRows } from './token-store.ts'

/** What a FileStore does with its files, which is loaded when it first does something. */
export class FileRows implements TokenRows, Leases {
  readonly #path: string
  readonly #leases: FileLeases

  constructor(path: string) {
    this.#path = path
    this.#leases = new FileLeases(path)
  }

  async find(key: TokenKey): Promise<StoredToken | null> {
    return (await this.list()).find((token) => matches(token, key)) ?? null
  }

  list(): Promise<readonly StoredToken[]> {
    return this.#guarded('read', async () => readTokens(await sharedFile(this.#path)))
  }

  save(token: StoredToken): Promise<boolean> {
    return this.#changed((tokens, write) => {
      const stored = tokens.find(({ id }) => id === token.id)
      if (token.version !== (stored?.version ?? 0) + 1) return false
      const others = tokens.filter(({ id }) => id !== token.id)
      return write([...others, token].sort(byId))
    })
  }

  async remove(id: string): Promise<void> {
    await this.#changed((tokens, write) => {
      const others = tokens.filter((token) => token.id !== id)
      return others.length === tokens.length || write(others)
    })
  }

  lease(key: string, holder: string, milliseconds: number): Promise<boolean> {
    return this.#guarded('written', () => this.#leases.lease(key, holder, milliseconds))
  }

  release(key: string, holder: string): Promise<void> {
    return this.#guarded('written', () => this.#leases.release(key, holder))
  }

  #changed(
    change: (
      tokens: readonly StoredToken[],
      write: (tokens: readonly StoredToken[]) => true | Lost,
    ) => boolean | Lost,
  ): Promise<boolean> {
    return this.#guarded('written', async () => {
      const file = await sharedFile(this.#path)
      return changeUnderLock(file, (lock) =>
        change(readTokens(file), (tokens) => writeTokens(file, lock, tokens)),
      )
    })
  }

  async #guarded<T>(what: 'read' | 'written', work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      if (cause instanceof ConfigurationError) throw cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      const hint = 'Check the path and its permissions.'
      throw new ConfigurationError(`the token store ${this.#path} cannot be ${what}: ${reason}`, hint, cause)
    }
  }
}

function readTokens({ fs, path }: SharedFile): readonly StoredToken[] {
  const text = readTextOf(fs, path)
  if (text === null) return []
  const file = parseJsonText(text) as { readonly version?: unknown; readonly tokens?: unknown } | null
  if (file?.version === 1 && Array.isArray(file.tokens) && file.tokens.every(isStoredToken))
    return file.tokens
  throw new ConfigurationError(
    `the token store ${path} is not a file of zcrm's`,
    'Move it away and sign in again, or name another file.',
  )
}

function writeTokens(file: SharedFile, lock: FileLock, tokens: readonly StoredToken[]): true | Lost {
  return replaceUnderLock(file, lock, file.path, { version: 1, tokens }, true)
}
