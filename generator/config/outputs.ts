import { ConfigurationError } from '@zcrm/runtime'
import type { ExtraOutput } from '../emit/extra-output.ts'
import { checkMembers, type Keyed, memberOf, type Origin, shown, whereOf } from './check.ts'

const PER = ['module', 'picklist', 'organisation']

/** What editors are told of extra outputs in a file without code. */
export const OUTPUTS_SCHEMA: Keyed = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['template', 'path', 'per'],
    properties: {
      template: { type: 'string', minLength: 1, description: "Path in the templates' folder" },
      path: { type: 'string', minLength: 1, description: 'Path in the output folder, such as {module}.md' },
      per: { enum: PER, description: 'What a file is made for' },
    },
  },
}

/**
 * Checks the extra outputs of a configuration.
 * @throws ConfigurationError that names the member and where it stands.
 */
export function checkOutputs(origin: Origin, value: unknown): readonly ExtraOutput[] {
  if (!Array.isArray(value)) {
    throw new ConfigurationError(
      `${whereOf(origin)} is ${shown(value)}`,
      'Use a list of objects of template, path and per.',
    )
  }
  return value.map((output: unknown, index) => checkOutput(indexed(origin, index), output))
}

function indexed(origin: Origin, index: number): Origin {
  return { ...origin, name: `${origin.name}[${index}]` }
}

function checkOutput(origin: Origin, value: unknown): ExtraOutput {
  const { template, path, per } = checkMembers(origin, value, ['template', 'path', 'per'])
  const refusal = (name: string, wrong: unknown, hint: string) =>
    new ConfigurationError(
      wrong === undefined
        ? `${whereOf(memberOf(origin, name))} is missing`
        : `${whereOf(memberOf(origin, name))} is ${shown(wrong)}`,
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
