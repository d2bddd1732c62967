import Handlebars from 'handlebars'
import { compileOptions, partialOf, type TemplateText } from './compile.ts'

/** The text of a module that stands for `generator/templates.ts` in the package: its templates are functions. */
export function precompileTemplates(texts: readonly TemplateText[], templatesHash: string): string {
  const functions = texts.map(({ name, text }) => {
    const source = Handlebars.precompile(text, compileOptions) as string
    return `  ${JSON.stringify(name)}: handlebars.template(${source}),`
  })
  const partials = texts.flatMap(({ name }) => {
    const partial = partialOf(name)
    return partial === null
      ? []
      : [`handlebars.registerPartial(${JSON.stringify(partial)}, templates[${JSON.stringify(name)}])`]
  })
  return [
    "import Handlebars from 'handlebars/runtime.js'",
    "import { expressions, helpers } from './emit/helpers.ts'",
    'const handlebars = Handlebars.create()',
    'for (const [name, helper] of Object.entries({ ...helpers, ...expressions })) handlebars.registerHelper(name, helper)',
    `export const templates = {\n${functions.join('\n')}\n}`,
    ...partials,
    `export const templatesHash = ${JSON.stringify(templatesHash)}`,
    'export const isBuilt = true',
    '',
  ].join('\n')
}
