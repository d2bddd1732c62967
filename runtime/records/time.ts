import { ConfigurationError } from '../http/errors.ts'

/** A date and time with its offset, as records have it: without one a text means another moment on each machine. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/

/** Whether a value is a moment: a valid Date, or a text with an offset. */
export function isMoment(value: unknown): value is Date | string {
  if (value instanceof Date) return !Number.isNaN(value.getTime())
  return typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value))
}

/**
 * A moment as the API takes it: to the second.
 * @throws ConfigurationError that names the option, where it is no moment.
 */
export function secondsOf(option: string, moment: Date | string): string {
  if (!isMoment(moment))
    throw new ConfigurationError(
      `${option} is no moment`,
      'Pass a Date, or a text with an offset such as 2026-01-31T09:00:00+01:00.',
    )
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z')
}
