import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, Environment, FileStore, OAuthToken, type StoredToken } from '@zcrm/runtime'
import { EncryptedStore } from '@zcrm/runtime/stores'
import { describe, expect, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { refresh } from '../emulator/client.ts'
import { storedToken } from '../runtime/support.ts'
import { type Env, emulator, envOf, runCli } from '../support/cli.ts'
import { type Ask, askerOf, mariadb } from '../support/databases.ts'
import { expectFailure, expectNotPrinted } from '../support/failure.ts'
import { root, scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

const ADA = 'ada@kettle-lane.example.com:700000001'

function storeIn(folder: string): FileStore {
  return new FileStore(join(folder, '.zcrm/tokens.json'))
}

/** Signs in to an emulator, as an app would, with the store of a folder. */
async function signIn(zoho: Emulator, folder: string, grantToken = zoho.grantToken): Promise<StoredToken> {
  const { clientId, clientSecret } = zoho
  const token = OAuthToken.grant({ clientId, clientSecret, grantToken })
  const store = storeIn(folder)
  const { id } = await createClient({ environment: Environment.custom(zoho), token, store }).signIn()
  const row = id === null ? null : await store.find({ id })
  if (row === null) throw new Error('nothing is stored')
  return row
}

function secretsOf(rows: readonly StoredToken[]): readonly string[] {
  return rows.flatMap(({ clientSecret, refreshToken, accessToken }) => [
    clientSecret,
    refreshToken,
    accessToken,
  ])
}

/** Where an emulator is. */
function hostEnv(zoho: Emulator): Record<string, string> {
  const { ZCRM_ACCOUNTS_URL = '', ZCRM_API_URL = '', ZCRM_FILES_URL = '' } = envOf(zoho)
  return { ZCRM_ACCOUNTS_URL, ZCRM_API_URL, ZCRM_FILES_URL }
}

/** What an emulator answers to whoever still uses a token. */
async function answersTo(zoho: Emulator, { refreshToken, accessToken }: StoredToken): Promise<unknown> {
  const headers = { authorization: `Zoho-oauthtoken ${accessToken}` }
  const { status } = await fetch(`${zoho.apiUrl}/crm/v8/users`, { headers })
  return [status, (await refresh(zoho, refreshToken)).body.error ?? 'refreshed']
}

describe('zcrm token list', () => {
  test('says that nothing is stored, and how that is changed', async () => {
    const folder = await scratchFolder()
    expect(await runCli(['token'], folder)).toEqual({
      code: 0,
      stdout: 'no token is stored: zcrm login stores one\n',
      stderr: '',
    })
  })

  test('shows what is stored, and of secrets the end', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, folder)
    const ended = storedToken({
      id: 'bo',
      fingerprint: 'bo',
      accessToken: row.accessToken,
      clientSecret: 'short',
    })
    await storeIn(folder).save(ended)
    const keys = randomBytes(32).toString('base64')
    await new EncryptedStore(storeIn(folder), { keys }).save({
      ...row,
      id: 'cy',
      version: 1,
      fingerprint: 'cy',
    })
    const [shown, json] = await Promise.all([
      runCli(['token', 'list'], folder),
      runCli(['token', 'list', '--json'], folder),
    ])
    for (const result of [shown, json]) {
      expect(result).toMatchObject({ code: 0, stderr: '' })
      expectNotPrinted(result, [...secretsOf([row]), 'short'])
    }
    const end = (secret: string) => `…${secret.slice(-4)}`
    expect(shown.stdout.split('\n').slice(0, 10)).toEqual([
      ADA,
      `  environment   ${row.environment}`,
      '  user          ada@kettle-lane.example.com',
      '  organization  700000001',
      `  client id     ${zoho.clientId}`,
      `  client secret ${end(zoho.clientSecret)}`,
      `  refresh token ${end(row.refreshToken)}`,
      `  access token  ${end(row.accessToken)}, for 60 minutes more`,
      expect.stringMatching(/^ {2}scopes {8}ZohoCRM\.modules\.ALL /),
      'bo',
    ])
    expect(JSON.parse(json.stdout)).toMatchObject([
      { id: ADA, clientSecret: end(zoho.clientSecret) },
      { id: 'bo', user: null, clientSecret: '…', accessToken: `${end(row.accessToken)}, ended` },
      // No key is needed to see that it is there.
      { id: 'cy', user: row.user, clientSecret: 'encrypted', refreshToken: 'encrypted' },
    ])
  })
})

const HEADER =
  'id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,redirect_url,api_domain'

/** Tokens as the file of the official SDK has them: those of an emulator, and what cannot be taken over. */
function officialLines(zoho: Emulator, row: StoredToken, grantToken: string): readonly string[] {
  const { clientId, clientSecret, refreshToken, accessToken, expiresAt } = row
  return [
    HEADER,
    [
      1,
      ADA,
      clientId,
      clientSecret,
      refreshToken,
      accessToken,
      grantToken,
      expiresAt,
      '',
      zoho.apiUrl,
    ].join(),
    '2,bo@example.com:77,1000.B,secret-of-bo,1000.refresh-of-bo,,,,https://b.example/?a=1,2,https://www.zohoapis.in',
    '3,,,,,1000.access-alone,,1700000000000,,https://www.zohoapis.eu',
  ]
}

describe('zcrm token import of a file', () => {
  test('takes over what can be taken over, once; the app then needs its grant no more', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, await scratchFolder())
    const lines = officialLines(zoho, row, zoho.grantToken)
    await writeFile(join(folder, 'sdk_tokens.txt'), lines.join('\n'))

    const result = await runCli(['token', 'import', 'sdk_tokens.txt'], folder, hostEnv(zoho))
    expect(result).toEqual({
      code: 0,
      stderr: '',
      stdout: `  1 is stored as ${ADA}
  2 is stored as bo@example.com:77
  3 was not imported: it has no refresh token, so that it ends within the hour
2 tokens imported of 3
`,
    })
    const stored = await storeIn(folder).list()
    expect(stored.map(({ id, environment }) => [id, environment])).toEqual([
      [ADA, row.environment],
      ['bo@example.com:77', 'IN.PRODUCTION'],
    ])
    const again = await runCli(['token', 'import', 'sdk_tokens.txt', '--json'], folder, hostEnv(zoho))
    expect(JSON.parse(again.stdout)).toMatchObject([
      { from: '1', id: null, skipped: `it is there already, as ${ADA}` },
      { from: '2', id: null },
      { from: '3', id: null },
    ])
    expect(await storeIn(folder).list()).toEqual(stored)

    const before = zoho.calls().length
    expect(await signIn(zoho, folder)).toMatchObject({ id: ADA, refreshToken: row.refreshToken })
    expect(
      zoho
        .calls()
        .slice(before)
        .flatMap(({ secrets }) => secrets),
    ).toEqual(['accessToken', 'accessToken'])
  })

  test('of which one line is broken takes nothing, and names the line', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, await scratchFolder())
    const lines = officialLines(zoho, row, '')
    await writeFile(join(folder, 'tokens.txt'), [...lines, '4,secret-in-a-broken-line'].join('\r\n'))
    const result = await runCli(['token', 'import', 'tokens.txt'], folder, hostEnv(zoho))
    expectFailure(result, 2, /tokens\.txt has 2 values in line 5, not 10/, /Correct the line/)
    expectNotPrinted(result, [...secretsOf([row]), 'secret-in-a-broken-line'])
    expect(await storeIn(folder).list()).toEqual([])
  })

  test('refuses what is no such file, and repeats no password: exit 2', async () => {
    const folder = await scratchFolder()
    const failures: readonly { args: string[]; wrong: RegExp; remedy: RegExp }[] = [
      { args: ['absent.txt'], wrong: /absent\.txt cannot be read: ENOENT/, remedy: /Name the token file/ },
      { args: ['package.json'], wrong: /package\.json is no token file/, remedy: /id,user_mail/ },
      { args: ['postgres://me:pass-word@localhost/db'], wrong: /imported from postgres:…/, remedy: /mysql:/ },
    ]
    await Promise.all(
      failures.map(async ({ args, wrong, remedy }) => {
        const result = await runCli(['token', 'import', ...args], folder)
        expectFailure(result, 2, wrong, remedy)
        expectNotPrinted(result, ['pass-word'])
      }),
    )
  })

  const officialSdk = join(root, 'test/official-sdk')
  // npm writes this file last: an installation that is under way is none yet.
  const isOfficialThere = existsSync(join(officialSdk, 'node_modules/.package-lock.json'))

  test.skipIf(!isOfficialThere)('takes over what the official SDK itself has written', async () => {
    const [zoho, folder] = [await emulator({ records: 250 }), await scratchFolder()]
    const args = [join(officialSdk, 'client.js'), 'organisation', JSON.stringify(zoho), `${folder}/`]
    await promisify(execFile)(process.execPath, args, { cwd: officialSdk })
    const result = await runCli(['token', 'import', 'tokens.txt'], folder, hostEnv(zoho))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toBe(`  1 is stored as ${ADA}\n1 token imported of 1\n`)
    const before = zoho.calls().length
    await signIn(zoho, folder)
    expect(
      zoho
        .calls()
        .slice(before)
        .flatMap(({ secrets }) => secrets),
    ).toEqual(['accessToken', 'accessToken'])
  })
})

describe.skipIf(!mariadb.isThere)('zcrm token import of a table', () => {
  /** As the documentation of the official SDK says it. */
  const TABLE =
    'create table oauthtoken (id varchar(10) NOT NULL, user_name varchar(255), client_id varchar(255), client_secret varchar(255), refresh_token varchar(255), access_token varchar(255), grant_token varchar(255), expiry_time varchar(20), redirect_url varchar(255), api_domain varchar(255), primary key (id))'

  interface Place {
    readonly ask: Ask
    /** The URL of the database, with another user and password where a test says so. */
    readonly url: (rest?: Readonly<Record<string, string>>) => string
  }

  async function makePlace(): Promise<Place> {
    const options = await mariadb.options()
    const settings = ('mysql' in options ? options.mysql : {}) as Readonly<Record<string, string>>
    const url = (rest: Readonly<Record<string, string>> = {}) => {
      const { user, password, host, port, database } = { ...settings, ...rest }
      return `mysql://${user}:${encodeURIComponent(password ?? '')}@${host}:${port}/${database}`
    }
    return { ask: await askerOf(options), url }
  }

  test('takes over its tokens, and changes nothing in it', async () => {
    const [zoho, folder, { ask, url }] = [await emulator(), await scratchFolder(), await makePlace()]
    const { clientId, clientSecret, refreshToken } = await signIn(zoho, await scratchFolder())
    await ask(TABLE)
    await ask(`insert into oauthtoken values
      ('1', '${ADA}', '${clientId}', '${clientSecret}', '${refreshToken}', null, '${zoho.grantToken}', null, null, '${zoho.apiUrl}'),
      ('2', null, 'null', 'null', null, '1000.a', null, '1700000000000', null, null)`)
    const before = await ask('checksum table oauthtoken')
    const result = await runCli(['token', 'import', url()], folder, hostEnv(zoho))
    expect(result).toEqual({
      code: 0,
      stderr: '',
      stdout: `  1 is stored as ${ADA}
  2 was not imported: it has no refresh token, so that it ends within the hour
1 token imported of 2
`,
    })
    expect(await ask('checksum table oauthtoken')).toEqual(before)
    // It has no access token: what there is refreshed by, and not the grant, is sent.
    const count = zoho.calls().length
    expect((await signIn(zoho, folder)).refreshToken).toBe(refreshToken)
    expect(zoho.calls()[count]?.secrets).toEqual(['clientSecret', 'refreshToken'])
  })

  test('refuses what it cannot read, and repeats no password: exit 2', async () => {
    const { url } = await makePlace()
    const args = ['token', 'import', url({ user: 'nobody-here', password: 'pass/word' })]
    const result = await runCli(args, await scratchFolder())
    expectFailure(result, 2, /table oauthtoken of .*Access denied/, /Check host, user, password/)
    expectNotPrinted(result, ['pass/word', encodeURIComponent('pass/word')])
  })
})

describe('zcrm token revoke', () => {
  test('ends the token at Zoho, then here', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, folder)
    expect(await answersTo(zoho, row)).toEqual([200, 'refreshed'])
    const result = await runCli(['token', 'revoke', ADA], folder)
    expect(result).toEqual({ code: 0, stdout: `${ADA} was revoked at Zoho and removed\n`, stderr: '' })
    expect(await answersTo(zoho, row)).toEqual([401, 'invalid_code'])
    expect(await storeIn(folder).list()).toEqual([])
  })

  test('asks the host of the token, whatever environment is configured', async () => {
    const [zoho, other, folder] = [await emulator(), await emulator(), await scratchFolder()]
    const row = await signIn(zoho, folder)
    const mine = await signIn(other, folder, other.createGrant({ user: 'bruno@kettle-lane.example.com' }))
    const before = other.calls().length
    const env = { ...envOf(other), ZCRM_TOKEN_ID: mine.id }
    expect(await runCli(['token', 'revoke', ADA, '--json'], folder, env)).toEqual({
      code: 0,
      stdout: `${JSON.stringify({ revoked: ADA })}\n`,
      stderr: '',
    })
    expect(await answersTo(zoho, row)).toEqual([401, 'invalid_code'])
    expect(other.calls()).toHaveLength(before)
    expect((await storeIn(folder).list()).map(({ id }) => id)).toEqual([mine.id])
  })

  test('keeps the token where Zoho cannot be asked: exit 4', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, folder)
    await zoho.close()
    const result = await runCli(['token', 'revoke', ADA], folder)
    expectFailure(result, 4, /no answer.*ECONNREFUSED/, /network/)
    expectNotPrinted(result, secretsOf([row]))
    expect(await storeIn(folder).list()).toEqual([row])
  })
})

describe('zcrm token remove', () => {
  test('forgets the token; at Zoho it is still good', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const row = await signIn(zoho, folder)
    const calls = zoho.calls().length
    const result = await runCli(['token', 'remove', ADA], folder, hostEnv(zoho))
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toMatch(/was removed; at Zoho it is still good \(zcrm token revoke ends it there\)/)
    expect(zoho.calls()).toHaveLength(calls)
    expect(await storeIn(folder).list()).toEqual([])
    expect(await answersTo(zoho, row)).toEqual([200, 'refreshed'])
  })

  test('needs no keys for a token that is encrypted; to revoke it does, and keeps it without', async () => {
    const folder = await scratchFolder()
    const newKey = () => randomBytes(32).toString('base64')
    const row = storedToken({ id: ADA, environment: 'EU.PRODUCTION' })
    await new EncryptedStore(storeIn(folder), { keys: newKey() }).save(row)
    const envs: readonly Env[] = [{}, { ZCRM_TOKEN_KEYS: newKey() }]
    const refused = await Promise.all(envs.map((env) => runCli(['token', 'revoke', ADA], folder, env)))
    for (const result of refused) expectFailure(result, 2, /"ada@.*" is encrypted/, /key/)
    expect(await storeIn(folder).list()).toHaveLength(1)
    expect(await runCli(['token', 'remove', ADA], folder, envs[1])).toMatchObject({ code: 0, stderr: '' })
    expect(await storeIn(folder).list()).toEqual([])
  })

  test('of an unknown id names those that are there: exit 2', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const wrong = /no token with the id "nobody" is stored/
    await signIn(zoho, folder)
    const before = await readFile(join(folder, '.zcrm/tokens.json'), 'utf8')
    const actions = ['remove', 'revoke'].map((action) => runCli(['token', action, 'nobody'], folder))
    for (const result of await Promise.all(actions)) {
      expectFailure(result, 2, wrong, new RegExp(`^Stored are ${ADA}\\.$`))
    }
    expect(await readFile(join(folder, '.zcrm/tokens.json'), 'utf8')).toBe(before)
  })

  test('what cannot be done to a token is refused: exit 2', async () => {
    expectFailure(
      await runCli(['token', 'show'], await scratchFolder()),
      2,
      /^action is "show"$/,
      /^Use one of "list", "import"/,
    )
  })
})
