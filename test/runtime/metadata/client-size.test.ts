import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { type Bundle, bundle } from '../../../bench/lib/bundle.ts'
import { root } from '../../support/scratch.ts'

/** What an app loads at once, and what it loads when it is first used, as a bundler parts them. */
const bundled = (code: string): Promise<Bundle> =>
  bundle(build, { folder: root, code, conditions: ['@zcrm/source'] })

/** What is loaded when it is first needed, whatever has to be there for it. */
const lazy =
  /runtime\/(metadata\/|validation\/(?!validator)|records\/(check|closest|get|list|wide|search|deleted|write|query-run)\.|(read-users|organization)\.|http\/(node-fetch|attempts|outcome|retry|hooks|credits|error-of)\.|auth\/(session|flows|identity))/

test('who does not use the metadata of a running app does not load it', async () => {
  const { text, files } = (await bundled("export * from '@zcrm/runtime'")).atOnce
  expect(files).toContain('runtime/client.ts')
  expect(files).toContain('runtime/metadata-access.ts')
  expect(files.filter((file) => lazy.test(file))).toEqual([])
  const size = gzipSync(text).length
  process.stdout.write(`@zcrm/runtime at once: ${size} bytes (${text.length} minified)\n`)
  expect(size).toBeLessThanOrEqual(12_000)
})

test('an app that lists records loads nothing else at once, and no options', async () => {
  const { atOnce, later } = await bundled(`
    import { createClient, Environment, OAuthToken } from '@zcrm/runtime'
    import { Leads } from './generated/leads.js'
    export const list = (options) => new Leads(createClient(options)).list({ fields: ['id'] }).all()
  `)
  expect(atOnce.files).toContain('generated/leads.ts')
  expect(atOnce.files.filter((file) => lazy.test(file) || /picklists/.test(file))).toEqual([])
  expect([...later.keys()]).toEqual(
    expect.arrayContaining([
      'runtime/records/wide.ts',
      'runtime/http/node-fetch.ts',
      'generated/leads.picklists.ts',
    ]),
  )
})

test('an app that validates loads the same at once, and with the first validation what it needs to know', async () => {
  const app = (more: string) =>
    bundled(`
      import { Rentals } from './generated/rentals.js'
      export const rentals = Rentals
      ${more}
    `)
  const [{ atOnce, later }, without] = await Promise.all([
    app("export const validator = Rentals.validator('create')"),
    app(''),
  ])
  expect(atOnce.files).toEqual(without.atOnce.files)
  expect(atOnce.files).not.toContain('generated/rental-extras.ts')
  expect(atOnce.files.filter((file) => lazy.test(file) || /picklists/.test(file))).toEqual([])
  expect([...later.keys()]).toEqual(
    expect.arrayContaining([
      'runtime/validation/validate.ts',
      'generated/rentals.picklists.ts',
      'generated/rental-extras.ts',
    ]),
  )
  expect([...later.keys()].sort()).toEqual([...without.later.keys()].sort())
})
