import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Manifest } from '../../generator/index.ts'
import { writeHostileOrg, writeLargeOrg, writeVersionsOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { type Promised, type PromisedField, readPromised } from '../support/org-folder.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

const corpus = resolve(root, process.env['ZCRM_CORPUS'] ?? '../shared/corpus')

const organisations: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  'the demo organisation': async () => join(root, 'emulator/orgs/demo'),
  'a hostile organisation': async (folder) => written(folder, writeHostileOrg),
  'answers of several API versions': async (folder) => written(folder, writeVersionsOrg),
  'a picklist of 4,700 options and a module of 400 fields': async (folder) => written(folder, writeLargeOrg),
  'the corpus: brokerage': async () => join(corpus, 'brokerage'),
  'the corpus: docs-org': async () => join(corpus, 'docs-org'),
}

async function written(folder: string, write: (folder: string) => void): Promise<string> {
  const org = join(folder, 'org')
  await mkdir(org)
  write(org)
  return org
}

describe.each(Object.entries(organisations))('%s', (name, prepare) => {
  const absent = name.startsWith('the corpus') && !existsSync(corpus)
  test.skipIf(absent)(`is generated whole${absent ? ` (skipped: there is no ${corpus})` : ''}`, async () => {
    const folder = await scratchFolder()
    const org = await prepare(folder)
    const zoho = await emulator({ org })
    const result = await runCli(['generate', '--json'], folder, envOf(zoho))
    expect(result).toMatchObject({ code: 0, stderr: '' })

    const promised = await readPromised(org)
    const manifest = JSON.parse(await readFile(join(folder, 'generated/manifest.json'), 'utf8')) as Manifest
    expect(Object.keys(manifest.modules).sort()).toEqual([...promised.modules.keys()].sort())
    const told = (JSON.parse(result.stdout) as { notDescribed: { apiName: string }[] }).notDescribed
    expect(told.map((module) => module.apiName).sort()).toEqual(promised.notDescribed)

    await writeFile(join(folder, 'generated/properties.check.ts'), propertyChecks(promised, manifest))
    expect(await typeCheck(join(folder, 'generated'))).toBe('')
    await expectPicklists(join(folder, 'generated'), promised, manifest)
    expect(await outsiders(folder)).toEqual([])
  })
})

/** A file that compiles only if every field is a property, in the types that it belongs to and in no other. */
function propertyChecks(promised: Promised, manifest: Manifest): string {
  const lines = [...promised.modules].flatMap(([apiName, fields], index) => {
    const module = own(manifest.modules, apiName)
    if (module === undefined) return []
    const { file, record, create, update } = module
    const m = `m${index}`
    const has = (type: string, keys: readonly string[]) =>
      `export type ${m}_${type} = Same<keyof ${m}.${type}, ${keys.map((key) => JSON.stringify(key)).join(' | ') || 'never'}>\nexport const ${m}_${type}_ok: ${m}_${type} = true`
    const counted = countingFields(fields)
    const writes = counted.filter((field) => field.apiName !== 'id')
    return [
      `import type * as ${m} from './${file.replace(/\.ts$/, '.js')}'`,
      has(record, [...new Set([...counted.map((field) => field.apiName), 'id'])]),
      ...(writes.some((field) => field.creatable)
        ? [
            has(
              create,
              writes.filter((field) => field.creatable).map((field) => field.apiName),
            ),
          ]
        : []),
      ...(writes.some((field) => field.updatable)
        ? [
            has(
              update,
              writes.filter((field) => field.updatable).map((field) => field.apiName),
            ),
          ]
        : []),
    ]
  })
  const imports = lines.filter((line) => line.startsWith('import'))
  const rest = lines.filter((line) => !line.startsWith('import'))
  const same = 'type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never'
  return [...imports, same, ...rest, ''].join('\n')
}

/** Fields by name; twins that are both used differ in what can be set, so that either may count. */
function countingFields(fields: readonly PromisedField[]): readonly PromisedField[] {
  const byName = new Map<string, PromisedField>()
  for (const field of fields) byName.set(field.apiName, byName.get(field.apiName) ?? field)
  return [...byName.values()]
}

/** Every used option is in its class, with the right value under a constant of its own. */
async function expectPicklists(generated: string, promised: Promised, manifest: Manifest): Promise<void> {
  for (const [apiName, fields] of promised.modules) {
    for (const field of countingFields(fields)) {
      const place = own(own(manifest.modules, apiName)?.picklists ?? {}, field.apiName)
      if (field.values === null) {
        expect(place, `${apiName}.${field.apiName}`).toBeUndefined()
        continue
      }
      const file = (await import(/* @vite-ignore */ join(generated, place?.file ?? ''))) as Record<
        string,
        object
      >
      const picklist = file[place?.class ?? ''] as { values: readonly string[] } & Record<string, unknown>
      expect(picklist.values, `${apiName}.${field.apiName}`).toEqual(
        expect.arrayContaining([...field.values]),
      )
      const constants = Object.entries(Object.getOwnPropertyDescriptors(picklist)).filter(
        ([key, { value }]) => key !== 'name' && typeof value === 'string',
      )
      expect(constants.map(([, { value }]) => value).sort()).toEqual([...picklist.values].sort())
    }
  }
}

/** What lies beside the project's own entries: a module's name must not be able to write outside the output folder. */
async function outsiders(folder: string): Promise<readonly string[]> {
  const own = ['.zcrm', 'generated', 'org', 'package.json', 'zcrm.snapshot.json']
  const nested = (await readdir(join(folder, 'generated'), { withFileTypes: true })).filter(
    (entry) => !entry.isFile(),
  )
  const beside = (await readdir(folder)).filter((entry) => !own.includes(entry))
  return [...beside, ...nested.map((entry) => entry.name)]
}

/** The member of that name, and never what every object inherits. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
