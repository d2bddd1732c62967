import { byId, matches } from './rows.ts'
import type { Leases, StoredToken, TokenKey, TokenRows } from './token-store.ts'

/** A token store that ends with the process: for tests, and where tokens come from a vault at every start. */
export class MemoryStore implements TokenRows, Leases {
  readonly #tokens = new Map<string, StoredToken>()
  readonly #leases = new Map<string, { readonly holder: string; readonly endsAt: number }>()

  async find(key: TokenKey): Promise<StoredToken | null> {
    return (await this.list()).find((token) => matches(token, key)) ?? null
  }

  async list(): Promise<readonly StoredToken[]> {
    return [...this.#tokens.values()].map((token) => ({ ...token })).sort(byId)
  }

  async save(token: StoredToken): Promise<boolean> {
    if (token.version !== (this.#tokens.get(token.id)?.version ?? 0) + 1) return false
    this.#tokens.set(token.id, { ...token })
    return true
  }

  async remove(id: string): Promise<void> {
    this.#tokens.delete(id)
  }

  async lease(key: string, holder: string, milliseconds: number): Promise<boolean> {
    const now = performance.now()
    const held = this.#leases.get(key)
    if (held !== undefined && held.holder !== holder && held.endsAt > now) return false
    this.#leases.set(key, { holder, endsAt: now + milliseconds })
    return true
  }

  async release(key: string, holder: string): Promise<void> {
    if (this.#leases.get(key)?.holder === holder) this.#leases.delete(key)
  }
}
