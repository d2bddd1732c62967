import { isObject, type Json, text } from '../json.ts'
import { moment } from '../time.ts'
import type { Operator } from './criteria.ts'
import type { Kind } from './kinds.ts'

/** A Match tells whether a value of a record is one that is looked for. */
export type Match = (value: Json | undefined) => boolean

/**
 * The match of an operator and its values. As Zoho documents it, a text `equals` what is in it, whatever the case, and
 * whichever of certain characters stand between its words; an option of a picklist equals itself only. What is empty
 * differs from every value, and is neither more nor less than any.
 */
export function matchOf(kind: Kind, operator: Operator, values: readonly string[]): Match {
  if (operator === 'not_equal') return not(matchOf(kind, kind.name === 'text' ? 'in' : 'equals', values))
  switch (kind.name) {
    case 'text':
      return textMatch(operator, values)
    case 'option':
      return isOneOf(values)
    case 'options':
      return anyEntry(optionMatch(operator, values))
    case 'boolean':
      return (value) => (value === true) === (values[0]?.toLowerCase() === 'true')
    case 'reference':
      return referenceMatch(values)
    case 'number':
      return ordered(operator, values.map(Number), numberOf)
    case 'bigint':
      return ordered(operator, values.map(BigInt), bigIntOf)
    case 'date':
      return ordered(operator, values, textOf)
    case 'datetime':
      return ordered(operator, values.map(moment), moment)
  }
}

function not(match: Match): Match {
  return (value) => !match(value)
}

/** Texts in which these stand between the words are taken for the same. */
const BETWEEN_WORDS = /[{}[\]^:\-/!?*_@\s]/g

function folded(value: string): string {
  return value.toLowerCase().replace(BETWEEN_WORDS, ' ')
}

function textMatch(operator: Operator, values: readonly string[]): Match {
  const [first = ''] = values
  if (operator === 'in') return isOneOf(values)
  if (operator === 'starts_with') return startsWith(first)
  const wanted = folded(first)
  return (value) => typeof value === 'string' && folded(value).includes(wanted)
}

function startsWith(start: string): Match {
  const wanted = start.toLowerCase()
  return (value) => typeof value === 'string' && value.toLowerCase().startsWith(wanted)
}

function isOneOf(values: readonly string[]): Match {
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  return (value) => typeof value === 'string' && wanted.has(value.toLowerCase())
}

function optionMatch(operator: Operator, values: readonly string[]): Match {
  return operator === 'starts_with' ? startsWith(values[0] ?? '') : isOneOf(values)
}

function anyEntry(match: Match): Match {
  return (value) => Array.isArray(value) && value.some((entry: Json) => match(entry))
}

/** A lookup is found by the id of the record that it points at, or by its name. */
function referenceMatch(values: readonly string[]): Match {
  const isNamed = isOneOf(values)
  return (value) =>
    isObject(value) && (values.includes(text(value, 'id') ?? '') || isNamed(text(value, 'name')))
}

type Comparable = string | number | bigint

function ordered<T extends Comparable>(
  operator: Operator,
  wanted: readonly (T | undefined)[],
  read: (value: Json | undefined) => T | undefined,
): Match {
  const [first, second] = wanted
  if (first === undefined) return () => false
  const tests: Partial<Record<Operator, (value: T) => boolean>> = {
    equals: (value) => value === first,
    in: (value) => wanted.includes(value),
    between: (value) => second !== undefined && value >= first && value <= second,
    greater_than: (value) => value > first,
    greater_equal: (value) => value >= first,
    less_than: (value) => value < first,
    less_equal: (value) => value <= first,
  }
  const passes = tests[operator]
  return (value) => {
    const found = read(value)
    return found !== undefined && passes?.(found) === true
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function bigIntOf(value: Json | undefined): bigint | undefined {
  const written = typeof value === 'number' ? String(value) : value
  return typeof written === 'string' && /^-?\d+$/.test(written) ? BigInt(written) : undefined
}
