import { mkdirSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { pull, resolveConfig } from '../../generator/index.ts'
import { record } from '../../generator/record/record.ts'
import { writeHostileOrg, writeVersionsOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

const demo = join(root, 'emulator/orgs/demo')

const organisations: Readonly<Record<string, (folder: string) => void | Promise<void>>> = {
  'the demo organisation': (folder) => cp(demo, folder, { recursive: true }),
  'a hostile organisation': writeHostileOrg,
  'answers of several API versions': writeVersionsOrg,
}

function configOf(zoho: Emulator, folder: string): ReturnType<typeof resolveConfig> {
  const env = { ...envOf(zoho), ZCRM_GRANT_TOKEN: zoho.createGrant() }
  // A module that is listed twice has other custom views along with the list than when they are asked for.
  return resolveConfig({ flags: { moduleIncludes: false }, env, file: null, cwd: folder })
}

async function snapshotOf(zoho: Emulator): Promise<string> {
  return (await pull(configOf(zoho, await scratchFolder()))).text
}

describe.each(Object.entries(organisations))('a recording of %s', (_, write) => {
  test('is played as the organisation itself is', async () => {
    const folder = await scratchFolder()
    const org = join(folder, 'org')
    await mkdir(org)
    await write(org)
    const live = await emulator({ org })
    const { notSeen } = await record(configOf(live, folder), join(folder, 'recording'))
    // The hostile one has modules without a name, and some whose names are too long for a file.
    const known = ['no file can have so long a name', 'it has no API name']
    expect(notSeen.filter(({ reason }) => !known.includes(reason))).toEqual([])
    const played = await emulator({ org: join(folder, 'recording') })
    expect(await snapshotOf(played)).toBe(await snapshotOf(live))
  })
})

/** The demo organisation with users whose names are in many places. */
async function populated(folder: string): Promise<string> {
  const org = join(folder, 'org')
  await cp(demo, org, { recursive: true })
  const edit = async (name: string, from: RegExp, to: string) => {
    const before = await readFile(join(org, name), 'utf8')
    const after = before.replace(from, to)
    expect(after).not.toBe(before)
    await writeFile(join(org, name), after)
  }
  await edit(
    'custom_views_Leads.json',
    /"name":"[^"]*"/,
    '"name":"Bruno’s leads, ask ada@kettle-lane.example.com"',
  )
  await edit('fields_Leads.json', /"field_label":"[^"]*"/, '"field_label":"Ada Kettle decides"')
  await edit('modules.json', /"plural_label":"Leads"/, '"plural_label":"Leads of Bruno Lane (org700000001)"')
  return org
}

const originals =
  /Ada Kettle|Bruno|kettle-lane|Kettle Lane|1000000377219151640|1000000041777306377|70000010[12]|org700000001/i

test('pull --record writes an org folder in which nobody is told, and touches nothing else', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator({ org: await populated(folder) })
  const { code, stdout, stderr } = await runCli(['pull', '--record', 'rec'], folder, envOf(zoho))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^recorded \d+ modules from \d+ calls$/m)
  expect(stdout).toMatch(/^ {2}replaced: 2 users, and \d+ names, ids and addresses wherever they were$/m)
  expect(stdout).toMatch(/^rec was written: \d+ files, looked through for what was replaced$/m)
  expect((await readdir(folder)).sort()).toEqual(['.zcrm', 'org', 'package.json', 'rec'])
  // No raw answer stays behind.
  expect(await rawAnswers(folder)).toEqual([])

  const files = await readdir(join(folder, 'rec'))
  const texts = await Promise.all(files.map((name) => readFile(join(folder, 'rec', name), 'utf8')))
  expect(texts.filter((text) => originals.test(text))).toEqual([])
  expect(files.filter((name) => name.startsWith('records_'))).toEqual([])
  expect(texts.join()).toContain('User 1’s leads, ask user2@example.com')
  // What is not described has no file, and a 204 is an empty one.
  expect(files).not.toContain('fields_Approvals.json')
  expect(await readFile(join(folder, 'rec/fields_Email_Sentiment.json'), 'utf8')).toBe('')
  // No record was read.
  expect(
    zoho.calls().filter(({ path }) => !/^\/(?:oauth|crm\/v8\/(?:settings|org|users))\b/.test(path)),
  ).toEqual([])
})

test('a recording that was stopped goes on, and replaces an earlier one but not its records', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator()
  const to = join(folder, 'rec')
  const whole = await record(configOf(zoho, folder), to)
  await writeFile(join(to, 'records_Leads.json'), '{"data":[]}')
  await writeFile(join(to, 'fields_Gone.json'), '{"fields":[]}')
  const config = configOf(zoho, folder)
  const stopped = { code: 'MAX_CALLS', message: 'the 60 calls that were allowed are used up' }
  await expect(record(config, to, { maxCalls: 60 })).rejects.toMatchObject(stopped)
  expect(await readdir(to)).toContain('fields_Gone.json')
  const { resumed, calls, written } = await record(config, to)
  expect(resumed).toBeGreaterThan(40)
  expect(calls).toBeLessThan(whole.calls - 40)
  expect(written).toEqual(whole.written)
  const files = await readdir(to)
  expect(files).toContain('records_Leads.json')
  expect(files).not.toContain('fields_Gone.json')
  expect(files).toHaveLength((written?.files ?? 0) + 1)
})

test('a failure leaves no folder', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator({ faults: [{ path: '/settings/layouts', skip: 3, times: 0, status: 500 }] })
  await expect(record(configOf(zoho, folder), join(folder, 'rec'))).rejects.toMatchObject({
    name: 'ServerError',
  })
  expect(await readdir(folder)).not.toContain('rec')
})

test('a token that may not read users still gives a recording, and --strict none', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator({ org: await populated(folder), scope: 'ZohoCRM.settings.ALL' })
  const { notSeen, written } = await record(configOf(zoho, folder), join(folder, 'rec'))
  const reason = 'the API answers 401 OAUTH_SCOPE_MISMATCH'
  expect(notSeen).toEqual([
    { part: 'org', reason },
    { part: 'users', reason },
  ])
  // Those who are told of as who made or changed something are replaced all the same.
  expect(written?.replaced.users).toBe(1)
  expect(await readFile(join(folder, 'rec/fields_Leads.json'), 'utf8')).not.toContain('Ada Kettle')
  const strict = await record(configOf(zoho, folder), join(folder, 'strict'), { strict: true })
  expect(strict.written).toBeNull()
  expect(await readdir(folder)).not.toContain('strict')
})

test.each([
  ['a folder of other things', 'other', /other has files in it that are no recording, such as "note\.txt"$/],
  ['a file', 'package.json', /package\.json is a file$/],
])('%s is refused before a call is made', async (_, to, message) => {
  const folder = await scratchFolder()
  await mkdir(join(folder, 'other'))
  await writeFile(join(folder, 'other/note.txt'), 'mine')
  const zoho = await emulator()
  const recording = record(configOf(zoho, folder), join(folder, to))
  await expect(recording).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringMatching(message),
  })
  expect(zoho.calls()).toEqual([])
})

test('a folder that cannot be written leaves no raw answers behind', async () => {
  const folder = await scratchFolder()
  const to = join(folder, 'rec')
  const zoho = await emulator()
  // Somebody puts something there while the organisation is read.
  const inTheWay = () => mkdirSync(join(to, 'x'), { recursive: true })
  const recording = record(configOf(zoho, folder), to, { onPlan: inTheWay })
  await expect(recording).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringMatching(/no recording, such as "x"$/),
  })
  expect(await readdir(to)).toEqual(['x'])
  expect(await rawAnswers(folder)).toEqual([])
})

test.each([
  [
    'package.json/rec',
    /^the recording cannot be written to .*package\.json.rec: .*\nCheck the path and its permissions\.\n$/,
  ],
  ['', /^--record names no folder\nUse --record <folder>\.\n$/],
])('--record %j is refused in two lines', async (to, stderr) => {
  const folder = await scratchFolder()
  const result = await runCli(['pull', '--record', to], folder)
  expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(stderr) })
})

async function rawAnswers(folder: string): Promise<readonly string[]> {
  const kept = await readdir(join(folder, '.zcrm'), { recursive: true })
  return kept.filter((path) => /record|answers/.test(path))
}
