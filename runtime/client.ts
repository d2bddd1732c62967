import { createAuthenticator } from './auth/authenticator.ts'
import type { OAuthToken } from './auth/token.ts'
import type { Environment } from './environment.ts'
import { ConfigurationError } from './http/errors.ts'
import { type Fetch, fetchLoader } from './http/fetch.ts'
import { defaultRetryPolicy, type RetryPolicy } from './http/retry.ts'
import { createTransport, type Transport } from './http/transport.ts'
import { type Logger, silentLogger } from './logger.ts'
import { FileStore } from './stores/file.ts'
import type { TokenStore } from './stores/token-store.ts'

/** The settings of a client. */
export interface ClientOptions {
  /** Where the organisation lives. It has no default: the wrong data centre gets the secret. */
  readonly environment: Environment
  /** How to sign in. */
  readonly token: OAuthToken
  /** Where tokens are kept between processes. Default: a {@link FileStore} at `.zcrm/tokens.json`. */
  readonly store?: TokenStore
  /** Default: says nothing. */
  readonly logger?: Logger
  /** A standard `fetch` to use instead of node-fetch; `connectTimeout` is then its own affair. */
  readonly fetch?: Fetch
  /** Milliseconds within which a connection is made: DNS, TCP and TLS together. Default: 10,000. */
  readonly connectTimeout?: number
  /** Milliseconds without a byte after which a call is given up. Default: 60,000. */
  readonly readTimeout?: number
  /** How often and how soon calls are repeated. Default: {@link defaultRetryPolicy}. */
  readonly retry?: RetryPolicy
}

/** A Client is one user of one organisation in one environment; module classes are made over it. */
export interface Client {
  readonly environment: Environment
  /** Sends a call of the API, signed in. Throws an error of the ladder ({@link ZohoError}). */
  readonly request: Transport
}

/** A timer of more milliseconds, of 31 bits, would go off at once. */
const MAX_TIMER = 2 ** 31 - 1

/** Where a {@link FileStore} is made when no store is given. */
const DEFAULT_STORE = '.zcrm/tokens.json'

/**
 * A client of the CRM API. Nothing is sent before the first call, and nothing is shared with other clients.
 * @throws ConfigurationError where a setting is missing or out of range.
 */
export function createClient(options: ClientOptions): Client {
  const {
    environment,
    token,
    logger = silentLogger,
    fetch,
    connectTimeout = 10_000,
    readTimeout = 60_000,
    retry = defaultRetryPolicy,
  } = options
  if (environment === undefined) {
    throw new ConfigurationError('environment is missing', 'Pass one, such as USDataCenter.PRODUCTION().')
  }
  if (token === undefined) {
    throw new ConfigurationError('token is missing', 'Pass one, such as OAuthToken.refresh({ … }).')
  }
  if (fetch !== undefined && options.connectTimeout !== undefined) {
    throw new ConfigurationError(
      'connectTimeout is set beside a fetch of your own',
      'Set it on that fetch instead.',
    )
  }
  checkRange('connectTimeout', connectTimeout, 1, MAX_TIMER)
  checkRange('readTimeout', readTimeout, 1, MAX_TIMER)
  checkRange('retry.attempts', retry.attempts, 1, Number.MAX_SAFE_INTEGER)
  checkRange('retry.firstDelay', retry.firstDelay, 0, MAX_TIMER)
  checkRange('retry.maxDelay', retry.maxDelay, 0, MAX_TIMER)
  const store = options.store ?? new FileStore(DEFAULT_STORE)
  const loadFetch = fetchLoader(fetch, connectTimeout)
  const authenticator = createAuthenticator({ environment, token, store, loadFetch, logger })
  return { environment, request: createTransport({ authenticator, loadFetch, logger, retry, readTimeout }) }
}

function checkRange(option: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return
  throw new ConfigurationError(`${option} is ${value}`, `Pass a number from ${min} to ${max}.`)
}
