import { ConfigurationError } from '@zcrm/runtime'
import type { FieldMetadata, ModuleMetadata } from '@zcrm/runtime/metadata'

/** Which modules are generated: patterns of API names, or a function that tells. */
export type ModuleSelection = readonly string[] | ((module: ModuleMetadata) => boolean)

/** Which fields are generated: patterns of `Module.Field`, or a function that tells. */
export type FieldSelection = readonly string[] | ((field: FieldMetadata, module: ModuleMetadata) => boolean)

/**
 * Tells whether a name is among those that patterns select: `*` stands for any letters, and what is behind `!` is left
 * out. Only exclusions mean: all but these.
 */
export function selectorOf(patterns: readonly string[]): (name: string) => boolean {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map(patternOf)
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((one) => patternOf(one.slice(1)))
  return (name) =>
    (wanted.length === 0 || wanted.some((pattern) => pattern.test(name))) &&
    !unwanted.some((pattern) => pattern.test(name))
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'su')
}

/** Tells whether a module is selected. */
export function moduleSelector(selection: ModuleSelection): (module: ModuleMetadata) => boolean {
  if (typeof selection === 'function')
    return (module) => answerOf('modules', module.apiName, () => selection(module))
  const isSelected = selectorOf(selection)
  return ({ apiName }) => isSelected(apiName)
}

/** Tells whether a field is selected. The id, which every record has, always is. */
export function fieldSelector(
  selection: FieldSelection,
): (field: FieldMetadata, module: ModuleMetadata) => boolean {
  if (typeof selection === 'function')
    return (field, module) =>
      field.apiName === 'id' ||
      answerOf('fields', `${module.apiName}.${field.apiName}`, () => selection(field, module))
  if (selection.length === 1 && selection[0] === '*') return () => true
  const isSelected = selectorOf(selection)
  return (field, module) => field.apiName === 'id' || isSelected(`${module.apiName}.${field.apiName}`)
}

/** What a function of a configuration says. One that forgets to return would leave out everything in silence. */
function answerOf(option: string, subject: string, ask: () => unknown): boolean {
  let answer: unknown
  try {
    answer = ask()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `the function ${option} of the configuration failed at ${subject}: ${reason}`,
      'Correct the function.',
      cause,
    )
  }
  if (typeof answer === 'boolean') return answer
  throw new ConfigurationError(
    `the function ${option} of the configuration gave ${kindOf(answer)} for ${subject}`,
    'Let it return true or false.',
  )
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return 'a promise'
  return value === null || value === undefined ? String(value) : `a value of the type ${typeof value}`
}
