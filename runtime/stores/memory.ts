import type { StoredToken, TokenStore } from './token-store.ts'

/** A token store that ends with the process: for tests, and where tokens come from a vault at every start. */
export class MemoryStore implements TokenStore {
  readonly #tokens = new Map<string, StoredToken>()

  async list(): Promise<readonly StoredToken[]> {
    return [...this.#tokens.values()]
  }

  async save(token: StoredToken): Promise<void> {
    this.#tokens.set(token.id, token)
  }

  async remove(id: string): Promise<void> {
    this.#tokens.delete(id)
  }
}
