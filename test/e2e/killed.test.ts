import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { writeSyntheticOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'

const poll = { timeout: 20_000, interval: 2 }

test('a pull that is killed is taken up again where it stopped', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator({ latency: 20 })
  const fieldCalls = () => zoho.calls().filter((call) => call.path.includes('/settings/fields')).length

  const child = spawnCli(['generate'], folder, envOf(zoho))
  await vi.waitFor(() => expect(fieldCalls()).toBeGreaterThan(12), poll)
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(join(folder, 'zcrm.snapshot.json'))).toBe(false)
  const before = fieldCalls()
  const files = await readdir(join(folder, '.zcrm/resources'), { recursive: true })
  const kept = files.filter((file) => /[\\/]pull[\\/][^\\/]+\.json$/.test(file)).length

  const { code, stdout } = await runCli(['generate'], folder, envOf(zoho))
  expect(code).toBe(0)
  // Everything that was on the disk when the process died is used, and only the rest is asked for again.
  expect(kept).toBeGreaterThan(0)
  const told = Number(/(\d+) parts kept from a pull that was interrupted/.exec(stdout)?.[1])
  expect(told).toBeLessThanOrEqual(kept)
  // Files that are no parts: the list of modules, how many calls there were, and answers to the five calls under way.
  expect(told).toBeGreaterThanOrEqual(kept - 7)
  const described = (await readdir(join(root, 'emulator/orgs/demo'))).filter((file) =>
    file.startsWith('fields_'),
  ).length
  expect(fieldCalls() - before).toBeLessThan(described)
  expect(fieldCalls()).toBeGreaterThan(before)
  const committed = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
  expect(await readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')).toBe(committed)
})

test('Ctrl-C ends a pull with 130', async () => {
  const zoho = await emulator({ latency: 50 })
  const child = spawnCli(['pull'], await scratchFolder(), envOf(zoho))
  await vi.waitFor(() => expect(zoho.calls().length).toBeGreaterThan(2), poll)
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
})

test('a write that is killed leaves whole files, and the next run completes it', async () => {
  const folder = await scratchFolder()
  const org = join(folder, 'org')
  writeSyntheticOrg(org, { modules: 60, fields: 60 })
  const zoho = await emulator({ org })
  await runCli(['pull'], folder, envOf(zoho))
  await runCli(['generate', '--offline', '--out', 'whole'], folder)
  const whole = join(folder, 'whole')
  const out = join(folder, 'generated')

  for (const enough of [1, 25, 70]) {
    const child = spawnCli(['generate', '--offline'], folder)
    await vi.waitFor(async () => expect((await readdir(out)).length).toBeGreaterThanOrEqual(enough), poll)
    child.kill('SIGKILL')
    await once(child, 'close')
    for (const file of (await readdir(out)).filter((name) => !name.startsWith('.zcrm'))) {
      expect(await readFile(join(out, file), 'utf8'), file).toBe(await readFile(join(whole, file), 'utf8'))
    }
  }
  expect(await runCli(['generate', '--offline'], folder)).toMatchObject({ code: 0, stderr: '' })
  expect((await readdir(out)).sort()).toEqual((await readdir(whole)).sort())
})

test('a local Zoho ends cleanly on SIGINT and SIGTERM', async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = spawnCli(['emulate'], await scratchFolder())
    if (child.stdout === null) throw new Error('no pipe')
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const ready = JSON.parse(line.toString()) as Record<string, string>
    expect(Object.keys(ready)).toEqual([
      'accountsUrl',
      'apiUrl',
      'fileUploadUrl',
      'clientId',
      'clientSecret',
      'grantToken',
      'refreshToken',
      'zgid',
    ])
    child.kill(signal)
    expect(await once(child, 'close')).toEqual([0, null])
  }
})
