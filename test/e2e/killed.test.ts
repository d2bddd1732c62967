import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { PART_KINDS } from '../../runtime/metadata/parts.ts'
import { writeSyntheticOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { until } from '../support/until.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** The parts of modules that a pull under way has kept, such as the fields of the leads. */
async function partsOnDisk(resources: string): Promise<{ kind: string; module: string }[]> {
  const files = await readdir(resources, { recursive: true })
  const texts = files
    .filter((file) => /[\\/]pull[\\/][^\\/]+\.json$/.test(file))
    .map((file) => readFile(join(resources, file), 'utf8'))
  const names = (await Promise.all(texts)).map((text) => (JSON.parse(text) as { part: string }).part)
  return names.flatMap((name) => {
    const [kind = '', module] = name.split(' ')
    return module !== undefined && (PART_KINDS as readonly string[]).includes(kind) ? [{ kind, module }] : []
  })
}

/** How many calls a pull makes at a time. */
const CONCURRENCY = 5

test('a pull that is killed is taken up again where it stopped', async () => {
  const folder = await scratchFolder()
  const answered = 13
  // The answers to the calls after those stay away, and the pull stands still.
  const zoho = await emulator({
    latency: 20,
    faults: [{ path: '/settings/fields', skip: answered, times: 0, delay: 600_000 }],
  })
  const callsForFields = () => zoho.calls().filter(({ endpoint }) => endpoint === '/settings/fields')

  const child = spawnCli(['generate'], folder, envOf(zoho))
  const keptFields = async () =>
    (await partsOnDisk(join(folder, '.zcrm/resources'))).filter(({ kind }) => kind === 'fields')
  await until(
    async () =>
      callsForFields().length === answered + CONCURRENCY && (await keptFields()).length === answered,
  )
  child.kill('SIGKILL')
  await once(child, 'close')
  zoho.setFaults([])
  expect(existsSync(join(folder, 'zcrm.snapshot.json'))).toBe(false)
  const before = callsForFields().length
  const kept = await partsOnDisk(join(folder, '.zcrm/resources'))
  const keptModules = (await keptFields()).map(({ module }) => module)

  const { code, stdout } = await runCli(['generate'], folder, envOf(zoho))
  expect(code).toBe(0)
  const committed = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
  expect(await readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')).toBe(committed)
  // Everything that was on the disk when the process died is used, and only the rest is asked for again.
  // Views and related lists came along with the list of modules, but count only where Zoho describes the module.
  const { modules } = JSON.parse(committed) as { modules: { apiName: string; notDescribed?: string }[] }
  const isDescribed = (name: string) =>
    modules.some(({ apiName, notDescribed }) => apiName === name && notDescribed == null)
  const used = kept.filter(({ kind, module }) => kind === 'fields' || isDescribed(module))
  expect(Number(/(\d+) parts kept from a pull that was interrupted/.exec(stdout)?.[1])).toBe(used.length)
  expect(keptModules).toHaveLength(answered)
  const askedAgain = callsForFields()
    .slice(before)
    .map(({ query }) => query['module'] ?? '')
  expect(askedAgain).not.toEqual([])
  expect(askedAgain.filter((module) => keptModules.includes(module))).toEqual([])
})

test('Ctrl-C ends a pull with 130', async () => {
  const zoho = await emulator({ faults: [{ path: '/settings/fields', times: 0, delay: 600_000 }] })
  const child = spawnCli(['pull'], await scratchFolder(), envOf(zoho))
  await until(() => zoho.calls({ endpoint: '/settings/fields' }).length > 0)
  child.kill('SIGINT')
  expect(await once(child, 'close')).toEqual([130, null])
})

/** Kills a process once it has put so many files into the output folder; false where that came too late. */
async function killedWriting(folder: string, enough: number): Promise<boolean> {
  const out = join(folder, 'generated')
  const child = spawnCli(['generate', '--offline'], folder)
  let isOver = false
  const ended = once(child, 'close').finally(() => {
    isOver = true
  })
  const isThere = () => existsSync(out) && readdirSync(out).length >= enough
  while (!isOver && !isThere()) await new Promise((resolve) => setTimeout(resolve, 1))
  child.kill('SIGKILL')
  const [, signal] = await ended
  return signal === 'SIGKILL'
}

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
    // Where it was through before it was killed, it has to begin again.
    while (!(await killedWriting(folder, enough))) await rm(out, { recursive: true })
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
