import { ConfigurationError } from '../http/errors.ts'
import type { ModuleClass } from '../records/choices.ts'
import { Issues, shown } from './issues.ts'
import { checkRow } from './row.ts'
import { rulesOf } from './rules.ts'
import type { InputKind, Validated } from './validator.ts'

/**
 * What tells whether something is the input of a write to a module, once all is loaded that it needs to know.
 * @throws ConfigurationError for a class that does not know its fields, and a kind that is none.
 */
export async function validateBy<T>(
  module: ModuleClass,
  kind: InputKind,
): Promise<(value: unknown) => Validated<T>> {
  if (kind !== 'create' && kind !== 'update')
    throw new ConfigurationError(
      `a validator was asked for with ${shown(kind)}`,
      "Ask for one of 'create' and 'update'.",
    )
  const rules = await rulesOf(module)
  return (value) => {
    const issues = new Issues()
    checkRow(rules, value, kind, { path: [], issues })
    return issues.found.length === 0 ? { value: value as T } : { issues: issues.found }
  }
}
