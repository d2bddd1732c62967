import { textOf } from './body.ts'
import type { ApiRequest, ApiResponse } from './call.ts'
import type { Fetch, FetchResponse } from './fetch.ts'
import type { InTurn } from './hooks.ts'
import type { Limits } from './limits.ts'
import type { Outcome } from './outcome.ts'
import { checkRequest } from './request-check.ts'
import { idleTimer, sleep, unlessAborted } from './signals.ts'
import type { TransportOptions } from './transport.ts'

/** What is sent, written once for all attempts. */
export interface Written {
  /** Path and query below the API's host. */
  readonly target: string
  /** The body as JSON. */
  readonly body: string | undefined
  /** The headers of the caller. */
  readonly headers: NonNullable<ApiRequest['headers']>
}

/** The answer to a call, after as many attempts as are allowed and needed. */
export async function answerTo<T>(
  request: ApiRequest,
  written: Written,
  options: TransportOptions,
): Promise<ApiResponse<T>> {
  const { authenticator, limits, logger, retry, hooks, inBackground } = options
  await checkRequest(request, written)
  const { signal, isHeavy } = request
  const observe = hooks && (await import('./hooks.ts')).observer(hooks, request, logger)
  const turn = { signal, isHeavy, inBackground, patience: retry.maxDelay }
  let renewed = false
  await logger.ready()
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    const token = await unlessAborted(authenticator.token(), signal)
    const fetch = await options.loadFetch()
    const call = { ...written, accessToken: token.accessToken, apiUrl: token.environment.apiUrl }
    const inTurn: InTurn = (headers, sent) =>
      limits.run(async () => {
        await allowed(request, options)
        sent?.()
        return send(fetch, request, { ...call, headers: { ...call.headers, ...headers } }, options)
      }, turn)
    const outcome = await (observe ? observe(inTurn, signal) : inTurn({}))
    if ('answer' in outcome) return outcome.answer as ApiResponse<T>
    const { failure, error } = outcome
    // Once: Zoho gives ten tokens in ten minutes, which a call that is refused for good would use up.
    if (error.code === 'INVALID_TOKEN' && !renewed) {
      renewed = true
      attempt--
      await unlessAborted(authenticator.renew(token.accessToken), signal)
      continue
    }
    const delay = (await failures()).delayOf(request, attempt, outcome, retry)
    logger.warn({ path: request.path, status: failure.status, delay }, 'repeating a call')
    await sleep(delay, signal, inBackground)
  }
}

interface SignedCall extends Written {
  readonly accessToken: string
  readonly apiUrl: string
}

async function send(
  fetch: Fetch,
  request: ApiRequest,
  { accessToken, apiUrl, target, body, headers }: SignedCall,
  options: TransportOptions,
): Promise<Outcome> {
  const signal = request.finishes ? undefined : request.signal
  const idle = idleTimer(options.readTimeout, signal, options.inBackground)
  const started = performance.now()
  try {
    const response = await fetch(apiUrl + target, {
      method: request.method,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...unsigned(headers),
        Authorization: `Zoho-oauthtoken ${accessToken}`,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: idle.signal,
    })
    const text = await textOf(response, idle.restart)
    const duration = Math.round(performance.now() - started)
    const { method, path } = request
    options.logger.debug({ method, path, status: response.status, duration }, 'call')
    await seeCredits(response, options.limits)
    const answer = answerOf(response, text)
    return answer
      ? { answer }
      : (await failures()).outcomeOf(request, response, text, { ...options, accessToken })
  } catch (cause) {
    signal?.throwIfAborted()
    return (await failures()).unanswered(request, apiUrl, cause, options.readTimeout)
  } finally {
    idle.stop()
  }
}

/** Headers without those that would say who calls. */
function unsigned(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^authorization$/i.test(name)))
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

const CREDITS = 'x-api-credits-remaining'

/** What failures mean is loaded with the first of them, and what credits mean when there are few. */
const failures = () => import('./outcome.ts')
const credits = () => import('./credits.ts')

async function allowed(
  request: ApiRequest,
  { limits, retry, creditReserve }: TransportOptions,
): Promise<void> {
  const patience = retry.maxDelay
  const isScarce = creditReserve > 0 && limits.known.credits.remaining !== null
  if (isScarce || limits.pauseLeft() > patience)
    (await credits()).checkLimits(request, limits, { patience, creditReserve })
}

async function seeCredits({ status, headers }: FetchResponse, limits: Limits): Promise<void> {
  const left = headers.get(CREDITS)
  if (left !== null || (status < 300 && limits.known.credits.seenAt !== null))
    (await credits()).noteCredits(limits, left)
}
