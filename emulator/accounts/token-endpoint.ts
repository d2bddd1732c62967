import type { Answer } from '../answers.ts'
import { ACCESS_DENIED } from '../faults.ts'
import type { Json, JsonObject } from '../json.ts'
import { scopesIn } from '../scopes.ts'
import type { TokenBook } from './token-book.ts'

/** What the accounts server needs to know to answer. */
export interface AccountsContext {
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenTtl: number
  readonly tokens: TokenBook
  /** The emulator's own origin: where the API is, says a token answer. */
  readonly origin: string
}

/** The accounts server reports its errors with HTTP 200. */
const failure = (error: string): Answer => ({ status: 200, body: { error } })

/** What each grant type does with the parameters of a token call. */
const GRANT_TYPES: ReadonlyMap<string, (context: AccountsContext, params: URLSearchParams) => Answer> =
  new Map([
    ['authorization_code', exchangeGrant],
    ['refresh_token', refreshAccess],
  ])

/** Answers `POST /oauth/v2/token`. */
export function answerToken(context: AccountsContext, params: URLSearchParams): Answer {
  if (params.get('client_id') !== context.clientId) return failure('invalid_client')
  if (params.get('client_secret') !== context.clientSecret) return failure('invalid_client_secret')
  const grantType = GRANT_TYPES.get(params.get('grant_type') ?? '')
  return grantType ? grantType(context, params) : failure('unsupported_grant_type')
}

function exchangeGrant(context: AccountsContext, params: URLSearchParams): Answer {
  const refreshToken = context.tokens.redeem(params.get('code') ?? '')
  if (refreshToken === undefined) return failure('invalid_code')
  return accessAnswer(context, refreshToken, { refresh_token: refreshToken })
}

function refreshAccess(context: AccountsContext, params: URLSearchParams): Answer {
  const refreshToken = params.get('refresh_token') ?? ''
  if (context.tokens.scopeOf(refreshToken) === undefined) return failure('invalid_code')
  return accessAnswer(context, refreshToken, {})
}

function accessAnswer(context: AccountsContext, refreshToken: string, extra: JsonObject): Answer {
  const accessToken = context.tokens.mint(refreshToken)
  if (accessToken === undefined) return { status: 400, body: ACCESS_DENIED }
  const body: Json = {
    access_token: accessToken,
    ...extra,
    scope: scopesIn(context.tokens.scopeOf(refreshToken) ?? '').join(' '),
    api_domain: context.origin,
    token_type: 'Bearer',
    expires_in: context.tokenTtl,
  }
  return { status: 200, body }
}

/** Answers `POST /oauth/v2/token/revoke`. */
export function answerRevoke(context: AccountsContext, params: URLSearchParams): Answer {
  if (context.tokens.revoke(params.get('token') ?? '')) return { status: 200, body: { status: 'success' } }
  return { status: 400, body: { error: 'invalid_token' } }
}

/** Answers `GET /oauth/serverinfo`: the only location that there is. */
export function answerServerInfo(context: AccountsContext): Answer {
  return { status: 200, body: { result: 'success', locations: { us: context.origin } } }
}
