import { faultPresets, presets } from './fault-presets.ts'
import type { Fault } from './faults.ts'
import { isObject, type JsonObject } from './json.ts'

/** A FaultError says that something is no list of faults. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
}

/** The faults that a JSON text (a fault, or a list of them) or the name of a preset means. */
export function parseFaults(given: string): readonly Fault[] {
  const trimmed = given.trim()
  if (trimmed === '') return []
  if (!/^[[{"]/.test(trimmed)) return faultsOf(trimmed)
  try {
    return faultsOf(JSON.parse(trimmed))
  } catch (cause) {
    if (cause instanceof FaultError) throw cause
    throw new FaultError('Faults are a JSON list of faults, one fault, or the name of a preset.', { cause })
  }
}

/** The faults that a value (a list, one fault, or the name of a preset) means. */
export function faultsOf(given: unknown): readonly Fault[] {
  if (typeof given === 'string') {
    const preset = Object.entries(presets).find(([name]) => name === given)
    if (preset) return preset[1]
    throw new FaultError(
      `There is no preset of faults named ${given}; there are: ${faultPresets.join(', ')}.`,
    )
  }
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (!list.every(isObject))
    throw new FaultError('Each fault is an object, such as {"path":"/Leads","status":500}.')
  for (const fault of list) check(fault)
  return list as readonly Fault[]
}

type Rule = readonly [isMet: (value: unknown) => boolean, meaning: string]

const TEXT: Rule = [(value) => typeof value === 'string', 'a text']
const FLAG: Rule = [(value) => typeof value === 'boolean', 'true or false']
const COUNT: Rule = [(value) => Number.isSafeInteger(value) && Number(value) >= 0, 'a whole number from 0 on']
const TIME: Rule = [(value) => Number.isFinite(value) && Number(value) >= 0, 'a number of milliseconds']

const RULES: Readonly<Record<keyof Fault, Rule>> = {
  method: TEXT,
  path: TEXT,
  skip: COUNT,
  every: [(value) => COUNT[0](value) && value !== 0, 'a whole number from 1 on'],
  rate: [(value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1, 'from 0 to 1'],
  seed: COUNT,
  times: COUNT,
  delay: TIME,
  revokeToken: FLAG,
  status: [(value) => COUNT[0](value) && Number(value) >= 200 && Number(value) < 600, 'a status of HTTP'],
  body: [() => true, ''],
  headers: [(value) => isObject(value) && Object.values(value).every(TEXT[0]), 'an object of texts'],
  workFirst: FLAG,
  drop: FLAG,
  dropAfter: FLAG,
  truncate: [(value) => value === 'connection' || value === 'body', '"connection" or "body"'],
  trickle: TIME,
}

/** A misspelt option would be a fault that never happens, and a test that passes for no reason. */
function check(fault: JsonObject): void {
  for (const [option, value] of Object.entries(fault)) {
    const rule = Object.entries(RULES).find(([name]) => name === option)?.[1]
    if (!rule) {
      throw new FaultError(`A fault has no ${option}; its options are: ${Object.keys(RULES).join(', ')}.`)
    }
    const [isMet, meaning] = rule
    if (value !== undefined && !isMet(value)) throw new FaultError(`A fault's ${option} must be ${meaning}.`)
  }
}
