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
  let exitCode = 0
  const verbose = args.includes('--verbose')
  const run = (command: Command) => async (values: Values) => {
    exitCode = await command(values, process)
  }
  try {
    await describe(yargs(), run, process).parseAsync([...args])
    return exitCode
  } catch (error) {
    process.stderr.write(printable(failureText(error, verbose)))
    return exitCodeOf(error)
  }
}

type Command = (values: Values, process: CliProcess) => Promise<number>

function describe(
  cli: Argv,
  run: (command: Command) => (values: Values) => Promise<void>,
  process: CliProcess,
): Argv {
  return cli
    .scriptName('zcrm')
    .usage('$0 <command> [options]')
    .usage('Turns a Zoho CRM organisation into a typed TypeScript SDK.')
    .command('pull', 'Metadata of the organisation → resource cache → snapshot', pullOptions, run(pull))
    .command(
      'generate',
      'Snapshot, pulled first where it is due → typed classes',
      generateOptions,
      run(generate),
    )
    .command(
      'check',
      'Would generate --offline write anything? Exit 1 with the list if so',
      configOptions,
      run(check),
    )
    .command('emulate', 'A local Zoho, for tests and for trying things out', emulateOptions, run(emulate))
    .demandCommand(1, 1, 'no command was given', 'one command at a time')
    .recommendCommands()
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
    super(message, 'Run zcrm --help, or zcrm <command> --help.')
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
    const choices = values === undefined ? {} : { choices: values }
    const shown =
      standard === undefined ? description : `${description} (default: ${JSON.stringify(standard)})`
    return [[flag, { type, description: shown, ...choices }]]
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

const pull: Command = async (values, process) => {
  const { pullCommand } = await import('./commands/pull.ts')
  const flags = { force: values['force'] === true, maxAge: checkNumber('--max-age', values['max-age'], 0) }
  return pullCommand(await contextOf(values, flags, process))
}

const generate: Command = async (values, process) => {
  const { generateCommand } = await import('./commands/generate.ts')
  const flags = {
    offline: typeof values['offline'] === 'boolean' ? values['offline'] : undefined,
    frozen: values['frozen'] === true,
    dryRun: values['dryRun'] === true,
  }
  return generateCommand(await contextOf(values, flags, process))
}

const check: Command = async (values, process) => {
  const { checkCommand } = await import('./commands/check.ts')
  return checkCommand(await contextOf(values, {}, process))
}

const emulate: Command = async (values, process) => {
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
