import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kyselyApp, openapiApp, ourApp } from './lib/edited-app.ts'
import { importedModule, type OurProject, ourProject } from './lib/ours.ts'
import { generatedPeers, type PeerProject, peerTypes } from './lib/peer-outputs.ts'
import type { Compiler } from './lib/peers.ts'
import type { Bench, Result } from './lib/result.ts'
import { synthetic } from './lib/sizes.ts'
import { type Compilation, type CompileCost, compileCosts, costOf } from './lib/tsc.ts'

const runs = 11

/** What compiling costs over an empty file: an app that imports one module, and the whole generated folder. */
export const tsc: Bench = async () => {
  const project = await ourProject(synthetic)
  const peers = await generatedPeers(project.schema, 'tsc')
  const costs = await compileCosts([...ourCompilations(project), ...peerCompilations(peers, project)], runs)
  return [
    result(costs, 'module', '7', 0.05),
    result(costs, 'module', '5.9', 0.12),
    result(costs, 'folder', '7', 0.2),
    result(costs, 'folder', '5.9', 0.9),
  ]
}

function ourCompilations(project: OurProject): readonly Compilation[] {
  const { folder, manifest } = project
  const { head } = ourApp(importedModule(project), 'one.ts')
  writeFileSync(join(folder, 'one.ts'), `${head}\nexport const made = door\nexport const id = row.id\n`)
  const files = Object.keys(manifest.files).filter((path) => path.endsWith('.ts'))
  return [
    { name: 'ours module', folder, files: ['one.ts'] },
    { name: 'ours folder', folder, files: files.map((path) => `generated/${path}`) },
  ]
}

function peerCompilations({ folder }: PeerProject, project: OurProject): readonly Compilation[] {
  const { module } = importedModule(project)
  const apps = { kysely: kyselyApp(folder, module).head, openapi: openapiApp(folder, module).head }
  return (['kysely', 'openapi'] as const).flatMap((peer) => {
    writeFileSync(join(folder, `one-${peer}.ts`), `${apps[peer]}\nexport const id = row.id\n`)
    return [
      { name: `${peer} module`, folder, files: [`one-${peer}.ts`] },
      { name: `${peer} folder`, folder, files: [peerTypes[peer]] },
    ]
  })
}

function result(
  costs: readonly CompileCost[],
  what: 'module' | 'folder',
  compiler: Compiler['name'],
  budget: number,
): Result {
  const of = (whose: string): CompileCost => costOf(costs, `${whose} ${what}`, compiler)
  const subject = what === 'module' ? 'an app with one module' : 'the whole folder'
  const { seconds, baseline, peakMb } = of('ours')
  return {
    what: `tsc ${compiler} of ${subject}, s over an empty file (${baseline.toFixed(2)})`,
    ours: `${seconds.toFixed(3)}${peakMb === undefined ? '' : `, ${peakMb.toFixed(0)} MB`}`,
    peer: `kysely-codegen ${of('kysely').seconds.toFixed(2)}, openapi-typescript ${of('openapi').seconds.toFixed(2)}`,
    budget: budget.toFixed(2),
    kept: seconds <= budget,
  }
}
