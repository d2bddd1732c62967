import { expect, test } from 'vitest'
import type { Config } from '../../generator/config/config.ts'
import { resolveConfig } from '../../generator/config/resolve.ts'
import { hasFunctions, inputsHash } from '../../generator/inputs-hash.ts'

const configOf = (content: Config, path = '/app/zcrm.config.ts') =>
  resolveConfig({ flags: {}, env: {}, cwd: '/app', file: { path, content } })
const hashOf = (content: Config) => inputsHash('snapshot', configOf(content))

test.each<Config>([
  { modules: ['Leads'] },
  { modules: () => true },
  { fields: ['!*.Secret'] },
  { fields: (field) => field.used },
  { classNames: { Deals: 'Opportunity' } },
  { fieldTypes: { 'Leads.Meta': 'string[]' } },
  { fieldTypes: { 'Leads.Meta': { type: 'Meta', from: './types.js' } } },
  { banner: 'x' },
  { index: false },
  { docs: false },
  { required: 'layout' },
  { openPicklists: 'always' },
  { wireValue: 'actual' },
  { importExtension: '' },
])('what decides what is generated is in the hash: %o', (content) => {
  expect(hashOf(content)).not.toBe(hashOf({}))
})

test('what decides nothing is not, nor is where the project lies', () => {
  expect(hashOf({ concurrency: 1, resourcePath: 'x', out: 'y', clientId: 'z' })).toBe(hashOf({}))
  const content: Config = { fieldTypes: { 'Leads.Meta': { type: 'Meta', from: './types.js' } } }
  const elsewhere = inputsHash('snapshot', configOf(content, '/home/ada/app/zcrm.config.ts'))
  expect(elsewhere).toBe(hashOf(content))
})

test('a function counts as one, whatever the text is that it was compiled to, and is known to be one', () => {
  expect(hashOf({ modules: ({ apiName }) => apiName === 'A' })).toBe(
    hashOf({ modules: (module) => module.apiName === '/home/ada/app' }),
  )
  expect(hasFunctions(configOf({ fields: () => true }))).toBe(true)
  expect(hasFunctions(configOf({ fieldTypes: { 'Leads.Meta': 'string' }, modules: ['Leads'] }))).toBe(false)
})
