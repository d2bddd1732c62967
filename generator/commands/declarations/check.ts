import type { Command } from '../command.ts'
import { configOptions, contextOf, saidFlags } from '../flags.ts'

const run: Command['run'] = async (values, process) => {
  const { checkCommand } = await import('../check.ts')
  const remedy = ['zcrm generate --offline', ...saidFlags(values)].join(' ')
  return checkCommand(await contextOf(values, { remedy }, process))
}

/** What is said of `zcrm check`. */
export const check: Command = {
  description: 'Would generate --offline write anything? Exit 1 with the list and the differences if so',
  options: configOptions,
  run,
}
