import { randomBytes } from 'node:crypto'
import { scopesIn } from '../scopes.ts'

/** The limits of the accounts server on tokens. */
const WINDOW = 10 * 60 * 1000
const TOKENS_PER_WINDOW = 10
const LIVE_ACCESS_TOKENS = 30
const REFRESH_TOKENS = 20

interface Grant {
  readonly scope: string
  readonly expires: number
}

interface Refresh {
  readonly scope: string
  /** The access tokens that it has given and that live, oldest first. */
  readonly live: string[]
  windowStart: number
  inWindow: number
}

interface Access {
  readonly scopes: readonly string[]
  readonly expires: number
}

/** What a TokenBook is set up with: lifetimes in seconds, and the credentials that are printed. */
export interface TokenBookOptions {
  readonly tokenTtl: number
  readonly grantTtl: number
  readonly scope: string
  readonly grantToken: string | undefined
  readonly refreshToken: string | undefined
}

/** A token in the form of the accounts server: 1000., 32 hexadecimal digits, a dot, 32 more. */
export function newToken(): string {
  return `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`
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

  /** The printed credentials are good again, and nothing counts as given in the last ten minutes. */
  reset(): void {
    const { scope, grantTtl } = this.#options
    this.#addGrant(this.grantToken, scope, grantTtl)
    for (const refresh of this.#refreshTokens.values()) refresh.inWindow = 0
    if (!this.#refreshTokens.has(this.refreshToken)) this.#addRefresh(this.refreshToken, scope)
  }

  createGrant(scope: string = this.#options.scope, ttl: number = this.#options.grantTtl): string {
    return this.#addGrant(newToken(), scope, ttl)
  }

  /** The refresh token that a grant is good for; undefined where it is unknown, used or too old. */
  redeem(grantToken: string): string | undefined {
    const grant = this.#grants.get(grantToken)
    this.#grants.delete(grantToken)
    if (!grant || grant.expires <= Date.now()) return undefined
    return this.#addRefresh(newToken(), grant.scope)
  }

  /** The scope of a refresh token; undefined where there is no such token. */
  scopeOf(refreshToken: string): string | undefined {
    return this.#refreshTokens.get(refreshToken)?.scope
  }

  /** A new access token; undefined where the refresh token has given too many of late. */
  mint(refreshToken: string): string | undefined {
    const refresh = this.#refreshTokens.get(refreshToken)
    if (!refresh || !countsIn(refresh)) return undefined
    const token = newToken()
    const expires = Date.now() + this.#options.tokenTtl * 1000
    this.#accessTokens.set(token, { scopes: scopesIn(refresh.scope), expires })
    refresh.live.push(token)
    if (refresh.live.length > LIVE_ACCESS_TOKENS) this.#accessTokens.delete(refresh.live.shift() ?? '')
    return token
  }

  /** The scopes of an access token; undefined where it is unknown, revoked or expired. */
  scopesOf(accessToken: string): readonly string[] | undefined {
    const access = this.#accessTokens.get(accessToken)
    return access && access.expires > Date.now() ? access.scopes : undefined
  }

  /** Ends a token; a refresh token takes its access tokens with it. False where there is no such token. */
  revoke(token: string): boolean {
    const refresh = this.#refreshTokens.get(token)
    for (const access of refresh?.live ?? []) this.#accessTokens.delete(access)
    return this.#refreshTokens.delete(token) || this.#accessTokens.delete(token)
  }

  #addGrant(token: string, scope: string, ttl: number): string {
    this.#grants.set(token, { scope, expires: Date.now() + ttl * 1000 })
    return token
  }

  /** The 21st refresh token of a user drops the oldest. */
  #addRefresh(token: string, scope: string): string {
    this.#refreshTokens.set(token, { scope, live: [], windowStart: 0, inWindow: 0 })
    const [oldest] = this.#refreshTokens.keys()
    if (this.#refreshTokens.size > REFRESH_TOKENS && oldest !== undefined) this.revoke(oldest)
    return token
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
