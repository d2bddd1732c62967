import { readFileSync } from 'node:fs'
import type { TemplateText } from './emit/compile.ts'

/** The project's own templates, and the partials that they include. */
export const ownTemplateNames = [
  'module',
  'picklists',
  'index',
  'partials/record',
  'partials/class',
  'partials/picklist',
  'partials/dependency',
] as const

/** The folder of the project's own templates: one up in the repository, and two in the package. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../templates/' : '../../templates/'

/** Reads the texts of the project's own templates. */
export function readOwnTemplates(): readonly TemplateText[] {
  return ownTemplateNames.map((name) => {
    const text = readFileSync(new URL(`${FOLDER}${name}.hbs`, import.meta.url), 'utf8')
    return { name, file: `templates/${name}.hbs`, text }
  })
}
