import { ConfigurationError } from '@zcrm/runtime'
import { nearestHint } from '../wording.ts'
import { isObject, type Keyed, shown } from './check.ts'

/**
 * Checks that the value of an option is an object whose keys are all known.
 * @throws ConfigurationError that names the key and where it stands.
 */
export function checkMembers(origin: string, value: unknown, known: readonly string[]): Keyed {
  if (!isObject(value))
    throw new ConfigurationError(`${origin} is ${shown(value)}`, `Use an object of ${known.join(', ')}.`)
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    throw new ConfigurationError(
      `${memberOf(origin, name)} does not exist`,
      nearestHint(name, known, `There are ${known.join(', ')}.`),
    )
  }
  return value
}

/** How to name a member of an option: `hooks.done in zcrm.config.ts`. */
export function memberOf(origin: string, name: string): string {
  const [, option = origin, place = ''] = /^(\S+)(.*)$/s.exec(origin) ?? []
  return `${option}.${name}${place}`
}
