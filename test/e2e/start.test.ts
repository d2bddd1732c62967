import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { root } from '../support/scratch.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

async function committed(): Promise<readonly string[]> {
  const generated = (await readdir(join(root, 'generated'))).map((name) => join('generated', name))
  return Promise.all(['zcrm.snapshot.json', ...generated].map((path) => readFile(join(root, path), 'utf8')))
}

test('npm start does the main job, and changes no file', async () => {
  const before = await committed()
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/start.js'], { cwd: root })
  expect(stdout.split('\n').map((line) => line.trim())).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^1\. a local Zoho is ready at http:\/\/127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^pulled \d+ modules from \d+ calls$/),
      'zcrm.snapshot.json is unchanged',
      expect.stringMatching(/^generated is up to date: no file changed/),
      expect.stringMatching(/^created lead \d+$/),
      'read it back: Doe of Acme Bicycles, from Cold Call',
      expect.stringMatching(/^paged through \d+ leads in [2-9] pages$/),
      "asked: select Last_Name, Annual_Revenue, Owner.name from Leads where Lead_Source = 'Cold Call' order by Annual_Revenue desc limit 3",
      expect.stringMatching(/^the largest: .+, .+, .+$/),
      'ada@acme.example: insert',
      'bo@acme.example: insert',
      'not an address: INVALID_DATA',
      'updated it: the source is Trade Show now',
      'deleted it: it is gone',
      'done',
    ]),
  )
  expect(await committed()).toEqual(before)
})
