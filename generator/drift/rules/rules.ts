import { FIELD_RULES, type FieldKind } from './fields.ts'
import { LAYOUT_RULES, type LayoutKind } from './layouts.ts'
import { MODULE_RULES, type ModuleKind } from './modules.ts'
import { OPTION_RULES, type OptionKind } from './options.ts'
import type { Rule } from './rule.ts'

/** What can change between two snapshots. */
export type Kind = ModuleKind | FieldKind | OptionKind | LayoutKind

/** Every kind of change and how it is graded; `docs/diff.md` prints this table. */
export const RULES: Readonly<Record<Kind, Rule>> = {
  ...MODULE_RULES,
  ...FIELD_RULES,
  ...OPTION_RULES,
  ...LAYOUT_RULES,
}
