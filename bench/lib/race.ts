import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { benchDir, emptyScratch } from './paths.ts'
import { median, type Spread, spread } from './stats.ts'

/** Somebody who does the same as the others, in a process of its own. */
export interface Competitor {
  readonly name: string
  /** A file of `bench/competitors`. */
  readonly file: string
  /** What it is told. */
  readonly task: object
}

/** What one run cost, in milliseconds and MB: the work alone, and the whole process. */
export interface Run {
  readonly records: number
  readonly wall: number
  readonly cpu: number
  readonly processWall: number
  readonly processCpu: number
  readonly peakMb: number
}

/** The runs of a competitor, in their order. */
export type Runs = readonly Run[]

/** What can be said of a run in figures. */
export type Cost = Exclude<keyof Run, 'records'>

/**
 * The runs of these competitors, in turns (A B C, B C A, C A B) after a warm-up, so that a change of the machine's mood,
 * and what a competitor leaves behind for the next, fall on all of them alike.
 * @throws Error where one did not do all of the work.
 */
export async function race(
  competitors: readonly Competitor[],
  turns: number,
  records: number,
): Promise<ReadonlyMap<string, Runs>> {
  const runs = new Map<string, Run[]>(competitors.map(({ name }) => [name, []]))
  for (let turn = -1; turn < turns; turn++) {
    for (const competitor of fromPlace(competitors, turn)) {
      const run = await runOf(competitor)
      if (run.records !== records) throw new Error(`${competitor.name} did ${run.records} of ${records}`)
      if (turn >= 0) runs.get(competitor.name)?.push(run)
    }
  }
  return runs
}

/** The runs of a competitor by its name. */
export function runsOf(all: ReadonlyMap<string, Runs>, name: string): Runs {
  const runs = all.get(name)
  if (runs === undefined) throw new Error(`nobody called ${name} ran`)
  return runs
}

/** The spread of what the runs of a competitor cost. */
export function costOf(runs: Runs, cost: Cost): Spread {
  return spread(runs.map((run) => run[cost]))
}

/** How many times as much one competitor costs as another: the runs of a turn are neighbours in time and share its noise. */
export function timesAsMuch(runs: Runs, others: Runs, cost: Cost): number {
  return median(runs.map((run, turn) => run[cost] / (others[turn]?.[cost] ?? Number.NaN)))
}

/** How much more one competitor costs than another, from run to run. */
export function moreThan(runs: Runs, others: Runs, cost: Cost): number {
  return median(runs.map((run, turn) => run[cost] - (others[turn]?.[cost] ?? Number.NaN)))
}

/** A list that begins at one of its places, and goes around. */
function fromPlace<T>(list: readonly T[], place: number): readonly T[] {
  const start = (place + list.length) % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

async function runOf({ name, file, task }: Competitor): Promise<Run> {
  const path = join(benchDir, 'competitors', file)
  const given = JSON.stringify({ ...task, folder: emptyScratch('competitor') })
  const started = performance.now()
  const child = spawn(process.execPath, [path, given], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return {
    ...(JSON.parse(said.join('')) as Omit<Run, 'processWall'>),
    processWall: performance.now() - started,
  }
}
