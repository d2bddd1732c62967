import type { Authenticator } from '../auth/authenticator.ts'
import type { ClientLogger } from '../logger.ts'
import { textOf } from './body.ts'
import type { ApiRequest, ApiResponse } from './call.ts'
import { ConfigurationError } from './errors.ts'
import type { Fetch, FetchResponse } from './fetch.ts'
import type { Limiter } from './limiter.ts'
import type { Outcome } from './outcome.ts'
import { encode } from './path.ts'
import type { RetryPolicy } from './retry-policy.ts'
import { idleTimer, sleep, unlessAborted } from './signals.ts'

/** What a transport stands on. */
export interface TransportOptions {
  readonly authenticator: Authenticator
  readonly limiter: Limiter
  readonly loadFetch: () => Promise<Fetch>
  readonly logger: ClientLogger
  readonly retry: RetryPolicy
  /** Milliseconds without a byte after which a call is given up. */
  readonly readTimeout: number
  /** Whether its calls keep the process alive; those of the background do not. Default: they do. */
  readonly inBackground?: boolean
}

/** A Transport sends a call, signed in, and gives its answer or throws one of the error ladder. */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>

const API_PREFIX = '/crm/v8'

/** The transport of a client: authorise, send, repeat where that is safe, and turn faults into errors. */
export function createTransport(options: TransportOptions): Transport {
  return async (request) => {
    const { signal } = request
    const body = jsonOf(request)
    let renewed = false
    await options.logger.ready()
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      const token = await unlessAborted(options.authenticator.token(), signal)
      const fetch = await options.loadFetch()
      const call = { accessToken: token.accessToken, apiUrl: token.environment.apiUrl }
      const outcome = await options.limiter.run(() => send(fetch, request, body, call, options), signal)
      if ('answer' in outcome) return outcome.answer
      const { failure, error } = outcome
      if (error.code === 'INVALID_TOKEN' && !renewed) {
        renewed = true
        attempt--
        await unlessAborted(options.authenticator.renew(token.accessToken), signal)
        continue
      }
      const delay = (await failures()).delayOf(request, attempt, outcome, options.retry)
      options.logger.warn({ path: request.path, status: failure.status, delay }, 'repeating a call')
      await sleep(delay, signal, options.inBackground)
    }
  }
}

async function send(
  fetch: Fetch,
  request: ApiRequest,
  body: string | undefined,
  token: { accessToken: string; apiUrl: string },
  options: TransportOptions,
): Promise<Outcome> {
  const url = urlOf(token.apiUrl, request)
  const signal = request.finishes ? undefined : request.signal
  const idle = idleTimer(options.readTimeout, signal, options.inBackground)
  const started = performance.now()
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...request.headers,
        Authorization: `Zoho-oauthtoken ${token.accessToken}`,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: idle.signal,
    })
    const text = await textOf(response, idle.restart)
    const duration = Math.round(performance.now() - started)
    options.logger.debug(
      { method: request.method, path: request.path, status: response.status, duration },
      'call',
    )
    const answer = answerOf(response, text)
    return answer ? { answer } : (await failures()).outcomeOf(request, response, text, token.accessToken)
  } catch (cause) {
    signal?.throwIfAborted()
    return (await failures()).unanswered(request, token.apiUrl, cause, options.readTimeout)
  } finally {
    idle.stop()
  }
}

/** The answer of a call that went well, `null` where it is none. */
function answerOf({ status, headers }: FetchResponse, text: string): ApiResponse | null {
  if (status >= 300 && status !== 304) return null
  try {
    return { status, headers, body: text === '' ? null : JSON.parse(text) }
  } catch {
    return status === 304 ? { status, headers, body: null } : null
  }
}

/** What failures mean is loaded with the first of them. */
const failures = () => import('./outcome.ts')

/** The body as JSON, written once for all attempts. */
function jsonOf({ method, path, body }: ApiRequest): string | undefined {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `the body of ${method} ${path} cannot be written as JSON: ${reason}`,
      'Pass texts, numbers, booleans, null, and objects and arrays of them.',
      cause,
    )
  }
}

function urlOf(apiUrl: string, request: ApiRequest): string {
  const query = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(String(value))}`],
  )
  return apiUrl + API_PREFIX + request.path + (query.length === 0 ? '' : `?${query.join('&')}`)
}
