import { readdirSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeHostileOrg, writeVersionsOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'

const demo = join(root, 'emulator/orgs/demo')

const organisations: Readonly<Record<string, (folder: string) => void | Promise<void>>> = {
  'the demo organisation': (folder) => cp(demo, folder, { recursive: true }),
  'a hostile organisation': writeHostileOrg,
  'answers of several API versions': writeVersionsOrg,
}

describe.each(Object.entries(organisations))('a recording of %s', (_, write) => {
  test('is played as the organisation itself is', async () => {
    const folder = await scratchFolder()
    const org = join(folder, 'org')
    await mkdir(org)
    await write(org)
    const live = await emulator({ org })
    const recorded = await runCli(['pull', '--record', 'recording'], folder, envOf(live))
    expect(recorded).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(folder)).not.toContain('zcrm.snapshot.json')

    const played = await emulator({ org: join(folder, 'recording') })
    expect(await snapshotOf(played)).toBe(await snapshotOf(live))
  })
})

async function snapshotOf(zoho: Awaited<ReturnType<typeof emulator>>): Promise<string> {
  const folder = await scratchFolder()
  const env = { ...envOf(zoho), ZCRM_GRANT_TOKEN: zoho.createGrant() }
  expect(await runCli(['pull'], folder, env)).toMatchObject({ code: 0, stderr: '' })
  return readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')
}
