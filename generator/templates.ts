import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { compileTemplate, type Template } from './emit/compile.ts'
import type { TemplateName, Templates } from './emit/typescript.ts'

// In the package the templates are compiled already: `#templates` of package.json decides which module is loaded.

/** The text of a template and the file that it is of. */
export interface TemplateText {
  readonly name: TemplateName
  readonly file: string
  readonly text: string
}

const NAMES: readonly TemplateName[] = ['module', 'picklists', 'index']

/** From here to the repository's top; built files lie one folder deeper. */
const TOP = import.meta.url.endsWith('.ts') ? '../' : '../../'

/** The texts of the project's own templates. */
export const templateTexts: readonly TemplateText[] = NAMES.map((name) => {
  const file = `templates/${name}.hbs`
  return { name, file, text: readFileSync(new URL(TOP + file, import.meta.url), 'utf8') }
})

/** The project's own templates, by what they print. */
export const templates: Templates = Object.fromEntries(
  templateTexts.map(({ name, file, text }): [TemplateName, Template] => [name, compileTemplate(file, text)]),
) as Record<TemplateName, Template>

/** Changes with the text of any template. */
export const templatesHash: string = createHash('sha256')
  .update(JSON.stringify(templateTexts.map(({ text }) => text)))
  .digest('hex')
  .slice(0, 32)
