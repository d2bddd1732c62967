import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { type Env, emulator, envOf, runCli } from '../support/cli.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** What the file says of an emulator; what is secret is in variables. */
function profileOf({ accountsUrl, apiUrl, clientId }: Emulator): Record<string, string> {
  return { accountsUrl, apiUrl, clientId }
}

/** The secrets of an emulator as those of one profile. */
function secretsOf({ clientSecret, grantToken }: Emulator, profile: string): Record<string, string> {
  return { [`ZCRM_${profile}_CLIENT_SECRET`]: clientSecret, [`ZCRM_${profile}_GRANT_TOKEN`]: grantToken }
}

async function projectOf(content: object, dotEnv = ''): Promise<string> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.config.json'), JSON.stringify(content))
  if (dotEnv !== '') await writeFile(join(folder, '.env'), dotEnv)
  return folder
}

const apiCalls = (zoho: Emulator) => zoho.calls().filter(({ path }) => path.startsWith('/crm/')).length
const read = (folder: string, path: string) => readFile(join(folder, path), 'utf8')

describe('two organisations are two profiles', () => {
  test('each has its own token, cache, snapshot and output, with one set of variables for both', async () => {
    const [production, sandbox] = [await emulator(), await emulator()]
    sandbox.addOption('Leads', 'Lead_Source', 'Sandbox Only')
    const folder = await projectOf({
      modules: ['Leads', 'Deals'],
      profiles: {
        production: profileOf(production),
        'my-sandbox': { ...profileOf(sandbox), modules: ['Leads'] },
      },
    })
    const env = { ...secretsOf(production, 'PRODUCTION'), ...secretsOf(sandbox, 'MY_SANDBOX') }
    for (const profile of ['production', 'my-sandbox']) {
      const result = await runCli(['generate', '--profile', profile], folder, env)
      expect(result).toMatchObject({ code: 0, stderr: '' })
      expectNotPrinted(result, Object.values(env))
    }
    expect(await readdir(join(folder, 'generated'))).toEqual(['my-sandbox', 'production'])
    expect(await readdir(join(folder, 'generated/my-sandbox'))).not.toContain('deals.ts')
    expect(await readdir(join(folder, 'generated/production'))).toContain('deals.ts')
    const picklists = (profile: string) => read(folder, `generated/${profile}/leads.picklists.ts`)
    expect(await picklists('my-sandbox')).toContain("SandboxOnly = 'Sandbox Only'")
    expect(await picklists('production')).not.toContain('SandboxOnly')
    expect(await read(folder, 'zcrm.my-sandbox.snapshot.json')).toContain('Sandbox Only')
    expect(await read(folder, 'zcrm.production.snapshot.json')).not.toContain('Sandbox Only')

    // Each finds its own token, and what the other pulled is not what it has.
    const before = [apiCalls(production), apiCalls(sandbox)]
    const again = await runCli(['pull', '--profile', 'my-sandbox'], folder)
    expect(again).toMatchObject({ code: 0, stderr: '' })
    expect(again.stdout).toMatch(/from the resource cache.*\nzcrm\.my-sandbox\.snapshot\.json is unchanged/s)
    expect([apiCalls(production), apiCalls(sandbox)]).toEqual(before)
    await runCli(['pull', '--force', '--profile', 'my-sandbox'], folder)
    expect(apiCalls(production)).toBe(before[0])
    expect(apiCalls(sandbox)).toBeGreaterThan(before[1] ?? 0)

    for (const profile of ['production', 'my-sandbox'])
      expect((await runCli(['check'], folder, { ZCRM_PROFILE: profile })).code).toBe(0)
  })

  test('variables of a .env file choose and sign in', async () => {
    const zoho = await emulator()
    const { ZCRM_GRANT_TOKEN, ...others } = envOf(zoho)
    const lines = Object.entries({ ...others, ZCRM_PROFILE: 'b', ZCRM_B_GRANT_TOKEN: ZCRM_GRANT_TOKEN })
    const folder = await projectOf(
      { modules: ['Leads'], profiles: { a: {}, b: {} } },
      lines.map(([name, value]) => `${name}="${value}"`).join('\n'),
    )
    expect(await runCli(['generate'], folder)).toMatchObject({ code: 0, stderr: '' })
    expect(await readdir(join(folder, 'generated'))).toEqual(['b'])
    // The process is stronger than the file.
    const other = await runCli(['generate', '--offline'], folder, { ZCRM_PROFILE: 'a' })
    expectFailure(other, 2, /there is no .*zcrm\.a\.snapshot\.json/, /zcrm pull/)
  })
})

test('two profiles of one organisation share what was pulled, and each snapshot gets it', async () => {
  const zoho = await emulator()
  const folder = await projectOf({ profiles: { full: {}, slim: { modules: ['Leads'] } } })
  const run = (...args: readonly string[]) => runCli(args, folder, envOf(zoho))
  await run('generate', '--profile', 'full')
  const pulled = apiCalls(zoho)
  expect((await run('generate', '--profile', 'slim')).code).toBe(0)
  expect(apiCalls(zoho)).toBe(pulled)
  expect(await read(folder, 'zcrm.slim.snapshot.json')).toBe(await read(folder, 'zcrm.full.snapshot.json'))
  expect(await readdir(join(folder, 'generated/slim'))).not.toContain('deals.ts')

  zoho.addOption('Leads', 'Lead_Source', 'Added Today')
  await run('pull', '--force', '--profile', 'full')
  const later = apiCalls(zoho)
  expect((await run('generate', '--profile', 'slim')).stdout).toContain('zcrm.slim.snapshot.json was changed')
  expect(await read(folder, 'generated/slim/leads.picklists.ts')).toContain('AddedToday')
  expect(apiCalls(zoho)).toBe(later)
})

test('what is to be done is said for the profile', async () => {
  const folder = await projectOf({ environment: 'EU.PRODUCTION', profiles: { production: {}, sandbox: {} } })
  const args = ['--profile', 'sandbox']
  const signedOut = await runCli(['pull', ...args], folder)
  expect(signedOut.code).toBe(3)
  expect(signedOut.stderr).toMatch(/^Run zcrm login --profile sandbox, or set/m)
  const generated = await runCli(['generate', '--offline', ...args], folder)
  expectFailure(
    generated,
    2,
    /zcrm\.sandbox\.snapshot\.json/,
    /^Run zcrm login --profile sandbox, and then zcrm pull --profile sandbox:/,
  )
})

describe('a profile that cannot be chosen: exit 2', () => {
  const content = { profiles: { production: {}, sandbox: {} } }
  const cases: readonly (readonly [string, object, readonly string[], Env, RegExp, RegExp])[] = [
    [
      'none',
      content,
      [],
      {},
      /has several profiles, and none was chosen: production, sandbox$/,
      /--profile or ZCRM_PROFILE/,
    ],
    ['unknown', content, ['--profile', 'sanbox'], {}, /^--profile is "sanbox"/, /^Did you mean sandbox\?$/],
    [
      'unknown in a variable',
      content,
      [],
      { ZCRM_PROFILE: 'x' },
      /^ZCRM_PROFILE is "x"/,
      /production, sandbox/,
    ],
    [
      'one place for two',
      { ...content, out: 'sdk' },
      ['--profile', 'sandbox'],
      {},
      /^the profiles production and sandbox in .* have one out: .*sdk$/,
      /own out/,
    ],
    [
      'no profiles',
      {},
      ['--profile', 'sandbox'],
      {},
      /^--profile is "sandbox", which is no profile$/,
      /^No profiles/,
    ],
  ]

  test.each(cases)('%s', async (_, file, args, env, wrong, remedy) => {
    const folder = await projectOf(file)
    expectFailure(await runCli(['check', ...args], folder, env), 2, wrong, remedy)
  })

  test('nor for what is done to tokens', async () => {
    const folder = await projectOf(content)
    expectFailure(await runCli(['token', 'list'], folder), 2, /none was chosen/, /--profile/)
    expect((await runCli(['token', 'list', '--profile', 'sandbox'], folder)).code).toBe(0)
  })
})
