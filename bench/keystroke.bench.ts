import { kyselyApp, openapiApp, ourApp, sites } from './lib/edited-app.ts'
import { keystrokes, type Latencies } from './lib/keystroke.ts'
import { importedModule, type OurProject, ourProject } from './lib/ours.ts'
import { generatedPeers } from './lib/peer-outputs.ts'
import type { Bench, Result } from './lib/result.ts'
import { large, synthetic } from './lib/sizes.ts'

const budget = 25

/** How long an editor waits for completions after a keystroke, from two real language servers. */
export const keystroke: Bench = async () => {
  const project = await ourProject(synthetic)
  return [...(await besidePeers(project)), ...(await alone(await ourProject(large)))]
}

async function besidePeers(project: OurProject): Promise<readonly Result[]> {
  const imported = importedModule(project)
  const { folder } = await generatedPeers(project.schema, 'keystroke')
  const apps = [ourApp(imported), kyselyApp(folder, imported.module), openapiApp(folder, imported.module)]
  const [ours = [], kysely = [], openapi = []] = await keystrokes(apps)
  return rows('100 × 100', ours, [
    ['kysely-codegen', kysely],
    ['openapi-typescript', openapi],
  ])
}

async function alone(project: OurProject): Promise<readonly Result[]> {
  const [ours = []] = await keystrokes([ourApp(importedModule(project))])
  return rows('300 × 100', ours, [])
}

function rows(
  size: string,
  ours: readonly Latencies[],
  peers: readonly (readonly [name: string, latencies: readonly Latencies[]])[],
): readonly Result[] {
  return ours.flatMap(({ server, cold, sites: measured }, index) => [
    ...Object.values(sites).map((site): Result => {
      const median = measured.get(site)?.median ?? Number.NaN
      const max = measured.get(site)?.max ?? Number.NaN
      return {
        what: `keystroke in ${site}, ${size}, ${server}, ms (median, max)`,
        ours: `${median.toFixed(1)} (${max.toFixed(0)})`,
        peer: peers
          .map(([name, of]) => `${name} ${of[index]?.sites.get(site)?.median.toFixed(1) ?? '–'}`)
          .join(', '),
        budget: String(budget),
        kept: median <= budget,
      }
    }),
    {
      what: `opening the app until the first completion, ${size}, ${server}, ms`,
      ours: cold.toFixed(0),
      peer: peers.map(([name, of]) => `${name} ${of[index]?.cold.toFixed(0) ?? '–'}`).join(', '),
    },
  ])
}
