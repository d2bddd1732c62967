import { ConfigurationError } from '@zcrm/runtime'
import { nearestHint } from '../wording.ts'
import { isObject, type Keyed, type Origin, shown, whereOf } from './check.ts'

/**
 * Checks that the value of an option is an object whose keys are all known.
 * @throws ConfigurationError that names the key and where it stands.
 */
export function checkMembers(origin: Origin, value: unknown, known: readonly string[]): Keyed {
  if (!isObject(value))
    throw new ConfigurationError(
      `${whereOf(origin)} is ${shown(value)}`,
      `Use an object of ${known.join(', ')}.`,
    )
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    throw new ConfigurationError(
      `${whereOf(memberOf(origin, name))} does not exist`,
      nearestHint(name, known, `There are ${known.join(', ')}.`),
    )
  }
  return value
}

/** Where a member of an option stands: `hooks.done in zcrm.config.ts`. */
export function memberOf(origin: Origin, name: string): Origin {
  return { ...origin, name: `${origin.name}.${name}` }
}
