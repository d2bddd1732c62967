import type { Environment } from '../environment.ts'
import {
  AuthenticationError,
  NetworkError,
  RateLimitError,
  ServerError,
  type ZohoError,
} from '../http/errors.ts'
import { faultOf } from '../http/fault.ts'
import type { Fetch } from '../http/fetch.ts'
import type { OAuthClient } from './token.ts'

/** What the accounts server gives for a grant or a refresh token. */
export interface TokenAnswer {
  readonly accessToken: string
  /** Only a grant brings one. */
  readonly refreshToken: string | null
  readonly apiDomain: string | null
  /** Milliseconds. */
  readonly lifetime: number
}

/** What is exchanged for an access token. */
export type Exchange =
  | { readonly grantToken: string; readonly redirectUrl?: string | undefined }
  | { readonly refreshToken: string }

const TIMEOUT = 60_000
const HOUR = 3600

/**
 * Exchanges a grant or refresh token. Errors come with HTTP 200, so the body decides.
 * @see https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 * @throws AuthenticationError where the server refuses, RateLimitError for more than ten exchanges in ten minutes,
 * ServerError where it failed, NetworkError where no readable answer came.
 */
export async function exchangeToken(
  fetch: Fetch,
  environment: Environment,
  client: OAuthClient,
  exchange: Exchange,
): Promise<TokenAnswer> {
  const url = `${environment.accountsUrl}/oauth/v2/token`
  let status: number
  let text: string
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: formOf(client, exchange).toString(),
      // A redirect would carry the secret to wherever it points.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    status = response.status
    text = await response.text()
  } catch (cause) {
    throw unreachable(url, cause)
  }
  if (status >= 500) throw failed(url, status)
  return read(url, environment, exchange, text)
}

function formOf(client: OAuthClient, exchange: Exchange): URLSearchParams {
  const form = new URLSearchParams({ client_id: client.clientId, client_secret: client.clientSecret })
  if ('grantToken' in exchange) {
    form.set('grant_type', 'authorization_code')
    form.set('code', exchange.grantToken)
    if (exchange.redirectUrl !== undefined) form.set('redirect_uri', exchange.redirectUrl)
  } else {
    form.set('grant_type', 'refresh_token')
    form.set('refresh_token', exchange.refreshToken)
  }
  return form
}

function read(url: string, environment: Environment, exchange: Exchange, text: string): TokenAnswer {
  const body = parse(text)
  if (body === null) {
    const hint =
      'Check that the environment names the right accounts host, and that no proxy answers instead.'
    throw new NetworkError('UNREADABLE_ANSWER', `POST ${url}: the answer is not JSON`, hint)
  }
  const { access_token, refresh_token, api_domain, expires_in } = body
  if (typeof access_token !== 'string' || access_token === '') throw refusal(environment, exchange, body)
  const seconds = typeof expires_in === 'number' && expires_in > 0 ? expires_in : HOUR
  return {
    accessToken: access_token,
    refreshToken: typeof refresh_token === 'string' ? refresh_token : null,
    apiDomain: typeof api_domain === 'string' ? api_domain : null,
    lifetime: seconds * 1000,
  }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Zoho's own words for what it refuses, and what to do about each. */
function refusal(environment: Environment, exchange: Exchange, body: Record<string, unknown>): ZohoError {
  const code = typeof body['error'] === 'string' ? body['error'] : 'NO_ACCESS_TOKEN'
  const place = `${environment.accountsUrl} refused to sign in: ${code}`
  // The sentence of the throttle is translated in some data centres; its shape is the same in all.
  if (typeof body['error_description'] === 'string' && body['status'] === 'failure') {
    return new RateLimitError(
      'TOKEN_THROTTLED',
      place,
      'Wait ten minutes: Zoho gives ten access tokens in that time.',
    )
  }
  const what = 'grantToken' in exchange ? 'grant token' : 'refresh token'
  const hints: Readonly<Record<string, string>> = {
    invalid_client: 'Check the client id, and that it is registered in this data centre.',
    invalid_client_secret: 'Check the client secret, and that it is of this data centre.',
    invalid_code:
      what === 'grant token'
        ? 'The grant token was used, has expired (it lives for minutes) or is of another data centre: make a new one.'
        : 'The refresh token was revoked or is of another data centre: sign in again.',
    invalid_redirect_uri: 'Pass the redirect URL that the client is registered with.',
  }
  const hint = Object.hasOwn(hints, code) ? hints[code] : undefined
  return new AuthenticationError(
    code,
    place,
    hint ?? `Check the ${what} and the data centre, then sign in again.`,
  )
}

function failed(url: string, status: number): ServerError {
  return new ServerError(
    'ACCOUNTS_SERVER_FAILED',
    `POST ${url} answered ${status}`,
    'Try again later; the failure is on the side of the server.',
    { method: 'POST', path: '/oauth/v2/token', status, details: null },
  )
}

function unreachable(url: string, cause: unknown): NetworkError {
  const code = faultOf(cause).code || 'NO_ANSWER'
  return new NetworkError(
    code,
    `POST ${url}: no answer (${code})`,
    'Check the network and that the environment names the right hosts, then try again.',
    { method: 'POST', path: '/oauth/v2/token', status: 0, details: null },
    cause,
  )
}
