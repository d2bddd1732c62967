import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { conditions, esbuild } from './esbuild.ts'
import { ourProject } from './ours.ts'
import { benchDir, rootDir } from './paths.ts'
import { officialSdk } from './peers.ts'
import { type PageBody, recordPage } from './record-page.ts'
import type { Field, Kind } from './schema.ts'

/** A small organisation: what the official SDK takes for a record grows with the organisation, what we take does not. */
const size = { modules: 6, fields: 60, options: 10 }

/** Pages that a list has. */
export const pages = 50

/** What the competitors are told, and the server that they talk to. */
export interface RecordProject {
  readonly task: Task
  /** Bytes of a page's records. */
  readonly pageBytes: number
  /** URLs of the packages as the app finds them. */
  readonly packages: { readonly runtime: string; readonly nodeFetch: string }
  stop(): void
}

/** What every competitor is told. */
export interface Task {
  readonly origin: string
  readonly module: string
  readonly fields: readonly string[]
  /** What a row has beside its name: fields, what kinds of value they have, and a value. */
  readonly row: readonly Cell[]
  /** The module that has the generated class and the runtime, and the class's name in it. */
  readonly app: string
  readonly door: string
  readonly officialSdk: string
}

/** A field of a row to write, with a value of its kind. */
type Cell = readonly [field: string, kind: Kind, value: unknown]

/** Makes the project, the page and the app, and starts the server. */
export async function recordProject(): Promise<RecordProject> {
  const project = await ourProject(size)
  const org = join(project.folder, 'org')
  const { name: module, fields } = project.schema.modules[0] ?? { name: '', fields: [] }
  const door = project.manifest.modules[module]
  if (door === undefined) throw new Error('nothing was generated')
  const names = fields.map((field) => field.name).filter((name) => name !== 'id')
  const page = await recordPage(org, module, names, pages)
  const pageFile = join(project.folder, 'page.json')
  writeFileSync(pageFile, JSON.stringify(page))
  const app = await compiledApp(
    project.folder,
    `export * from '@zcrm/runtime'\nexport { ${door.class} } from './generated/${door.file}'`,
  )
  const { origin, stop } = await startServer(org, pageFile)
  const { resolve } = createRequire(join(project.folder, 'package.json'))
  const packageUrl = (name: string): string => pathToFileURL(resolve(name)).href
  return {
    task: {
      origin,
      module,
      fields: page.fields,
      row: rowOf(fields, page),
      app,
      door: door.class,
      officialSdk: officialSdk(),
    },
    pageBytes: Buffer.byteLength(JSON.stringify(page.records)),
    packages: {
      // Sources cannot be imported as they are: then it is the app, which has them in it.
      runtime: conditions.length === 0 ? packageUrl('@zcrm/runtime') : app,
      nodeFetch: packageUrl('node-fetch'),
    },
    stop,
  }
}

/** Types whose values all competitors write as they stand in JSON, but for picklists. */
const written = new Set(['text', 'email', 'phone', 'integer', 'double', 'currency', 'boolean', 'picklist'])

/** Fields that can be set, with the first value that a record of the page has in them. */
function rowOf(fields: readonly Field[], { records }: PageBody): readonly Cell[] {
  return fields.flatMap(({ name, dataType, kind, access }) => {
    const value = records.map((record) => record[name]).find((each) => each != null)
    const isWritten = access !== 'system' && name !== 'Name' && written.has(dataType) && value !== undefined
    return isWritten ? [[name, kind, value] as const] : []
  })
}

/** Some code of an app as Node runs it, the packages left where they are; answers with its URL. */
async function compiledApp(folder: string, code: string): Promise<string> {
  const { build } = await esbuild()
  await build({
    stdin: { contents: code, resolveDir: folder, sourcefile: 'app.ts', loader: 'ts' },
    absWorkingDir: folder,
    outdir: 'app',
    entryNames: 'app',
    conditions,
    // Sources are TypeScript: they are compiled along.
    ...(conditions.length === 0 ? { packages: 'external' } : { external: ['node:*', 'node-fetch'] }),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    logLevel: 'error',
  })
  return pathToFileURL(join(folder, 'app', 'app.js')).href
}

async function startServer(org: string, pageFile: string): Promise<{ origin: string; stop: () => void }> {
  const file = join(benchDir, 'lib', 'record-server.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', file, org, pageFile], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const origin of createInterface(child.stdout)) return { origin, stop: () => void child.kill() }
  throw new Error('the server of the records did not start')
}
