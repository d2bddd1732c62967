import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Emulator, OrgBody } from '../../emulator/index.ts'
import type { Change } from '../../generator/drift/change.ts'
import { diffSnapshots } from '../../generator/drift/diff.ts'
import { readSnapshot } from '../../generator/snapshot/read.ts'
import { writeSnapshot } from '../../generator/snapshot/write.ts'
import { createClient, Environment, MemoryStore, Module, OAuthToken } from '../../runtime/index.ts'
import type { Metadata, ModuleMetadata } from '../../runtime/metadata/index.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, sitBefore } from '../support/terminal.ts'

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
  const zoho = await emulator()
  const env = envOf(zoho)
  expect(await runCli(['pull'], folder, env)).toMatchObject({ code: 0 })
  return { folder, zoho, env }
}

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
    expect((await runCli(['diff', '--max-age', '0'], folder, env)).code).toBe(0)
  })

  test('from which grade on it fails, and what is given to machines', async () => {
    const { folder, zoho, env } = await project()
    zoho.addOption('Leads', 'Lead_Source', 'Word of Mouth')
    const run = (...args: readonly string[]) => runCli(['diff', '--force', ...args], folder, env)
    expect((await run()).code).toBe(0)
    expect((await run('--fail-on', 'review')).code).toBe(0)
    expect((await run('--fail-on', 'safe')).code).toBe(1)
    const { stdout, stderr } = await run('--json', '--fail-on', 'safe')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      from: 'zcrm.snapshot.json',
      against: 'the live organisation',
      matchedBy: 'id',
      counts: { breaking: 0, review: 0 },
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
    const closed = await run('--open-picklists', 'never')
    expect(closed.code).toBe(1)
    expect(closed.stdout).toContain('a switch over every value no longer compiles')
    const markdown = await run('--markdown')
    expect(markdown.stdout).toMatch(/^\*\*zcrm diff\*\*: 1 change /)
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
  return writeSnapshot(change(readSnapshot('', await readFile(join(root, 'zcrm.snapshot.json'), 'utf8'))))
}

const eachModule = (change: (module: ModuleMetadata) => ModuleMetadata) => (metadata: Metadata) => ({
  ...metadata,
  modules: metadata.modules.map(change),
})

const withoutFax = eachModule((module) => ({
  ...module,
  fields: module.fields.filter(({ apiName }) => apiName !== 'Fax'),
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
    [['--against', '.'], /^\. cannot be read: /],
    [['--json', '--markdown', '--against', 'old.json'], '--json and --markdown exclude each other\n'],
    [['--fail-on', 'all'], /fail-on/],
  ])('a mistake is told: %j', async (args, what) => {
    const { code, stderr } = await runCli(['diff', ...args], await twoFiles())
    expect(code).toBe(2)
    expect(stderr).toMatch(typeof what === 'string' ? new RegExp(`^${what.replace(/[.]/g, '\\.')}`) : what)
    expect(stderr.trim().split('\n')).toHaveLength(2)
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

  /** What a change does to a row that was taken before it. */
  async function refused(
    row: object,
    edit: (zoho: Emulator) => void,
  ): Promise<{ grade: unknown; code: unknown }> {
    const zoho = await emulator()
    const { clientId, clientSecret, grantToken } = zoho
    const client = createClient({
      environment: environment(zoho),
      token: OAuthToken.grant({ clientId, clientSecret, grantToken }),
      store: new MemoryStore(),
    })
    class Leads extends Module<{ id: string }, object, object> {
      static override readonly apiName = 'Leads'
    }
    const folder = await scratchFolder()
    const env = { ...envOf(zoho), ZCRM_GRANT_TOKEN: undefined, ZCRM_REFRESH_TOKEN: zoho.refreshToken }
    expect(await runCli(['pull'], folder, env)).toMatchObject({ code: 0 })
    await new Leads(client).create(row)
    edit(zoho)
    const { stdout } = await runCli(['diff', '--json', '--force'], folder, env)
    const code = await new Leads(client).create(row).then(
      () => 'taken',
      (error: { code: string }) => error.code,
    )
    return { grade: changesIn(stdout).map(({ kind, write }) => `${kind} ${write}`), code }
  }

  test.each<[string, object, (zoho: Emulator) => void, string, string]>([
    [
      'a text that is too long now',
      { Fax: '123456' },
      (zoho) => editField(zoho, 'Fax', { length: 5 }),
      'field.length review',
      'INVALID_DATA',
    ],
    [
      'what another record has now',
      { Fax: '1' },
      (zoho) => editField(zoho, 'Fax', { unique: { case_sensitive: false } }),
      'field.unique review',
      'DUPLICATE_DATA',
    ],
    [
      'what is mandatory now',
      {},
      (zoho) => editField(zoho, 'Fax', { system_mandatory: true }),
      'field.mandatory breaking',
      'MANDATORY_NOT_FOUND',
    ],
    [
      'a text where a number belongs now',
      { Fax: 'x' },
      (zoho) => editField(zoho, 'Fax', { data_type: 'integer', json_type: 'integer' }),
      'field.type breaking',
      'INVALID_DATA',
    ],
    [
      'a text that is no address',
      { Fax: 'x' },
      (zoho) => editField(zoho, 'Fax', { data_type: 'email' }),
      'field.type review',
      'INVALID_DATA',
    ],
  ])('%s', async (_, row, edit, grade, code) => {
    const result = await refused({ Last_Name: 'Doe', Company: 'Acme', ...row }, edit)
    expect(result.grade).toContain(grade)
    expect(result.code).toBe(code)
  })
})

test('the function and the command say the same', async () => {
  const folder = await twoFiles()
  const { stdout } = await runCli(
    ['diff', '--from', 'old.json', '--against', 'zcrm.snapshot.json', '--json'],
    folder,
  )
  const [before, after] = await Promise.all(
    ['old.json', 'zcrm.snapshot.json'].map(async (file) =>
      readSnapshot(file, await readFile(join(folder, file), 'utf8')),
    ),
  )
  if (before === undefined || after === undefined) throw new Error('no snapshots')
  const changes = diffSnapshots(before, after, {
    matchBy: 'id',
    wireValue: 'display',
    openPicklists: 'read',
    modules: ['*'],
    required: 'system',
  })
  expect(changesIn(stdout)).toEqual(changes)
})
