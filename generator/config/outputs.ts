import { ConfigurationError } from '@zcrm/runtime'
import { checkMembers, memberOf, shown } from './hooks.ts'

/** What a file of an extra output is about. */
export interface OutputSubject {
  /** API name of the module; `null` for the organisation, and for a picklist that modules share. */
  readonly module: string | null
  /** API name of the picklist's field, or of the shared picklist; `null` where it is about no picklist. */
  readonly picklist: string | null
  /** Name of the class; `null` for the organisation. */
  readonly className: string | null
}

/** More files from a template. */
export interface ExtraOutput {
  /** The template: its path in the folder of templates. */
  readonly template: string
  /**
   * Where the files go in the output folder, with `/`. `{module}` is the name of the module's file without its ending
   * (`global-picklists` for a picklist that modules share), `{picklist}` a name for the picklist's. The ending decides
   * how text is escaped.
   */
  readonly path: string | ((subject: OutputSubject) => string)
  /** What a file is made for: each module, each picklist, or once for the organisation. */
  readonly per: 'module' | 'picklist' | 'organisation'
}

const PER = ['module', 'picklist', 'organisation']

/**
 * Checks the extra outputs of a configuration.
 * @throws ConfigurationError that names the member and where it stands.
 */
export function checkOutputs(origin: string, value: unknown): readonly ExtraOutput[] {
  if (!Array.isArray(value)) {
    throw new ConfigurationError(
      `${origin} is ${shown(value)}`,
      'Use a list of objects of template, path and per.',
    )
  }
  return value.map((output: unknown, index) => checkOutput(indexed(origin, index), output))
}

function indexed(origin: string, index: number): string {
  return origin.replace(/^\S+/, (option) => `${option}[${index}]`)
}

function checkOutput(origin: string, value: unknown): ExtraOutput {
  const { template, path, per } = checkMembers(origin, value, ['template', 'path', 'per'])
  const refusal = (name: string, wrong: unknown, hint: string) =>
    new ConfigurationError(
      wrong === undefined ? `${memberOf(origin, name)} is missing` : `${memberOf(origin, name)} is ${shown(wrong)}`,
      hint,
    )
  if (typeof template !== 'string' || template === '')
    throw refusal('template', template, "Use the path of a template in the templates' folder.")
  if (typeof path !== 'function' && (typeof path !== 'string' || path === ''))
    throw refusal('path', path, "Use a path in the output folder such as '{module}.md', or a function.")
  if (typeof per !== 'string' || !PER.includes(per))
    throw refusal('per', per, `Use one of ${PER.map((one) => JSON.stringify(one)).join(', ')}.`)
  return { template, path, per } as ExtraOutput
}
