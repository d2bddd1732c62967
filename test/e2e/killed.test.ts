import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isFresh } from '../../generator/index.ts'
import { PART_KINDS } from '../../runtime/metadata/parts.ts'
import { writeSyntheticOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli, spawnCli } from '../support/cli.ts'
import { project, VIEW } from '../support/customised.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { until } from '../support/until.ts'

interface KeptPart {
  readonly kind: string
  readonly module: string
}

/** The parts of modules that a pull under way has kept, such as the fields of the leads. */
async function partsOnDisk(resources: string): Promise<KeptPart[]> {
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

function fieldsIn(parts: readonly KeptPart[]): readonly KeptPart[] {
  return parts.filter(({ kind }) => kind === 'fields')
}

/** How many calls a pull makes at a time. */
const CONCURRENCY = 5

test('a pull that is killed is taken up again where it stopped', async () => {
  const folder = await scratchFolder()
  const resources = join(folder, '.zcrm/resources')
  const answered = 13
  // The answers to the calls after those stay away, and the pull stands still.
  const zoho = await emulator({
    latency: 20,
    faults: [{ path: '/settings/fields', skip: answered, times: 0, delay: 600_000 }],
  })
  const callsForFields = () => zoho.calls().filter(({ endpoint }) => endpoint === '/settings/fields')

  const child = spawnCli(['generate'], folder, envOf(zoho))
  await until(
    async () =>
      callsForFields().length === answered + CONCURRENCY &&
      fieldsIn(await partsOnDisk(resources)).length === answered,
  )
  child.kill('SIGKILL')
  await once(child, 'close')
  zoho.setFaults([])
  expect(existsSync(join(folder, 'zcrm.snapshot.json'))).toBe(false)
  const kept = await partsOnDisk(resources)

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
  const askedAgain = callsForFields()
    .slice(answered + CONCURRENCY)
    .map(({ query }) => query['module'])
  expect(askedAgain).not.toEqual([])
  expect(fieldsIn(kept).filter(({ module }) => askedAgain.includes(module))).toEqual([])
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

/** A configuration whose process is killed as it is about to put the manifest in its place. */
const KILLED = `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const { renameSync } = fs
fs.renameSync = (from, to) => {
  if (to.endsWith('manifest.json')) process.kill(process.pid, 'SIGKILL')
  renameSync(from, to)
}
syncBuiltinESMExports()
`

test('what a killed write left is ours, also where nothing in it says so', async () => {
  const own = await project({ 'page.hbs': 'First {{markdown label}}\n' })
  await copyFile(join(root, 'zcrm.snapshot.json'), join(own.folder, 'zcrm.snapshot.json'))
  const config = (...modules: string[]) => ({
    modules,
    templates: 'templates',
    outputs: [{ template: 'page.hbs', path: 'docs/{module}.md', per: 'module' as const }],
  })
  const page = (text: string) =>
    writeFile(join(own.folder, 'templates/page.hbs'), `${VIEW}${text} {{markdown label}}\n`)
  await own.generate(config('Leads', 'Accounts'))

  await page('Second')
  const second = JSON.stringify(config('Leads', 'Contacts', 'Deals'))
  await writeFile(join(own.folder, 'zcrm.config.mjs'), `${KILLED}export default ${second}\n`)
  const child = spawnCli(['generate', '--offline'], own.folder)
  expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
  expect(await readFile(join(own.out, 'docs/contacts.md'), 'utf8')).toBe('Second Contacts\n')

  await page('Third')
  const { code, stdout, stderr } = await runCli(['check'], own.folder)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  for (const name of ['leads', 'contacts', 'deals'])
    expect(stdout).toContain(`docs/${name}.md would be updated`)
  await own.generate(config('Leads', 'Contacts'))
  expect((await readdir(join(own.out, 'docs'))).sort()).toEqual(['contacts.md', 'leads.md'])
  expect(await readFile(join(own.out, 'docs/leads.md'), 'utf8')).toBe('Third Leads\n')
  const dotted = async () => (await readdir(own.out)).filter((name) => name.startsWith('.'))
  expect(await dotted()).toEqual([])

  // As a run leaves it that is killed when all is done but this.
  await writeFile(join(own.out, '.zcrm-journal.json'), '{}')
  expect(isFresh((await own.generate(config('Leads', 'Contacts'))).plan)).toBe(true)
  expect(await dotted()).toEqual([])
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
