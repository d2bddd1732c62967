import { ConfigurationError } from '@zcrm/runtime'
import yargs, { type Argv } from 'yargs'
import { checkFlags } from './commands/check-flags.ts'
import type { CliProcess, Command, Values } from './commands/command.ts'
import { commands } from './commands/commands.ts'
import { exitCodeOf, failureText } from './commands/failure.ts'
import { commonOptions } from './commands/flags.ts'
import { printable } from './escape.ts'
import { failureOf } from './failure.ts'
import { version } from './version.ts'

/** Runs a command line and gives its exit code. It alone prints; whoever calls it exits. */
export async function runCli(args: readonly string[], process: CliProcess): Promise<number> {
  const verbose = args.includes('--verbose')
  try {
    return await (await parse(args, process))()
  } catch (error) {
    process.stderr.write(printable(failureText(error, verbose)))
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failureOf(error) })}\n`)
    return exitCodeOf(error)
  }
}

/**
 * Finds the command that a command line names, and gives what runs it. Help, and what is no command, yargs answers.
 * @throws ConfigurationError where the command line cannot be understood.
 */
export async function parse(args: readonly string[], process: CliProcess): Promise<() => Promise<number>> {
  let chosen: (() => Promise<number>) | undefined
  const choose = (command: Command) => (values: Values) => {
    chosen = () => command.run(values, process)
  }
  const [name = '', ...rest] = args
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (named !== undefined) {
    checkFlags(rest, named.options)
    // A command that is the only one starts 30 ms sooner: for one of several yargs renders the help, asked for or not.
    const usage = usageOf('$0', named)
    const cli = base(process, `zcrm ${name}`).usage(`${usage} [options]\n\n${named.description}`)
    await cli.command(usage, named.description, builderOf(named), choose(named)).parseAsync(rest)
  } else {
    checkFlags(args, Object.assign({}, ...Object.values(commands).map(({ options }) => options)))
    const cli = base(process, 'zcrm').usage(
      '$0 <command> [options]\n\nTurns a Zoho CRM organisation into a typed TypeScript SDK.',
    )
    cli.options(commonOptions)
    for (const [one, command] of Object.entries(commands)) {
      cli.command(usageOf(one, command), command.description, builderOf(command), choose(command))
    }
    await cli
      .demandCommand(1, 1, 'no command was given')
      .recommendCommands()
      .parseAsync([...args])
  }
  return chosen ?? (async () => 0)
}

function usageOf(name: string, { positionals = {} }: Command): string {
  return [name, ...Object.keys(positionals).map((one) => `[${one}]`)].join(' ')
}

function builderOf({ positionals = {}, options }: Command): (cli: Argv) => Argv {
  return (cli) => {
    for (const [name, positional] of Object.entries(positionals)) cli.positional(name, positional)
    return cli.options(options)
  }
}

function base(process: CliProcess, scriptName: string): Argv {
  return yargs()
    .scriptName(scriptName)
    .detectLocale(false)
    .strict()
    .version(version)
    .help()
    .alias({ h: 'help', v: 'version' })
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
    const line = message.replace(/\s+/g, ' ').trim()
    const [, name, given, choices] =
      /^Invalid values: Argument: (\S+), Given: (.*), Choices: (.*)$/.exec(line) ?? []
    const told = line.startsWith('Did you mean') ? `there is no such command. ${line}` : line
    super(
      name === undefined ? told.replace(/^Unknown/, 'unknown') : `${name} is ${given}`,
      name === undefined ? 'Run zcrm --help, or zcrm <command> --help.' : `Use one of ${choices}.`,
    )
  }
}
