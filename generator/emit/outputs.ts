import { ConfigurationError } from '@zcrm/runtime'
import { picklistFileNames } from '../schema/naming.ts'
import type { PicklistSchema, Schema } from '../schema/schema.ts'
import { SIGNATURE } from './banner.ts'
import { GLOBAL_PICKLISTS, moduleView, organisationView, picklistFileView } from './build-views.ts'
import type { ExtraOutput, OutputSubject } from './extra-output.ts'
import { kindOf, type OutputKind } from './kinds.ts'
import { checkOutputPath } from './output-path.ts'
import { print } from './print.ts'
import type { EmitOptions, OutputFile } from './typescript.ts'
import type { NamedTemplate, OutputTemplate, UserTemplates } from './user-templates.ts'

/** A file that an extra output is going to be. */
export interface PlannedOutput {
  readonly path: string
  readonly template: OutputTemplate
  /** API name of the module that it is about, where it is about one. */
  readonly module: string | null
  readonly about: string
  /** What the template is given; `base` leads from the file to the output folder. */
  readonly view: (base: string) => object
}

/** A file's subject, the names that its path can have, and what its template is given. */
interface Subject extends OutputSubject {
  readonly names: Readonly<Record<string, string>>
  readonly about: string
  readonly view: (base: string) => object
}

/**
 * The files that the extra outputs of a configuration are going to be.
 * @throws ConfigurationError where a path is none that can be written.
 */
export function planOutputs(
  schema: Schema,
  outputs: readonly ExtraOutput[],
  options: EmitOptions,
): readonly PlannedOutput[] {
  return outputs.flatMap((output, index) => {
    const { name, origin } = templateOf(output, index)
    return subjectsOf(output.per, schema, options).map((subject) => {
      const path = checkOutputPath(`the path of ${origin}`, pathOf(output.path, subject, origin))
      // Checked with the path.
      const kind = kindOf(path) as OutputKind
      const { module, about, view } = subject
      return { path, template: { name, origin, kind }, module, about, view }
    })
  })
}

/** The templates that extra outputs name. */
export function namedTemplates(outputs: readonly ExtraOutput[]): readonly NamedTemplate[] {
  return outputs.map(templateOf)
}

function templateOf({ template }: ExtraOutput, index: number): NamedTemplate {
  return { name: template.replace(/\.hbs$/, ''), origin: `outputs[${index}] (${template})` }
}

/** Prints the files of extra outputs. */
export function emitOutputs(
  planned: readonly PlannedOutput[],
  templates: UserTemplates,
): readonly OutputFile[] {
  return planned.map(({ path, template, module, about, view }) => {
    const base = path.includes('/') ? '../'.repeat(path.split('/').length - 1) : './'
    const content = print(templates.of(template), view(base), about)
    return { path, content, ...(module === null ? {} : { module }) }
  })
}

/**
 * Checks that a file can be told to be generated, and is of its kind.
 * @param origin What made its content.
 * @throws ConfigurationError that names it.
 */
export function checkContent({ path, content }: OutputFile, origin: string): void {
  const kind = kindOf(path)
  if (kind?.isSigned === true && !content.startsWith(`// ${SIGNATURE}`)) {
    throw new ConfigurationError(
      `${path} does not begin with the line that tells it from files of other people, after ${origin}`,
      `Let it begin with // ${SIGNATURE} …: in a template {{code banner}} prints it.`,
    )
  }
  if (kind?.name === 'JSON') checkJson(path, content, origin)
}

function checkJson(path: string, content: string, origin: string): void {
  try {
    JSON.parse(content)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(`${path} is no JSON after ${origin}: ${reason}`, `Correct ${origin}.`, cause)
  }
}

function pathOf(path: ExtraOutput['path'], { names, ...subject }: Subject, origin: string): unknown {
  if (typeof path === 'string') return filledIn(path, names, origin)
  try {
    const { module, picklist, className } = subject
    return path({ module, picklist, className })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `the path of ${origin} failed for ${subject.about}: ${reason}`,
      'Correct the function in the configuration.',
      cause,
    )
  }
}

function filledIn(path: string, names: Readonly<Record<string, string>>, origin: string): string {
  return path.replace(/\{([^{}]*)\}/g, (place, name: string) => {
    if (Object.hasOwn(names, name)) return names[name] ?? ''
    const known = Object.keys(names).map((one) => `{${one}}`)
    throw new ConfigurationError(
      `the path of ${origin} has ${place} in it, and there is no such name`,
      known.length === 0
        ? 'A file for the organisation has no names to fill in.'
        : `There are ${known.join(', ')}.`,
    )
  })
}

function subjectsOf(per: ExtraOutput['per'], schema: Schema, options: EmitOptions): readonly Subject[] {
  if (per === 'module') return moduleSubjects(schema, options)
  if (per === 'picklist') return picklistSubjects(schema, options)
  return [
    {
      module: null,
      picklist: null,
      className: null,
      names: {},
      about: 'the organisation',
      view: (base) => organisationView(schema, options, base),
    },
  ]
}

function moduleSubjects(schema: Schema, options: EmitOptions): readonly Subject[] {
  return schema.modules.map((module) => ({
    module: module.apiName,
    picklist: null,
    className: module.className,
    names: { module: module.file },
    about: `the module ${module.apiName}`,
    view: (base) => moduleView(module, schema, options, base),
  }))
}

function picklistSubjects(schema: Schema, options: EmitOptions): readonly Subject[] {
  const own = schema.modules.map(({ apiName, file, picklists }) => ({ apiName, file, picklists }))
  const shared = { apiName: null, file: GLOBAL_PICKLISTS, picklists: schema.globalPicklists }
  return [...own, shared].flatMap(({ apiName, file, picklists }) => {
    const names = picklistFileNames(picklists.map(({ className }) => className))
    return picklists.map((picklist) => ({
      module: apiName,
      picklist: picklist.apiName,
      className: picklist.className,
      names: { module: file, picklist: names.get(picklist.className) ?? '' },
      about: aboutPicklist(picklist, apiName),
      view: (base: string) => picklistFileView(picklist, apiName, file, options, base),
    }))
  })
}

function aboutPicklist({ apiName }: PicklistSchema, module: string | null): string {
  return module === null
    ? `the picklist ${apiName} that modules share`
    : `the picklist ${apiName} of ${module}`
}
