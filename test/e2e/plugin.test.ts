import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'vite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { replaceFile } from '../../generator/files/write.ts'
import { zcrm } from '../../generator/plugin/vite.ts'
import { type Bundler, bundlers, type Watching } from '../support/bundlers.ts'
import { emulator } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { renameOption } from '../support/snapshot.ts'

const MAIN = `import { LeadStatus } from './generated/leads.picklists.ts'
console.log(LeadStatus.options)
`

/** It leaves a line each time that it is loaded, which every generation does once. */
const CONFIG = `import { appendFileSync } from 'node:fs'
import { modules } from './modules.ts'
appendFileSync(import.meta.dirname + '/loads', 'loaded\\n')
export default { modules, importExtension: '.ts' as const }
`

/** A project that was never generated. */
async function project(): Promise<string> {
  const folder = await scratchFolder()
  await copyFile(join(root, 'zcrm.snapshot.json'), join(folder, 'zcrm.snapshot.json'))
  await writeFile(join(folder, 'main.ts'), MAIN)
  await writeFile(join(folder, 'zcrm.config.ts'), CONFIG)
  await writeFile(join(folder, 'modules.ts'), "export const modules: string[] = ['Leads']\n")
  return folder
}

/** How often it was generated, or found that there is nothing to do. */
async function generations(folder: string): Promise<number> {
  return (await readFile(join(folder, 'loads'), 'utf8')).split('\n').length - 1
}

/** When each generated file was written, and as what file. */
async function writes(folder: string): Promise<Readonly<Record<string, string>>> {
  const generated = join(folder, 'generated')
  const names = await readdir(generated)
  const entries = names.map(async (name) => {
    const { mtimeMs, ino } = await stat(join(generated, name))
    return [name, `${mtimeMs} ${ino}`] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** The names of the files that were written between two looks. */
function written(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(after).filter((name) => after[name] !== before[name])
}

async function watching(bundler: Bundler, folder: string): Promise<Watching> {
  const watch = await bundler.watch(folder)
  onTestFinished(async () => {
    await watch.close()
  })
  return watch
}

const rename = (folder: string, from: string, to: string): Promise<void> =>
  renameOption(join(folder, 'zcrm.snapshot.json'), 'Lead_Status', from, to)

describe.each(Object.entries(bundlers))('%s', (_name, bundler) => {
  test('generates before modules are read, and then only what changed', async () => {
    const folder = await project()
    expect(await bundler.build(folder)).toContain('Attempted to Contact')
    const first = await writes(folder)
    await bundler.build(folder)
    expect(await writes(folder)).toEqual(first)
    expect(await generations(folder)).toBe(1)
    await rename(folder, 'Attempted to Contact', 'Rang once')
    expect(await bundler.build(folder)).toContain('Rang once')
    const changed = written(first, await writes(folder))
    expect(changed.sort()).toEqual(['leads.picklists.ts', 'leads.ts', 'manifest.json'])
    await rm(join(folder, 'generated/leads.picklists.ts'))
    expect(await bundler.build(folder)).toContain('Rang once')
  })

  test('several compilers of a process generate once', async () => {
    const folder = await project()
    await Promise.all([bundler.build(folder), bundler.build(folder), bundler.build(folder)])
    expect(await generations(folder)).toBe(1)
  })

  test('check: a stale file fails the build by its name, and nothing is written', async () => {
    const folder = await project()
    await bundler.build(folder)
    const built = await writes(folder)
    expect(await bundler.build(folder, { mode: 'check' })).toContain('Attempted to Contact')
    await rename(folder, 'Attempted to Contact', 'Rang once')
    const stale = /leads\.picklists\.ts[^\n]*\n.*Run zcrm generate/
    await expect(bundler.build(folder, { mode: 'check' })).rejects.toThrow(stale)
    expect(await writes(folder)).toEqual(built)
  })

  test('a configuration that goes, as in a git switch, changes nothing until it is back', async () => {
    const folder = await project()
    await bundler.build(folder)
    const built = await writes(folder)
    await rm(join(folder, 'zcrm.config.ts'))
    await expect(bundler.build(folder)).rejects.toThrow(
      /zcrm\.config\.ts is gone\s+What was generated is kept/,
    )
    expect(await writes(folder)).toEqual(built)
    await writeFile(join(folder, 'zcrm.config.ts'), CONFIG)
    expect(await bundler.build(folder)).toContain('Attempted to Contact')
    expect(await writes(folder)).toEqual(built)
  })

  test('a broken snapshot fails the build with what is wrong and what to do', async () => {
    const folder = await project()
    await writeFile(join(folder, 'zcrm.snapshot.json'), '{}')
    const failure = /zcrm\.snapshot\.json is not a snapshot of zcrm\s+Run zcrm pull/
    await expect(bundler.build(folder)).rejects.toThrow(failure)
  })

  test('an output folder that is a file fails the build with what is wrong and what to do', async () => {
    const folder = await project()
    await writeFile(join(folder, 'generated'), '')
    await expect(bundler.build(folder)).rejects.toThrow(/cannot be used as output.*\s+Move the file away/)
  })

  test('a configuration that appears counts, and an option that does not exist is told', async () => {
    const folder = await project()
    await rm(join(folder, 'zcrm.config.ts'))
    await bundler.build(folder)
    await writeFile(join(folder, 'zcrm.config.json'), '{ "modulez": [] }')
    await expect(bundler.build(folder)).rejects.toThrow(/does not exist: modulez\s+Did you mean modules/)
  })

  test('while it watches, what changes is generated, what is broken is told, and what is mended goes on', async () => {
    const folder = await project()
    const [snapshot, modules] = [join(folder, 'zcrm.snapshot.json'), join(folder, 'modules.ts')]
    const { builds } = await watching(bundler, folder)
    await builds.until((text) => text.includes('Attempted to Contact'))
    await rename(folder, 'Attempted to Contact', 'Rang once')
    await builds.until((text) => text.includes('Rang once'))
    const whole = await readFile(snapshot, 'utf8')
    replaceFile(snapshot, '{}')
    await builds.until((text) => text.includes('is not a snapshot of zcrm'))
    replaceFile(snapshot, whole)
    await builds.until((text) => text.includes('Rang once'))
    // What the configuration imports counts, too.
    replaceFile(modules, 'export const modules = [')
    await builds.until((text) => text.includes('zcrm.config.ts cannot be read'))
    replaceFile(modules, "export const modules = ['Leads', 'Deals']\n")
    await builds.until((text) => text.includes('Rang once'))
    expect(await readdir(join(folder, 'generated'))).toContain('deals.ts')
    // Six changes: a build that runs again by itself, for what was written during it, is followed by no other one.
    expect(builds.count).toBeLessThanOrEqual(12)
  })
})

test('a server of Vite that watches nothing, as that of a single run of tests, does not start on what is broken', async () => {
  const root = await project()
  const server = { middlewareMode: true, watch: null, ws: false } as const
  const start = () => createServer({ root, configFile: false, logLevel: 'silent', server, plugins: [zcrm()] })
  await (await start()).close()
  expect(await readdir(join(root, 'generated'))).toContain('leads.ts')
  await writeFile(join(root, 'zcrm.snapshot.json'), '{}')
  await expect(start()).rejects.toThrow('is not a snapshot of zcrm')
})

test('with pull a process asks the organisation first, where the last pull is old enough', async () => {
  const folder = await project()
  await rm(join(folder, 'zcrm.snapshot.json'))
  await rm(join(folder, 'zcrm.config.ts'))
  const zoho = await emulator()
  const { accountsUrl, apiUrl, fileUploadUrl: filesUrl, clientId, clientSecret, grantToken } = zoho
  const config = { accountsUrl, apiUrl, filesUrl, clientId, clientSecret, grantToken, importExtension: '.ts' }
  await writeFile(join(folder, 'zcrm.config.json'), JSON.stringify(config))
  await expect(bundlers.rollup.build(folder)).rejects.toThrow('to generate from')
  expect(zoho.calls()).toEqual([])
  expect(await bundlers.rollup.build(folder, { pull: true })).toContain('Attempted to Contact')
  const calls = zoho.calls().length
  expect(calls).toBeGreaterThan(0)
  // Another bundler is another project of this process, which finds the pull of before.
  expect(await bundlers.esbuild.build(folder, { pull: true, config: 'zcrm.config.json' })).toContain(
    'Contacted',
  )
  expect(zoho.calls().length).toBe(calls)
})
