import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../emulator/index.ts'
import { replaceFile } from '../../generator/files/write.ts'
import { type Env, emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { listenTo, type Telling } from '../support/lines.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { until } from '../support/until.ts'

/** A project with the snapshot of the demo organisation, which is watched. */
async function watched(args: readonly string[], env: Env = {}, config = '{ "docs": true }') {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await demoSnapshot())
  await writeFile(join(folder, 'zcrm.config.json'), config)
  const zcrm = watch(folder, args, env)
  return { folder, zcrm, leads: () => readFile(join(folder, 'generated/leads.ts'), 'utf8') }
}

function watch(folder: string, args: readonly string[], env: Env = {}): Telling {
  return listenTo(spawnCli(['watch', ...args], folder, env))
}

function demoSnapshot(): Promise<string> {
  return readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
}

/** The environment without a way to sign in but what is stored. */
function signedOut(zoho: Emulator): Env {
  const { ZCRM_GRANT_TOKEN: _, ...env } = envOf(zoho)
  return env
}

/** Often enough for a test: 600 milliseconds, in minutes. */
const OFTEN = ['--every', '0.01']

describe('of files', () => {
  test('what is changed is generated, whoever writes it however, and nothing else is said', async () => {
    const { folder, zcrm, leads } = await watched(['--offline'])
    await zcrm.says(/^\d\d:\d\d:\d\d watching files; Ctrl-C ends it$/)
    await zcrm.says(/start → 62 files created in generated/)
    expect(await leads()).toContain('/** Company')

    const config = join(folder, 'zcrm.config.json')
    await writeFile(config, '{ "docs": false }')
    await zcrm.says(/the configuration changed → \d+ files updated/)
    expect(await leads()).not.toContain('/** Company')

    // Git takes it away and brings it back, as it switches branches. Without it, everything would be generated anew.
    await rename(config, `${config}.aside`)
    await zcrm.says(/zcrm\.config\.json is gone$/)
    await zcrm.says(/^ +What was generated is kept, and it goes on when the configuration is back\./)
    expect(await leads()).not.toContain('/** Company')
    await rename(`${config}.aside`, config)
    await zcrm.says(/the configuration changed: no file changed/)

    // An editor puts another file in its place; and one that is put there twice is not lost.
    await writeFile(`${config}~`, '{ "docs": fal')
    await rename(`${config}~`, config)
    await zcrm.says(/zcrm\.config\.json:1:\d+ cannot be read/)
    await zcrm.says(/^ +Correct the file/)
    await rm(config)
    await writeFile(`${config}~`, '{ "docs": true }')
    await rename(`${config}~`, config)
    await zcrm.says(/the configuration changed → \d+ files updated/)
    expect(await leads()).toContain('/** Company')

    const snapshot = join(folder, 'zcrm.snapshot.json')
    const good = await demoSnapshot()
    await writeFile(snapshot, good.replace('Cold Call', 'Warm Call'))
    await zcrm.says(/does not match its own hash/)
    // Times that move, and what is somebody else's, are no changes.
    await writeFile(join(folder, 'notes.md'), 'mine')
    await writeFile(snapshot, good)
    await zcrm.says(/the snapshot changed: no file changed/)
    await utimes(snapshot, new Date(), new Date())
    await utimes(config, new Date(), new Date())

    const count = zcrm.lines.length
    await rename(snapshot, `${snapshot}.aside`)
    await zcrm.says(/there is no .*zcrm\.snapshot\.json/)
    expect(zcrm.lines[count]).toContain('there is no')
    await rename(`${snapshot}.aside`, snapshot)
    await zcrm.says(/the snapshot changed: no file changed/)
    zcrm.child.kill('SIGTERM')
    await zcrm.says(/stopped by SIGTERM/)
    expect(await zcrm.ending()).toEqual([0, null])
  })

  test('a profile that goes is told and comes back, and what is written is told where it is', async () => {
    const both =
      '{ "modules": ["Leads"], "profiles": { "a": { "snapshot": "zcrm.snapshot.json" }, "b": {} } }'
    const { folder, zcrm } = await watched(['--offline', '--profile', 'a'], {}, both)
    await zcrm.says(/start → 4 files created in generated\/a /)
    const config = join(folder, 'zcrm.config.json')
    await replaceFile(config, '{ "profiles": { "b": {} } }')
    await zcrm.says(/--profile is "a", which is no profile/)
    await replaceFile(config, both.replace('{ "snapshot"', '{ "out": "sdk", "snapshot"'))
    await zcrm.says(/the configuration changed → 4 files created in sdk /)
    await writeFile(join(folder, '.env'), 'ZCRM_A_CREDIT_BUDGET=some')
    await zcrm.says(/ZCRM_A_CREDIT_BUDGET is "some"/)
    await rm(join(folder, '.env'))
    await zcrm.says(/the configuration changed: no file changed/)
    zcrm.child.kill('SIGTERM')
    expect(await zcrm.ending()).toEqual([0, null])
  })

  test.each([
    ['zcrm.config.mjs', 'export default { docs: DOCS }'],
    ['zcrm.config.ts', "import { docs } from './docs.ts'\nexport default { docs: docs as boolean }"],
  ])('%s is run anew, with what it imports', async (name, text) => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.snapshot.json'), await demoSnapshot())
    const imported = text.includes('./docs.ts')
    const write = (docs: boolean) =>
      imported
        ? writeFile(join(folder, 'docs.ts'), `export const docs: boolean = ${docs}\n`)
        : writeFile(join(folder, name), text.replace('DOCS', String(docs)))
    if (imported) await writeFile(join(folder, name), text)
    await write(true)
    const zcrm = watch(folder, ['--offline'])
    await zcrm.says(/62 files created/)
    await write(false)
    await zcrm.says(/the configuration changed → \d+ files updated/)
    await write(true)
    await zcrm.says(/the configuration changed → \d+ files updated/)
    zcrm.child.kill('SIGINT')
    expect(await zcrm.ending()).toEqual([130, null])
  })

  test('a file in the way is told, and watching goes on', async () => {
    const { folder, zcrm } = await watched(['--offline', '--json'])
    await zcrm.says(/"generated"/)
    await rm(join(folder, 'generated/leads.ts'))
    await mkdir(join(folder, 'generated/leads.ts'))
    await writeFile(join(folder, 'zcrm.config.json'), '{ "docs": false }')
    expect(JSON.parse(await zcrm.says(/"failed"/))).toMatchObject({
      event: 'failed',
      causes: ['configuration'],
      code: 'CONFIGURATION',
      message: expect.stringMatching(/leads\.ts cannot be used as output: a folder is in the place/),
      hint: expect.stringContaining('Move the folder away'),
    })
    await rm(join(folder, 'generated/leads.ts'), { recursive: true })
    await writeFile(join(folder, 'zcrm.config.json'), '{ "docs": false, "wireValue": "display" }')
    const generated = JSON.parse(await zcrm.says(/"generated"/))
    expect(generated).toMatchObject({ event: 'generated', created: ['leads.ts'], removed: [], changes: null })
    expect(Date.parse(generated.at)).toBeGreaterThan(0)
  })

  test('a configuration that is wrong from the start is an ordinary failure', async () => {
    const { zcrm } = await watched(['--offline'], {}, '{ "dosc": true }')
    expect(await zcrm.ending()).toEqual([2, null])
    expect(await runCli(['watch', '--every', '0'], await scratchFolder())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--every is 0'),
    })
  })
})

describe('of the organisation', () => {
  test('an option that is added is there soon; a network that is lost is told once, and when it is back', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    const { clientId, clientSecret, refreshToken } = zoho
    const env = { ...signedOut(zoho), ZCRM_REFRESH_TOKEN: refreshToken }
    const zcrm = watch(folder, OFTEN, env)
    await zcrm.says(/start → 62 files created/)
    await zcrm.says(/the organisation was looked at: no file changed/)
    zoho.addOption('Leads', 'Lead_Source', 'Pigeon Post')
    await zcrm.says(
      /and changed: option \d+ of Leads\.Lead_Source: "Pigeon Post" is new \(safe\) → leads\.ts, leads\.picklists\.ts updated/,
    )
    expect(await readFile(join(folder, 'generated/leads.picklists.ts'), 'utf8')).toContain('PigeonPost')
    await zcrm.says(/the organisation was looked at: no file changed/)
    expect(zcrm.lines.join('\n')).not.toContain('the snapshot changed')

    await zoho.close()
    await zcrm.says(/cannot be looked at: .*ECONNREFUSED/)
    await zcrm.says(/^ +It is tried again in 1 second/)
    // It is told once, however often it is tried; files are watched meanwhile.
    await writeFile(join(folder, 'zcrm.config.json'), '{ "docs": false }')
    await zcrm.says(/the configuration changed → \d+ files updated/)
    const port = Number(new URL(zoho.apiUrl).port)
    const again = await startEmulator({ port, clientId, clientSecret, refreshToken })
    try {
      await zcrm.says(/the organisation answers again/)
      await zcrm.says(/and changed: option \d+ of Leads\.Lead_Source: "Pigeon Post" is gone \(breaking\) → /)
      expect(zcrm.lines.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1)
    } finally {
      zcrm.child.kill('SIGINT')
      expect(await zcrm.ending()).toEqual([130, null])
      await again.close()
    }
  })

  test('without a sign-in, files are watched; a sign-in is noticed, and a token that was revoked is told', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    const env = signedOut(zoho)
    const zcrm = watch(folder, OFTEN, env)
    await zcrm.says(/not signed in/)
    await zcrm.says(/^ +Run zcrm login/)
    await zcrm.says(/there is no .*zcrm\.snapshot\.json to generate from/)
    expect(await runCli(['login', zoho.grantToken], folder, env)).toMatchObject({ code: 0 })
    await zcrm.says(/signed in$/)
    await zcrm.says(/the organisation was looked at → 62 files created/)

    // Another process of the same token revokes it.
    const tokens = JSON.parse(await readFile(join(folder, '.zcrm/tokens.json'), 'utf8'))
    await fetch(`${zoho.accountsUrl}/oauth/v2/token/revoke?token=${refreshTokenIn(tokens)}`, {
      method: 'POST',
    })
    zoho.expireTokens()
    await zcrm.says(/invalid_code|INVALID_TOKEN/)
    await zcrm.says(/sign in again\. Run zcrm login: it is noticed here\. Files are watched on/)
    await writeFile(join(folder, 'zcrm.config.json'), '{ "docs": false }')
    await zcrm.says(/the configuration changed → \d+ files updated/)
    expect(await runCli(['login', zoho.createGrant()], folder, env)).toMatchObject({ code: 0 })
    await zcrm.says(/signed in$/)
    zcrm.child.kill('SIGINT')
    expect(await zcrm.ending()).toEqual([130, null])
  })

  test('Ctrl-C in the middle of a pull ends it, and nothing half is left', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator({ faults: [{ path: '/settings/fields', times: 0, delay: 600_000 }] })
    const zcrm = watch(folder, [], envOf(zoho))
    await zcrm.says(/watching/)
    await until(() => zoho.calls({ endpoint: '/settings/fields' }).length > 0)
    zcrm.child.kill('SIGINT')
    expect(await zcrm.ending()).toEqual([130, null])
    expect(existsSync(join(folder, 'zcrm.snapshot.json'))).toBe(false)
  })
})

/** The refresh token in a file of tokens, however that is laid out. */
function refreshTokenIn(value: unknown): string {
  const token = /"refreshToken":\s*"([^"]+)"/.exec(JSON.stringify(value))?.[1]
  if (token === undefined) throw new Error('no refresh token is stored')
  return token
}
