import type { Command, CommandOptions } from '../command.ts'
import { checkNumber, configOptions, contextOf, textOf } from '../flags.ts'

const options: CommandOptions = {
  ...configOptions,
  force: { type: 'boolean', default: false, description: 'Pull everything, however young the cache is' },
  'max-age': {
    type: 'number',
    default: 60,
    description: 'Minutes for which the cache is used without a call',
  },
  strict: { type: 'boolean', default: false, description: 'Exit 4 where anything may not be seen' },
  'max-calls': {
    type: 'number',
    description: 'Calls at most; a pull that needs more stops, and the next goes on',
  },
  record: {
    type: 'string',
    description: 'Write an org folder for zcrm emulate instead of the snapshot, with users replaced',
  },
}

const run: Command['run'] = async (values, process) => {
  const maxCalls = values['maxCalls']
  const flags = {
    force: values['force'] === true,
    strict: values['strict'] === true,
    maxAge: checkNumber('--max-age', values['max-age'], 0),
    maxCalls: maxCalls === undefined ? undefined : checkNumber('--max-calls', maxCalls, 1),
  }
  const context = await contextOf(values, flags, process)
  const folder = textOf(values, 'record')
  if (folder !== undefined) {
    const { recordCommand } = await import('../record.ts')
    return recordCommand(context, folder, process.cwd())
  }
  const { pullCommand } = await import('../pull.ts')
  return pullCommand(context)
}

/** What is said of `zcrm pull`. */
export const pull: Command = {
  description: 'Metadata of the organisation → resource cache → snapshot',
  options,
  run,
}
