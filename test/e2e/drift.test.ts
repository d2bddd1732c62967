import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

interface Org {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

const LABEL = '"field_label":"Company"'

/** A project that was generated, whose organisation has changed since and whose cache is old. */
async function drifted(): Promise<Org> {
  const folder = await scratchFolder()
  const org = join(folder, 'org')
  await cp(join(root, 'emulator/orgs/demo'), org, { recursive: true })
  const before = await emulator({ org })
  expect(await runCli(['generate'], folder, envOf(before))).toMatchObject({ code: 0 })
  const fields = await readFile(join(org, 'fields_Leads.json'), 'utf8')
  expect(fields).toContain(LABEL)
  await writeFile(join(org, 'fields_Leads.json'), fields.replace(LABEL, '"field_label":"Firm"'))
  return { folder, env: envOf(await emulator({ org })) }
}

const leads = ({ folder }: Org): Promise<string> => readFile(join(folder, 'generated/leads.ts'), 'utf8')
const snapshot = ({ folder }: Org): Promise<string> => readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')

test('--frozen says no as often as it is asked, and writes nothing', async () => {
  const org = await drifted()
  const before = [await leads(org), await snapshot(org)]
  for (const _ of [1, 2]) {
    const { code, stdout } = await runCli(['generate', '--frozen'], org.folder, org.env)
    expect(code).toBe(1)
    expect(stdout).toContain('zcrm.snapshot.json differs from the organisation')
  }
  expect([await leads(org), await snapshot(org)]).toEqual(before)
})

test('--dry-run tells what would change, and leaves it to be done', async () => {
  const org = await drifted()
  const before = [await leads(org), await snapshot(org)]
  const dry = await runCli(['generate', '--dry-run'], org.folder, org.env)
  expect(dry.stdout).toContain('zcrm.snapshot.json would be changed')
  expect(dry.stdout).toContain('  leads.ts would be updated')
  expect([await leads(org), await snapshot(org)]).toEqual(before)
  const done = await runCli(['generate'], org.folder, org.env)
  expect(done.stdout).toContain('zcrm.snapshot.json was changed')
  expect(await leads(org)).toContain('/** Firm · text')
})

test('what was pulled is not put over a snapshot that somebody else has committed since', async () => {
  const org = await drifted()
  await runCli(['generate'], org.folder, org.env)
  const theirs = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
  await writeFile(join(org.folder, 'zcrm.snapshot.json'), theirs)
  expect(await runCli(['generate'], org.folder, org.env)).toMatchObject({ code: 0 })
  expect(await snapshot(org)).toBe(theirs)
  expect(await leads(org)).toContain('/** Company · text')
  // Whether it is what the organisation is, is another question.
  const frozen = await runCli(['generate', '--frozen'], org.folder, org.env)
  expect(frozen.code, frozen.stdout).toBe(1)
  expect(await snapshot(org)).toBe(theirs)
})

test('files of somebody else in the way: the snapshot is not written either, and the next run goes on', async () => {
  const folder = await scratchFolder()
  const env = envOf(await emulator())
  await mkdir(join(folder, 'generated'))
  await writeFile(join(folder, 'generated/leads.ts'), 'mine')
  expect(await runCli(['generate'], folder, env)).toMatchObject({ code: 2 })
  expect(existsSync(join(folder, 'zcrm.snapshot.json'))).toBe(false)
  const elsewhere = await runCli(['generate', '--out', 'sdk'], folder, env)
  expect(elsewhere.stdout).toContain('zcrm.snapshot.json was created')
})
