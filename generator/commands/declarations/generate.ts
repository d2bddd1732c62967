import type { Command, CommandOptions } from '../command.ts'
import { configOptions, contextOf } from '../flags.ts'

const options: CommandOptions = {
  ...configOptions,
  offline: { type: 'boolean', description: 'Never pull (default: false; CI=true implies it)' },
  frozen: { type: 'boolean', default: false, description: 'Exit 1 where a pull would change the snapshot' },
  'dry-run': {
    type: 'boolean',
    default: false,
    description: 'Say what would be written, and write nothing',
  },
  stats: { type: 'boolean', default: false, description: 'Tell how large what is generated is' },
}

const run: Command['run'] = async (values, process) => {
  const { generateCommand } = await import('../generate.ts')
  const flags = {
    offline: typeof values['offline'] === 'boolean' ? values['offline'] : undefined,
    frozen: values['frozen'] === true,
    dryRun: values['dryRun'] === true,
    stats: values['stats'] === true,
  }
  return generateCommand(await contextOf(values, flags, process))
}

/** What is said of `zcrm generate`. */
export const generate: Command = {
  description: 'Snapshot, pulled first where it is due → typed classes',
  options,
  run,
}
