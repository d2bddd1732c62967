import type { Authenticator } from '../auth/authenticator.ts'
import type { Logger } from '../logger.ts'
import {
  ConfigurationError,
  type ErrorAnswer,
  errorOf,
  NetworkError,
  ServerError,
  WriteOutcomeUnknownError,
  type ZohoError,
} from './errors.ts'
import { type Fetch, type FetchResponse, loadNodeFetch } from './fetch.ts'
import { encode } from './path.ts'
import { type Failure, parseRetryAfter, type RetryPolicy, retryDelay } from './retry.ts'

/** A call of the CRM API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path after `/crm/v8`, with its values encoded. */
  readonly path: string
  /** Query parameters; those that are `undefined` are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Ends the call; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** An answer of the API: one of 2xx, or 304. */
export interface ApiResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** The JSON body; `null` where there was none (204, 304). */
  readonly body: unknown
}

/** What a transport stands on. */
export interface TransportOptions {
  readonly authenticator: Authenticator
  readonly fetch: Fetch | undefined
  readonly logger: Logger
  readonly retry: RetryPolicy
  /** Milliseconds without a byte after which a call is given up. */
  readonly readTimeout: number
}

/** A Transport sends a call, signed in, and gives its answer or throws one of the error ladder. */
export type Transport = (request: ApiRequest) => Promise<ApiResponse>

const API_PREFIX = '/crm/v8'

/** Failures of a connection that was never made. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
])

/** The transport of a client: authorise, send, repeat where that is safe, and turn faults into errors. */
export function createTransport(options: TransportOptions): Transport {
  const fetch = once(async () => options.fetch ?? (await loadNodeFetch()))
  return async (request) => {
    const { signal } = request
    const isRead = request.method === 'GET'
    const body = jsonOf(request)
    let renewed = false
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      const token = await unlessAborted(options.authenticator.token(), signal)
      const outcome = await send(await fetch(), request, body, token, options)
      if ('answer' in outcome) return outcome.answer
      const { failure, error } = outcome
      if (error.code === 'INVALID_TOKEN' && !renewed) {
        renewed = true
        attempt--
        await unlessAborted(options.authenticator.renew(token.accessToken), signal)
        continue
      }
      const delay = retryDelay({ isRead, attempt }, failure, options.retry)
      if (delay === null) throw isRead || failure.nothingHappened ? error : unknownOutcome(request, error)
      options.logger.warn({ path: request.path, status: failure.status, delay }, 'repeating a call')
      await sleep(delay, signal)
    }
  }
}

type Outcome = { answer: ApiResponse } | { failure: Failure; error: ZohoError }

async function send(
  fetch: Fetch,
  request: ApiRequest,
  body: string | undefined,
  token: { accessToken: string; apiUrl: string },
  options: TransportOptions,
): Promise<Outcome> {
  const url = urlOf(token.apiUrl, request)
  const idle = idleTimer(options.readTimeout, request.signal)
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
    return outcomeOf(request, response, text, token.accessToken)
  } catch (cause) {
    request.signal?.throwIfAborted()
    return {
      failure: connectionFailure(cause),
      error: networkError(request, token.apiUrl, cause, options.readTimeout),
    }
  } finally {
    idle.stop()
  }
}

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

/** The text of an answer; each piece of it is progress. */
async function textOf(response: FetchResponse, progress: () => void): Promise<string> {
  progress()
  const { body } = response
  if (!isByteStream(body)) return response.text()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const bytes of body) {
    progress()
    pieces.push(bytes)
    length += bytes.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const bytes of pieces) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return new TextDecoder().decode(whole)
}

function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

function urlOf(apiUrl: string, request: ApiRequest): string {
  const query = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(String(value))}`],
  )
  return apiUrl + API_PREFIX + request.path + (query.length === 0 ? '' : `?${query.join('&')}`)
}

function outcomeOf(
  request: ApiRequest,
  response: FetchResponse,
  received: string,
  accessToken: string,
): Outcome {
  const { status, headers } = response
  const call = { method: request.method, path: request.path, status }
  const answered = received === '' ? null : parseJson(received)
  if ((status < 300 && answered !== undefined) || status === 304)
    return { answer: { status, headers, body: answered ?? null } }
  // Some servers send the headers of a call back when it fails; errors quote what they send.
  const text = received.replaceAll(accessToken, '(access token)')
  const body = parseJson(text)
  const answer = errorAnswer(body) ?? rowError(body) ?? tooMany(status, text)
  const retryAfter = parseRetryAfter(headers.get('retry-after'))
  const failure: Failure = { status, retryAfter, nothingHappened: status >= 400 && status < 500 }
  if (answer !== null) {
    // Write faults come wrapped per row, with a 400 where every row is bad: those are the caller's to read.
    if (isRowAnswer(body) && status < 500 && request.method !== 'GET')
      return { answer: { status, headers, body } }
    return { failure, error: errorOf(call, answer) }
  }
  const message = `${call.method} ${call.path} answered ${status} with a body that is not Zoho's: ${excerpt(text)}`
  const hint = 'Check that the environment points to a Zoho CRM API, and that no proxy answers instead.'
  return { failure, error: new ServerError('UNREADABLE_ANSWER', message, hint, { ...call, details: null }) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function errorAnswer(body: unknown): ErrorAnswer | null {
  if (typeof body !== 'object' || body === null) return null
  const { code, message, details } = body as Record<string, unknown>
  if (typeof code !== 'string') return null
  return { code, message: typeof message === 'string' ? message : '', details }
}

function rows(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null) return []
  const list = Object.values(body).find((value) => Array.isArray(value))
  return Array.isArray(list) ? list : []
}

function isRowAnswer(body: unknown): boolean {
  return rows(body).length > 0
}

function rowError(body: unknown): ErrorAnswer | null {
  return errorAnswer(rows(body)[0])
}

/** Whoever stands before the API may slow callers down in words of its own. */
function tooMany(status: number, text: string): ErrorAnswer | null {
  return status === 429 ? { code: 'TOO_MANY_REQUESTS', message: excerpt(text), details: null } : null
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line === '' ? '(empty)' : JSON.stringify(line.slice(0, 80))
}

function errnoOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return ''
}

function connectionFailure(cause: unknown): Failure {
  return { status: null, retryAfter: null, nothingHappened: NOT_CONNECTED.has(errnoOf(cause)) }
}

function networkError(
  request: ApiRequest,
  apiUrl: string,
  cause: unknown,
  readTimeout: number,
): NetworkError {
  const { method, path } = request
  const timedOut = cause instanceof Error && cause.name === 'AbortError'
  const reason = timedOut ? `no byte for ${readTimeout} ms` : errnoOf(cause) || 'the connection failed'
  return new NetworkError(
    errnoOf(cause) || 'NO_ANSWER',
    `${method} ${path}: no answer from ${apiUrl} (${reason})`,
    'Check the network and that the environment names the right hosts, then try again.',
    { method, path, status: 0, details: null },
    cause,
  )
}

function unknownOutcome(request: ApiRequest, error: ZohoError): WriteOutcomeUnknownError {
  return new WriteOutcomeUnknownError(
    'OUTCOME_UNKNOWN',
    `${request.method} ${request.path} may or may not have happened: ${error.message}`,
    'Read the records to see whether the write arrived before sending it again.',
    error.context,
    error,
  )
}

/** A signal that fires after a time without progress, or with the caller's own. */
function idleTimer(
  timeout: number,
  signal: AbortSignal | undefined,
): { signal: AbortSignal; restart: () => void; stop: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  const start = () => setTimeout(() => controller.abort(), timeout)
  let timer = start()
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer)
      timer = start()
    },
    stop: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

/** What a promise gives, unless the signal comes first; what it stands for goes on for others. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
