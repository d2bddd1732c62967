import { closest, type Metadata } from '@zcrm/runtime/metadata'
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
