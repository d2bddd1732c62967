import type { Fault } from './faults.ts'
import type { JsonObject } from './json.ts'

/** The body with which the token endpoint refuses too many access tokens. */
export const ACCESS_DENIED: JsonObject = {
  error: 'Access Denied',
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  status: 'failure',
}

/** The same as some data centres say it: translated, and with HTTP 200. */
const ACCESS_DENIED_TRANSLATED: JsonObject = {
  ...ACCESS_DENIED,
  error_description: 'リクエストが連続して多すぎます。しばらくしてからもう一度お試しください。',
}

/** A FaultPreset is the name of a set of faults that is often wanted. */
export type FaultPreset =
  | 'throttle'
  | 'throttle-translated'
  | 'rate-limit'
  | 'rate-limit-storm'
  | 'expired-token'
  | 'revoked-token'
  | 'flaky'
  | 'down'
  | 'server-errors'
  | 'resets'
  | 'slow'
  | 'slow-answers'
  | 'lost-answer'
  | 'lost-answers'
  | 'failed-after'
  | 'truncated'
  | 'storm'

const TOKEN_CALLS: Fault = { method: 'POST', path: '/oauth/v2/token', times: 0 }
const API: Fault = { path: '/crm/' }
const RETRY_AT_ONCE = { 'Retry-After': '0' }
/** What stands before the API answers in a language of its own. */
const UNAVAILABLE: Fault = {
  ...API,
  status: 503,
  body: '<html><body><h1>503 Service Unavailable</h1></body></html>',
  headers: { 'Content-Type': 'text/html' },
}

/** The faults of each preset. A token is revoked five times at most: ten refreshes in ten minutes are allowed. */
export const presets: Readonly<Record<FaultPreset, readonly Fault[]>> = {
  throttle: [{ ...TOKEN_CALLS, status: 400, body: ACCESS_DENIED }],
  'throttle-translated': [{ ...TOKEN_CALLS, status: 200, body: ACCESS_DENIED_TRANSLATED }],
  'rate-limit': [{ ...API, times: 2, status: 429 }],
  // Each fault counts the calls that those before it let pass: the 9th and the 10th of ten, in turn, and now and then the 4th.
  'rate-limit-storm': [
    { ...API, every: 10, status: 429 },
    { ...API, every: 9, status: 429, headers: RETRY_AT_ONCE },
    { ...API, skip: 4, every: 48, status: 429, headers: { 'Retry-After': '1' } },
  ],
  'expired-token': [{ ...API, status: 401 }],
  'revoked-token': [{ ...API, every: 5, times: 5, revokeToken: true }],
  flaky: [
    { ...API, skip: 1, status: 500 },
    { ...API, skip: 3, drop: true },
    { ...API, skip: 6, status: 429 },
  ],
  down: [{ ...API, times: 0, status: 500 }],
  'server-errors': [
    { ...API, rate: 0.1, status: 500 },
    { ...UNAVAILABLE, rate: 0.1 },
  ],
  resets: [{ ...API, rate: 0.15, drop: true }],
  slow: [{ ...API, times: 0, delay: 1000 }],
  'slow-answers': [
    { ...API, rate: 0.3, delay: 30 },
    { ...API, rate: 0.3, trickle: 60 },
  ],
  'lost-answer': [{ ...API, method: 'POST', dropAfter: true }],
  'lost-answers': [{ ...API, rate: 0.15, dropAfter: true }],
  'failed-after': [{ ...API, rate: 0.15, status: 500, workFirst: true }],
  truncated: [
    { ...API, rate: 0.1, truncate: 'connection' },
    { ...API, rate: 0.1, truncate: 'body' },
  ],
  storm: [
    { ...API, rate: 0.01, times: 5, revokeToken: true },
    { ...API, rate: 0.03, status: 429 },
    { ...API, rate: 0.03, status: 429, headers: RETRY_AT_ONCE },
    { ...API, rate: 0.03, status: 500 },
    { ...UNAVAILABLE, rate: 0.02 },
    { ...API, rate: 0.03, drop: true },
    { ...API, rate: 0.02, dropAfter: true },
    { ...API, rate: 0.02, status: 500, workFirst: true },
    { ...API, rate: 0.02, truncate: 'connection' },
    { ...API, rate: 0.02, truncate: 'body' },
    { ...API, rate: 0.1, delay: 20 },
    { ...API, rate: 0.05, trickle: 40 },
  ],
}

/** The names of the presets. */
export const faultPresets: readonly FaultPreset[] = Object.keys(presets) as FaultPreset[]
