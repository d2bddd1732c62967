const SECOND = 1000
const MINUTE = 60_000
const UTC = '+00:00'

/** A moment in the format of the API, in whole seconds: `2026-11-23T10:05:54+00:00`. */
export function zohoTime(milliseconds: number, offset: string = UTC): string {
  const [sign, hours, minutes] = [offset.startsWith('-') ? -1 : 1, offset.slice(1, 3), offset.slice(4, 6)]
  const local = milliseconds + sign * (Number(hours) * 60 + Number(minutes)) * MINUTE
  return `${new Date(local).toISOString().slice(0, 19)}${offset}`
}

/** The offset from UTC of an API time; undefined where it is none. */
export function offsetOf(time: unknown): string | undefined {
  return typeof time === 'string' ? /(?<=T[\d:]+)[+-]\d\d:\d\d$/.exec(time)?.[0] : undefined
}

/** The moment that an API time or an HTTP date names, in milliseconds; undefined where it names none. */
export function moment(time: unknown): number | undefined {
  const parsed = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

/** The present, or one second after `previous` where that is later: a time of modification always moves. */
export function nextTime(previous?: unknown, offset?: string): string {
  const now = Math.floor(Date.now() / SECOND) * SECOND
  return zohoTime(Math.max(now, (moment(previous) ?? Number.NEGATIVE_INFINITY) + SECOND), offset)
}
