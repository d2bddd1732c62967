import Handlebars from 'handlebars'
import { compileOptions } from './compile.ts'

/** The text of a module that stands for `generator/templates.ts` in the package: its templates are functions. */
export function precompileTemplates(
  texts: readonly { readonly name: string; readonly text: string }[],
  templatesHash: string,
): string {
  const functions = texts.map(({ name, text }) => {
    const source = Handlebars.precompile(text, compileOptions) as string
    return `  ${name}: handlebars.template(${source}),`
  })
  return [
    "import Handlebars from 'handlebars/runtime.js'",
    "import { helpers } from './emit/helpers.ts'",
    'const handlebars = Handlebars.create()',
    'for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, helper)',
    `export const templates = {\n${functions.join('\n')}\n}`,
    `export const templatesHash = ${JSON.stringify(templatesHash)}`,
    'export const isBuilt = true',
    '',
  ].join('\n')
}
