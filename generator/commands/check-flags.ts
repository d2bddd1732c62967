import { ConfigurationError } from '@zcrm/runtime'
import { closest } from '@zcrm/runtime/metadata'
import type { Options } from 'yargs'
import { OPTIONS, optionNames } from '../config/options.ts'
import type { CommandOptions } from './command.ts'

/** Flags of yargs' own. */
const SHOWING: CommandOptions = { help: { type: 'boolean' }, version: { type: 'boolean' } }

/** Flags that can be given more than once: what they say is put together. */
const LISTS = new Set(
  optionNames.flatMap((name) => (OPTIONS[name].type === 'list' ? (OPTIONS[name].flag ?? []) : [])),
)

/**
 * Refuses what yargs would take for something else: a flag that does not exist, that is given twice or without a value,
 * a text where it is on or off or a number.
 * @throws ConfigurationError that names the flag.
 */
export function checkFlags(args: readonly string[], options: CommandOptions): void {
  const known = { ...options, ...SHOWING }
  const seen = new Set<string>()
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return
    const [, flag, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (flag === undefined) continue
    const name = nameOf(flag, known)
    checkValue(name, known[name] ?? {}, value, args[index + 1])
    if (seen.has(name) && !LISTS.has(name))
      throw new ConfigurationError(`--${name} was given twice`, 'Give it once.')
    seen.add(name)
  }
}

/** The name of a flag, which may be turned off: `--no-docs`. */
function nameOf(flag: string, known: CommandOptions): string {
  // yargs takes both forms of a name.
  const given = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const positive = given.replace(/^no-/, '')
  if (Object.hasOwn(known, given)) return given
  if (Object.hasOwn(known, positive) && known[positive]?.type === 'boolean') return positive
  const nearest = closest(given, Object.keys(known))
  throw new ConfigurationError(
    `there is no flag --${flag} here`,
    nearest === null ? 'Run the command with --help: it lists its flags.' : `Did you mean --${nearest}?`,
  )
}

function checkValue(
  name: string,
  { type, choices }: Options,
  value: string | undefined,
  next: string | undefined,
): void {
  if (type === 'boolean') {
    if (value === undefined || value === 'true' || value === 'false') return
    throw new ConfigurationError(`--${name} is ${JSON.stringify(value)}`, `Use --${name} or --no-${name}.`)
  }
  const given = value ?? (next === undefined || next.startsWith('--') ? undefined : next)
  if (given === undefined)
    throw new ConfigurationError(
      `--${name} has no value`,
      `Add it: --${name} <${type === 'number' ? 'number' : 'value'}>.`,
    )
  if (choices?.includes(given) === false)
    throw new ConfigurationError(
      `--${name} is ${JSON.stringify(given)}`,
      `Use one of ${choices.map((one) => JSON.stringify(one)).join(', ')}.`,
    )
  if (type === 'number' && (given.trim() === '' || Number.isNaN(Number(given))))
    throw new ConfigurationError(`--${name} is ${JSON.stringify(given)}`, 'Use a number.')
}
