import { wholeInRange } from '../option-checks.ts'
import { createLimiter, type Limiter } from './limiter.ts'

/** What Zoho last said of the organisation's API credits. */
export interface Credits {
  /**
   * Credits left of the rolling 24 hours, or `null` where Zoho does not say: it does once half of them are used.
   * @see https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
   */
  readonly remaining: number | null
  /** When it said so, in milliseconds since 1970. */
  readonly seenAt: number | null
}

/** The limits of an organisation, made by {@link createLimits}: its places for calls, its pauses and its credits. */
export interface Limits extends Limiter {
  /** What changes, one object for all who share the limits: the credits, and when it was last tried whether more are left. */
  readonly known: { credits: Credits; probedAt: number }
}

/** What limits are made of. */
export interface LimitsOptions {
  /** Calls of the API at a time; Zoho allows 5 (Free) to 25 (Ultimate) for an organisation. Default: 5. */
  readonly concurrency?: number
}

/** Connections are not unlimited, whatever the edition. */
export const MAX_CONCURRENCY = 1000

/**
 * Limits for the clients of one organisation to share in a process: together they make no more calls at a time, all of
 * them pause when Zoho asks one to, and they know the same credits. A client without has its own.
 * @throws ConfigurationError where the number is out of its range.
 */
export function createLimits({ concurrency = 5 }: LimitsOptions = {}): Limits {
  wholeInRange('concurrency', concurrency, 1, MAX_CONCURRENCY)
  const known = { credits: { remaining: null, seenAt: null }, probedAt: 0 }
  return { ...createLimiter(concurrency), known }
}
