import { ConfigurationError } from '@zcrm/runtime'
import type { Options } from 'yargs'
import type { Config } from '../config/config.ts'
import { OPTIONS, optionNames } from '../config/options.ts'
import { loadProject } from '../config/project.ts'
import { hasColors } from './colors.ts'
import type { CliProcess, CommandContext, CommandOptions, Values } from './command.ts'
import { createTerminal, type Terminal } from './terminal.ts'

/** Flags of every command. */
export const shownOptions: CommandOptions = {
  json: { type: 'boolean', default: false, description: 'One JSON value for machines' },
  verbose: {
    type: 'boolean',
    default: false,
    description: 'Everything, unshortened; the stack of a failure',
  },
  color: { type: 'boolean', description: 'Colours (--no-color: none)' },
}

/** Flags that every command on a configuration has. */
export const commonOptions: CommandOptions = {
  config: {
    type: 'string',
    description: 'The configuration’s file (default: zcrm.config.* or package.json#zcrm)',
  },
  profile: {
    type: 'string',
    description: 'One of several profiles in the configuration’s file (variable: ZCRM_PROFILE)',
  },
  ...shownOptions,
}

/** Options of the configuration, as flags; resolveConfig checks them and knows their defaults. */
export const configOptions: CommandOptions = {
  ...Object.fromEntries(optionNames.flatMap(flagOf)),
  ...commonOptions,
}

/** Flags of the commands that sign in and generate nothing. */
export const environmentOptions: CommandOptions = {
  ...Object.fromEntries(flagOf('environment')),
  ...commonOptions,
}

function flagOf(name: keyof Config): [string, Options][] {
  const { flag, type, values, default: standard, description } = OPTIONS[name]
  if (flag === undefined || type === 'map') return []
  const allowed = values === undefined ? '' : `: ${values.map((value) => JSON.stringify(value)).join(', ')}`
  const shown = standard === undefined ? '' : ` (default: ${JSON.stringify(standard)})`
  return [
    [
      flag,
      {
        type: type === 'list' || type === 'object' ? 'string' : type,
        description: description + allowed + shown,
        group: 'Options of the configuration:',
      },
    ],
  ]
}

/** The configuration and terminal of a command, from what was said everywhere; `seen` is told the configuration's files. */
export async function contextOf<Flags>(
  values: Values,
  flags: Flags,
  process: CliProcess,
  seen?: (path: string) => void,
): Promise<CommandContext<Flags>> {
  const said = optionNames.map((name) => [name, values[OPTIONS[name].flag ?? '']])
  const project = await loadProject(process, textOf(values, 'config'), seen)
  return {
    project,
    config: project.resolve(textOf(values, 'profile'), Object.fromEntries(said)),
    flags,
    env: project.env,
    terminal: terminalOf(values, process),
  }
}

/** What was said on the command line about the configuration, to be said again to another command. */
export function saidFlags(values: Values): readonly string[] {
  const { json: _, verbose: __, color: ___, ...options } = configOptions
  return Object.keys(options).flatMap((flag) => {
    const value = values[flag]
    if (value === undefined) return []
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`]
    const text = String(value)
    return [`--${flag}`, /^[\w./:@,=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`]
  })
}

/** Where a command prints, as its flags say. */
export function terminalOf(values: Values, { stdout, stderr, env }: CliProcess): Terminal {
  return createTerminal(stdout, stderr, {
    json: values['json'] === true,
    verbose: values['verbose'] === true,
    colors: hasColors(values['color'], env, stdout),
  })
}

/** A flag that is a number within a range. */
export function checkNumber(
  flag: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value === 'number' && value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`
  throw new ConfigurationError(`${flag} is ${String(value)}`, `Use a number, ${range}.`)
}

/** A flag that is a text, where it was given. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
