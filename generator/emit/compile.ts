import Handlebars from 'handlebars'
import { checkTemplate, parseTemplate } from './check-template.ts'
import { expressions, type Helper, helpers } from './helpers.ts'
import type { Template } from './print.ts'

/** The text of a template: its name (`module`, `partials/record`) and its file. */
export interface TemplateText {
  readonly name: string
  readonly file: string
  readonly text: string
}

/** What the names of partials begin with; the rest is what includes them. */
export const PARTIALS = 'partials/'

/** Options that hold for every template: what helpers return is printed as it is, since each escapes by itself. */
export function optionsFor(known: Readonly<Record<string, Helper>>): CompileOptions {
  return {
    noEscape: true,
    // An unknown name is an error.
    strict: true,
    preventIndent: true,
    knownHelpersOnly: true,
    knownHelpers: Object.fromEntries(
      [...Object.keys(known), ...Object.keys(expressions)].map((name) => [name, true]),
    ),
  }
}

/** How the project's own templates are compiled, here and when the package is built. */
export const compileOptions: CompileOptions = {
  ...optionsFor(helpers),
  // No @-variables: keeping them costs a frame for each of ten thousand fields.
  data: false,
}

/**
 * Compiles the project's own templates, by name.
 * @throws ConfigurationError with file and line where a text is no template, or where an output expression is not
 * one of the helpers that escape.
 */
export function compileTemplates(texts: readonly TemplateText[]): Readonly<Record<string, Template>> {
  const handlebars = Handlebars.create()
  for (const [name, helper] of Object.entries({ ...helpers, ...expressions }))
    handlebars.registerHelper(name, helper)
  const partials = texts.flatMap(({ name }) => partialOf(name) ?? [])
  const compiled = texts.map(({ name, file, text }): [string, Template] => {
    const program = parseTemplate(file, text)
    checkTemplate(file, program, { helpers, partials })
    return [name, handlebars.compile(program, compileOptions)]
  })
  for (const [name, template] of compiled) {
    const partial = partialOf(name)
    if (partial !== null) handlebars.registerPartial(partial, template as Handlebars.Template)
  }
  return Object.fromEntries(compiled)
}

/** What includes the partial of a name; `null` for a template that is none. */
export function partialOf(name: string): string | null {
  return name.startsWith(PARTIALS) ? name.slice(PARTIALS.length) : null
}

/** Compiles one template that includes none. */
export function compileTemplate(file: string, text: string): Template {
  const compiled = compileTemplates([{ name: 'template', file, text }])['template']
  if (compiled === undefined) throw new Error(`not compiled: ${file}`)
  return compiled
}
