import type { Leases, StoredToken, TokenStore } from './token-store.ts'

/** A sentence of the contract, and how a store is tried on it. */
export interface Rule {
  readonly promise: string
  /** Throws what was done and what came of it. */
  check(trial: Trial): Promise<void>
}

/** A Trial is one rule's use of a store: with ids of its own, which are removed afterwards. */
export class Trial {
  readonly one: TokenStore
  /** Another store over the same tokens, or the same store. */
  readonly other: TokenStore
  readonly #prefix: string = `verify-${crypto.randomUUID()}-`
  readonly #ids = new Set<string>()
  readonly #leases = new Set<{ readonly key: string; readonly holder: string }>()

  constructor(one: TokenStore, other: TokenStore) {
    this.one = one
    this.other = other
  }

  /** An id, fingerprint, key or holder that nothing else uses. */
  name(suffix: string): string {
    return this.#prefix + suffix
  }

  /** A token to save, which is removed at the end. */
  token(rest: Partial<StoredToken> & { readonly id: string }): StoredToken {
    this.#ids.add(rest.id)
    return {
      version: 1,
      fingerprint: this.name(`fingerprint of ${rest.id}`),
      environment: 'US.PRODUCTION',
      clientId: 'client id',
      clientSecret: 'client secret',
      refreshToken: 'refresh token',
      accessToken: 'access token',
      expiresAt: 1_700_000_000_123,
      apiDomain: null,
      scopes: null,
      blockedUntil: null,
      user: null,
      organization: null,
      ...rest,
    }
  }

  /** Both stores in turn. */
  store(index: number): TokenStore {
    return index % 2 === 0 ? this.one : this.other
  }

  /** Takes a lease through either store; it is given back at the end. */
  lease(index: number, key: string, holder: string, milliseconds = 60_000): Promise<boolean> {
    this.#leases.add({ key, holder })
    return leasesOf(this.store(index)).lease(key, holder, milliseconds)
  }

  release(key: string, holder: string): Promise<void> {
    return leasesOf(this.one).release(key, holder)
  }

  /** Which of the ids that this trial made are in a list, in the order of the list. */
  mine(tokens: readonly StoredToken[]): string[] {
    return tokens.map(({ id }) => id).filter((id) => this.#ids.has(id))
  }

  async cleanUp(): Promise<void> {
    // What a store fails at here, the rules have found already.
    const ignore = () => {}
    for (const { key, holder } of this.#leases) await this.release(key, holder).catch(ignore)
    for (const id of this.#ids) await this.one.remove(id).catch(ignore)
  }
}

function leasesOf(store: TokenStore): Leases {
  if ('lease' in store) return store
  throw new Error('the store cannot lease')
}

/** Throws unless two values are the same, whatever the order of their properties. */
export function same(what: string, got: unknown, want: unknown): void {
  if (textOf(got) !== textOf(want)) throw new Error(`${what} is ${textOf(got)}, not ${textOf(want)}`)
}

function textOf(value: unknown): string {
  const sorted = (_: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part
  return JSON.stringify(value, sorted) ?? 'undefined'
}
