import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

let snapshot = ''
beforeAll(async () => {
  snapshot = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
})

/** Generates from the snapshot of the demo organisation and type-checks all of it with an app. */
async function generated(args: readonly string[], app = ''): Promise<{ folder: string; errors: string }> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), snapshot)
  const result = await runCli(['generate', '--offline', ...args], folder)
  expect(result).toMatchObject({ code: 0, stderr: '' })
  await writeFile(join(folder, 'generated/app.ts'), `${app}\nexport {}\n`)
  return { folder, errors: await typeCheck(join(folder, 'generated'), { noUnusedLocals: false }) }
}

const CLIENT = "import type { Client } from '@zcrm/runtime'\ndeclare const client: Client\n"

describe('--required layout', () => {
  const IMPORTS = `${CLIENT}import { Rentals, type RentalsCreate, type RentalsCreateGroupTour } from './rentals.js'\n`

  test('what a layout demands is demanded by the type of its own', async () => {
    const app = `${IMPORTS}
const base = { Name: 'x', Starts: 'x', Rider: { id: '1' } }
const tour: RentalsCreateGroupTour = { ...base, Account: { id: '1' }, Ends: 'x', Drop_Off_City: 'x' }
const plain: RentalsCreate = tour
await new Rentals(client).create(tour)
// @ts-expect-error: the layout demands more.
const wrong: RentalsCreateGroupTour = base
// @ts-expect-error: what is demanded is not null.
const none: RentalsCreateGroupTour = { ...base, Account: null, Ends: 'x', Drop_Off_City: 'x' }
void [plain, wrong, none]`
    expect((await generated(['--required', 'layout'], app)).errors).toBe('')
  })

  test('reading promises no more than the organisation does', async () => {
    const app = `import type { RentalsRecord } from './rentals.js'
declare const rental: RentalsRecord
const account: null extends RentalsRecord['Account'] ? true : false = true
void [rental, account]`
    expect((await generated(['--required', 'layout'], app)).errors).toBe('')
  })
})

describe('--modules', () => {
  test('only what is selected is generated, and what was and is no longer goes', async () => {
    const { folder, errors } = await generated(['--modules', 'Leads,*_Items,!Invoiced_Items'])
    expect(errors).toBe('')
    const manifest = JSON.parse(await readFile(join(folder, 'generated/manifest.json'), 'utf8')) as {
      modules: Record<string, unknown>
    }
    expect(Object.keys(manifest.modules)).toEqual([
      'Leads',
      'Ordered_Items',
      'Purchase_Items',
      'Quoted_Items',
    ])
    const again = await runCli(['generate', '--offline', '--modules', 'Leads'], folder)
    expect(again.stdout).toMatch(/removed/)
    await expect(readFile(join(folder, 'generated/quoted-items.ts'))).rejects.toThrow(/ENOENT/)
  })
})

/** The same with a configuration's file, and files beside it. */
async function configured(
  config: string,
  app: string,
  files: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; errors: string; stdout: string }> {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), snapshot)
  await writeFile(join(folder, 'zcrm.config.ts'), config)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const { code, stdout, stderr } = await runCli(['generate', '--offline'], folder)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  await writeFile(join(folder, 'generated/app.ts'), `${app}\nexport {}\n`)
  const errors = await typeCheck(join(folder, 'generated'), { noUnusedLocals: true })
  return { folder, errors, stdout }
}

describe('names and types of a configuration', () => {
  test('classes have the names that are given, in files, index and manifest', async () => {
    const config = `import { defineConfig } from 'zcrm'
export default defineConfig({
  classNames: { Deals: 'Opportunity', 'Deals.Stage': 'Phase', 'GlobalPicklists.Season': 'TimeOfYear' },
})`
    const app = `${CLIENT}import { GlobalPicklists, Opportunity, type OpportunityRecord, OpportunityPicklists } from './index.js'
const deal: OpportunityRecord | null = await new Opportunity(client).get('1')
const stage: OpportunityPicklists.PhaseValue = OpportunityPicklists.Phase.Qualification
console.log(deal?.Stage, stage, GlobalPicklists.TimeOfYear.values)`
    const { folder, errors } = await configured(config, app)
    expect(errors).toBe('')
    const manifest = JSON.parse(await readFile(join(folder, 'generated/manifest.json'), 'utf8'))
    expect(manifest.modules.Deals).toMatchObject({
      class: 'Opportunity',
      file: 'deals.ts',
      create: 'OpportunityCreate',
    })
    expect(manifest.modules.Deals.picklists.Stage).toMatchObject({ class: 'Phase', type: 'PhaseValue' })
  })

  test('fields have the types that are given, from a module beside the configuration too', async () => {
    const config = `export default {
  fieldTypes: {
    'Leads.Description': { type: 'Note', create: 'string', from: './types/notes.js' },
    'Leads.City': "'Paris' | 'Lyon'",
    'Leads.Lead_Source': 'string',
    'Bicycles.Frame_Scan': '{ readonly url: string }[]',
  },
}`
    const app = `${CLIENT}import type { Note } from '../notes.js'
import type { BicyclesRecord } from './bicycles.js'
import { Leads, type LeadsCreate, type LeadsRecord } from './leads.js'
declare const lead: LeadsRecord, bicycle: BicyclesRecord
const note: Note | null = lead.Description
const url: string | undefined = bicycle.Frame_Scan?.[0]?.url
const create: LeadsCreate = { Last_Name: 'x', Company: 'x', Description: 'x', City: 'Lyon', Lead_Source: 'anything' }
// @ts-expect-error: it is none of the two.
const wrong: LeadsCreate = { ...create, City: 'London' }
// @ts-expect-error: what is read is no text.
const text: string | null = lead.Description
await new Leads(client).update('1', { Description: 'x', City: null })
console.log(note, url, wrong, text)`
    const { folder, errors, stdout } = await configured(config.replace('./types/', './'), app, {
      'notes.ts': 'export interface Note { readonly html: string }\n',
    })
    expect(errors).toBe('')
    expect(stdout).not.toContain('Frame_Scan')
    const leads = await readFile(join(folder, 'generated/leads.ts'), 'utf8')
    expect(leads).toContain("import('../notes.js').Note")
    // Values that the type allows must not be refused when they are written.
    expect(leads).not.toContain("['Lead_Source', own.LeadSource]")
    expect(await readFile(join(folder, 'generated/leads.picklists.ts'), 'utf8')).toContain(
      'class LeadSource ',
    )
  })

  test('fields that are left out are nowhere, and what is demanded of them is said', async () => {
    const config = `export default {
  fields: (field, module) => !(module.apiName === 'Leads' && ['Last_Name', 'Lead_Source'].includes(field.apiName)),
  modules: (module) => module.apiName !== 'Rental_Extras',
}`
    const app = `import type { LeadsCreate } from './leads.js'
const lead: LeadsCreate = { Company: 'x' }
// @ts-expect-error: it is left out.
console.log(lead.Lead_Source)`
    const { folder, errors, stdout } = await configured(config, app)
    expect(errors).toBe('')
    expect(stdout).toContain('left out though mandatory: Leads.Last_Name, so Zoho refuses')
    for (const file of ['leads.ts', 'leads.picklists.ts'])
      expect(await readFile(join(folder, 'generated', file), 'utf8')).not.toMatch(/Lead_?Source/)
    expect(await readFile(join(folder, 'generated/manifest.json'), 'utf8')).not.toContain('Rental_Extras')
  })

  test.each([
    [
      "{ classNames: { Dealz: 'X' } }",
      'classNames has "Dealz", and the organisation has no such module or picklist',
      'Did you mean Deals?',
    ],
    [
      "{ classNames: { Deals: 'leads' } }",
      'classNames["Deals"] in <file> is "leads"',
      'Use an identifier that begins with a capital letter.',
    ],
    [
      "{ fieldTypes: { 'Leads.City': 'string; evil: 1' } }",
      'fieldTypes["Leads.City"] in <file> is "string; evil: 1"',
      /^Use names, literals/,
    ],
    [
      '{ fields: () => {} }',
      'the function fields of the configuration gave undefined for Accounts.',
      'Let it return true or false.',
    ],
  ])('what cannot be is refused: %s', async (config, what, hint) => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.snapshot.json'), snapshot)
    await writeFile(join(folder, 'zcrm.config.mjs'), `export default ${config}`)
    const { code, stdout, stderr } = await runCli(['generate', '--offline'], folder)
    const [first, second, ...more] = stderr.split('\n')
    expect({ code, stdout, more }).toEqual({ code: 2, stdout: '', more: [''] })
    expect(first).toContain(what.replace('<file>', join(folder, 'zcrm.config.mjs')))
    expect(second).toMatch(hint)
  })
})

describe('banner and index', () => {
  test('a banner is lines of comment, whatever it holds', async () => {
    const banner = 'Licence: MIT */ evil()\n\n`${evil}` // @ts-check\r\nevil()\u2028evil()\u0000\n'
    const config = `export default { banner: ${JSON.stringify(banner)}, modules: ['Leads'] }`
    const { folder, errors } = await configured(config, '')
    expect(errors).toBe('')
    for (const file of ['leads.ts', 'leads.picklists.ts', 'index.ts']) {
      const [signature, ...lines] = (await readFile(join(folder, 'generated', file), 'utf8')).split('\n')
      expect(signature).toMatch(/^\/\/ Generated by zcrm/)
      expect(lines.slice(0, 5)).toEqual([
        '// Licence: MIT */ evil()',
        '//',
        '// `${evil}` // @ts-check',
        '// evil()',
        '// evil()',
      ])
    }
    expect((await runCli(['check'], folder)).code).toBe(0)
  })

  test('without an index there is none, and the old one goes', async () => {
    const folder = await scratchFolder()
    await writeFile(join(folder, 'zcrm.snapshot.json'), snapshot)
    const run = (...args: readonly string[]) =>
      runCli(['generate', '--offline', '--modules', 'Leads', ...args], folder)
    await run()
    expect((await run('--no-index')).stdout).toMatch(/1 removed/)
    await expect(readFile(join(folder, 'generated/index.ts'))).rejects.toThrow(/ENOENT/)
    const manifest = JSON.parse(await readFile(join(folder, 'generated/manifest.json'), 'utf8'))
    expect(Object.keys(manifest.files)).toEqual(['leads.ts', 'leads.picklists.ts', 'global-picklists.ts'])
    expect((await run('--no-index')).stdout).toMatch(/is up to date/)
    expect((await run()).stdout).toMatch(/1 file created/)
  })
})

test.each([
  ['--open-picklists', 'always'],
  ['--open-picklists', 'never'],
  ['--wire-value', 'actual'],
  ['--import-extension', '.ts'],
  ['--no-docs'],
])('%s %s compiles', async (...args) => {
  const { folder, errors } = await generated(args)
  expect(errors).toBe('')
  const leads = await readFile(join(folder, 'generated/leads.ts'), 'utf8')
  // Where everything may be written there is nothing to compare.
  expect(leads.includes('own.LeadSource')).toBe(!args.includes('always'))
  expect(leads.includes("own.LeadSource, 'actual'")).toBe(args.includes('actual'))
})

test('fields of data types that nobody knows are named', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'zcrm.snapshot.json'), snapshot)
  const { stdout } = await runCli(['generate', '--offline'], folder)
  expect(stdout).toContain(
    'unknown to TypeScript: Bicycles.Frame_Scan, because nobody knows the data type "hologram"',
  )
})

describe('zcrm pull', () => {
  const pull = (zoho: Emulator, folder: string, ...args: readonly string[]) =>
    runCli(['pull', ...args], folder, envOf(zoho))

  test('says before a large one how much it will cost, and how much it did', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const { code, stdout } = await pull(zoho, folder)
    expect(code).toBe(0)
    const calls = zoho.calls().filter(({ path }) => path.startsWith('/crm/')).length
    expect(stdout).toMatch(/^pulling \d+ modules: about \d+ calls, a credit each/)
    expect(stdout).toContain(`from ${calls} calls`)
  })

  test('--max-calls stops it, exit 1, and the next one goes on', async () => {
    const [zoho, folder] = [await emulator(), await scratchFolder()]
    const stopped = await pull(zoho, folder, '--max-calls', '20')
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toMatch(
      /^the 20 calls that were allowed are used up\n.*goes on where it stopped\.\n$/,
    )
    const whole = await pull(zoho, folder)
    expect(whole).toMatchObject({ code: 0, stderr: '' })
    expect(whole.stdout).toMatch(/\d+ parts kept from a pull that was interrupted/)
    const [other, elsewhere] = [await emulator(), await scratchFolder()]
    await pull(other, elsewhere)
    expect(await readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')).toBe(
      await readFile(join(elsewhere, 'zcrm.snapshot.json'), 'utf8'),
    )
  })

  test('--strict exits 4 where anything may not be seen, and keeps the snapshot', async () => {
    const scope =
      'ZohoCRM.settings.modules.READ,ZohoCRM.settings.fields.READ,ZohoCRM.users.READ,ZohoCRM.org.READ'
    const [zoho, folder] = [await emulator({ scope }), await scratchFolder()]
    const strict = await pull(zoho, folder, '--strict')
    expect(strict.code).toBe(4)
    expect(strict.stdout).toMatch(/not seen: .*layouts.*, because the API answers 401 OAUTH_SCOPE_MISMATCH/)
    expect(strict.stdout).toMatch(/was not written: --strict/)
    await expect(readFile(join(folder, 'zcrm.snapshot.json'))).rejects.toThrow(/ENOENT/)
    expect(await pull(zoho, folder)).toMatchObject({ code: 0 })
    expect(await readFile(join(folder, 'zcrm.snapshot.json'), 'utf8')).toContain('OAUTH_SCOPE_MISMATCH')
  })

  test('a token of another profile is told: what is missing may only be hidden', async () => {
    const hidden = { Standard: { fields: { Leads: ['Email'] } } }
    const [zoho, folder] = [await emulator({ hidden }), await scratchFolder()]
    await pull(zoho, folder)
    const user = 'bruno@kettle-lane.example.com'
    const env = { ...envOf(zoho), ZCRM_GRANT_TOKEN: zoho.createGrant({ user }) }
    const { code, stdout } = await runCli(['pull'], folder, env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/seen by the profile Standard, before by Administrator/)
  })
})
