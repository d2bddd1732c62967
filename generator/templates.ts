import { contentHash } from './content-hash.ts'
import { compileTemplates, type TemplateText } from './emit/compile.ts'
import type { TemplateName, Templates } from './emit/typescript.ts'
import { readOwnTemplates } from './template-texts.ts'

// In the package another module is in the place of this one, with the templates compiled: see scripts/build.js.

/** The texts of the project's own templates. */
export const templateTexts: readonly TemplateText[] = readOwnTemplates()

/** The project's own templates, by what they print. */
export const templates: Templates = compileTemplates(templateTexts) as Record<
  TemplateName,
  Templates[TemplateName]
>

/** Changes with the text of any template. */
export const templatesHash: string = contentHash(JSON.stringify(templateTexts.map(({ text }) => text)))

/** Whether this is the built package. */
export const isBuilt: boolean = false
