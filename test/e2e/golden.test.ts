import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { shuffleOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  )
}

test('generated/ is what the committed snapshot gives', async () => {
  expect(await runCli(['check'], root)).toEqual({ code: 0, stdout: 'generated is up to date\n', stderr: '' })
})

test.each([1, 2, 3])(
  'the demo organisation gives generated/ to the byte: in another time zone, locale, folder and order of answers (%i)',
  async (seed) => {
    const folder = await scratchFolder()
    const org = join(folder, 'org')
    await shuffleOrg(join(root, 'emulator/orgs/demo'), org, seed)
    const zoho = await emulator({ org })
    const env = { ...envOf(zoho), TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
    expect(await runCli(['generate', '--out', 'deep/er/sdk'], folder, env)).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(await filesOf(join(folder, 'deep/er/sdk'))).toEqual(await filesOf(join(root, 'generated')))
    const snapshots = [join(folder, 'zcrm.snapshot.json'), join(root, 'zcrm.snapshot.json')]
    const [made, committed] = await Promise.all(snapshots.map((path) => readFile(path, 'utf8')))
    expect(made).toBe(committed)
  },
)

test('nothing changed: no file is touched', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator()
  await runCli(['generate'], folder, envOf(zoho))
  const before = await filesOf(join(folder, 'generated'))
  const second = await runCli(['generate', '--json'], folder, envOf(zoho))
  expect(JSON.parse(second.stdout)).toMatchObject({ created: [], updated: [], removed: [] })
  expect(await filesOf(join(folder, 'generated'))).toEqual(before)
})

test('generated/ is type-checked from the sources, with no dist present', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zcrm-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const withoutBuild = (path: string) => !/[/\\](dist|node_modules)$/.test(path)
  await cp(join(root, 'runtime'), join(folder, 'runtime'), { recursive: true, filter: withoutBuild })
  await cp(join(root, 'generated'), join(folder, 'generated'), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await mkdir(join(folder, 'node_modules/@zcrm'), { recursive: true })
  await symlink(join(folder, 'runtime'), join(folder, 'node_modules/@zcrm/runtime'))
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@zcrm') await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  expect(await typeCheck(join(folder, 'generated'))).toBe('')
})
