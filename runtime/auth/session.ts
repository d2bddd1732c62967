import type { Environment } from '../environment.ts'
import { environmentKey, environmentOfKey } from '../environment-key.ts'
import { AuthenticationError, ConfigurationError, NetworkError, RateLimitError } from '../http/errors.ts'
import { sleep } from '../http/signals.ts'
import { isEncrypted } from '../stores/encrypted-text.ts'
import type { StoredToken, TokenStore } from '../stores/token-store.ts'
import { type AccountsOptions, exchangeToken, revokeToken, type TokenAnswer, throttled } from './exchange.ts'
import { fingerprint } from './fingerprint.ts'
import { leasesOf, underLease } from './lease.ts'
import type { OAuthClient, OAuthToken } from './token.ts'

/** What a session stands on. */
export interface SessionOptions extends AccountsOptions {
  /** Missing where an id flow takes it from the stored row. */
  readonly environment: Environment | undefined
  readonly store: TokenStore
  readonly now?: () => number
}

/** Whose token it is, as far as Zoho tells. */
export type Owner = Pick<StoredToken, 'user' | 'organization'>

/** A stored token, and whether it was made just now. */
export interface Current {
  readonly row: StoredToken
  readonly isNew: boolean
}

type SessionToken = Exclude<OAuthToken, { flow: 'access' }>

/** A token is given up this long before its end, or a tenth of its life before, whichever is less. */
const MARGIN = 30_000
/** Milliseconds for which nobody asks again after the accounts server said: too many. */
const BLOCKED = 60_000
/** Milliseconds for which a refusal is not asked for again with the same row. */
const REFUSED = 10_000
/** Milliseconds to wait for another process that refreshes. */
const PATIENCE = 180_000
/** Saves of a new token, whose grant is used up, before giving up. */
const SAVES = 5

/** A Session is the stored token of one client: found, signed in or refreshed when it is needed. */
export class Session {
  readonly #options: SessionOptions
  readonly #token: SessionToken
  readonly #now: () => number
  #row: StoredToken | undefined
  /** A token that could not be saved: its grant is used up, so it must not be forgotten. */
  #unsaved: StoredToken | undefined
  #pending: Promise<Current> | undefined
  #refusal: { readonly error: unknown; readonly version: number; readonly until: number } | undefined

  constructor(options: SessionOptions, token: SessionToken) {
    this.#options = options
    this.#token = token
    this.#now = options.now ?? Date.now
  }

  /** The row with an access token to use now. */
  current(): Promise<Current> {
    const row = this.#row
    if (row !== undefined && row.expiresAt > this.#now()) return Promise.resolve({ row, isNew: false })
    return this.#once(() => this.#load(row?.accessToken))
  }

  /** Gets another access token after the server rejected this one, unless anybody has already. */
  async renew(rejected: string): Promise<void> {
    if (this.#row !== undefined && this.#row.accessToken !== rejected) return
    await this.#once(() => this.#load(rejected))
  }

  /** The id and the environment of the stored row, without a call; `null` where nothing is stored yet. */
  async stored(): Promise<{ readonly id: string; readonly environment: string } | null> {
    const row = this.#row ?? (await this.#find())
    return row && { id: row.id, environment: row.environment }
  }

  /** Notes whose token the row is. One that was made just now, whose id nobody knows yet, gets a readable one. */
  async link({ row, isNew }: Current, owner: Owner): Promise<StoredToken> {
    const id = isNew ? readableId(owner) : null
    if (id !== null) {
      const named = await this.#saveNew({ ...row, ...owner, id })
      await this.#options.store.remove(row.id)
      this.#row = named
      return named
    }
    const linked = { ...row, ...owner, version: row.version + 1 }
    // Somebody else's save is newer: the owner is noted another time.
    if (!(await this.#options.store.save(linked))) return row
    this.#row = linked
    return linked
  }

  /** Ends the token at Zoho and forgets it. */
  async revoke(): Promise<void> {
    const row = await this.#find()
    this.#row = undefined
    if (row === null) return
    await revokeToken(this.#options, this.environmentOf(row), row.refreshToken)
    await this.#options.store.remove(row.id)
  }

  /** The environment in which a row's token was issued. */
  environmentOf(row: StoredToken): Environment {
    return this.#options.environment ?? environmentOfKey(row.environment)
  }

  #once(work: () => Promise<Current>): Promise<Current> {
    this.#pending ??= work()
      .then((current) => {
        this.#row = current.row
        return current
      })
      .finally(() => {
        this.#pending = undefined
      })
    return this.#pending
  }

  /**
   * The stored token where it is live and not the one that was rejected; else a new one. Whoever gets the lease looks
   * again, so that of all processes that share the store one refreshes and the others find what it got.
   */
  async #load(rejected: string | undefined): Promise<Current> {
    const leases = leasesOf(this.#options.store)
    const patience = this.#now() + PATIENCE
    await this.#saveUnsaved()
    for (let wait = 20; ; wait = Math.min(wait * 1.5, 250)) {
      const found = await this.#usable(rejected)
      if (found.usable) return { row: found.row, isNew: false }
      const key = found.row?.fingerprint ?? (await this.#fingerprint())
      const leased = await underLease(leases, key, async () => {
        const { row, usable } = await this.#usable(rejected)
        if (usable) return { row, isNew: false }
        return row === null ? { row: await this.#signIn(), isNew: true } : this.#refresh(row)
      })
      if (leased !== null && leased.result !== null) return leased.result
      if (this.#now() > patience) throw impatient()
      await sleep(wait * (0.5 + Math.random()), undefined)
    }
  }

  /** The stored row, and whether its access token can be used. Throws where asking for another would be refused. */
  async #usable(
    rejected: string | undefined,
  ): Promise<{ row: StoredToken; usable: true } | { row: StoredToken | null; usable: false }> {
    const row = await this.#find()
    if (row !== null && row.accessToken !== rejected && row.expiresAt > this.#now())
      return { row, usable: true }
    if ((row?.blockedUntil ?? 0) > this.#now())
      throw throttled('no access token is asked for: Zoho refused the last time')
    const refusal = this.#refusal
    if (refusal !== undefined && refusal.version === (row?.version ?? 0) && refusal.until > this.#now()) {
      throw refusal.error
    }
    return { row, usable: false }
  }

  async #find(): Promise<StoredToken | null> {
    const { environment } = this.#options
    const row = await this.#lookUp()
    if (row === null) return null
    if (isEncrypted(row.refreshToken)) throw unreadable(row.id)
    if (this.#token.flow !== 'id' || environment === undefined) return row
    if (row.environment === environmentKey(environment)) return row
    // Its secrets are for the accounts server that issued it, and for no other.
    throw new ConfigurationError(
      `the token ${JSON.stringify(row.id)} is of the environment ${row.environment}, not of ${environmentKey(environment)}`,
      'Pass the environment in which the token was made, or none.',
    )
  }

  async #lookUp(): Promise<StoredToken | null> {
    const { store } = this.#options
    if (this.#token.flow !== 'id') return store.find({ fingerprint: await this.#fingerprint() })
    const row = await store.find({ id: this.#token.id })
    if (row === null) throw unknownId(this.#token.id, await store.list())
    return row
  }

  async #fingerprint(): Promise<string> {
    const { environment } = this.#options
    return (environment && (await fingerprint(environment, this.#token))) ?? ''
  }

  /** A new access token for a row; `null` where somebody else's save came first. */
  async #refresh(row: StoredToken): Promise<Current | null> {
    this.#options.logger.debug({ id: row.id }, 'refreshing the access token')
    // The secret of a client can be changed: the one that was passed is newer than the stored one.
    const { clientId, clientSecret } = this.#token.flow === 'id' ? row : this.#token
    const version = row.version + 1
    let answer: TokenAnswer
    try {
      answer = await this.#exchange(this.environmentOf(row), { clientId, clientSecret }, row, row.version)
    } catch (error) {
      if (error instanceof RateLimitError) {
        await this.#options.store.save({ ...row, version, blockedUntil: this.#now() + BLOCKED })
      }
      throw error
    }
    const next = { ...row, ...this.#fresh(answer), clientSecret, version }
    return (await this.#options.store.save(next)) ? { row: next, isNew: false } : null
  }

  async #signIn(): Promise<StoredToken> {
    const { environment, logger } = this.#options
    const token = this.#token
    if (token.flow === 'id' || environment === undefined)
      throw new Error('unreachable: an id flow finds its row or throws')
    const print = await this.#fingerprint()
    const answer = await this.#exchange(environment, token, token, 0)
    const refreshToken = token.flow === 'refresh' ? token.refreshToken : answer.refreshToken
    if (refreshToken === null) throw noRefreshToken()
    logger.info({ environment: environment.name }, 'signed in')
    return this.#saveNew({
      id: print,
      version: 1,
      fingerprint: print,
      environment: environmentKey(environment),
      clientId: token.clientId,
      clientSecret: token.clientSecret,
      refreshToken,
      ...this.#fresh(answer),
      user: null,
      organization: null,
    })
  }

  /** Saves a row that must not be lost, over an older one of its id. */
  async #saveNew(row: StoredToken): Promise<StoredToken> {
    const { store } = this.#options
    let { id } = row
    this.#unsaved = row
    for (let attempt = 1; attempt <= SAVES; attempt++) {
      const older = await store.find({ id })
      if (older !== null && !isOfSameClient(older, row) && id === row.id) {
        id = `${row.id}:${row.fingerprint.slice(0, 8)}`
        continue
      }
      const next = { ...row, id, version: (older?.version ?? 0) + 1 }
      if (!(await store.save(next))) continue
      this.#unsaved = undefined
      return next
    }
    throw new ConfigurationError(
      `the token ${JSON.stringify(row.id)} cannot be saved: another process keeps changing it`,
      'Check that the token store keeps its contract: verifyTokenStore says so.',
    )
  }

  async #saveUnsaved(): Promise<void> {
    if (this.#unsaved !== undefined) await this.#saveNew(this.#unsaved)
  }

  async #exchange(
    environment: Environment,
    client: OAuthClient,
    exchange: Parameters<typeof exchangeToken>[3],
    version: number,
  ): Promise<TokenAnswer> {
    try {
      return await exchangeToken(this.#options, environment, client, exchange)
    } catch (error) {
      const isFinal = error instanceof AuthenticationError || error instanceof RateLimitError
      const wait = error instanceof RateLimitError ? BLOCKED : REFUSED
      if (isFinal) this.#refusal = { error, version, until: this.#now() + wait }
      throw error
    }
  }

  #fresh(
    answer: TokenAnswer,
  ): Pick<StoredToken, 'accessToken' | 'expiresAt' | 'apiDomain' | 'scopes' | 'blockedUntil'> {
    const { accessToken, apiDomain, scopes, lifetime } = answer
    const expiresAt = Math.round(this.#now() + lifetime - Math.min(MARGIN, lifetime / 10))
    return { accessToken, expiresAt, apiDomain, scopes, blockedUntil: null }
  }
}

/** The user and the organisation, where both are known. */
function readableId({ user, organization }: Owner): string | null {
  return user === null || organization === null ? null : `${user}:${organization}`
}

/** Whether a row may replace another: the same user can sign in to several clients. */
function isOfSameClient(one: StoredToken, other: StoredToken): boolean {
  return one.clientId === other.clientId && one.environment === other.environment
}

function unreadable(id: string): ConfigurationError {
  return new ConfigurationError(
    `the token ${JSON.stringify(id)} is encrypted, and there is no key to read it with`,
    'Pass the store as new EncryptedStore(store), with its keys; for the command line set ZCRM_TOKEN_KEYS.',
  )
}

function unknownId(id: string, rows: readonly StoredToken[]): ConfigurationError {
  const known =
    rows.length === 0 ? 'The store is empty' : `The store has ${rows.map((one) => one.id).join(', ')}`
  return new ConfigurationError(
    `no token with the id ${JSON.stringify(id)} is stored`,
    `${known}: sign in first.`,
  )
}

function noRefreshToken(): AuthenticationError {
  return new AuthenticationError(
    'NO_REFRESH_TOKEN',
    'the grant token brought no refresh token: the sign-in would end within the hour',
    'Ask for the grant with access_type=offline and prompt=consent, or make one in Zoho’s API console.',
  )
}

function impatient(): NetworkError {
  return new NetworkError(
    'LEASE_BUSY',
    `another process has been refreshing the access token for ${PATIENCE / 1000} s`,
    'Check the connection to the accounts server and to the token store, then try again.',
  )
}
