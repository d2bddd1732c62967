import { ConfigurationError } from '@zcrm/runtime'
import { closest, type Metadata } from '@zcrm/runtime/metadata'
import { firstFew } from '../wording.ts'
import { type FieldSelection, type ModuleSelection, selectorOf } from './selection.ts'

/** A pattern of a selection that selects nothing, or leaves nothing out. */
export interface UnmatchedPattern {
  readonly option: 'modules' | 'fields'
  readonly pattern: string
  /** The name that is most like it; `null` where none is, or it stands for many. */
  readonly nearest: string | null
}

/** The patterns of the selections that the organisation has nothing for. */
export function unmatchedPatterns(
  { modules }: Pick<Metadata, 'modules'>,
  selected: { readonly modules: ModuleSelection; readonly fields: FieldSelection },
): readonly UnmatchedPattern[] {
  const ofModules = told(selected.modules)
  const ofFields = told(selected.fields)
  const moduleNames = ofModules.length === 0 ? [] : modules.map(({ apiName }) => apiName)
  const fieldNames =
    ofFields.length === 0
      ? []
      : modules.flatMap(({ apiName, fields }) =>
          ['id', ...fields.map((field) => field.apiName)].map((name) => `${apiName}.${name}`),
        )
  return [...unmatched('modules', ofModules, moduleNames), ...unmatched('fields', ofFields, fieldNames)]
}

/** Those that are meant for something. What leaves out many things is often a precaution. */
function told(selection: ModuleSelection | FieldSelection): readonly string[] {
  if (typeof selection === 'function') return []
  return selection.filter((pattern) => pattern !== '*' && !/^!.*\*/s.test(pattern))
}

function unmatched(
  option: UnmatchedPattern['option'],
  patterns: readonly string[],
  names: readonly string[],
): readonly UnmatchedPattern[] {
  return patterns.flatMap((pattern) => {
    const name = pattern.replace(/^!/, '')
    if (names.some(selectorOf([name]))) return []
    return [{ option, pattern, nearest: name.includes('*') ? null : closest(name, names) }]
  })
}

/** As many modules are told as this, where nobody knows which one is meant. */
const MODULES = 8

/**
 * Refuses a selection that leaves no module, by which everything that was generated would be removed.
 * @throws ConfigurationError that says what was given, and the nearest names.
 */
export function checkSelected(
  { modules }: Pick<Metadata, 'modules'>,
  selection: ModuleSelection,
  selected: Metadata['modules'],
): void {
  if (modules.length === 0 || selected.length > 0) return
  const names = modules.map(({ apiName }) => apiName)
  const given = typeof selection === 'function' ? 'the function modules' : `modules (${selection.join(', ')})`
  const nearest = unmatched('modules', told(selection), names).flatMap(({ nearest }) => nearest ?? [])
  const likely = [...new Set(nearest)]
  throw new ConfigurationError(
    `${given} selects none of the organisation's ${names.length} modules`,
    likely.length > 0
      ? `Did you mean ${likely.join(', ')}?`
      : `Select at least one of them: ${firstFew(names, MODULES)}.`,
  )
}
