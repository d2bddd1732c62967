/** In milliseconds, as all times here. */
export const MINUTE: number = 60_000
export const HOUR: number = 60 * MINUTE
export const DAY: number = 24 * HOUR

/** Whether a time is less than an age ago; one to come, written before the clock was put back, is not. */
export function isYoung(time: number, maxAge: number, now: number = Date.now()): boolean {
  const age = now - time
  return age >= 0 && age < maxAge
}
