import type { Answer } from '../answers.ts'
import { ACCESS_DENIED } from '../fault-presets.ts'
import type { AccountsContext } from './context.ts'
import type { TokenPair } from './token-book.ts'

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
  const pair = context.tokens.redeem(params.get('code') ?? '', params.get('redirect_uri'))
  return typeof pair === 'string' ? failure(pair) : tokenAnswer(context, pair)
}

function refreshAccess(context: AccountsContext, params: URLSearchParams): Answer {
  const pair = context.tokens.refresh(params.get('refresh_token') ?? '')
  if (pair === 'throttled') return { status: 400, body: ACCESS_DENIED }
  return typeof pair === 'string' ? failure(pair) : tokenAnswer(context, pair)
}

function tokenAnswer(context: AccountsContext, pair: TokenPair): Answer {
  const { accessToken, refreshToken, scopes } = pair
  const body = {
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    scope: scopes.join(' '),
    api_domain: context.apiDomain ?? context.origin,
    token_type: 'Bearer',
    expires_in: context.tokenTtl,
  }
  return { status: 200, body }
}

/** Answers `GET /oauth/serverinfo`: the only location that there is. */
export function answerServerInfo(context: AccountsContext): Answer {
  return { status: 200, body: { result: 'success', locations: { us: context.origin } } }
}
