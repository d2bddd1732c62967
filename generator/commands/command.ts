import type { Options, PositionalOptions } from 'yargs'
import type { Project } from '../config/project.ts'
import type { ResolvedConfig } from '../config/resolve.ts'
import type { Terminal } from './terminal.ts'

/** The part of a process that a command line stands in. */
export interface CliProcess {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly stdin: NodeJS.ReadStream
  readonly env: Readonly<Record<string, string | undefined>>
  cwd(): string
}

/** Values of a command line by name, as yargs parsed them: not checked yet. */
export type Values = Readonly<Record<string, unknown>>

/** Flags of a command by name. */
export type CommandOptions = Readonly<Record<string, Options>>

/** A command of the tool: what help says of it, its flags, and what it does. It returns the exit code. */
export interface Command {
  readonly description: string
  /** What may follow its name without a flag, in this order. */
  readonly positionals?: Readonly<Record<string, PositionalOptions>>
  readonly options: CommandOptions
  readonly run: (values: Values, process: CliProcess) => Promise<number>
}

/** What a command works with. Failures it throws. */
export interface CommandContext<Flags> {
  readonly config: ResolvedConfig
  /** Where the configurations of other profiles are. */
  readonly project: Project
  readonly flags: Flags
  readonly terminal: Terminal
  /** Variables of the process and of `.env` files. */
  readonly env: CliProcess['env']
}
