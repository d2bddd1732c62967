import { ConfigurationError } from '@zcrm/runtime'
import type { ResolvedConfig } from './config/resolve.ts'
import type { TemplateText } from './emit/compile.ts'
import { MANIFEST_PATH } from './emit/manifest.ts'
import { checkCollisions } from './emit/output-path.ts'
import { checkContent, emitOutputs, namedTemplates, planOutputs } from './emit/outputs.ts'
import { emitTypeScript, type OutputFile, type Templates } from './emit/typescript.ts'
import { beforeFiles } from './hooks.ts'
import type { Schema } from './schema/schema.ts'
import { readOwnTemplates } from './template-texts.ts'

/** What a configuration has of its own, beside options. */
export interface Customisation {
  /** The templates of its folder. */
  readonly texts: readonly TemplateText[]
  /** The project's own templates. */
  readonly templates: Templates
}

/**
 * The SDK of an organisation, and the files that a configuration adds, by its templates and hooks.
 * @throws ConfigurationError that names the template or the hook that is wrong.
 */
export async function emitCustomised(
  schema: Schema,
  config: ResolvedConfig,
  { texts, templates }: Customisation,
): Promise<readonly OutputFile[]> {
  const { outputs = [], hooks = {} } = config
  if (outputs.length > 0 && config.templates === undefined) {
    throw new ConfigurationError(
      'there are outputs in the configuration, and no folder of templates',
      "Add templates: 'the folder with the templates of the outputs'.",
    )
  }
  const files =
    config.templates === undefined
      ? emitTypeScript(schema, templates, config)
      : await emitWithTemplates(schema, config, texts)
  return beforeFiles(files, hooks)
}

async function emitWithTemplates(
  schema: Schema,
  config: ResolvedConfig,
  texts: readonly TemplateText[],
): Promise<readonly OutputFile[]> {
  const { compileUserTemplates } = await import('./emit/user-templates.ts')
  const { outputs = [] } = config
  const planned = planOutputs(schema, outputs, config)
  const templates = compileUserTemplates(
    readOwnTemplates(),
    texts,
    namedTemplates(outputs),
    planned.map(({ template }) => template),
  )
  const sdk = emitTypeScript(schema, templates.sdk, config)
  checkCollisions([
    ...[MANIFEST_PATH, ...sdk.map(({ path }) => path)].map((path) => ({ path, origin: 'zcrm' })),
    ...planned.map(({ path, template }) => ({ path, origin: template.origin })),
  ])
  const extra = emitOutputs(planned, templates)
  for (const file of sdk) checkContent(file, 'the templates')
  for (const [index, file] of extra.entries())
    checkContent(file, planned[index]?.template.origin ?? 'the templates')
  return [...sdk, ...extra]
}
