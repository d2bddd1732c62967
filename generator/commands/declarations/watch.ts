import { dirname, join } from 'node:path'
import { ENV_FILES } from '../../config/env-files.ts'
import { CONFIG_FILES } from '../../config/load.ts'
import type { Loaded } from '../../watch/watch.ts'
import type { CliProcess, Command, CommandOptions, Values } from '../command.ts'
import { checkNumber, configOptions, contextOf, terminalOf } from '../flags.ts'

const options: CommandOptions = {
  ...configOptions,
  every: {
    type: 'number',
    default: 60,
    description: 'Minutes between two looks at the organisation (a call, and one for each module)',
  },
  offline: { type: 'boolean', default: false, description: 'Watch files only' },
}

/** A refresh every second would use up a day's credits in an hour; a fraction of a minute is for trying things out. */
const LEAST = 0.01
const MOST = 7 * 24 * 60

const run: Command['run'] = async (values, process) => {
  const every = checkNumber('--every', values['every'], LEAST, MOST)
  const { watchCommand } = await import('../watch.ts')
  return watchCommand({
    load: () => load(values, process),
    every: values['offline'] === true ? null : every,
    terminal: terminalOf(values, process),
  })
}

async function load(values: Values, process: CliProcess): Promise<Loaded> {
  const files: string[] = []
  const { config, project } = await contextOf(values, {}, process, (path) => files.push(path))
  const folder = project.file === null ? process.cwd() : dirname(project.file)
  return { config, files: [...new Set([...files, ...NAMES.map((name) => join(folder, name))])].sort() }
}

/** What counts as soon as it appears. */
const NAMES = [...CONFIG_FILES, ...ENV_FILES]

/** What is said of `zcrm watch`. */
export const watch: Command = {
  description: 'Generates, and again whenever configuration, templates, snapshot or organisation change',
  options,
  run,
}
