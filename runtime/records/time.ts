import { ConfigurationError } from '../http/errors.ts'

/**
 * A moment as the API takes it: to the second.
 * @throws ConfigurationError that names the option, where it is no moment.
 */
export function secondsOf(option: string, moment: Date | string): string {
  const date = new Date(moment)
  // Without an offset a text means another moment on each machine.
  const isMoment = moment instanceof Date || /T.*(Z|[+-]\d\d:?\d\d)$/.test(moment)
  if (!isMoment || Number.isNaN(date.getTime()))
    throw new ConfigurationError(
      `${option} is no moment`,
      'Pass a Date, or a text with an offset such as 2026-01-31T09:00:00+01:00.',
    )
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}
