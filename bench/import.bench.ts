import { type Competitor, type Cost, costOf, moreThan, race, runsOf } from './lib/race.ts'
import { type RecordProject, recordProject } from './lib/record-project.ts'
import type { Bench, Result } from './lib/result.ts'

const turns = 15

/** What importing costs over bare Node, and what the first call does: it signs in and reads one record. */
export const imports: Bench = async () => {
  const project = await recordProject()
  try {
    return [...(await importing(project)), ...(await firstCalls(project))]
  } finally {
    project.stop()
  }
}

async function importing({ task, packages }: RecordProject): Promise<readonly Result[]> {
  const importer = (name: string, url?: string): Competitor => ({ name, file: 'import.js', task: { url } })
  const competitors = [
    importer('nothing'),
    importer('ours', packages.runtime),
    importer('node-fetch', packages.nodeFetch),
    importer('official SDK', task.officialSdk),
  ]
  const all = await race(competitors, turns, 0)
  const over = (name: string, cost: Cost): number => moreThan(runsOf(all, name), runsOf(all, 'nothing'), cost)
  const row = (what: string, cost: Cost, budget: number): Result => ({
    what,
    ours: over('ours', cost).toFixed(1),
    peer: `official SDK ${over('official SDK', cost).toFixed(0)}; node-fetch alone ${over('node-fetch', cost).toFixed(1)}`,
    budget: String(budget),
    kept: over('ours', cost) <= budget,
  })
  return [
    row('import of the runtime over bare Node, wall ms', 'processWall', 20),
    row('… CPU ms', 'processCpu', 20),
    row('… peak memory, MB', 'peakMb', 4),
  ]
}

async function firstCalls({ task }: RecordProject): Promise<readonly Result[]> {
  const competitors = [
    { name: 'by hand', file: 'hand-first.js', task },
    { name: 'global fetch', file: 'ours-first.js', task: { ...task, fetch: 'global' } },
    { name: 'node-fetch', file: 'ours-first.js', task },
  ]
  const all = await race(competitors, turns, 1)
  const said = (name: string, cost: Cost): string => costOf(runsOf(all, name), cost).median.toFixed(1)
  const row = (what: string, cost: Cost): Result => ({
    what,
    ours: `node-fetch ${said('node-fetch', cost)}, global fetch ${said('global fetch', cost)}`,
    peer: `by hand ${said('by hand', cost)}`,
  })
  return [
    row('sign-in and first record, wall ms', 'wall'),
    row('… CPU ms', 'cpu'),
    row('… peak memory of the process, MB', 'peakMb'),
  ]
}
