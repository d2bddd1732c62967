import { Choice, Record } from '@zohocrm/typescript-sdk-8.0'

/**
 * What the SDK gave, as JSON that still says what it was: an object is `{ [its class]: its members }`, a Choice
 * `{ Choice: value }`, a Record `{ Record: values by API names }`, a Date `{ Date: ISO }`, a bigint `'1n'`, a Map a plain
 * object.
 */
export function shown(value) {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(shown)
  if (value instanceof Map) return members(value)
  if (value instanceof Date) return { Date: value.toISOString() }
  if (value instanceof Choice) return { Choice: value.getValue() }
  if (value instanceof Record.Record) return { Record: members(value.getKeyValues()) }
  const own = Object.entries(value).filter(([name, member]) => name !== 'keyModified' && member !== undefined)
  const name = value.constructor.name
  return name === 'Object' ? members(own) : { [name]: members(own) }
}

function members(entries) {
  return Object.fromEntries([...entries].map(([name, member]) => [name, shown(member)]))
}
