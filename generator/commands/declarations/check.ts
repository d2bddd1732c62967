import type { Command } from '../command.ts'
import { configOptions, contextOf } from '../flags.ts'

const run: Command['run'] = async (values, process) => {
  const { checkCommand } = await import('../check.ts')
  return checkCommand(await contextOf(values, {}, process))
}

/** What is said of `zcrm check`. */
export const check: Command = {
  description: 'Would generate --offline write anything? Exit 1 with the list if so',
  options: configOptions,
  run,
}
