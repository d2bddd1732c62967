import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { type CliResult, emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** An expected failure: its exit code, what is wrong and what to do, in two lines, and no secret among them. */
function expectFailure(
  result: CliResult,
  code: number,
  wrong: RegExp,
  remedy: RegExp,
  zoho?: Emulator,
): void {
  expect(result.code, result.stderr).toBe(code)
  const lines = result.stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(wrong)
  expect(lines[1]).toMatch(remedy)
  for (const secret of zoho === undefined ? [] : [zoho.clientSecret, zoho.grantToken, zoho.refreshToken]) {
    expect(result.stdout + result.stderr).not.toContain(secret)
  }
}

/** Nothing half-written: neither a snapshot nor an output folder. */
async function expectNothingWritten(folder: string): Promise<void> {
  const entries = await readdir(folder)
  expect(entries.filter((entry) => !['.zcrm', 'package.json', 'zcrm.config.json'].includes(entry))).toEqual(
    [],
  )
}

describe('usage and configuration: exit 2', () => {
  test.each([
    [['genarate'], /no such command\. Did you mean generate/, /--help/],
    [['generate', '--uot', 'x'], /there is no flag --uot here/, /Did you mean --out\?/],
    [['check', 'generated'], /^unknown argument: generated$/, /--help/],
    [['token', 'frob'], /action is "frob"$/, /^Use one of "list", "import"/],
    [[], /no command/, /--help/],
    [['pull', '--max-age', 'soon'], /--max-age/, /number/],
    [['generate', '--wire-value', 'reference'], /wire-value/i, /.+/],
    [['generate', '--config', 'absent.config.ts'], /absent\.config\.ts/, /--config/],
    [['emulate', '--org', 'absent'], /absent/, /--org/],
    [['emulate', '--faults', 'nonsense'], /nonsense|faults/i, /--faults/],
    [['generate', '--dry-run=maybe'], /--dry-run is "maybe"/, /--no-dry-run/],
    [['generate', '--no-frozen=perhaps'], /--frozen is "perhaps"/, /--frozen/],
    [['--json', 'genarate'], /Did you mean generate/, /--help/],
  ])('%j', async (args, wrong, remedy) => {
    expectFailure(await runCli(args, await scratchFolder()), 2, wrong, remedy)
  })

  test('no configuration, no snapshot, nothing signed in', async () => {
    const folder = await scratchFolder()
    expectFailure(
      await runCli(['generate'], folder),
      2,
      /no .*zcrm\.snapshot\.json to generate from/,
      /zcrm pull/,
    )
    expectFailure(
      await runCli(['check'], folder),
      2,
      /no .*zcrm\.snapshot\.json to generate from/,
      /zcrm pull/,
    )
    expectFailure(await runCli(['pull'], folder), 2, /no environment/, /ZCRM_ENVIRONMENT/)
    await expectNothingWritten(folder)
  })

  test('a package.json that is none', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'package.json'), '{ "name": "x",')
    expectFailure(await runCli(['pull'], folder), 2, /cannot be read/, /--config/)
  })

  test('a file in the place of the resource folder', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'taken'), '')
    const env = { ...envOf(await emulator()), ZCRM_RESOURCE_PATH: 'taken' }
    expectFailure(await runCli(['pull'], folder, env), 2, /taken/, /permissions|ZCRM_RESOURCE_PATH/)
  })

  test('flags may stand before the command, and a failure is a value for machines too', async () => {
    const folder = await scratchFolder()
    const { code, stdout, stderr } = await runCli(['--json', 'check'], folder)
    expect(code).toBe(2)
    expect(stderr).toContain('to generate from')
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CONFIGURATION' } })
  })

  test('a flag that names the environment is stronger than hosts in variables', async () => {
    const zoho = await emulator()
    const env = { ZCRM_ACCOUNTS_URL: zoho.accountsUrl, ZCRM_API_URL: zoho.apiUrl }
    const result = await runCli(['pull', '--environment', 'EU.SANDBOX'], await scratchFolder(), env)
    expectFailure(result, 3, /not signed in to EU\.SANDBOX/, /ZCRM_GRANT_TOKEN/)
    expect(zoho.calls()).toEqual([])
  })

  test('an option that does not exist, in the file', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.config.json'), '{ "enviroment": "EU.PRODUCTION" }')
    expectFailure(
      await runCli(['pull'], folder),
      2,
      /zcrm\.config\.json.*enviroment/,
      /Did you mean environment/,
    )
  })

  test('an environment that no data centre has', async () => {
    const folder = await scratchFolder()
    const env = { ZCRM_ENVIRONMENT: 'MARS.PRODUCTION', ZCRM_ACCESS_TOKEN: 'x' }
    expectFailure(await runCli(['pull'], folder, env), 2, /MARS\.PRODUCTION/, /US, EU/)
  })

  test('files that are not ours in the output folder: they stay, and nothing is written', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    await mkdir(join(folder, 'generated'))
    await writeFile(join(folder, 'generated/leads.ts'), 'export const mine = 1\n')
    await writeFile(join(folder, 'generated/notes-of-my-own.ts'), 'export const mine = 2\n')
    const result = await runCli(['generate'], folder, envOf(zoho))
    expectFailure(result, 2, /leads\.ts exists and was not generated by zcrm/, /--out/, zoho)
    expect((await readdir(join(folder, 'generated'))).sort()).toEqual(['leads.ts', 'notes-of-my-own.ts'])
    expect(await readFile(join(folder, 'generated/leads.ts'), 'utf8')).toBe('export const mine = 1\n')
  })

  test('a file in the place of the output folder', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    await writeFile(join(folder, 'generated'), 'mine')
    expectFailure(await runCli(['generate'], folder, envOf(zoho)), 2, /generated/, /--out/, zoho)
    expect(await readFile(join(folder, 'generated'), 'utf8')).toBe('mine')
  })

  test('a snapshot that was edited, or is none', async () => {
    const folder = await scratchFolder()
    const path = join(folder, 'zcrm.snapshot.json')
    await runCli(['pull'], folder, envOf(await emulator()))
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('Cold Call', 'Warm Call'))
    expectFailure(await runCli(['generate', '--offline'], folder), 2, /own hash/, /zcrm pull/)
    await writeFile(path, text.slice(0, text.length / 2))
    expectFailure(await runCli(['generate', '--offline'], folder), 2, /not a snapshot/, /zcrm pull/)
    await writeFile(path, text.replace('"version": 2', '"version": 99'))
    expectFailure(await runCli(['generate', '--offline'], folder), 2, /format 99/, /Install/)
    expect(existsSync(join(folder, 'generated'))).toBe(false)
  })
})

describe('not signed in, or refused: exit 3', () => {
  test.each<[string, (zoho: Emulator) => Record<string, string>, RegExp, RegExp]>([
    [
      'a wrong client id',
      () => ({ ZCRM_CLIENT_ID: '1000.WRONG' }),
      /invalid_client/,
      /client id.*data centre/,
    ],
    [
      'a wrong client secret',
      () => ({ ZCRM_CLIENT_SECRET: 'wrong' }),
      /invalid_client_secret/,
      /client secret/,
    ],
    [
      'an expired grant token',
      (zoho) => ({ ZCRM_GRANT_TOKEN: zoho.createGrant({ ttl: -1 }) }),
      /invalid_code/,
      /expired/,
    ],
    [
      'a grant token that is none',
      () => ({ ZCRM_GRANT_TOKEN: '1000.nonsense' }),
      /invalid_code/,
      /make a new one/,
    ],
    [
      'a grant token without the scope',
      (zoho) => ({ ZCRM_GRANT_TOKEN: zoho.createGrant({ scope: 'ZohoCRM.org.READ' }) }),
      /OAUTH_SCOPE_MISMATCH/,
      /scope/,
    ],
  ])('%s', async (_, change, wrong, remedy) => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    const result = await runCli(['generate'], folder, { ...envOf(zoho), ...change(zoho) })
    expectFailure(result, 3, wrong, remedy, zoho)
    await expectNothingWritten(folder)
  })

  test('a grant token that another project has used', async () => {
    const zoho = await emulator()
    await runCli(['pull'], await scratchFolder(), envOf(zoho))
    const folder = await scratchFolder()
    expectFailure(await runCli(['pull'], folder, envOf(zoho)), 3, /invalid_code/, /was used/, zoho)
  })

  test('a wrong data centre', async () => {
    const folder = await scratchFolder()
    const [right, wrong] = [await emulator(), await emulator()]
    const env = { ...envOf(right), ZCRM_ACCOUNTS_URL: wrong.accountsUrl, ZCRM_API_URL: wrong.apiUrl }
    expectFailure(await runCli(['generate'], folder, env), 3, /invalid_client/, /data centre/, right)
    await expectNothingWritten(folder)
  })

  test('a pull is demanded, and there is nothing to sign in with', async () => {
    const env = { ZCRM_ENVIRONMENT: 'EU.PRODUCTION' }
    const result = await runCli(['generate', '--no-offline'], await scratchFolder(), env)
    expectFailure(result, 3, /not signed in to EU\.PRODUCTION/, /ZCRM_GRANT_TOKEN/)
  })

  test('an environment, and nothing to sign in with', async () => {
    const result = await runCli(['pull'], await scratchFolder(), { ZCRM_ENVIRONMENT: 'EU.PRODUCTION' })
    expectFailure(result, 3, /not signed in to EU\.PRODUCTION/, /ZCRM_GRANT_TOKEN/)
  })
})

describe('the API or the network failed: exit 4', () => {
  test('a server that is not there', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    await zoho.close()
    expectFailure(
      await runCli(['generate'], folder, envOf(zoho)),
      4,
      /no answer.*ECONNREFUSED/,
      /network/,
      zoho,
    )
    await expectNothingWritten(folder)
  })

  test('a server that is something else', async () => {
    const folder = await scratchFolder()
    const server = createServer((_, response) => response.end('<!doctype html><title>Welcome</title>'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const env = { ZCRM_ACCOUNTS_URL: origin, ZCRM_API_URL: origin, ZCRM_ACCESS_TOKEN: 'x' }
    expectFailure(await runCli(['generate'], folder, env), 4, /not Zoho's.*doctype/, /proxy|environment/)
  })

  test('a 500 in the middle of a pull: nothing is written, and the next pull goes on from there', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator({ faults: [{ path: '/settings/fields', skip: 12, times: 0, status: 500 }] })
    expectFailure(await runCli(['generate'], folder, envOf(zoho)), 4, /500 INTERNAL/, /again/, zoho)
    await expectNothingWritten(folder)
    zoho.reset()
    zoho.setFaults([])
    const { code, stdout } = await runCli(['generate'], folder, envOf(zoho))
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/kept from a pull that was interrupted/),
    })
    expect(zoho.calls().filter((call) => call.path.includes('/settings/modules'))).toHaveLength(0)
  })

  test('a 500 that passes is not even noticed', async () => {
    const folder = await scratchFolder()
    const zoho = await emulator({ faults: [{ path: '/settings/fields', skip: 5, times: 1, status: 500 }] })
    expect(await runCli(['generate'], folder, envOf(zoho))).toMatchObject({ code: 0, stderr: '' })
  })
})

test('whoever reads may stop reading', async () => {
  const folder = await scratchFolder()
  await runCli(['pull'], folder, envOf(await emulator()))
  const child = spawnCli(['check'], folder)
  child.stdout?.destroy()
  const stderr = child.stderr === null ? '' : await text(child.stderr)
  expect(stderr).toBe('')
})
