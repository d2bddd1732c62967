import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmulator } from '../../emulator/index.ts'
import { writeSyntheticOrg } from '../../test/fixtures/synthetic-org.ts'
import type { ImportedModule } from './edited-app.ts'
import { schemaOfOrg } from './org-schema.ts'
import { packedCli } from './packed.ts'
import type { Schema } from './schema.ts'
import type { Size } from './synthetic-schema.ts'
import { strictOptions } from './tsc.ts'

const run = promisify(execFile)

/** A scratch project that pulled a synthetic organisation and generated from it. */
export interface OurProject {
  readonly folder: string
  /** The generated files are in it. */
  readonly generated: string
  readonly schema: Schema
  /** The CLI's file, and the environment of somebody who is signed in and has a fresh cache. */
  readonly bin: string
  readonly env: Readonly<Record<string, string>>
  readonly manifest: Manifest
}

/** As much of the generated manifest as the benches read. */
export interface Manifest {
  readonly modules: Readonly<Record<string, ManifestModule>>
  readonly files: Readonly<Record<string, string>>
}

/** Where a module's class and types are. */
export interface ManifestModule {
  readonly file: string
  readonly class: string
  readonly record: string
  readonly create: string
  readonly picklists: Readonly<Record<string, { readonly file: string; readonly class: string }>>
}

const projects = new Map<string, Promise<OurProject>>()

/** The project of that size; made once per run of the benches. */
export function ourProject(size: Size): Promise<OurProject> {
  const name = `${size.modules}x${size.fields}x${size.options}`
  const project = projects.get(name) ?? makeProject(size, name)
  projects.set(name, project)
  return project
}

async function makeProject(size: Size, name: string): Promise<OurProject> {
  const cli = packedCli()
  const folder = join(cli.folder, name)
  const org = join(folder, 'org')
  mkdirSync(org, { recursive: true })
  writeSyntheticOrg(org, size)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const conditions =
    cli.kind === 'sources' ? { customConditions: ['@zcrm/source'], allowImportingTsExtensions: true } : {}
  const compilerOptions = { ...strictOptions, ...conditions }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['*.ts', 'generated'] }),
  )

  const emulator = await startEmulator({ org })
  const env = {
    ZCRM_ACCOUNTS_URL: emulator.accountsUrl,
    ZCRM_API_URL: emulator.apiUrl,
    ZCRM_FILES_URL: emulator.fileUploadUrl,
    ZCRM_CLIENT_ID: emulator.clientId,
    ZCRM_CLIENT_SECRET: emulator.clientSecret,
    // A cache of this minute must do: the emulator is gone when generating is measured.
    CI: '',
  }
  const zcrm = (...args: readonly string[]): Promise<unknown> =>
    run(process.execPath, [cli.bin, ...args], {
      cwd: folder,
      env: { ...process.env, ...env, ZCRM_GRANT_TOKEN: emulator.grantToken },
    })
  try {
    await zcrm('pull')
    await zcrm('generate', '--out', 'generated')
  } finally {
    await emulator.close()
  }
  const generated = join(folder, 'generated')
  const manifest = JSON.parse(readFileSync(join(generated, 'manifest.json'), 'utf8')) as Manifest
  return { folder, generated, schema: schemaOfOrg(org), bin: cli.bin, env, manifest }
}

/** The module that apps of the benches import: the first by its API name. */
export function importedModule({ folder, schema, manifest }: OurProject): ImportedModule {
  const module = schema.modules[0]
  const entry = module === undefined ? undefined : manifest.modules[module.name]
  if (module === undefined || entry === undefined) throw new Error('nothing was generated')
  return {
    folder,
    path: `./generated/${entry.file.replace(/\.ts$/, '.js')}`,
    class: entry.class,
    record: entry.record,
    module,
  }
}
