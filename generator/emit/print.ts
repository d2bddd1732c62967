import { ConfigurationError } from '@zcrm/runtime'

/** A template that is ready to print a view. */
export type Template = (view: object) => string

/** The failure of a template of users while it printed: where it happened, and why. */
export class TemplateFailure extends Error {
  override readonly name = 'TemplateFailure'
  /** The template's file, with the line where that is known. */
  readonly place: string

  constructor(place: string, reason: string, cause: unknown) {
    super(reason, { cause })
    this.place = place
  }
}

/**
 * Prints a view.
 * @throws ConfigurationError that names the template, the line where it is known, and what it was about.
 */
export function print(template: Template, view: object, about: string): string {
  try {
    return template(view)
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error
    throw new ConfigurationError(
      `${error.place}: for ${about}: ${error.message}`,
      'Correct the template; docs/templates.md says what templates are given.',
      error,
    )
  }
}
