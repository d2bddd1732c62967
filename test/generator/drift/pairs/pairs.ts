import { CONDITION_PAIRS } from './conditions.ts'
import { DEPENDENCY_PAIRS } from './dependencies.ts'
import { FIELD_PAIRS } from './fields.ts'
import { LAYOUT_PAIRS } from './layouts.ts'
import { LIST_PAIRS } from './lists.ts'
import { MODULE_PAIRS } from './modules.ts'
import { OPTION_PAIRS } from './options.ts'
import type { Pair } from './pair.ts'
import { SEEN_PAIRS } from './seen.ts'

/** The changes that a compiler judges. */
export const PAIRS: readonly Pair[] = [
  ...SEEN_PAIRS,
  ...MODULE_PAIRS,
  ...FIELD_PAIRS,
  ...OPTION_PAIRS,
  ...LAYOUT_PAIRS,
  ...DEPENDENCY_PAIRS,
  ...LIST_PAIRS,
  ...CONDITION_PAIRS,
]
