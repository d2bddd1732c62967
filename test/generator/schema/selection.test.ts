import { expect, test } from 'vitest'
import { buildSchema } from '../../../generator/schema/build.ts'
import { selectorOf } from '../../../generator/schema/selection.ts'
import { field, module, option, organisation, picklist, standardOptions } from '../metadata.ts'

test.each([
  [['*'], 'Leads', true],
  [['Leads', 'Contacts'], 'Leads', true],
  [['Leads', 'Contacts'], 'Deals', false],
  [['leads'], 'Leads', false],
  [['Lead'], 'Leads', false],
  [['*_Items'], 'Quoted_Items', true],
  [['Q*_I*s'], 'Quoted_Items', true],
  [['!Deals'], 'Leads', true],
  [['!Deals'], 'Deals', false],
  [['*', '!*_Items'], 'Quoted_Items', false],
  [['Leads', '!Leads'], 'Leads', false],
  [['A.B'], 'AxB', false],
  [['(a|b)+$', '[x]'], '(a|b)+$', true],
  [['*'], '客户\n', true],
] as const)('%j selects %j: %s', (patterns, name, want) => {
  expect(selectorOf(patterns)(name)).toBe(want)
})

test('what is not selected has no class, and no picklist that only it uses', () => {
  const shared = (globalPicklist: string) => picklist('P', [option('a')], { globalPicklist })
  const metadata = organisation([
    module('Leads', [field('Name'), shared('Used')]),
    module('Deals', [shared('Unused')]),
    module('Home', [], { notDescribed: 'it is not there' }),
  ])
  const schema = buildSchema({ hash: '', ...metadata }, { ...standardOptions, modules: ['Leads'] })
  expect(schema.modules.map(({ apiName }) => apiName)).toEqual(['Leads'])
  expect(schema.globalPicklists.map(({ apiName }) => apiName)).toEqual(['Used'])
  expect(schema.notDescribed).toEqual([])
})
