import type { Environment } from '../environment.ts'
import type { StoredToken } from '../stores/token-store.ts'
import type { Current, Owner, SessionOptions } from './session.ts'
import type { TokenSource } from './token.ts'

/** An access token and where it is good for. */
export interface Authorization {
  readonly accessToken: string
  /** The environment, corrected by what the token answer said. */
  readonly environment: Environment
  /** What is stored, or `null` for an access token alone. */
  readonly stored: Current | null
}

/** What tells one client's token from another's. */
export interface Identity {
  /** The id of the stored token, or a hash of an access token alone. */
  readonly key: string
  /** The environment that it is for, as stored tokens name it. */
  readonly environment: string
}

/** An Authenticator keeps one access token at a time for a client. */
export interface Authenticator {
  /** The access token to use now; signs in or refreshes first where there is none. */
  token(): Promise<Authorization>
  /** Gets another token after the server rejected this one, unless another caller has already. */
  renew(rejected: string): Promise<void>
  /** Whose token it is, as far as that is known without a call; `null` before the first sign-in. */
  identity(): Promise<Identity | null>
  /** Notes whose token a stored row is, and gives the row as it is then. */
  link(stored: Current, owner: Owner): Promise<StoredToken>
  /** Ends the token at Zoho and forgets it. */
  revoke(): Promise<void>
}

/** The authenticator of a client: one sign-in or refresh at a time, whoever asks. It is loaded with the first call. */
export function createAuthenticator(options: SessionOptions, source: TokenSource): Authenticator {
  let loading: Promise<Authenticator> | undefined
  const load = () => {
    loading ??= import('./flows.ts').then(({ authenticatorOf }) => authenticatorOf(options, source))
    return loading
  }
  return {
    token: async () => (await load()).token(),
    renew: async (rejected) => (await load()).renew(rejected),
    identity: async () => (await load()).identity(),
    link: async (stored, owner) => (await load()).link(stored, owner),
    revoke: async () => (await load()).revoke(),
  }
}
