import { createAuthenticator } from './auth/authenticator.ts'
import type { SignedIn } from './auth/identity.ts'
import type { Environment } from './environment.ts'
import { fetchLoader } from './http/fetch.ts'
import { createLimiter } from './http/limiter.ts'
import { createTransport, type Transport } from './http/transport.ts'
import { type ClientOptions, checkOptions } from './options.ts'

/** A Client is one user of one organisation in one environment; module classes are made over it. */
export interface Client {
  /** Sends a call of the API, signed in. Throws an error of the ladder ({@link ZohoError}). */
  readonly request: Transport
  /**
   * Signs in now rather than with the first call, finds out whose token it is, and notes that in the store: a token
   * that is new gets a readable id, made of user and organisation.
   * @throws AuthenticationError where Zoho refuses.
   */
  readonly signIn: () => Promise<SignedIn>
  /**
   * Revokes the token at Zoho and removes it from the store.
   * @throws ServerError or NetworkError where Zoho could not be asked; the token is then kept.
   */
  readonly revoke: () => Promise<void>
  /** The environment in which the organisation lives: the given one, corrected by the token answer. Signs in first. */
  readonly environment: () => Promise<Environment>
}

/**
 * A client of the CRM API. Nothing is sent before the first call, and nothing is shared with other clients.
 * @throws ConfigurationError that names the option which is missing or wrong, and what is allowed.
 */
export function createClient(options: ClientOptions): Client {
  const { environment, token, store, logger, config, proxy, fetch } = checkOptions(options)
  const { connectTimeout, readTimeout, retry } = config
  const loadFetch = fetchLoader({ fetch, connectTimeout, proxy })
  const calls = { loadFetch, logger, retry, readTimeout }
  const authenticator = createAuthenticator({ ...calls, environment, store }, token)
  const limiter = createLimiter(config.concurrency)
  const request = createTransport({ ...calls, authenticator, limiter })
  return {
    request,
    signIn: async () => (await import('./auth/identity.ts')).signIn(authenticator, request),
    revoke: () => authenticator.revoke(),
    environment: async () => (await authenticator.token()).environment,
  }
}
