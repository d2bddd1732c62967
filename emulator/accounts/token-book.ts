import { newToken, type SecretBook } from '../secrets.ts'

/**
 * The limits of the accounts server on tokens.
 * @see https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 */
const WINDOW = 10 * 60 * 1000
const TOKENS_PER_WINDOW = 10
const LIVE_ACCESS_TOKENS = 30
const REFRESH_TOKENS = 20

/** What a token allows, and as whom. */
interface Permission {
  readonly user: string
  readonly scopes: readonly string[]
}

interface Grant extends Permission {
  readonly expires: number
  /** The redirect URL that the exchange must name; undefined where the grant was not given through a page. */
  readonly redirectUri: string | undefined
  readonly bringsRefreshToken: boolean
}

interface Refresh extends Permission {
  /** The access tokens that it has given and that live, oldest first. */
  readonly live: string[]
  windowStart: number
  inWindow: number
}

interface Access extends Permission {
  readonly expires: number
}

/** What a TokenBook is set up with: lifetimes in seconds, whose the tokens are, and the credentials that are printed. */
export interface TokenBookOptions {
  readonly tokenTtl: number
  readonly grantTtl: number
  readonly scopes: readonly string[]
  readonly user: string
  readonly grantToken: string | undefined
  readonly refreshToken: string | undefined
  readonly secretBook: SecretBook
}

/** What a grant is to be good for; `ttl` in seconds. */
export interface GrantOptions {
  readonly user?: string
  readonly scopes?: readonly string[]
  readonly ttl?: number
  readonly redirectUri?: string
  readonly bringsRefreshToken?: boolean
}

/** What a grant or a refresh token is exchanged for. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly scopes: readonly string[]
}

/** A TokenBook knows every grant, refresh and access token, and the limits on them. */
export class TokenBook {
  readonly grantToken: string
  readonly refreshToken: string
  readonly #options: TokenBookOptions
  readonly #grants: Map<string, Grant> = new Map()
  readonly #refreshTokens: Map<string, Refresh> = new Map()
  readonly #accessTokens: Map<string, Access> = new Map()

  constructor(options: TokenBookOptions) {
    this.#options = options
    this.grantToken = options.grantToken ?? newToken()
    this.refreshToken = options.refreshToken ?? newToken()
    this.reset()
  }

  /** The printed credentials are good again, nothing counts as given in the last ten minutes, no page gave a grant. */
  reset(): void {
    for (const [token, grant] of this.#grants) if (grant.redirectUri !== undefined) this.#grants.delete(token)
    this.#addGrant(this.grantToken, {})
    for (const refresh of this.#refreshTokens.values()) refresh.inWindow = 0
    if (!this.#refreshTokens.has(this.refreshToken)) this.#addRefresh(this.refreshToken, this.#options)
  }

  createGrant(options: GrantOptions = {}): string {
    return this.#addGrant(newToken(), options)
  }

  /** Exchanges a grant, which is good once; a redirect URL that is not its own does not use it up. */
  redeem(
    grantToken: string,
    redirectUri: string | null,
  ): TokenPair | 'invalid_code' | 'invalid_redirect_uri' {
    const grant = this.#grants.get(grantToken)
    if (!grant || grant.expires <= Date.now()) return 'invalid_code'
    if (grant.redirectUri !== undefined && grant.redirectUri !== redirectUri) return 'invalid_redirect_uri'
    this.#grants.delete(grantToken)
    if (!grant.bringsRefreshToken) return this.#pairOf(grant)
    const refreshToken = newToken()
    const refresh = this.#addRefresh(refreshToken, grant)
    countsIn(refresh)
    return { ...this.#give(refresh), refreshToken }
  }

  /** Exchanges a refresh token, which is throttled where it has given too many access tokens of late. */
  refresh(refreshToken: string): TokenPair | 'invalid_code' | 'throttled' {
    const refresh = this.#refreshTokens.get(refreshToken)
    if (!refresh) return 'invalid_code'
    return countsIn(refresh) ? this.#give(refresh) : 'throttled'
  }

  /** What an access token allows; undefined where it is unknown, revoked or expired. */
  permissionOf(accessToken: string): Permission | undefined {
    const access = this.#accessTokens.get(accessToken)
    return access && access.expires > Date.now() ? access : undefined
  }

  /** Ends a token; a refresh token takes its access tokens with it. False where there is no such token. */
  revoke(token: string): boolean {
    const refresh = this.#refreshTokens.get(token)
    for (const access of refresh?.live ?? []) this.#accessTokens.delete(access)
    return this.#refreshTokens.delete(token) || this.#accessTokens.delete(token)
  }

  /** Ends every access token, as their time does. */
  expireAccessTokens(): void {
    this.#accessTokens.clear()
    for (const refresh of this.#refreshTokens.values()) refresh.live.length = 0
  }

  #addGrant(token: string, options: GrantOptions): string {
    const { user = this.#options.user, scopes = this.#options.scopes, ttl = this.#options.grantTtl } = options
    const { redirectUri, bringsRefreshToken = true } = options
    const expires = Date.now() + ttl * 1000
    this.#options.secretBook.add('grantToken', token)
    this.#grants.set(token, { user, scopes, expires, redirectUri, bringsRefreshToken })
    return token
  }

  /** The 21st refresh token of a user drops the oldest. */
  #addRefresh(token: string, { user, scopes }: Permission): Refresh {
    const refresh = { user, scopes, live: [], windowStart: 0, inWindow: 0 }
    this.#options.secretBook.add('refreshToken', token)
    this.#refreshTokens.set(token, refresh)
    const ofUser = [...this.#refreshTokens].filter(([, each]) => each.user === user)
    const [oldest] = ofUser
    if (ofUser.length > REFRESH_TOKENS && oldest !== undefined) this.revoke(oldest[0])
    return refresh
  }

  /** The 31st access token of a refresh token drops the oldest. */
  #give(refresh: Refresh): TokenPair {
    const pair = this.#pairOf(refresh)
    refresh.live.push(pair.accessToken)
    if (refresh.live.length > LIVE_ACCESS_TOKENS) this.#accessTokens.delete(refresh.live.shift() ?? '')
    return pair
  }

  #pairOf({ user, scopes }: Permission): TokenPair {
    const accessToken = newToken()
    const expires = Date.now() + this.#options.tokenTtl * 1000
    this.#options.secretBook.add('accessToken', accessToken)
    this.#accessTokens.set(accessToken, { user, scopes, expires })
    return { accessToken, refreshToken: undefined, scopes }
  }
}

/** Counts one more access token in the current ten minutes; false where there have been enough. */
function countsIn(refresh: Refresh): boolean {
  const now = Date.now()
  if (now - refresh.windowStart >= WINDOW) Object.assign(refresh, { windowStart: now, inWindow: 0 })
  if (refresh.inWindow >= TOKENS_PER_WINDOW) return false
  refresh.inWindow += 1
  return true
}
