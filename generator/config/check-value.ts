import { ConfigurationError } from '@zcrm/runtime'
import { type Origin, shown, whereOf } from './check.ts'
import { checkMap } from './check-map.ts'
import type { OptionSpec } from './options.ts'

/**
 * The value of an option, as the option wants it.
 * @throws ConfigurationError that says where it stands and what is allowed.
 */
export function checkValue(origin: Origin, value: unknown, spec: OptionSpec): unknown {
  const { type, values, range, isPath, isSecret, isPredicate } = spec
  const where = whereOf(origin)
  if (spec.check !== undefined) return spec.check(origin, value)
  if (isPredicate === true && typeof value === 'function') return value
  if (type === 'list') return checkList(where, value, isPredicate === true && !origin.isText)
  if (type === 'map') return checkMap(origin, value, spec)
  const isNumber = type === 'number' && origin.isText && typeof value === 'string' && value.trim() !== ''
  const read = isNumber ? Number(value) : value
  const refused = (hint: string) =>
    new ConfigurationError(
      `${where} is ${shown(isNumber && !Number.isNaN(read) ? read : value, isSecret)}`,
      hint,
    )
  const allowed =
    values === undefined ? '' : `Use one of ${values.map((one) => JSON.stringify(one)).join(', ')}.`
  if (typeof read !== type || Number.isNaN(read)) throw refused(allowed === '' ? `Use a ${type}.` : allowed)
  if (isPath === true && read === '') throw refused('Use a path.')
  if (range !== undefined && !isWithin(read, range))
    throw refused(`Use a whole number from ${range[0]} to ${range[1]}.`)
  if (values !== undefined && !values.includes(String(read))) throw refused(allowed)
  return read
}

function isWithin(value: unknown, [least, greatest]: readonly [number, number]): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest
}

/** A list, or a text of it with commas. */
function checkList(where: string, value: unknown, orPredicate: boolean): readonly string[] {
  const list: unknown = typeof value === 'string' ? value.split(',') : value
  const texts = Array.isArray(list)
    ? list.map((one: unknown) => (typeof one === 'string' ? one.trim() : ''))
    : []
  if (texts.length > 0 && texts.every((text) => text !== '')) return texts
  throw new ConfigurationError(
    `${where} is ${shown(value)}`,
    `Use a list of texts${orPredicate ? ', or in a file of code a function' : ''}.`,
  )
}
