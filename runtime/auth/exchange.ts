import type { Environment } from '../environment.ts'
import { textOf } from '../http/body.ts'
import {
  AuthenticationError,
  NetworkError,
  RateLimitError,
  ServerError,
  type ZohoError,
} from '../http/errors.ts'
import type { Fetch } from '../http/fetch.ts'
import { unanswered } from '../http/outcome.ts'
import { type Failure, parseRetryAfter, retryDelay } from '../http/retry.ts'
import type { RetryPolicy } from '../http/retry-policy.ts'
import { idleTimer, sleep } from '../http/signals.ts'
import type { Logger } from '../logger.ts'
import type { OAuthClient } from './token.ts'

/** What calls of an accounts server stand on. */
export interface AccountsOptions {
  readonly loadFetch: () => Promise<Fetch>
  readonly logger: Logger
  readonly retry: RetryPolicy
  /** Milliseconds without a byte after which a call is given up. */
  readonly readTimeout: number
}

/** What the accounts server gives for a grant or a refresh token. */
export interface TokenAnswer {
  readonly accessToken: string
  /** Only a grant brings one. */
  readonly refreshToken: string | null
  readonly apiDomain: string | null
  readonly scopes: string | null
  /** Milliseconds. */
  readonly lifetime: number
}

/** What is exchanged for an access token. */
export type Exchange =
  | { readonly grantToken: string; readonly redirectUrl?: string | undefined }
  | { readonly refreshToken: string }

const HOUR = 3600

/**
 * Exchanges a grant or refresh token. Errors come with HTTP 200, so the body decides. A refresh is repeated as reads
 * are; a grant, which is good once, only where it cannot have arrived.
 * @see https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html
 * @throws AuthenticationError where the server refuses, RateLimitError for more than ten exchanges in ten minutes,
 * ServerError where it failed, NetworkError where no readable answer came.
 */
export async function exchangeToken(
  options: AccountsOptions,
  environment: Environment,
  client: OAuthClient,
  exchange: Exchange,
): Promise<TokenAnswer> {
  const isRead = 'refreshToken' in exchange
  const { body } = await post(options, environment, '/oauth/v2/token', formOf(client, exchange), isRead)
  const { access_token, refresh_token, api_domain, scope, expires_in } = body
  if (typeof access_token !== 'string' || access_token === '') throw refusal(environment, exchange, body)
  const seconds = typeof expires_in === 'number' && expires_in > 0 ? expires_in : HOUR
  return {
    accessToken: access_token,
    refreshToken: typeof refresh_token === 'string' ? refresh_token : null,
    apiDomain: typeof api_domain === 'string' ? api_domain : null,
    scopes: typeof scope === 'string' ? scope.split(/[\s,]+/).join(' ') : null,
    lifetime: seconds * 1000,
  }
}

/**
 * Revokes a refresh token, and with it the access tokens that it gave, or an access token. One that is not valid any
 * more is no error.
 * @see https://www.zoho.com/developer/oauth/revoke-oauth-token.html
 * @throws ServerError where the server failed, NetworkError where no readable answer came.
 */
export async function revokeToken(
  options: AccountsOptions,
  environment: Environment,
  token: string,
): Promise<void> {
  const form = new URLSearchParams({ token })
  const { status, body } = await post(options, environment, '/oauth/v2/token/revoke', form, true)
  // One that Zoho does not know any more answers 400 with an error of its own.
  if (body['status'] === 'success' || (status === 400 && typeof body['error'] === 'string')) return
  const place = `${environment.accountsUrl} did not revoke the token: ${String(body['error'] ?? status)}`
  throw new AuthenticationError('NOT_REVOKED', place, 'Revoke it in the Zoho account, under connected apps.')
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

interface AccountsAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

type Attempt = AccountsAnswer | { readonly failure: Failure; readonly error: ZohoError }

async function post(
  options: AccountsOptions,
  environment: Environment,
  path: string,
  form: URLSearchParams,
  isRead: boolean,
): Promise<AccountsAnswer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await send(options, environment.accountsUrl, path, form)
    if ('body' in outcome) return outcome
    const delay = retryDelay({ isRead, attempt }, outcome.failure, options.retry)
    if (delay === null) throw outcome.error
    options.logger.warn({ path, status: outcome.failure.status, delay }, 'repeating a call')
    await sleep(delay, undefined)
  }
}

async function send(
  { loadFetch, readTimeout, logger }: AccountsOptions,
  accountsUrl: string,
  path: string,
  form: URLSearchParams,
): Promise<Attempt> {
  const fetch = await loadFetch()
  const idle = idleTimer(readTimeout, undefined)
  try {
    const response = await fetch(accountsUrl + path, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      // A redirect would carry the secret to wherever it points.
      redirect: 'manual',
      signal: idle.signal,
    })
    const text = await textOf(response, idle.restart)
    const { status } = response
    logger.debug({ method: 'POST', path, status }, 'call')
    const retryAfter = parseRetryAfter(response.headers.get('retry-after'))
    if (status >= 500)
      return {
        failure: { status, nothingHappened: false, retryAfter },
        error: failed(accountsUrl + path, status),
      }
    return { status, body: parsed(accountsUrl + path, text) }
  } catch (cause) {
    if (cause instanceof NetworkError) throw cause
    return unanswered({ method: 'POST', path }, accountsUrl, cause, readTimeout)
  } finally {
    idle.stop()
  }
}

function parsed(url: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  } catch {}
  const hint = 'Check that the environment names the right accounts host, and that no proxy answers instead.'
  throw new NetworkError('UNREADABLE_ANSWER', `POST ${url}: the answer is not JSON`, hint)
}

/** Zoho's own words for what it refuses, and what to do about each. */
function refusal(
  environment: Environment,
  exchange: Exchange,
  body: Readonly<Record<string, unknown>>,
): ZohoError {
  const code = typeof body['error'] === 'string' ? body['error'] : 'NO_ACCESS_TOKEN'
  const place = `${environment.accountsUrl} refused to sign in: ${code}`
  // The sentence of the throttle is translated in some data centres; its shape is the same in all.
  if (typeof body['error_description'] === 'string' && body['status'] === 'failure') return throttled(place)
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

const THROTTLE = 10 * 60_000

/** Signing in is refused for a while, which is a rate limit too. */
class ThrottledError extends AuthenticationError {
  static override readonly kind: string = AuthenticationError.kind
  readonly retryAfter: number | null = THROTTLE

  override get kinds(): readonly string[] {
    return [...super.kinds, RateLimitError.kind]
  }
}

/** The error of the throttle: ten access tokens for a refresh token in ten minutes. */
export function throttled(place: string): AuthenticationError {
  const hint =
    'Wait ten minutes: Zoho gives ten access tokens in that time. No other is asked for until then.'
  return new ThrottledError('TOKEN_THROTTLED', place, hint)
}

function failed(url: string, status: number): ServerError {
  return new ServerError(
    'ACCOUNTS_SERVER_FAILED',
    `POST ${url} answered ${status}`,
    'Try again later; the failure is on the side of the server.',
    { method: 'POST', path: '/oauth/v2/token', status, details: null },
  )
}
