import { ConfigurationError } from '@zcrm/runtime'
import yargs, { type Argv, type Options } from 'yargs'
import type { CommandContext } from './commands/context.ts'
import { exitCodeOf, failureText } from './commands/failure.ts'
import { createTerminal, printable } from './commands/terminal.ts'
import { loadConfigFile } from './config/load.ts'
import { OPTIONS, optionNames } from './config/options.ts'
import { resolveConfig } from './config/resolve.ts'
import { version } from './version.ts'

type Env = Readonly<Record<string, string | undefined>>
type Values = Readonly<Record<string, unknown>>

/** The part of a process that a command line stands in. */
export interface CliProcess {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Env
  cwd(): string
}

/** Runs a command line and gives its exit code. It alone prints; whoever calls it exits. */
export async function runCli(args: readonly string[], process: CliProcess): Promise<number> {
  const verbose = args.includes('--verbose')
  try {
    return await parse(args, process)
  } catch (error) {
    process.stderr.write(printable(failureText(error, verbose)))
    return exitCodeOf(error)
  }
}

interface Command {
  readonly description: string
  readonly options: (cli: Argv) => Argv
  readonly run: (values: Values, process: CliProcess) => Promise<number>
}

/** Finds the command that a command line names, and runs it. Help, and what is no command, yargs answers. */
async function parse(args: readonly string[], process: CliProcess): Promise<number> {
  let chosen: (() => Promise<number>) | undefined
  const choose = (command: Command) => (values: Values) => {
    chosen = () => command.run(values, process)
  }
  const [name = '', ...rest] = args
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (named !== undefined) {
    // A command that is the only one starts 30 ms sooner: for one of several yargs renders the help, asked for or not.
    const cli = base(process, `zcrm ${name}`).usage(`$0 [options]\n\n${named.description}`)
    await cli.command('$0', named.description, named.options, choose(named)).parseAsync(rest)
  } else {
    const cli = base(process, 'zcrm').usage(
      '$0 <command> [options]\n\nTurns a Zoho CRM organisation into a typed TypeScript SDK.',
    )
    for (const [one, command] of Object.entries(commands)) {
      cli.command(one, command.description, command.options, choose(command))
    }
    await cli
      .demandCommand(1, 1, 'no command was given')
      .recommendCommands()
      .parseAsync([...args])
  }
  return (await chosen?.()) ?? 0
}

function base(process: CliProcess, scriptName: string): Argv {
  return yargs()
    .scriptName(scriptName)
    .detectLocale(false)
    .strict()
    .version(version)
    .help()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message)
    })
}

/** A command line that cannot be understood. */
class UsageError extends ConfigurationError {
  constructor(message: string) {
    super(message.replace(/\s+/g, ' '), 'Run zcrm --help, or zcrm <command> --help.')
  }
}

const commonOptions = {
  config: {
    type: 'string',
    description: 'The configuration’s file (default: zcrm.config.* or package.json#zcrm)',
  },
  json: { type: 'boolean', default: false, description: 'One JSON value for machines' },
  verbose: { type: 'boolean', default: false, description: 'The stack of a failure' },
  color: { type: 'boolean', description: 'Colours (--no-color: none)' },
} as const satisfies Record<string, Options>

/** Options of the configuration, as flags; resolveConfig checks them and knows their defaults. */
function configOptions(cli: Argv): Argv {
  const flags = optionNames.flatMap((name): [string, Options][] => {
    const { flag, type, values, default: standard, description } = OPTIONS[name]
    if (flag === undefined) return []
    const allowed = values === undefined ? '' : `: ${values.map((value) => JSON.stringify(value)).join(', ')}`
    const shown = standard === undefined ? '' : ` (default: ${JSON.stringify(standard)})`
    return [[flag, { type, description: description + allowed + shown }]]
  })
  return cli.options(Object.fromEntries(flags)).options(commonOptions)
}

function pullOptions(cli: Argv): Argv {
  return configOptions(cli).options({
    force: { type: 'boolean', default: false, description: 'Pull everything, however young the cache is' },
    'max-age': {
      type: 'number',
      default: 60,
      description: 'Minutes for which the cache is used without a call',
    },
  })
}

function generateOptions(cli: Argv): Argv {
  return configOptions(cli).options({
    offline: { type: 'boolean', description: 'Never pull (default: false; CI=true implies it)' },
    frozen: { type: 'boolean', default: false, description: 'Exit 1 where a pull would change the snapshot' },
    'dry-run': {
      type: 'boolean',
      default: false,
      description: 'Say what would be written, and write nothing',
    },
  })
}

function emulateOptions(cli: Argv): Argv {
  return cli.options({
    org: { type: 'string', description: 'Org folder (default: the built-in demo organisation)' },
    port: { type: 'number', default: 0, description: 'Port on 127.0.0.1; 0 takes any' },
    records: { type: 'number', default: 0, description: 'Records per module' },
    seed: { type: 'number', default: 1, description: 'The same seed gives the same records' },
    latency: { type: 'number', default: 0, description: 'Milliseconds that each answer takes longer' },
    'token-ttl': { type: 'number', default: 3600, description: 'Seconds that an access token lives' },
    faults: { type: 'string', description: 'Misbehaviour: JSON, a file of it, or the name of a preset' },
    data: { type: 'string', description: 'File that keeps what is written' },
    verbose: commonOptions.verbose,
  })
}

/** The configuration and terminal of a command, from what was said everywhere. */
async function contextOf<Flags>(
  values: Values,
  flags: Flags,
  process: CliProcess,
): Promise<CommandContext<Flags>> {
  const named = typeof values['config'] === 'string' ? values['config'] : undefined
  const said = optionNames.map((name) => [name, values[OPTIONS[name].flag ?? '']])
  const { env } = process
  const cwd = process.cwd()
  const file = await loadConfigFile(cwd, named)
  const config = resolveConfig({ flags: Object.fromEntries(said), env, file, cwd })
  return {
    config,
    flags,
    env,
    terminal: createTerminal(process.stdout, process.stderr, values['json'] === true),
  }
}

const pull: Command['run'] = async (values, process) => {
  const { pullCommand } = await import('./commands/pull.ts')
  const flags = { force: values['force'] === true, maxAge: checkNumber('--max-age', values['max-age'], 0) }
  return pullCommand(await contextOf(values, flags, process))
}

const generate: Command['run'] = async (values, process) => {
  const { generateCommand } = await import('./commands/generate.ts')
  const flags = {
    offline: typeof values['offline'] === 'boolean' ? values['offline'] : undefined,
    frozen: values['frozen'] === true,
    dryRun: values['dryRun'] === true,
  }
  return generateCommand(await contextOf(values, flags, process))
}

const check: Command['run'] = async (values, process) => {
  const { checkCommand } = await import('./commands/check.ts')
  return checkCommand(await contextOf(values, {}, process))
}

const emulate: Command['run'] = async (values, process) => {
  const { emulateCommand } = await import('./commands/emulate.ts')
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const flags = {
    org: text('org'),
    faults: text('faults'),
    data: text('data'),
    port: checkNumber('--port', values['port'], 0, 65_535),
    records: checkNumber('--records', values['records'], 0),
    seed: checkNumber('--seed', values['seed'], 0),
    latency: checkNumber('--latency', values['latency'], 0),
    tokenTtl: checkNumber('--token-ttl', values['tokenTtl'], 1),
  }
  return emulateCommand(flags, (line) => process.stdout.write(`${line}\n`))
}

function checkNumber(
  flag: string,
  value: unknown,
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value === 'number' && value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`
  throw new ConfigurationError(`${flag} is ${String(value)}`, `Use a number, ${range}.`)
}

/** The commands by name. */
const commands: Readonly<Record<string, Command>> = {
  pull: {
    description: 'Metadata of the organisation → resource cache → snapshot',
    options: pullOptions,
    run: pull,
  },
  generate: {
    description: 'Snapshot, pulled first where it is due → typed classes',
    options: generateOptions,
    run: generate,
  },
  check: {
    description: 'Would generate --offline write anything? Exit 1 with the list if so',
    options: configOptions,
    run: check,
  },
  emulate: {
    description: 'A local Zoho, for tests and for trying things out',
    options: emulateOptions,
    run: emulate,
  },
}
