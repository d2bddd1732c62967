import type { Command, CommandOptions } from '../command.ts'
import { shownOptions, terminalOf, textOf } from '../flags.ts'

const options: CommandOptions = {
  yes: {
    type: 'boolean',
    default: false,
    description: 'Ask nothing: what no flag says stays as it is by default',
  },
  environment: { type: 'string', description: 'Where the organisation lives: US.PRODUCTION, EU.SANDBOX …' },
  sandbox: { type: 'boolean', description: 'A second profile, for a sandbox in the same data centre' },
  out: { type: 'string', description: 'Folder of the generated files (default: "generated")' },
  modules: {
    type: 'string',
    description: 'Modules to generate: Leads,Contacts, * for any letters (default: all)',
  },
  force: { type: 'boolean', default: false, description: 'Replace a configuration that is there already' },
  ...shownOptions,
}

const run: Command['run'] = async (values, process) => {
  const { initCommand } = await import('../init.ts')
  const flags = {
    yes: values['yes'] === true,
    environment: textOf(values, 'environment'),
    sandbox: typeof values['sandbox'] === 'boolean' ? values['sandbox'] : undefined,
    out: textOf(values, 'out'),
    modules: textOf(values, 'modules'),
    force: values['force'] === true,
  }
  return initCommand(flags, terminalOf(values, process), process)
}

/** What is said of `zcrm init`. */
export const init: Command = {
  description: 'Writes zcrm.config.ts, scripts and ignore lines, and signs in',
  options,
  run,
}
