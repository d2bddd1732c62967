import { correctedBy, type Environment } from '../environment.ts'
import { AuthenticationError, ConfigurationError } from '../http/errors.ts'
import type { Fetch } from '../http/fetch.ts'
import type { Logger } from '../logger.ts'
import type { StoredToken, TokenStore } from '../stores/token-store.ts'
import { exchangeToken, type TokenAnswer } from './exchange.ts'
import { environmentKey, fingerprint } from './fingerprint.ts'
import type { OAuthToken } from './token.ts'

/** An access token and the API that it is for. */
export interface Authorization {
  readonly accessToken: string
  readonly apiUrl: string
}

/** An Authenticator keeps one access token at a time for a client. */
export interface Authenticator {
  /** The access token to use now; signs in or refreshes first where there is none. */
  token(): Promise<Authorization>
  /** Gets another token after the server rejected this one, unless another caller has already. */
  renew(rejected: string): Promise<void>
}

/** What an authenticator stands on. */
export interface AuthenticatorOptions {
  readonly environment: Environment
  readonly token: OAuthToken
  readonly store: TokenStore
  readonly loadFetch: () => Promise<Fetch>
  readonly logger: Logger
  readonly now?: () => number
}

/** A token is given up this long before its end, or a tenth of its life before, whichever is less. */
const MARGIN = 30_000

/** The authenticator of a client: one sign-in or refresh at a time, whoever asks. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { token } = options
  if (token.flow === 'access') return fixedAuthenticator(options.environment, token.accessToken)
  const session = new Session(options, token)
  return {
    token: async () => session.authorization(await session.current()),
    renew: (rejected) => session.renew(rejected),
  }
}

function fixedAuthenticator(environment: Environment, accessToken: string): Authenticator {
  return {
    token: async () => ({ accessToken, apiUrl: environment.apiUrl }),
    renew: async () => {
      throw new AuthenticationError(
        'ACCESS_TOKEN_ENDED',
        'the access token has expired or was revoked, and nothing was given to get another with',
        'Pass a new access token, or sign in with a refresh token instead.',
      )
    },
  }
}

function noRefreshToken(): AuthenticationError {
  return new AuthenticationError(
    'NO_REFRESH_TOKEN',
    'the grant token brought no refresh token: the sign-in would end within the hour',
    'Ask for the grant with access_type=offline and prompt=consent, or make one in Zoho’s API console.',
  )
}

class Session {
  readonly #options: AuthenticatorOptions
  readonly #token: Exclude<OAuthToken, { flow: 'access' }>
  readonly #now: () => number
  #row: StoredToken | undefined
  #pending: Promise<StoredToken> | undefined

  constructor(options: AuthenticatorOptions, token: Exclude<OAuthToken, { flow: 'access' }>) {
    this.#options = options
    this.#token = token
    this.#now = options.now ?? Date.now
  }

  authorization(row: StoredToken): Authorization {
    const environment = correctedBy(this.#options.environment, row.apiDomain ?? undefined)
    return { accessToken: row.accessToken, apiUrl: environment.apiUrl }
  }

  current(): Promise<StoredToken> {
    if (this.#row !== undefined && this.#isLive(this.#row)) return Promise.resolve(this.#row)
    return this.#once(() => this.#load(this.#row?.accessToken))
  }

  async renew(rejected: string): Promise<void> {
    if (this.#row !== undefined && this.#row.accessToken !== rejected) return
    await this.#once(() => this.#load(rejected))
  }

  #isLive(row: StoredToken): boolean {
    return row.expiresAt > this.#now()
  }

  #once(work: () => Promise<StoredToken>): Promise<StoredToken> {
    this.#pending ??= work()
      .then((row) => {
        this.#row = row
        return row
      })
      .finally(() => {
        this.#pending = undefined
      })
    return this.#pending
  }

  /** The stored token where it is live and not the one that was rejected; else a new one. */
  async #load(rejected: string | undefined): Promise<StoredToken> {
    const stored = await this.#find()
    if (stored === undefined) return this.#signIn()
    if (stored.accessToken !== rejected && this.#isLive(stored)) return stored
    this.#options.logger.debug({ id: stored.id }, 'refreshing the access token')
    // The secret of a client can be changed: the one that was passed is newer than the stored one.
    const client = this.#token.flow === 'id' ? stored : this.#token
    const answer = await this.#exchange(client, { refreshToken: stored.refreshToken })
    return this.#save({ ...stored, clientSecret: client.clientSecret, ...this.#fresh(answer) })
  }

  async #find(): Promise<StoredToken | undefined> {
    const rows = await this.#options.store.list()
    if (this.#token.flow === 'id') return this.#byId(rows, this.#token.id)
    const wanted = await fingerprint(this.#options.environment, this.#token)
    return rows.find((candidate) => candidate.fingerprint === wanted)
  }

  #byId(rows: readonly StoredToken[], id: string): StoredToken {
    const row = rows.find((candidate) => candidate.id === id)
    if (row === undefined) {
      const known =
        rows.length === 0 ? 'The store is empty' : `The store has ${rows.map((one) => one.id).join(', ')}`
      throw new ConfigurationError(
        `no token with the id ${JSON.stringify(id)} is stored`,
        `${known}: sign in first.`,
      )
    }
    const environment = environmentKey(this.#options.environment)
    if (row.environment === environment) return row
    // Its secrets are for the accounts server that issued it, and for no other.
    throw new ConfigurationError(
      `the token ${JSON.stringify(id)} is of the environment ${row.environment}, not of ${environment}`,
      'Pass the environment in which the token was made.',
    )
  }

  async #signIn(): Promise<StoredToken> {
    const token = this.#token
    if (token.flow === 'id') throw new Error('unreachable: an id flow finds its row or throws')
    const { environment, logger } = this.#options
    const answer = await this.#exchange(token, token)
    const refreshToken = token.flow === 'refresh' ? token.refreshToken : answer.refreshToken
    if (refreshToken === null) throw noRefreshToken()
    logger.info({ environment: environment.name }, 'signed in')
    return this.#save({
      id: crypto.randomUUID(),
      fingerprint: (await fingerprint(environment, token)) ?? '',
      environment: environmentKey(environment),
      clientId: token.clientId,
      clientSecret: token.clientSecret,
      refreshToken,
      ...this.#fresh(answer),
    })
  }

  async #exchange(
    client: { clientId: string; clientSecret: string },
    exchange: Parameters<typeof exchangeToken>[3],
  ) {
    const fetch = await this.#options.loadFetch()
    return exchangeToken(fetch, this.#options.environment, client, exchange)
  }

  #fresh(answer: TokenAnswer): Pick<StoredToken, 'accessToken' | 'expiresAt' | 'apiDomain'> {
    const margin = Math.min(MARGIN, answer.lifetime / 10)
    return {
      accessToken: answer.accessToken,
      expiresAt: this.#now() + answer.lifetime - margin,
      apiDomain: answer.apiDomain,
    }
  }

  async #save(row: StoredToken): Promise<StoredToken> {
    await this.#options.store.save(row)
    return row
  }
}
