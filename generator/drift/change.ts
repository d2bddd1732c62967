import type { SchemaOptions } from '../schema/build.ts'
import type { Kind } from './rules/rules.ts'

/**
 * What a change does to code that is there: `breaking`, it no longer compiles after generating or Zoho refuses what it
 * sends; `review`, whether it still does right depends on data or on what is meant; `safe`, nothing.
 */
export type Grade = 'breaking' | 'review' | 'safe'

/** The grades, the worst first. */
export const GRADES: readonly Grade[] = ['breaking', 'review', 'safe']

/** A change between two snapshots. */
export interface Change {
  /** What has changed, as the table of rules names it. */
  readonly kind: Kind
  /** The worse of the two that follow. */
  readonly grade: Grade
  /** For code that reads records. */
  readonly read: Grade
  /** For code that writes records. */
  readonly write: Grade
  /** API name of the module, as code has it today; `null` for what belongs to none. */
  readonly module: string | null
  /** API name of the field, or of the global picklist where there is no module; else `null`. */
  readonly field: string | null
  /** What identifies an option, a layout, a related list or a view in it; else `null`. */
  readonly item: string | null
  /** Id of what has changed, where it is known. */
  readonly id: string | null
  readonly before: string | null
  readonly after: string | null
  /** What has changed, in a sentence. */
  readonly what: string
  /** Why it is graded so, in a sentence about the generated code. */
  readonly why: string
}

/** How what is in both snapshots is found: by id, then by name; or by name alone, where ids are of two organisations. */
export type MatchBy = 'id' | 'name'

/** What decides how changes are graded: how code is generated. */
export interface DiffOptions
  extends Pick<
    SchemaOptions,
    'wireValue' | 'openPicklists' | 'modules' | 'fields' | 'classNames' | 'fieldTypes' | 'required'
  > {
  readonly matchBy: MatchBy
}

/** The worse of two grades. */
export function worse(one: Grade, other: Grade): Grade {
  return GRADES.indexOf(one) < GRADES.indexOf(other) ? one : other
}
