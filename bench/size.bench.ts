import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Bundle, bundle, type Part } from './lib/bundle.ts'
import { conditions, esbuild } from './lib/esbuild.ts'
import { type OurProject, ourProject } from './lib/ours.ts'
import { generatedPeers, peerTypes } from './lib/peer-outputs.ts'
import type { Bench, Result } from './lib/result.ts'
import { countFields } from './lib/schema.ts'
import { synthetic } from './lib/sizes.ts'

/** How large the generated files are, per 1,000 fields, and what of them an app ships. */
export const size: Bench = async () => {
  const project = await ourProject(synthetic)
  const fields = countFields(project.schema)
  const peers = await generatedPeers(project.schema, 'size')
  const [kysely, openapi] = [peerTypes.kysely, peerTypes.openapi].map((file) => read(peers.folder, file))
  const per1000 = (texts: readonly string[]): number =>
    texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / fields
  const beside = (of: (text: string) => string): string =>
    `kysely-codegen ${per1000([of(kysely ?? '')]).toFixed(0)}, openapi-typescript ${per1000([of(openapi ?? '')]).toFixed(0)}`

  const { types, picklists } = generatedTexts(project)
  const row = (what: string, figure: number, budget: number, peer?: string): Result => ({
    what: `${what}, KB per 1,000 fields`,
    ours: figure.toFixed(1),
    ...(peer === undefined ? {} : { peer }),
    budget: String(budget),
    kept: figure <= budget,
  })
  return [
    row('types without docs', per1000(types.map(withoutDocs)), 55, beside(withoutDocs)),
    row(
      'types with docs',
      per1000(types),
      100,
      beside((text) => text),
    ),
    row(`picklist files, ${synthetic.options} options`, per1000(picklists), 160),
    ...(await shipped(project)),
  ]
}

async function shipped({ folder, manifest }: OurProject): Promise<readonly Result[]> {
  const entries = Object.values(manifest.modules)
  const picklist = entries.flatMap((entry) => Object.values(entry.picklists))[0]
  const module = entries[0]
  if (picklist === undefined || module === undefined) return []
  const { build } = await esbuild()
  const bundled = (code: string, ...external: readonly string[]): Promise<Bundle> =>
    bundle(build, { folder, code, conditions, external })
  const core = await bundled("export * from '@zcrm/runtime'")
  const none = await bundled(
    `import { ${picklist.class} } from './generated/${picklist.file}'\nexport const x = 1`,
    '@zcrm/runtime',
  )
  const door = `export { ${module.class} } from './generated/${module.file}'`
  const one = await bundled(door, '@zcrm/runtime')
  const lister = await bundled(
    `export { createClient, Environment, FileStore, OAuthToken } from '@zcrm/runtime'\n${door}`,
  )
  const unused = lister.atOnce.files.filter((file) => core.later.has(file) || lister.later.has(file))
  return [
    {
      what: '@zcrm/runtime minified + gzip, core, KB',
      ours: kilobytes(core.atOnce),
      peer: 'official SDK 494',
      budget: '12',
      kept: gzipSync(core.atOnce.text).length <= 12_000,
    },
    ...parts(core.later),
    ...(await subpaths(bundled)),
    { what: 'an app that lists records, with one class, KB', ours: kilobytes(lister.atOnce) },
    {
      what: '… optional parts in it',
      ours: unused.length === 0 ? '0' : unused.map(partName).join(', '),
      budget: '0',
      kept: unused.length === 0,
    },
    {
      what: 'an unused picklist class in an app, bytes',
      ours: String(none.atOnce.text.length),
      budget: '40',
      kept: none.atOnce.text.length <= 40,
    },
    {
      what: 'one module class in an app without the runtime, bytes',
      ours: String(one.atOnce.text.length),
    },
  ]
}

/** What the runtime loads when it is first needed, the largest first. */
function parts(later: Bundle['later']): readonly Result[] {
  return [...later]
    .sort(([, one], [, other]) => other.text.length - one.text.length)
    .map(([file, part]) => ({
      what: `… what its first use loads: ${partName(file)}`,
      ours: kilobytes(part),
    }))
}

async function subpaths(bundled: (code: string) => Promise<Bundle>): Promise<readonly Result[]> {
  const names = ['@zcrm/runtime/stores', '@zcrm/runtime/metadata']
  const bundles = await Promise.all(names.map((name) => bundled(`export * from '${name}'`)))
  return bundles.map(({ atOnce }, index) => ({ what: `${names[index]} alone, KB`, ours: kilobytes(atOnce) }))
}

/** The name of a file of the runtime, without its folder and, where it is built, its hash. */
function partName(file: string): string {
  return file.replace(/^.*\//, '').replace(/(-[0-9A-Z]{8})?\.[jt]s$/, '')
}

function kilobytes({ text }: Part): string {
  return `${(gzipSync(text).length / 1000).toFixed(1)} (${(text.length / 1000).toFixed(1)} minified)`
}

function generatedTexts({ generated, manifest }: OurProject): { types: string[]; picklists: string[] } {
  const files = Object.keys(manifest.files).filter((path) => path.endsWith('.ts'))
  const isPicklists = (path: string): boolean => path.endsWith('picklists.ts')
  return {
    types: files.filter((path) => !isPicklists(path)).map((path) => read(generated, path)),
    picklists: files.filter(isPicklists).map((path) => read(generated, path)),
  }
}

function withoutDocs(text: string): string {
  return text.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\r?\n/gm, '')
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8')
}
