import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { compileTemplate } from './emit/compile.ts'
import type { Templates } from './emit/typescript.ts'

/**
 * The templates of the repository, compiled when first used. The published package has them compiled already
 * (`#templates` in package.json decides), so that generating does not load the compiler.
 */
const texts = (['module', 'picklists', 'index'] as const).map((name) => {
  const file = `templates/${name}.hbs`
  return { name, file, text: readFileSync(new URL(`../${file}`, import.meta.url), 'utf8') }
})

/** The templates by what they print. */
export const templates: Templates = Object.fromEntries(
  texts.map(({ name, file, text }) => [name, compileTemplate(file, text)]),
) as unknown as Templates

/** Changes with the text of any template. */
export const templatesHash: string = createHash('sha256')
  .update(JSON.stringify(texts))
  .digest('hex')
  .slice(0, 32)
