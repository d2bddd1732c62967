import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { completions } from '../support/completion.ts'
import { scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

const HEAD = "import { defineConfig } from '../../../generator/config/define.ts'\n"

const ACCEPTED: readonly string[] = [
  'defineConfig({})',
  "defineConfig({ environment: 'EU.PRODUCTION' })",
  "defineConfig({ environment: `${process.env['DC'] ?? 'EU'}.SANDBOX` })",
  "defineConfig({ modules: ['Leads', '!Deals'], fields: ['*.Name'] })",
  "defineConfig({ modules: ({ apiName, label }) => apiName !== 'Leads' && label !== '' })",
  "defineConfig({ fields: (field, module) => field.dataType !== 'formula' || module.apiName === 'Deals' })",
  "defineConfig({ classNames: { Deals: 'Opportunity', 'GlobalPicklists.Season': 'Time' } })",
  "defineConfig({ fieldTypes: { 'Leads.A': 'string[]', 'Leads.B': { type: 'B', from: './b.js', create: 'string' } } })",
  "defineConfig({ banner: 'x', index: false })",
  "defineConfig({ profiles: { production: { environment: 'EU.PRODUCTION' }, sandbox: {} }, defaultProfile: 'sandbox' })",
  'const more = { docs: false }; defineConfig({ ...more, profiles: { one: { ...more } } })',
]

const REFUSED: readonly string[] = [
  "defineConfig({ outt: 'x' })",
  "defineConfig({ wireValue: 'both' })",
  "defineConfig({ importExtension: 'js' })",
  "defineConfig({ modules: () => 'yes' })",
  'defineConfig({ modules: async () => true })',
  'defineConfig({ fields: (field) => { field.apiName } })',
  "defineConfig({ fields: (field) => field.name === 'x' })",
  "defineConfig({ fieldTypes: { 'Leads.B': { from: './b.js' } } })",
  "defineConfig({ fieldTypes: { 'Leads.B': { type: 'B', form: './b.js' } } })",
  "defineConfig({ banner: ['x'] })",
  "defineConfig({ profiles: { production: {} }, defaultProfile: 'producton' })",
  "defineConfig({ profiles: { production: { outt: 'x' } } })",
  'defineConfig({ profiles: { production: { profiles: {} } } })',
  "defineConfig({ defaultProfile: 'x' })",
]

test('what a configuration can be compiles, and nothing else does', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'accepted.ts'), `${HEAD}${ACCEPTED.map((line) => `{ ${line} }`).join('\n')}\n`)
  const refused = REFUSED.map((line) => `// @ts-expect-error\n{ ${line} }`)
  await writeFile(join(folder, 'refused.ts'), `${HEAD}${refused.join('\n')}\n`)
  expect(await typeCheck(folder, { types: ['node'] })).toBe('')
})

/** What is being typed, with the cursor, and some of what has to be offered there. */
const TYPED: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['defineConfig({ ‸ })', ['environment', 'modules', 'profiles', 'fieldTypes']],
  ["defineConfig({ environment: '‸' })", ['EU.PRODUCTION', 'US.SANDBOX']],
  ["defineConfig({ openPicklists: '‸' })", ['never', 'read', 'always']],
  ["defineConfig({ importExtension: '‸' })", ['.js', '.ts']],
  ['defineConfig({ fields: (field) => field.‸ })', ['apiName', 'dataType', 'mandatory']],
  ["defineConfig({ fieldTypes: { 'Leads.A': { ‸ } } })", ['type', 'from', 'create', 'update']],
  ['defineConfig({ profiles: { production: { ‸ } } })', ['environment', 'out', 'modules']],
  ["defineConfig({ profiles: { production: { required: '‸' } } })", ['system', 'layout']],
  [
    "defineConfig({ profiles: { production: {}, sandbox: {} }, defaultProfile: '‸' })",
    ['production', 'sandbox'],
  ],
]

test('completion offers options, their values, and the names of profiles', async () => {
  const offered = await completions(
    HEAD,
    TYPED.map(([line]) => line),
  )
  for (const [index, [line, wanted]] of TYPED.entries())
    expect(offered[index], line).toEqual(expect.arrayContaining([...wanted]))
})
