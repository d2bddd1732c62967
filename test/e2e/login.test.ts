import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore, type StoredToken } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { token } from '../emulator/client.ts'
import { type Env, emulator, envOf, runCli } from '../support/cli.ts'
import { mariadb, openStore, sqlite, type TestDatabase } from '../support/databases.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, keys, runPiped, sitBefore } from '../support/terminal.ts'

/** Where the emulator is, and its client: what somebody has before the first sign-in. */
function clientEnv(zoho: Emulator): Record<string, string> {
  const { ZCRM_GRANT_TOKEN: _, ...env } = envOf(zoho)
  return env
}

/** Where the emulator is: what is left to say after a sign-in. */
function hostEnv(zoho: Emulator): Record<string, string> {
  const { ZCRM_CLIENT_ID: _, ZCRM_CLIENT_SECRET: __, ...env } = clientEnv(zoho)
  return env
}

function storedIn(folder: string): Promise<readonly StoredToken[]> {
  return new FileStore(join(folder, '.zcrm/tokens.json')).list()
}

/** Everything that must never be printed. */
function secretsOf(zoho: Emulator, rows: readonly StoredToken[] = []): readonly string[] {
  const stored = rows.flatMap(({ refreshToken, accessToken }) => [refreshToken, accessToken])
  return [zoho.clientSecret, zoho.grantToken, zoho.refreshToken, ...stored]
}

const ADA = 'ada@kettle-lane.example.com:700000001'

describe('a grant token of the API console', () => {
  test('signs in, says who that is, and lets generate work with nothing but the environment', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const result = await runCli(['login', zoho.grantToken, '--verbose'], folder, clientEnv(zoho))
    const rows = await storedIn(folder)
    expectNotPrinted(result, secretsOf(zoho, rows))
    expect(result).toEqual({ code: 0, stderr: '', stdout: expect.any(String) })
    expect(result.stdout.split('\n')).toEqual([
      'signed in',
      expect.stringMatching(/^ {2}organisation {2}Kettle Lane.* \(700000001\)$/),
      expect.stringMatching(/^ {2}user {10}Ada Kettle <ada@kettle-lane\.example\.com>$/),
      '  profile       Administrator',
      `  data centre   ${zoho.apiUrl}`,
      expect.stringMatching(/^ {2}scopes {8}ZohoCRM\.modules\.ALL, ZohoCRM\.settings\.ALL, /),
      `  stored as     ${ADA}`,
      '',
    ])
    expect(rows).toEqual([expect.objectContaining({ id: ADA, clientSecret: zoho.clientSecret })])
    expect((await stat(join(folder, '.zcrm/tokens.json'))).mode & 0o777).toBe(0o600)

    expect(await runCli(['generate'], folder, hostEnv(zoho))).toMatchObject({ code: 0, stderr: '' })
    expect(existsSync(join(folder, 'generated/leads.ts'))).toBe(true)
  })

  test('counts where an app keeps other tokens beside it', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const app = new FileStore(join(folder, '.zcrm/tokens.json'))
    await runCli(['login', zoho.grantToken], folder, clientEnv(zoho))
    const [mine] = await storedIn(folder)
    if (mine === undefined) throw new Error('nothing was stored')
    await app.save({ ...mine, id: 'another', user: null, fingerprint: 'another', refreshToken: 'another' })
    expect(await storedIn(folder)).toHaveLength(2)
    expect(await runCli(['generate'], folder, hostEnv(zoho))).toMatchObject({ code: 0, stderr: '' })
    // Nobody has said which one: then it is not guessed.
    await rm(join(folder, '.zcrm/logins.json'))
    const result = await runCli(['pull'], folder, hostEnv(zoho))
    expectFailure(result, 2, /^2 tokens are stored for /, /ZCRM_TOKEN_ID.* or run zcrm login\.$/)
  })

  test('can be piped, as - may say', async () => {
    const zoho = await emulator()
    const ways: readonly { readonly input: string; readonly args: readonly string[]; readonly env: Env }[] = [
      { input: `${zoho.createGrant()}\n`, args: [], env: {} },
      { input: ` ${zoho.createGrant()}\r\n`, args: ['-'], env: { ZCRM_GRANT_TOKEN: 'another one' } },
    ]
    await Promise.all(
      ways.map(async ({ input, args, env }) => {
        const folder = await scratchFolder()
        const result = await runPiped(input, ['login', ...args], folder, { ...clientEnv(zoho), ...env })
        expect(result).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(ADA) })
        expectNotPrinted(result, secretsOf(zoho, await storedIn(folder)))
      }),
    )
  })

  test('can stand in a variable; --json gives one value for machines', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const result = await runCli(['login', '--json'], folder, envOf(zoho))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(result.stdout)).toEqual({
      id: ADA,
      environment: zoho.apiUrl,
      user: {
        id: expect.stringMatching(/^\d+$/),
        name: 'Ada Kettle',
        email: 'ada@kettle-lane.example.com',
        profile: 'Administrator',
      },
      organization: { zgid: '700000001', name: 'Kettle Lane Cycles' },
      scopes: expect.arrayContaining(['ZohoCRM.modules.ALL']),
    })
    expectNotPrinted(result, secretsOf(zoho, await storedIn(folder)))
  })

  test('replaces the token that the same user has, and none of another user', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const signIn = (grant: string) => runCli(['login', grant], folder, clientEnv(zoho))
    await signIn(zoho.grantToken)
    const [first] = await storedIn(folder)
    const other = zoho.createGrant({ user: 'bruno@kettle-lane.example.com' })
    await Promise.all([signIn(zoho.createGrant()), signIn(other)])
    const rows = await storedIn(folder)
    expect(rows.map(({ id }) => id)).toEqual([ADA, 'bruno@kettle-lane.example.com:700000001'])
    expect(rows[0]?.refreshToken).not.toBe(first?.refreshToken)
  })

  test('without the scopes that tell who it is signs in all the same, and says what is not known', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const grant = zoho.createGrant({ scope: 'ZohoCRM.modules.ALL' })
    const { code, stdout, stderr } = await runCli(['login', grant], folder, clientEnv(zoho))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/organisation {2}not known: the token lacks the scope ZohoCRM\.org\.READ/)
    expect(stdout).toMatch(/user {10}not known: the token lacks the scope ZohoCRM\.users\.READ/)
    const [row] = await storedIn(folder)
    expect(stdout).toMatch(new RegExp(`scopes {8}ZohoCRM.modules.ALL\n {2}stored as {5}${row?.id}\n`))
  })
})

describe.skipIf(!isTerminalThere)('at a terminal', () => {
  test('asks for what is not configured, and shows no secret that is typed', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const person = sitBefore(['login'], folder, hostEnv(zoho))
    await person.sees('1. Open https://api-console.zoho.com and choose your Self Client')
    await person.sees('ZohoCRM.modules.ALL,ZohoCRM.settings.ALL')
    await person.sees('◆  Client id')
    person.types(keys.enter)
    await person.sees('Something has to be entered.')
    person.types(`${zoho.clientId}${keys.enter}`)
    await person.sees('◆  Client secret')
    person.types(`${zoho.clientSecret}${keys.enter}`)
    await person.sees('◆  Grant token')
    person.types(` ${zoho.grantToken} ${keys.enter}`)
    await person.sees(`stored as     ${ADA}`)
    const { code, screen } = await person.ending()
    expect(code).toBe(0)
    const rows = await storedIn(folder)
    expect(rows.map(({ clientId }) => clientId)).toEqual([zoho.clientId])
    expect(screen).toContain(zoho.clientId)
    expectNotPrinted({ code, stdout: screen, stderr: '' }, secretsOf(zoho, rows))
  })

  test('offers the data centres; Ctrl-C at any question ends with 130 and writes nothing', async () => {
    const folder = await scratchFolder()
    const [early, late] = [sitBefore(['login'], folder), sitBefore(['login'], folder)]
    await early.sees('◆  Where does the organisation live?')
    early.types(keys.ctrlC)
    await late.sees('● US.PRODUCTION')
    for (const want of ['US.SANDBOX', 'US.DEVELOPER', 'EU.PRODUCTION']) {
      late.types(keys.down)
      await late.sees(`● ${want}`)
    }
    late.types(keys.enter)
    await late.sees('1. Open https://api-console.zoho.eu and choose')
    await late.sees('◆  Client id, as https://api-console.zoho.eu shows it')
    late.types(`1000.ID${keys.enter}`)
    await late.sees('◆  Client secret')
    late.types(`half-typed${keys.ctrlC}`)
    for (const { code, screen } of await Promise.all([early.ending(), late.ending()])) {
      expect(code).toBe(130)
      expect(screen).not.toContain('half-typed')
      expect(screen).not.toContain('should not happen')
    }
    expect(await readdir(folder)).toEqual(['package.json'])
  })
})

describe('a sign-in that fails stores nothing', () => {
  async function expectNothingStored(folder: string): Promise<void> {
    expect(await storedIn(folder)).toEqual([])
  }

  test('a grant token that is none or has expired, a wrong client secret: exit 3', async () => {
    const zoho = await emulator()
    const failures: readonly { grant: string; env?: Env; wrong: RegExp; remedy: RegExp }[] = [
      { grant: '1000.nonsense', wrong: /invalid_code/, remedy: /make a new one/ },
      { grant: zoho.createGrant({ ttl: -1 }), wrong: /invalid_code/, remedy: /has expired/ },
      {
        grant: zoho.createGrant(),
        env: { ZCRM_CLIENT_SECRET: 'wrong-secret' },
        wrong: /invalid_client_secret/,
        remedy: /Check the client secret/,
      },
    ]
    await Promise.all(
      failures.map(async ({ grant, env, wrong, remedy }) => {
        const folder = await scratchFolder()
        const result = await runCli(['login', grant], folder, { ...clientEnv(zoho), ...env })
        expectFailure(result, 3, wrong, remedy)
        expectNotPrinted(result, [...secretsOf(zoho), grant, 'wrong-secret'])
        await expectNothingStored(folder)
      }),
    )
  })

  test('a grant token that was used before: exit 3, and --verbose and --json tell no secret', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    await token(zoho, { grant_type: 'authorization_code', code: zoho.grantToken })
    const args = ['login', zoho.grantToken, '--verbose', '--json']
    const result = await runCli(args, folder, clientEnv(zoho))
    expect(result).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/was used.*\nAuthenticationError: .*\n {4}at /),
    })
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'invalid_code' } })
    expectNotPrinted(result, secretsOf(zoho))
    await expectNothingStored(folder)
  })

  test('no grant token, or two ways to sign in, no environment, no client secret: exit 2, and nothing is sent', async () => {
    const zoho = await emulator()
    const env = clientEnv(zoho)
    const failures: readonly { args: string[]; env: Env; wrong: RegExp; remedy: RegExp }[] = [
      { args: [], env, wrong: /no grant token was given/, remedy: /api-console.*Self Client/ },
      { args: ['1000.x'], env: {}, wrong: /no environment/, remedy: /ZCRM_ENVIRONMENT/ },
      {
        args: ['1000.x'],
        env: { ...env, ZCRM_CLIENT_SECRET: '' },
        wrong: /ZCRM_CLIENT_SECRET is missing/,
        remedy: /API console/,
      },
      {
        args: ['1000.x', '--browser', '--no-open', '--port', '0'],
        env,
        wrong: /^a grant token and --browser were given together$/,
        remedy: /^Leave one of them out/,
      },
      {
        args: ['-', '--browser', '--no-open', '--port', '0'],
        env,
        wrong: /^a grant token and --browser were given together$/,
        remedy: /^Leave one of them out/,
      },
    ]
    await Promise.all(
      failures.map(async ({ args, env, wrong, remedy }) => {
        const folder = await scratchFolder()
        expectFailure(await runCli(['login', ...args], folder, env), 2, wrong, remedy)
        await expectNothingStored(folder)
      }),
    )
    expect(zoho.calls()).toEqual([])
  })

  test('nobody answers: exit 4', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    await zoho.close()
    const result = await runCli(['login', zoho.grantToken], folder, clientEnv(zoho))
    expectFailure(result, 4, /no answer.*ECONNREFUSED/, /network/)
    expectNotPrinted(result, secretsOf(zoho))
    await expectNothingStored(folder)
  })
})

describe('where tokens are kept', () => {
  /** The URL that ZCRM_TOKEN_STORE takes for a database. */
  async function urlOf(database: TestDatabase): Promise<string> {
    const options = await database.options()
    if ('sqlite' in options) return `sqlite:${String(options.sqlite)}`
    const settings = 'mysql' in options ? options.mysql : {}
    const { user, password, host, port, database: name } = settings as Record<string, string>
    return `mysql://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${name}`
  }

  test.each([sqlite, mariadb].filter(({ isThere }) => isThere))('a database: $name', async (database) => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const url = await urlOf(database)
    const result = await runCli(['login', zoho.grantToken], folder, {
      ...clientEnv(zoho),
      ZCRM_TOKEN_STORE: url,
    })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const store = openStore(url.startsWith('sqlite:') ? { sqlite: url.slice(7) } : { mysql: url })
    const rows = await store.list()
    expect(rows.map(({ id }) => id)).toEqual([ADA])
    expectNotPrinted(result, secretsOf(zoho, rows))
    expect(existsSync(join(folder, '.zcrm/tokens.json'))).toBe(false)
  })

  test('encrypted, where there are keys: generate needs them too, and says so', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const [key, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('hex')]
    const withKeys = (ZCRM_TOKEN_KEYS: string) => ({ ...hostEnv(zoho), ZCRM_TOKEN_KEYS })
    const result = await runCli(['login', zoho.grantToken], folder, { ...clientEnv(zoho), ...withKeys(key) })
    expect(result).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(ADA) })
    const file = await readFile(join(folder, '.zcrm/tokens.json'), 'utf8')
    for (const plain of [zoho.clientSecret, '"1000.'])
      expect(file.replace(zoho.clientId, '')).not.toContain(plain)

    const failures = [hostEnv(zoho), withKeys(other)].map((env) => runCli(['pull'], folder, env))
    for (const failure of await Promise.all(failures)) {
      expectFailure(failure, 2, /the token ".*" is encrypted/, /key/)
      expectNotPrinted(failure, [key, other])
    }
    expect(await runCli(['generate'], folder, withKeys(`${other},${key}`))).toMatchObject({
      code: 0,
      stderr: '',
    })
  })
})
