/** Consents are the scopes that each user has let the client have. There is one client, so it is not kept. */
export class Consents {
  readonly #scopes: Map<string, Set<string>> = new Map()

  add(user: string, scopes: readonly string[]): void {
    const known = this.#scopes.get(user) ?? []
    this.#scopes.set(user, new Set([...known, ...scopes.map(keyOf)]))
  }

  /** Tells whether a user has accepted each of these scopes before. */
  has(user: string, scopes: readonly string[]): boolean {
    const known = this.#scopes.get(user)
    return known !== undefined && scopes.every((scope) => known.has(keyOf(scope)))
  }

  clear(): void {
    this.#scopes.clear()
  }
}

/** Scopes are the same in capitals. */
function keyOf(scope: string): string {
  return scope.toLowerCase()
}
