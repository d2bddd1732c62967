import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect, test, vi } from 'vitest'
import { writeSnapshot } from '../../generator/snapshot/write.ts'
import { field, module, option, organisation, picklist } from '../generator/metadata.ts'
import { type CliResult, emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { isTerminalThere, sitBefore } from '../support/terminal.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** A project of 300 modules; as many are not described, and have fields that nobody knows. */
async function large(): Promise<string> {
  const folder = await scratchFolder()
  const modules = Array.from({ length: 300 }, (_, index) => [
    module(`Module_${index}`, [
      picklist('Kind', [option('A'), option('B')]),
      field('Odd', { dataType: `odd_${index}` }),
    ]),
    module(`Hidden_${index}`, [], { notDescribed: 'nobody may' }),
  ])
  await writeFile(join(folder, 'zcrm.snapshot.json'), writeSnapshot(organisation(modules.flat())))
  return folder
}

/** Neither colours nor lines that replace others. */
function expectPlain({ stdout, stderr }: CliResult): void {
  for (const control of ['\u001b', '\r']) expect(stdout + stderr).not.toContain(control)
}

test('of 300 modules everything that is said fits on a screen, and --json has it all', async () => {
  const folder = await large()
  const dry = await runCli(['generate', '--offline', '--dry-run', '--stats'], folder)
  expect(dry.code).toBe(0)
  expect(dry.stdout.split('\n').length).toBeLessThan(48)
  expect(dry.stdout).toContain('and 295 more; --verbose or --json names them')
  expect(dry.stdout).toMatch(
    /not described: Hidden_0, .* and 292 more \(--verbose names them\), because nobody may/,
  )
  expect(await readdir(folder)).not.toContain('generated')

  const made = await runCli(['generate', '--offline'], folder)
  expect(made.stdout.split('\n').length).toBeLessThan(24)
  expect(made.stdout).toMatch(/602 files created, 0 updated, 0 removed, 0 unchanged \(\d+\.\d\d s\)\n$/)

  const json = JSON.parse(
    (await runCli(['generate', '--offline', '--json', '--stats', '--no-docs'], folder)).stdout,
  )
  expect(json).toMatchObject({ modules: 300, fields: 600, options: 600, created: [], removed: [] })
  expect(json.notDescribed).toHaveLength(300)
  expect(json.unknownTypes).toHaveLength(300)
  const { stats } = json
  let bytes = 0
  for (const name of (await readdir(join(folder, 'generated'))).filter((one) => !one.startsWith('.'))) {
    bytes += (await readFile(join(folder, 'generated', name))).length
  }
  expect(stats).toMatchObject({ bytes, files: 602 })
  const kinds = Object.values(stats.kinds as Record<string, { bytes: number; files: number }>)
  expect(kinds.reduce((sum, kind) => sum + kind.bytes, 0)).toBe(bytes)
  expect(kinds.map((kind) => kind.files)).toEqual([300, 300, 2])
  expect(stats.modules).toHaveLength(300)
  expect(stats.picklists[0]).toEqual({ module: 'Module_0', picklist: 'Kind', options: 2 })
  expect(stats.moduleKilobytesPer1000Fields).toBeCloseTo(stats.kinds.modules.bytes / 600, 1)
})

test('a pull that changes the snapshot says what, as zcrm diff would: a rename is one', async () => {
  const folder = await scratchFolder()
  const zoho = await emulator()
  expect((await runCli(['generate'], folder, envOf(zoho))).stdout).toContain(
    'zcrm.snapshot.json was created\n',
  )
  zoho.addOption('Leads', 'Lead_Source', 'Pigeon Post')
  zoho.renameOption('Leads', 'Lead_Source', 'Cold Call', 'Warm Call')
  const frozen = await runCli(['pull', '--max-age', '0', '--snapshot', 'other.json'], folder, envOf(zoho))
  expect(frozen.stdout).toContain('other.json was created\n')
  const refused = await runCli(['generate', '--frozen'], folder, envOf(zoho))
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('the organisation: 1 breaking, 0 to review, 1 safe; zcrm diff says why\n')
  const pulled = await runCli(['pull'], folder, envOf(zoho))
  expect(pulled.stdout).toMatch(
    /was changed: 1 breaking, 0 to review, 1 safe\n {2}option \d+ of Leads\.Lead_Source: "Cold Call" is "Warm Call" now \(breaking\)\n {2}option \d+ of Leads\.Lead_Source: "Pigeon Post" is new \(safe\)\n/,
  )
  expectPlain(pulled)
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  const diff = JSON.parse((await runCli(['diff', '--json'], folder, envOf(zoho))).stdout)
  const { changes } = JSON.parse((await runCli(['pull', '--json'], folder, envOf(zoho))).stdout)
  expect(changes).toHaveLength(2)
  expect(changes).toEqual(diff.changes)
})

test.runIf(isTerminalThere)(
  'a terminal of 40 columns: nothing is broken in a word, and progress stays on a line',
  async () => {
    const folder = await scratchFolder()
    const zoho = await emulator()
    const env = { ...envOf(zoho), NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined }
    const { code, screen } = await sitBefore(['generate', '--stats'], folder, env, 40).ending()
    expect(code).toBe(0)
    const frames = screen.split('\r\u001b[K')
    expect(frames).toContainEqual(expect.stringMatching(/^pulling \d+\/\d+ \w+/))
    expect(frames).toContainEqual(expect.stringMatching(/^writing \d+\/63 [\w-]+/))
    expect(screen).toContain('\u001b[32m')
    const lines = screen.split(/\r\n|\r/).map(stripVTControlCharacters)
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(40)
    expect(lines.join('\n')).toMatch(/^ {2}not described: Analytics, Consents,\n {4}Documents, /m)
    expect(lines.join('\n')).toMatch(/^ {2}Leads +\d+\.\d KB +\d+ fields$/m)
  },
)

test('without a terminal there are neither colours nor progress, unless they are demanded', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  const plain = await runCli(['generate', '--offline'], folder, { NO_COLOR: undefined })
  expectPlain(plain)
  const forced = await runCli(['generate', '--offline'], folder, { NO_COLOR: undefined, FORCE_COLOR: '1' })
  expect(forced.stdout).toContain('\u001b[32mgenerated is up to date')
  expect(forced.stdout.endsWith('\u001b[39m\n')).toBe(true)
})

test('patterns that the organisation has nothing for are told', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), await readFile(join(root, 'zcrm.snapshot.json')))
  const args = ['--offline', '--modules', 'Leads,Contatcs', '--fields', '*,!Leads.Emial']
  const { code, stdout } = await runCli(['generate', ...args], folder)
  expect(code).toBe(0)
  expect(stdout).toContain('  the organisation has no such modules: "Contatcs" (did you mean Contacts?)\n')
  expect(stdout).toContain(
    '  the organisation has no such fields: "!Leads.Emial" (did you mean Leads.Email?)\n',
  )
  const json = JSON.parse((await runCli(['generate', '--json', ...args], folder)).stdout)
  expect(json.unmatched).toHaveLength(2)
})
