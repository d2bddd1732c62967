import type { ApiRequest } from './call.ts'
import { RateLimitError } from './errors.ts'
import type { Limits } from './limits.ts'

/** How often it is tried whether credits came back, and how long the last word of Zoho counts. */
const PROBE = 60_000

/**
 * Notes what an answer says of the credits. One that says nothing means that less than half is used, unless another one
 * has just said otherwise: not every part of Zoho need say it.
 */
export function noteCredits({ known }: Limits, header: string | null): void {
  const seenAt = Date.now()
  const remaining = /^\d+$/.test(header ?? '') ? Number(header) : null
  if (remaining !== null) known.credits = { remaining, seenAt }
  else if (isOver(known.credits.seenAt, seenAt)) known.credits = { remaining: null, seenAt: null }
}

function isOver(since: number | null, now: number): boolean {
  return since !== null && now - since >= PROBE
}

/**
 * Lets a call go where the limits allow it: none in a pause that is longer than the client waits, and where only the
 * reserve of credits is left, one a minute, which finds out whether the rolling day has freed some.
 * @throws RateLimitError `PAUSED` or `CREDITS_RESERVED`; nothing was sent then.
 */
export function checkLimits(
  { method, path }: ApiRequest,
  limits: Limits,
  settings: { readonly patience: number; readonly creditReserve: number },
): void {
  const context = { method, path, status: 0, details: null }
  const refusal = (code: string, why: string, hint: string, retryAfter: number) =>
    new RateLimitError(code, `${method} ${path} was not sent: ${why}`, hint, context, undefined, {
      retryAfter,
    })
  const pause = limits.pauseLeft()
  if (pause > settings.patience) {
    const why = `Zoho asked for no calls for another ${Math.ceil(pause / 1000)} s`
    throw refusal('PAUSED', why, 'Wait that long, then try again.', pause)
  }
  const { known } = limits
  const { remaining, seenAt } = known.credits
  if (remaining === null || settings.creditReserve === 0 || remaining > settings.creditReserve) return
  const now = Date.now()
  const last = Math.max(seenAt ?? 0, known.probedAt)
  if (isOver(last, now)) {
    known.probedAt = now
    return
  }
  const why = `${remaining} API credits are left, and ${settings.creditReserve} are reserved`
  const hint = 'Wait until the rolling 24 hours have freed some, or lower config.creditReserve.'
  throw refusal('CREDITS_RESERVED', why, hint, PROBE - (now - last))
}
