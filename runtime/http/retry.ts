import type { RetryPolicy } from './retry-policy.ts'

/** What became of an attempt that did not end in an answer worth keeping. */
export interface Failure {
  /** HTTP status, or `null` where no answer came. */
  readonly status: number | null
  /** Whether it is certain that the server did nothing: no connection, or a refusal before the work. */
  readonly nothingHappened: boolean
  /** The server's `Retry-After`, in milliseconds, or `null`. */
  readonly retryAfter: number | null
}

const REPEATABLE = new Set([
  429, // Too Many Requests
  500, // Internal Server Error
  502, // Bad Gateway
  503, // Service Unavailable
  504, // Gateway Timeout
])

/**
 * Milliseconds to wait before the next attempt, or `null` to give up. Reads are repeated after 429, 5xx and
 * network failures; writes only where nothing can have happened, since a second write may double the first.
 * `Retry-After` comes first; without it the delay has full jitter, so that many clients do not return at once.
 */
export function retryDelay(
  call: { readonly isRead: boolean; readonly attempt: number },
  failure: Failure,
  policy: RetryPolicy,
  random: () => number = Math.random,
): number | null {
  if (call.attempt >= policy.attempts) return null
  const repeatable = failure.status === null || REPEATABLE.has(failure.status)
  if (!repeatable || !(call.isRead || failure.nothingHappened)) return null
  const bound = Math.min(policy.maxDelay, policy.firstDelay * 2 ** (call.attempt - 1))
  if (failure.retryAfter === null) return random() * bound
  return failure.retryAfter <= policy.maxDelay ? failure.retryAfter : null
}

/** Milliseconds that a `Retry-After` header asks for, given in seconds or as a date; `null` where it has neither. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
