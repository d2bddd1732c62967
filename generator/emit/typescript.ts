import type { WireValue } from '../schema/picklists.ts'
import type { Schema } from '../schema/schema.ts'
import { globalPicklistsView, indexView, moduleView, picklistsView } from './build-views.ts'
import { print, type Template } from './print.ts'

export { SIGNATURE } from './banner.ts'

/** A file to be written, its path relative to the output folder with `/`. */
export interface OutputFile {
  readonly path: string
  readonly content: string
  /** API name of the module that it is about, where it is about one. */
  readonly module?: string
}

/** What the templates print: a module's classes and types, the picklists of a file, the index. */
export type TemplateName = 'module' | 'picklists' | 'index'

/** What prints the files. */
export type Templates = Readonly<Record<TemplateName, Template>>

/** How the files are printed. */
export interface EmitOptions {
  /** Whether each property has a doc comment. */
  readonly docs: boolean
  /** How relative imports end. */
  readonly importExtension: string
  readonly openPicklists: 'never' | 'read' | 'always'
  readonly wireValue: WireValue
  /** Lines of comment below the signature. */
  readonly banner?: string | undefined
  /** Whether there is an index of everything. */
  readonly index: boolean
}

/** Path of the picklists that fields share. */
export const GLOBAL_PICKLISTS_PATH = 'global-picklists.ts'

/** The SDK of an organisation as files. */
export function emitTypeScript(
  schema: Schema,
  templates: Templates,
  options: EmitOptions,
): readonly OutputFile[] {
  const files = schema.modules.flatMap((module) => {
    const { apiName, file } = module
    const about = `the module ${apiName}`
    const classes = print(templates.module, moduleView(module, schema, options), about)
    const picklists = print(templates.picklists, picklistsView(module, options), `the picklists of ${about}`)
    return [
      { path: `${file}.ts`, content: classes, module: apiName },
      { path: `${file}.picklists.ts`, content: picklists, module: apiName },
    ]
  })
  return [
    ...files,
    ...globalPicklistFiles(schema, templates, options),
    ...indexFiles(schema, templates, options),
  ]
}

function globalPicklistFiles(
  schema: Schema,
  templates: Templates,
  options: EmitOptions,
): readonly OutputFile[] {
  if (schema.globalPicklists.length === 0) return []
  const view = globalPicklistsView(schema, options)
  const content = print(templates.picklists, view, 'the picklists that modules share')
  return [{ path: GLOBAL_PICKLISTS_PATH, content }]
}

function indexFiles(schema: Schema, templates: Templates, options: EmitOptions): readonly OutputFile[] {
  if (!options.index) return []
  return [{ path: 'index.ts', content: print(templates.index, indexView(schema, options), 'the index') }]
}
