import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../emulator/index.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('.', import.meta.url))

beforeAll(async () => {
  if (!existsSync(join(here, 'node_modules'))) await run('npm', ['ci'], { cwd: here })
}, 300_000)

test('the official SDK works on the emulator, unmodified', { timeout: 60_000 }, async () => {
  const emulator = await startEmulator({ records: 250 })
  onTestFinished(() => emulator.close())
  // The SDK joins paths without a separator in places: its folder ends with one.
  const folder = `${await mkdtemp(join(tmpdir(), 'zcrm-official-'))}/`
  onTestFinished(() => rm(folder, { recursive: true, force: true }))

  const { stdout } = await run(process.execPath, ['client.js', JSON.stringify(emulator), folder], {
    cwd: here,
  })
  const got = JSON.parse(stdout)

  expect(got.user).toEqual({ id: expect.stringMatching(/^\d+$/), email: expect.stringContaining('@') })
  expect(got.org).toEqual({ zgid: emulator.zgid, name: expect.any(String) })
  expect(got.modules).toEqual(expect.arrayContaining(['Leads', 'Contacts', 'Accounts']))
  expect(got.fields).toEqual(expect.arrayContaining(['Last_Name', 'Lead_Source', 'Owner']))
  expect([got.firstPage.records.length, got.firstPage.more]).toEqual([200, true])
  expect([got.secondPage.records.length, got.secondPage.more]).toEqual([50, false])
  const all = [...got.firstPage.records, ...got.secondPage.records]
  expect(new Set(all.map((record) => record.id)).size).toBe(250)
  expect(new Set(all.map((record) => record.owner))).toEqual(new Set(['MinifiedUser']))
  expect(all.some((record) => record.source !== null)).toBe(true)
  expect(got.created).toEqual({ code: 'SUCCESS', id: expect.stringMatching(/^\d{18,19}$/) })
  expect(got.read).toMatchObject({ id: got.created.id, lastName: 'Judge' })

  const statuses = emulator.calls().map((call) => call.status)
  expect(statuses.filter((status) => status >= 400)).toEqual([])
})
