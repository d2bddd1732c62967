/** The OAuth token set of one user of one organisation, as it is kept between processes. */
export interface StoredToken {
  /** Names the row; it never changes. */
  readonly id: string
  /**
   * What the row was made from: environment, client id and a hash of the grant or refresh token. A grant that was
   * exchanged is found by it and never sent twice.
   */
  readonly fingerprint: string
  /** The environment's name, or its origins where it is a custom one. */
  readonly environment: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly accessToken: string
  /** When the access token should no longer be used, in milliseconds since 1970. */
  readonly expiresAt: number
  /** The host that the token answer named, or `null`. */
  readonly apiDomain: string | null
}

/** A TokenStore is where tokens live between processes. */
export interface TokenStore {
  /** Every token of the store. */
  list(): Promise<readonly StoredToken[]>
  /** Adds the token, or replaces the one of its id. */
  save(token: StoredToken): Promise<void>
  /** Removes the token of an id; an unknown id is no error. */
  remove(id: string): Promise<void>
}
