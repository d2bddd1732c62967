import { dirname } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { nearestHint } from '../wording.ts'

/** An object of which the keys are known and the values are not. */
export type Keyed = Readonly<Record<string, unknown>>

/** Whether a value is an object with keys of its own. */
export function isObject(value: unknown): value is Keyed {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The folder that the paths of a configuration's file are relative to. */
export function baseOf(file: { readonly path: string }): string {
  return dirname(file.path)
}

/** Where a value was said. */
export interface Origin {
  /** A flag, a variable or a key. */
  readonly name: string
  /** What follows the key of a file: ` in ` and its path. */
  readonly place: string
  /** Whether it is a text, whatever the option is: flags and variables are. */
  readonly isText: boolean
}

/** How a message names it. */
export function whereOf({ name, place }: Origin): string {
  return `${name}${place}`
}

/**
 * Refuses keys that do not exist.
 * @throws ConfigurationError that names the nearest one.
 */
export function checkKeys(where: string, content: Keyed, known: readonly string[]): void {
  for (const name of Object.keys(content)) {
    if (known.includes(name)) continue
    throw new ConfigurationError(
      `${where} has an option that does not exist: ${name}`,
      nearestHint(name, known, `The options are ${known.join(', ')}.`),
    )
  }
}

/**
 * Checks that the value of an option is an object whose keys are all known.
 * @throws ConfigurationError that names the key and where it stands.
 */
export function checkMembers(origin: Origin, value: unknown, known: readonly string[]): Keyed {
  const where = whereOf(origin)
  if (!isObject(value))
    throw new ConfigurationError(`${where} is ${shown(value)}`, `Use an object of ${known.join(', ')}.`)
  checkKeys(where, value, known)
  return value
}

/** Where a member of an option stands: `hooks.done in zcrm.config.ts`. */
export function memberOf(origin: Origin, name: string): Origin {
  return { ...origin, name: `${origin.name}.${name}` }
}

/** A value in a message: not what it is, where it is a secret. */
export function shown(value: unknown, isSecret = false): string {
  if (isSecret) return 'a value of another kind'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
}
