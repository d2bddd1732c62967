import { ConfigurationError } from './http/errors.ts'

/**
 * A function that is given, or nothing.
 * @throws ConfigurationError for anything else.
 */
export function checkedFunction<T>(option: string, value: T): T {
  if (value !== undefined && typeof value !== 'function') throw wrong(option, value, 'a function')
  return value
}

/** What is defined of an object. */
export function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}

/**
 * Refuses what is no object, or has options that nobody knows.
 * @throws ConfigurationError that names the options there are.
 */
export function known(what: string, value: unknown, names: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw wrong(what, value, 'an object')
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue
    throw new ConfigurationError(`${what} has no option ${name}`, `Its options are ${names.join(', ')}.`)
  }
}

/**
 * Refuses what is no number of a range.
 * @throws ConfigurationError that names the range.
 */
export function inRange(option: string, value: unknown, min: number, max: number, kind = 'number'): void {
  const isKind = kind === 'number' ? typeof value === 'number' : Number.isInteger(value)
  if (isKind && Number(value) >= min && Number(value) <= max) return
  throw wrong(option, value, `a ${kind} from ${min} to ${max}`)
}

/**
 * Refuses what is no whole number of a range.
 * @throws ConfigurationError that names the range.
 */
export function wholeInRange(option: string, value: unknown, min: number, max: number): void {
  inRange(option, value, min, max, 'whole number')
}

/** The error of an option that has a wrong value, which is not repeated where it may be a secret. */
export function wrong(option: string, value: unknown, allowed: string): ConfigurationError {
  const isPlain = value === null || ['number', 'boolean', 'undefined'].includes(typeof value)
  const shown = isPlain ? String(value) : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
  return new ConfigurationError(`${option} is ${shown}`, `Pass ${allowed}.`)
}
