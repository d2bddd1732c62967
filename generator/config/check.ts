import { dirname } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import { closest } from '@zcrm/runtime/metadata'
import type { OptionSpec } from './options.ts'

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

/**
 * Refuses keys that do not exist.
 * @throws ConfigurationError that names the nearest one.
 */
export function checkKeys(where: string, content: Keyed, known: readonly string[]): void {
  for (const name of Object.keys(content)) {
    if (known.includes(name)) continue
    const nearest = closest(name, known)
    throw new ConfigurationError(
      `${where} has an option that does not exist: ${name}`,
      nearest === null ? `The options are ${known.join(', ')}.` : `Did you mean ${nearest}?`,
    )
  }
}

/** A list, or a text of it with commas. */
function checkList(origin: string, value: unknown): readonly string[] {
  const list: unknown = typeof value === 'string' ? value.split(',') : value
  const texts = Array.isArray(list)
    ? list.map((one: unknown) => (typeof one === 'string' ? one.trim() : ''))
    : []
  if (texts.length > 0 && texts.every((text) => text !== '')) return texts
  throw new ConfigurationError(`${origin} is ${JSON.stringify(value)}`, 'Use a list of texts.')
}

/**
 * The value of an option, as the option wants it.
 * @throws ConfigurationError that says where it stands and what is allowed.
 */
export function checkValue(
  origin: string,
  value: unknown,
  { type, values, range, isPath, isSecret }: OptionSpec,
): string | number | boolean | readonly string[] {
  if (type === 'list') return checkList(origin, value)
  const read = type === 'number' && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const shown =
    isSecret === true ? 'a value of another kind' : typeof value === 'number' ? value : JSON.stringify(value)
  if (typeof read !== type || Number.isNaN(read)) {
    throw new ConfigurationError(`${origin} is ${shown}`, `Use a ${type}.`)
  }
  if (isPath === true && read === '') throw new ConfigurationError(`${origin} is ""`, 'Use a path.')
  if (
    range !== undefined &&
    !(Number.isInteger(read) && Number(read) >= range[0] && Number(read) <= range[1])
  ) {
    throw new ConfigurationError(
      `${origin} is ${read}`,
      `Use a whole number from ${range[0]} to ${range[1]}.`,
    )
  }
  if (values !== undefined && !values.includes(String(read))) {
    const allowed = values.map((one) => JSON.stringify(one)).join(', ')
    throw new ConfigurationError(`${origin} is ${shown}`, `Use one of ${allowed}.`)
  }
  return read as string | number | boolean
}
