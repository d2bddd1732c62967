/** How often and how soon a call is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number
  /** Upper bound of the first delay, in milliseconds; it doubles with each attempt. */
  readonly firstDelay: number
  /** Upper bound of every delay, in milliseconds. */
  readonly maxDelay: number
}

/** Three attempts, at most half a second and a second apart. */
export const defaultRetryPolicy: RetryPolicy = { attempts: 3, firstDelay: 500, maxDelay: 30_000 }
