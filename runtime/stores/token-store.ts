/** The OAuth token set of one user of one organisation, as it is kept between processes. */
export interface StoredToken {
  /** Names the row; it never changes. */
  readonly id: string
  /** Counts the saves of the row; the first is 1. */
  readonly version: number
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
  /** The scopes that the token answer named, separated by spaces, or `null`. */
  readonly scopes: string | null
  /** Until when Zoho gives no access token, in milliseconds since 1970, or `null`. */
  readonly blockedUntil: number | null
  /** E-mail of the user, or `null` as long as nobody asked whose token it is. */
  readonly user: string | null
  /** `zgid` of the organisation, or `null` as long as nobody asked. */
  readonly organization: string | null
}

/** What a token is found by. */
export type TokenKey = { readonly id: string } | { readonly fingerprint: string }

/** Where tokens are kept. Every value is a copy: what a caller does to it changes nothing. */
export interface TokenRows {
  /** The token of an id or of a fingerprint (the one of the smallest id, were there several), or `null`. */
  find(key: TokenKey): Promise<StoredToken | null>
  /** Every token, sorted by id. */
  list(): Promise<readonly StoredToken[]>
  /**
   * Writes a token, whole or not at all, if its version is one more than that of the stored token of the same id (0
   * where there is none), and says whether it did.
   */
  save(token: StoredToken): Promise<boolean>
  /** Removes the token of an id; an unknown id is no error. */
  remove(id: string): Promise<void>
}

/** Who may refresh: one holder at a time for each key, whatever processes and machines share the store. */
export interface Leases {
  /**
   * Gives the lease of a key to a holder, or prolongs it, for some milliseconds from now by the store's own clock, and
   * says whether it did: not while another holder's lease has not ended.
   */
  lease(key: string, holder: string, milliseconds: number): Promise<boolean>
  /** Takes the lease back from its holder; one that is another's or nobody's stays as it is. */
  release(key: string, holder: string): Promise<void>
}

/**
 * A TokenStore is where tokens live between processes. One that cannot lease says `singleProcess: true`: then nothing
 * keeps two processes from refreshing at once. `verifyTokenStore` puts a store through this contract.
 */
export type TokenStore = TokenRows & (Leases | { readonly singleProcess: true })
