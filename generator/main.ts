import { runCli } from './cli.ts'
import { exitCodes } from './commands/failure.ts'

/** Runs the command line of the process. The emulator ends by itself on these signals; everything else just stops. */
export async function main(args: readonly string[]): Promise<void> {
  if (args[0] !== 'emulate') process.on('SIGINT', () => process.exit(exitCodes.interrupted))
  process.exitCode = await runCli(args, process)
}
