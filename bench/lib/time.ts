import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { peakMemory } from './memory.ts'
import { type Spread, spread } from './stats.ts'

/** A command that is measured as a whole child process. */
export interface Command {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** Done before every run and not measured. */
  readonly prepare?: () => void
  /** The exit codes that are no failure; 0 unless told. */
  readonly exits?: readonly number[]
}

/** The wall time of a command over its runs, and the peak memory of one further run. */
export interface Timing {
  readonly name: string
  readonly wall: Spread
  readonly runs: readonly number[]
  /** In MB; absent where the system does not tell. */
  readonly peakMb?: number
}

/**
 * The timings of these competitors, run in turns (A B A B) after a warm-up, so that a change of the
 * machine's mood falls on all of them alike. Memory is looked at in a run of its own: looking costs time.
 */
export async function timeInTurns(commands: readonly Command[], runs: number): Promise<readonly Timing[]> {
  const walls = commands.map((): number[] => [])
  const peaks: (number | undefined)[] = []
  for (const command of commands) peaks.push((await runOnce(command, true)).peakMb)
  for (let turn = 0; turn < runs; turn++) {
    for (const [index, command] of commands.entries()) walls[index]?.push((await runOnce(command)).wall)
  }
  return commands.map((command, index) => {
    const peakMb = peaks[index]
    const own = walls[index] ?? []
    return { name: command.name, wall: spread(own), runs: own, ...(peakMb === undefined ? {} : { peakMb }) }
  })
}

/** The timing of that name. */
export function timingOf(timings: readonly Timing[], name: string): Timing {
  const timing = timings.find((candidate) => candidate.name === name)
  if (timing === undefined) throw new Error(`nothing called ${name} was timed`)
  return timing
}

/** Runs a command once; throws with what it said if it fails. */
export async function runOnce(command: Command, watched = false): Promise<{ wall: number; peakMb?: number }> {
  command.prepare?.()
  const start = performance.now()
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: { ...process.env, NO_COLOR: '1', ...command.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const memory = watched && child.pid !== undefined ? peakMemory(child.pid) : undefined
  const [code] = (await once(child, 'close')) as [number | null]
  const wall = performance.now() - start
  if (!(command.exits ?? [0]).includes(code ?? -1)) {
    throw new Error(`${command.name} ended with ${code}:\n${said.join('').slice(0, 2000)}`)
  }
  const peakMb = memory?.stop()
  return { wall, ...(peakMb === undefined ? {} : { peakMb }) }
}
