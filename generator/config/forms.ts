import { isTypeText } from '../schema/type-text.ts'

/** A form that texts of a map have. */
export interface TextForm {
  /** What editors check. */
  readonly pattern: string
  /** What the tool checks beyond the pattern. */
  readonly accepts?: (text: string) => boolean
  /** What to use, for messages. */
  readonly hint: string
}

/** Names of {@link FORMS}. */
export type FormName = 'className' | 'type' | 'module'

/** The forms by name. */
export const FORMS: Readonly<Record<FormName, TextForm>> = {
  className: {
    // No lower-case letter: then it is no word of the language, and no name that generated files use otherwise.
    pattern: '^(?![a-z])[\\p{ID_Start}_$][\\p{ID_Continue}$]{0,99}$',
    hint: 'Use an identifier that begins with a capital letter.',
  },
  type: {
    pattern: '^[^`\\n\\r\\u2028\\u2029]*\\S[^`\\n\\r\\u2028\\u2029]*$',
    accepts: isTypeText,
    hint: 'Use names, literals, unions, lists, tuples and objects; give other types a name in a module, and say from.',
  },
  module: {
    pattern: '^(?:\\.\\.?/|[@\\w])[^\\s\'"`\\\\]*$',
    hint: 'Use a path that begins with ./ or ../, or the name of a package.',
  },
}

/** Whether a text has a form. */
export function hasForm(text: string, form: FormName): boolean {
  const { pattern, accepts } = FORMS[form]
  return new RegExp(pattern, 'u').test(text) && (accepts?.(text) ?? true)
}
