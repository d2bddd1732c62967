import { readFileSync } from 'node:fs'
import { contentHash } from './content-hash.ts'
import { compileTemplate, type Template } from './emit/compile.ts'
import type { TemplateName, Templates } from './emit/typescript.ts'

// In the package another module is in the place of this one, with the templates compiled: see scripts/build.js.

/** The text of a template and the file that it is of. */
export interface TemplateText {
  readonly name: TemplateName
  readonly file: string
  readonly text: string
}

const NAMES: readonly TemplateName[] = ['module', 'picklists', 'index']

/** The texts of the project's own templates. */
export const templateTexts: readonly TemplateText[] = NAMES.map((name) => {
  const file = `templates/${name}.hbs`
  return { name, file, text: readFileSync(new URL(`../${file}`, import.meta.url), 'utf8') }
})

/** The project's own templates, by what they print. */
export const templates: Templates = Object.fromEntries(
  templateTexts.map(({ name, file, text }): [TemplateName, Template] => [name, compileTemplate(file, text)]),
) as Record<TemplateName, Template>

/** Changes with the text of any template. */
export const templatesHash: string = contentHash(JSON.stringify(templateTexts.map(({ text }) => text)))

/** Whether this is the built package. */
export const isBuilt: boolean = false
