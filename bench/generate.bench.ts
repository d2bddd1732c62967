import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ourProject } from './lib/ours.ts'
import { peerProject } from './lib/peer-outputs.ts'
import type { Bench } from './lib/result.ts'
import { synthetic } from './lib/sizes.ts'
import { type Command, runOnce, type Timing, timeInTurns, timingOf } from './lib/time.ts'

const runs = 11

/** How long generating takes, as a whole process from a warm cache, beside the peers on the same schema. */
export const generate: Bench = async () => {
  const project = await ourProject(synthetic)
  const peers = await peerProject(project.schema, 'generate')
  const ours: Command = {
    name: 'unchanged',
    file: process.execPath,
    args: [project.bin, 'generate', '--out', 'generated'],
    cwd: project.folder,
    env: project.env,
  }
  const changed = { ...ours, name: 'changed', prepare: () => rmSync(project.generated, { recursive: true }) }
  const node: Command = { name: 'node', file: process.execPath, args: ['-e', '0'], cwd: project.folder }
  const timings = await timeInTurns([changed, ours, peers.kysely, peers.openapi, node], runs)
  const said = (name: string): string => seconds(timingOf(timings, name))
  const beside = [peers.kysely, peers.openapi].map(({ name }) => `${name} ${said(name)}`).join(', ')
  const written = await filesWritten(ours, project.generated)
  return [
    {
      what: 'generate, all files, s (median, min–max)',
      ours: `${said('changed')}, ${memory(timingOf(timings, 'changed'))}`,
      peer: beside,
      budget: '0.30',
      kept: timingOf(timings, 'changed').wall.median <= 300,
    },
    {
      what: 'generate, nothing changed, s',
      ours: `${said('unchanged')}, ${memory(timingOf(timings, 'unchanged'))}`,
      peer: beside,
      budget: '0.25',
      kept: timingOf(timings, 'unchanged').wall.median <= 250,
    },
    { what: '… files written', ours: String(written), peer: 'all', budget: '0', kept: written === 0 },
    { what: '… of which Node itself, s', ours: said('node') },
  ]
}

async function filesWritten(command: Command, folder: string): Promise<number> {
  const before = changeTimes(folder)
  await runOnce(command)
  return [...changeTimes(folder)].filter(([path, time]) => before.get(path) !== time).length
}

function changeTimes(folder: string): ReadonlyMap<string, bigint> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Map(paths.map((path) => [path, statSync(join(folder, path), { bigint: true }).ctimeNs]))
}

function seconds({ wall }: Timing): string {
  const [median, min, max] = [wall.median, wall.min, wall.max].map((figure) => (figure / 1000).toFixed(2))
  return `${median} (${min}–${max})`
}

function memory({ peakMb }: Timing): string {
  return peakMb === undefined ? 'memory unknown' : `${peakMb.toFixed(0)} MB`
}
