import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Emulator, OrgBody } from '../../emulator/index.ts'
import type { Change } from '../../generator/drift/change.ts'
import { readSnapshot } from '../../generator/snapshot/read.ts'
import { writeSnapshot } from '../../generator/snapshot/write.ts'
import { createClient, Environment, MemoryStore, Module, OAuthToken } from '../../runtime/index.ts'
import type { Metadata, ModuleMetadata } from '../../runtime/metadata/index.ts'
import { option } from '../generator/metadata.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, sitBefore } from '../support/terminal.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

type Fields = { readonly fields: readonly { readonly api_name: string }[] }

/** Changes a field of Leads in the organisation. */
function editField(zoho: Emulator, name: string, more: object): void {
  zoho.editOrg('fields_Leads.json', (body: OrgBody) => ({
    ...body,
    fields: (body as unknown as Fields).fields.map((one) =>
      one.api_name === name ? { ...one, ...more } : one,
    ),
  }))
}

/** A project whose snapshot is of the demo organisation. */
async function project(): Promise<{ folder: string; zoho: Emulator; env: Record<string, string> }> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await demo())
  const zoho = await emulator()
  return { folder, zoho, env: envOf(zoho) }
}

const demo = (): Promise<string> => readFile(join(root, 'zcrm.snapshot.json'), 'utf8')

const changesIn = (stdout: string) => (JSON.parse(stdout) as { changes: readonly Change[] }).changes

describe('from the committed snapshot to the organisation', () => {
  test('what has changed is told, and nothing is taken over', async () => {
    const { folder, zoho, env } = await project()
    const snapshot = join(folder, 'zcrm.snapshot.json')
    const before = [await readFile(snapshot, 'utf8'), (await stat(snapshot)).mtimeMs]

    const none = await runCli(['diff'], folder, env)
    expect(none.code).toBe(0)
    expect(none.stdout.trim().split('\n').at(-1)).toBe(
      'nothing changed from zcrm.snapshot.json to the live organisation',
    )

    zoho.addOption('Leads', 'Lead_Source', 'Word of Mouth')
    editField(zoho, 'Fax', { api_name: 'Telefax' })
    // The cache is young enough: no call is made.
    expect((await runCli(['diff'], folder, env)).stdout).toContain('nothing changed')

    const { code, stdout } = await runCli(['diff', '--force'], folder, env)
    expect(code).toBe(1)
    expect(stdout).toContain('breaking  breaking  Leads.Fax is called Telefax now')
    expect(stdout).toContain('of Leads.Lead_Source: "Word of Mouth" is new')
    expect(stdout).toMatch(
      /changes from zcrm\.snapshot\.json to the live organisation: 1 breaking, 0 to review, \d+ safe\n$/,
    )
    expect([await readFile(snapshot, 'utf8'), (await stat(snapshot)).mtimeMs]).toEqual(before)

    const generated = await runCli(['generate'], folder, env)
    expect(generated.stdout).toContain('zcrm.snapshot.json was changed')
  })

  test('not signed in, no network, no snapshot', async () => {
    const { folder, zoho, env } = await project()
    const none = await runCli(['diff'], folder, { ZCRM_ENVIRONMENT: 'US.PRODUCTION' })
    expect(none).toMatchObject({ code: 3, stdout: '' })
    await zoho.close()
    expect((await runCli(['diff', '--force'], folder, env)).code).toBe(4)
    const empty = await runCli(['diff'], await scratchFolder(), env)
    expect(empty).toMatchObject({
      code: 2,
      stderr:
        'there is no zcrm.snapshot.json to compare\nRun zcrm pull, signed in, or name a snapshot with --from.\n',
    })
  })
})

/** The snapshot of the demo organisation, changed. */
async function snapshotOf(change: (metadata: Metadata) => Metadata): Promise<string> {
  return writeSnapshot(change(readSnapshot('', await demo())))
}

const eachModule = (change: (module: ModuleMetadata) => ModuleMetadata) => (metadata: Metadata) => ({
  ...metadata,
  modules: metadata.modules.map(change),
})

const withoutFax = eachModule((module) => ({
  ...module,
  fields: module.fields.filter(({ apiName }) => apiName !== 'Fax'),
}))

const withTwo = eachModule((module) => ({
  ...module,
  fields: module.fields.map((field) =>
    module.apiName === 'Leads' && field.apiName === 'Lead_Source'
      ? { ...field, options: [...field.options, option('Word of Mouth', { id: '1', order: 99 })] }
      : field,
  ),
}))

/** Two snapshots of a repository: that of the main branch, and the one that is committed. */
async function twoFiles(change = withoutFax): Promise<string> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'old.json'), await snapshotOf((metadata) => metadata))
  await writeFile(join(folder, 'zcrm.snapshot.json'), await snapshotOf(change))
  return folder
}

describe('between two files, without an organisation', () => {
  const ARGS = ['diff', '--from', 'old.json', '--against', 'zcrm.snapshot.json']

  test('from which grade on it fails, and what is given to machines', async () => {
    const folder = await twoFiles(withTwo)
    const run = (...args: readonly string[]) => runCli([...ARGS, ...args], folder)
    expect((await run('--fail-on', 'review')).code).toBe(0)
    const { code, stdout, stderr } = await run('--json', '--fail-on', 'safe')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      from: 'old.json',
      against: 'zcrm.snapshot.json',
      matchedBy: 'id',
      counts: { breaking: 0, review: 0, safe: 1 },
      failOn: 'safe',
      failed: true,
      changes: [
        {
          kind: 'option.added',
          grade: 'safe',
          module: 'Leads',
          field: 'Lead_Source',
          after: 'Word of Mouth',
        },
      ],
    })
    const closed = await run('--open-picklists', 'never', '--markdown')
    expect(closed.code).toBe(1)
    expect(closed.stdout).toMatch(/^\*\*zcrm diff\*\*: 1 change /)
    expect(closed.stdout).toContain('a switch over every value no longer compiles')
    expect((await run('--open-picklists', 'never', '--fail-on', 'never')).code).toBe(0)
  })

  test('needs no credentials', async () => {
    const { code, stdout, stderr } = await runCli(ARGS, await twoFiles())
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('Leads.Fax is gone')
    expect(stdout).not.toContain('::error')
  })

  test('annotates the committed snapshot where GitHub runs it', async () => {
    const folder = await twoFiles()
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: join(folder, '..') }
    const { stdout } = await runCli(ARGS, folder, env)
    const [, line = ''] =
      /^::error file=[\w-]+\/zcrm\.snapshot\.json,line=(\d+),title=[^:]*::Leads\.Fax is gone\./m.exec(
        stdout,
      ) ?? []
    const lines = (await readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')).split('\n')
    expect(lines[Number(line) - 1]).toContain('"apiName":"Leads"')
    expect((await runCli([...ARGS, '--no-annotations'], folder, env)).stdout).not.toContain('::error')
    expect((await runCli([...ARGS, '--json'], folder, env)).stdout).not.toContain('::error')
  })

  test('of two organisations is by name, and says so', async () => {
    const other = eachModule((module) => ({
      ...module,
      id: `9${module.id}`,
      fields: module.fields.map((field) => ({ ...field, id: `9${field.id}` })),
    }))
    const { code, stdout } = await runCli(ARGS, await twoFiles(other))
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'matched by name, since the ids are those of two organisations: what was renamed is told as gone and new\nnothing changed from old.json to zcrm.snapshot.json\n',
    })
  })

  test.each([
    [['--against', 'sandbox'], '--against "sandbox" is neither a profile nor a file\n'],
    [['--from', 'none.json'], 'there is no none.json to compare\n'],
    [['--against', 'package.json'], 'package.json is not a snapshot of zcrm\n'],
    [['--json', '--markdown', '--against', 'old.json'], '--json and --markdown exclude each other\n'],
  ])('a mistake is told: %j', async (args, what) => {
    const { code, stderr } = await runCli(['diff', ...args], await twoFiles())
    expect(code).toBe(2)
    expect(stderr.startsWith(what), stderr).toBe(true)
    expect(stderr.trim().split('\n')).toHaveLength(2)
  })

  test('a folder in the place of a snapshot is told', async () => {
    const folder = await twoFiles()
    const { code, stderr } = await runCli(['diff', '--from', './'], folder)
    expect(code).toBe(2)
    expect(stderr).toMatch(/ cannot be read: a folder is in the place of the file\n.*\n$/)
    expect(stderr.startsWith(folder)).toBe(true)
  })

  test('has the colours that are demanded', async () => {
    const folder = await twoFiles()
    const args = ['diff', '--against', 'old.json']
    const forced = await runCli(args, folder, { FORCE_COLOR: '1', NO_COLOR: undefined })
    const dumb = await runCli(args, folder, { FORCE_COLOR: '0', NO_COLOR: undefined })
    expect([forced.stdout.includes('\u001b['), dumb.stdout.includes('\u001b[')]).toEqual([true, false])
  })

  test.skipIf(!isTerminalThere)('has colours at a terminal, and none where they are refused', async () => {
    const folder = await twoFiles()
    const screen = async (...args: readonly string[]) =>
      (await sitBefore([...ARGS, ...args], folder, { NO_COLOR: '' }).ending()).screen
    expect(await screen()).toContain('\u001b[31mbreaking\u001b[0m')
    expect(await screen('--no-color')).not.toContain('\u001b[31m')
  })
})

describe('what is graded by what Zoho refuses, Zoho refuses', () => {
  const environment = ({ accountsUrl, apiUrl, fileUploadUrl }: Emulator) =>
    Environment.custom({ accountsUrl, apiUrl, fileUploadUrl })

  test('by its data, and whatever they are', async () => {
    const { zoho, folder, env } = await project()
    const { clientId, clientSecret, refreshToken } = zoho
    const client = createClient({
      environment: environment(zoho),
      token: OAuthToken.refresh({ clientId, clientSecret, refreshToken }),
      store: new MemoryStore(),
    })
    class Leads extends Module<{ id: string }, object, object> {
      static override readonly apiName = 'Leads'
    }
    const leads = new Leads(client)
    const valid = { Last_Name: 'Doe', Company: 'Acme', City: 'Ulm' }
    const rows: readonly (readonly [row: object, edit: object, grade: string, code: string])[] = [
      [{ Fax: '123456' }, { length: 5 }, 'Fax length review', 'INVALID_DATA'],
      [{ Mobile: '1' }, { unique: { case_sensitive: false } }, 'Mobile unique review', 'DUPLICATE_DATA'],
      [{ City: null }, { system_mandatory: true }, 'City mandatory breaking', 'MANDATORY_NOT_FOUND'],
      [{ State: 'x' }, { data_type: 'integer', json_type: 'integer' }, 'State type breaking', 'INVALID_DATA'],
      [{ Street: 'x' }, { data_type: 'email' }, 'Street type review', 'INVALID_DATA'],
    ]
    for (const [row] of rows) await leads.create({ ...valid, ...row })
    for (const [row, edit] of rows) editField(zoho, Object.keys(row)[0] ?? '', edit)
    for (const [row, , , code] of rows)
      await expect
        .soft(leads.create({ ...valid, ...row }), JSON.stringify(row))
        .rejects.toMatchObject({ code })
    const { stdout } = await runCli(['diff', '--json'], folder, env)
    const grades = changesIn(stdout).map(
      ({ kind, field, write }) => `${field} ${kind.replace('field.', '')} ${write}`,
    )
    expect(grades).toEqual(expect.arrayContaining(rows.map(([, , grade]) => grade)))
  })
})
