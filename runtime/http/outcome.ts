import { type ApiRequest, type ApiResponse, isRead } from './call.ts'
import { type ErrorAnswer, errorOf } from './error-of.ts'
import { NetworkError, ServerError, WriteOutcomeUnknownError, type ZohoError } from './errors.ts'
import { faultOf, isBeforeSending } from './fault.ts'
import type { FetchResponse } from './fetch.ts'
import type { Limiter } from './limiter.ts'
import { type Failure, parseRetryAfter, retryDelay } from './retry.ts'
import type { RetryPolicy } from './retry-policy.ts'

/** What became of an attempt: an answer to give, or a failure that may be repeated and the error that it is else. */
export type Outcome =
  | { readonly answer: ApiResponse }
  | { readonly failure: Failure; readonly error: ZohoError }

/** What the outcome of an answer depends on beside the answer. */
export interface OutcomeOptions {
  readonly accessToken: string
  readonly limits: Pick<Limiter, 'pause'>
  readonly retry: RetryPolicy
}

/** The longest pause that Zoho is believed to mean: its limits roll over a day. */
const LONGEST_PAUSE = 24 * 60 * 60_000

/**
 * The outcome that an answer means which is not that of a call that went well. After a 429 all calls pause: as long as
 * it says, or else a moment.
 */
export function outcomeOf(
  request: ApiRequest,
  response: FetchResponse,
  received: string,
  { accessToken, limits, retry }: OutcomeOptions,
): Outcome {
  const { status, headers } = response
  const call = { method: request.method, path: request.path, status }
  // Some servers send the headers of a call back when it fails; errors quote what they send.
  const text = received.replaceAll(accessToken, '(access token)')
  const body = parseJson(text)
  const answer = errorAnswer(body) ?? rowError(body) ?? tooMany(status, text)
  const retryAfter = parseRetryAfter(headers.get('retry-after'))
  const failure: Failure = { status, retryAfter, nothingHappened: status >= 400 && status < 500 }
  if (status === 429) {
    const moment = request.isPaced ? 0 : Math.random() * retry.firstDelay
    limits.pause(Math.min(LONGEST_PAUSE, retryAfter ?? moment))
  }
  if (answer !== null) {
    // Write faults come wrapped per row, with a 400 where every row is bad: those are the caller's to read.
    if (isRowAnswer(body) && status < 500 && !isRead(request)) return { answer: { status, headers, body } }
    return { failure, error: errorOf(call, answer, retryAfter) }
  }
  if (status < 400 && /^\s*[[{]/.test(text)) return cutOff(request, status, text.length)
  const message = `${call.method} ${call.path} answered ${status} with a body that is not Zoho's: ${excerpt(text)}`
  const hint = 'Check that the environment points to a Zoho CRM API, and that no proxy answers instead.'
  return { failure, error: new ServerError('UNREADABLE_ANSWER', message, hint, { ...call, details: null }) }
}

/** The outcome of an answer that breaks off, which may be read again. */
function cutOff({ method, path }: ApiRequest, status: number, length: number): Outcome {
  return {
    failure: { status: null, retryAfter: null, nothingHappened: false },
    error: new NetworkError(
      'TRUNCATED_ANSWER',
      `${method} ${path} answered ${status} with JSON that breaks off after ${length} characters`,
      'Try again; if it happens again, see what stands between here and the API.',
      { method, path, status, details: null },
    ),
  }
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

/** The outcome where no answer came: the server was not reached, or the connection broke. */
export function unanswered(
  request: Pick<ApiRequest, 'method' | 'path'>,
  origin: string,
  cause: unknown,
  readTimeout: number,
): Exclude<Outcome, { readonly answer: ApiResponse }> {
  const { method, path } = request
  const fault = faultOf(cause)
  const { code } = fault
  const timedOut = cause instanceof Error && cause.name === 'AbortError'
  const reason = timedOut ? `no byte for ${readTimeout} ms` : code || 'the connection failed'
  return {
    failure: {
      status: null,
      retryAfter: null,
      nothingHappened: isBeforeSending(fault),
    },
    error: new NetworkError(
      code || 'NO_ANSWER',
      `${method} ${path}: no answer from ${origin} (${reason})`,
      'Check the network, a proxy if there is one, and that the environment names the right hosts; then try again.',
      { method, path, status: 0, details: null },
      cause,
    ),
  }
}

/**
 * Milliseconds to wait before a call is repeated that has failed so many times.
 * @throws the failure where it is not to be repeated; WriteOutcomeUnknownError for a write that may have happened.
 */
export function delayOf(
  request: ApiRequest,
  attempt: number,
  { failure, error }: Exclude<Outcome, { readonly answer: ApiResponse }>,
  policy: RetryPolicy,
): number {
  const isCallers = request.isPaced === true && failure.status === 429 && failure.retryAfter === null
  const delay = isCallers ? null : retryDelay({ isRead: isRead(request), attempt }, failure, policy)
  if (delay !== null) return delay
  throw isRead(request) || failure.nothingHappened ? error : unknownOutcome(request, error)
}

/** The error of a write of which nobody can say whether it happened. */
function unknownOutcome(request: ApiRequest, error: ZohoError): WriteOutcomeUnknownError {
  return new WriteOutcomeUnknownError(
    'OUTCOME_UNKNOWN',
    `${request.method} ${request.path} may or may not have happened: ${error.message}`,
    'Read the records to see whether the write arrived before sending it again.',
    error.context,
    error,
  )
}
