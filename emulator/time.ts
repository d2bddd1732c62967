const SECOND = 1000

/** A moment in the format of the API, in whole seconds and UTC: `2026-11-23T10:05:54+00:00`. */
export function zohoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+00:00`
}

/** The moment that an API time or an HTTP date names, in milliseconds; undefined where it names none. */
export function moment(time: unknown): number | undefined {
  const parsed = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}

/** The present, or one second after `previous` where that is later: a record's Modified_Time always moves. */
export function nextTime(previous?: unknown): string {
  const now = Math.floor(Date.now() / SECOND) * SECOND
  return zohoTime(Math.max(now, (moment(previous) ?? Number.NEGATIVE_INFINITY) + SECOND))
}
