import { ConfigurationError } from '../http/errors.ts'
import type { Choices, FieldRow, FieldUse, ModuleClass, ValueKind } from '../records/choices.ts'
import { fieldRows } from '../records/field-rows.ts'
import { type Options, optionsOf } from './options.ts'

/** What is known of the fields of a module, by their names and in their order. */
export type Rules = ReadonlyMap<string, Rule>

/** What is known of a field. */
export interface Rule {
  readonly kind: ValueKind
  /** What has to be known of the kind. */
  readonly detail: FieldRow[2]
  readonly use: FieldUse
  /** Of a picklist whose values are closed. */
  readonly options: Options | null
  /** Of a subform whose module has a class. */
  readonly rows: Rules | null
}

/**
 * Loads what is known of the fields of a module, and of the modules of its subforms.
 * @throws ConfigurationError for a class that does not know its fields.
 */
export async function rulesOf(
  module: ModuleClass,
  known: Map<ModuleClass, Map<string, Rule>> = new Map(),
): Promise<Rules> {
  const found = known.get(module)
  if (found !== undefined) return found
  const choices = await module.choices?.()
  if (choices?.fields === undefined)
    throw new ConfigurationError(
      `nobody knows which fields ${module.apiName} has`,
      'Ask the class that is generated for the module, and generate it again if it is old.',
    )
  const rules = new Map<string, Rule>()
  // Noted before its subforms are looked at: theirs may lead back to it.
  known.set(module, rules)
  const subforms = new Map(choices.subforms)
  for (const row of fieldRows(choices.fields)) {
    const load = subforms.get(row[0])
    const rows = load === undefined ? null : await rulesOf(await load(), known)
    rules.set(row[0], ruleOf(row, choices, rows))
  }
  return rules
}

function ruleOf(row: FieldRow, choices: Choices, rows: Rules | null): Rule {
  // A name alone is that of a field that is only read.
  const [name, kind = 'any', detail = null, use = row.length === 1 ? 'system' : 'optional'] = row
  return { kind, detail, use, rows, options: optionsOf(name, choices) }
}
