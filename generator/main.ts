import { runCli } from './cli.ts'
import { exitCodes } from './commands/failure.ts'

/** Runs the command line of the process. */
export async function main(args: readonly string[]): Promise<void> {
  process.on('SIGINT', () => {
    // The emulator listens too, and ends by itself; everything else just stops.
    if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted)
  })
  // Whoever reads has seen enough: zcrm check | head
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOnClosedPipe)
  process.exitCode = await runCli(args, process)
}

function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
