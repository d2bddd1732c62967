import { runCli } from './cli.ts'
import { exitCodes, failureText } from './commands/failure.ts'
import { fileFailure } from './files/failure.ts'

/** Runs the command line of the process. */
export async function main(args: readonly string[]): Promise<void> {
  process.on('SIGINT', () => {
    // The emulator listens too, and ends by itself; everything else just stops.
    if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted)
  })
  // Whoever reads has seen enough: zcrm check | head
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOnOutput)
  process.exitCode = await runCli(args, process)
}

function endOnOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit()
  const failure = fileFailure('the output', 'written', error, 'Make room, or send the output elsewhere.')
  // The exit code of what is thrown here would say that the answer is no.
  process.stderr.write(failureText(failure, false), () => process.exit(exitCodes.usage))
}
