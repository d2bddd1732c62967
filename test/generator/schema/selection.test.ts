import { describe, expect, test } from 'vitest'
import { buildSchema } from '../../../generator/schema/build.ts'
import { type ModuleSelection, selectorOf } from '../../../generator/schema/selection.ts'
import { unmatchedPatterns } from '../../../generator/schema/unmatched.ts'
import { failureOf } from '../../support/failure.ts'
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

test.each([
  [['*'], ['*'], []],
  [['Leads', 'L*s'], ['Leads.Name', '*.Name', 'Leads.id'], []],
  [
    ['Leadz', 'Nope*'],
    ['*'],
    [
      ['modules', 'Leadz', 'Leads'],
      ['modules', 'Nope*', null],
    ],
  ],
  [
    ['*'],
    ['Leads.Nmae', 'Deals.Fax'],
    [
      ['fields', 'Leads.Nmae', 'Leads.Name'],
      ['fields', 'Deals.Fax', null],
    ],
  ],
  // What is left out by its name is meant for something; what is left out by a star is a precaution.
  [
    ['!Leadz', '!*_History'],
    ['!*.Secret_*', '!Leads.Nam'],
    [
      ['modules', '!Leadz', 'Leads'],
      ['fields', '!Leads.Nam', 'Leads.Name'],
    ],
  ],
  [() => false, () => false, []],
] as const)('of the patterns %j and %j these match nothing: %j', (modules, fields, want) => {
  const metadata = organisation([
    module('Leads', [field('Name')]),
    module('Home', [], { notDescribed: 'so' }),
  ])
  const got = unmatchedPatterns(metadata, { modules, fields })
  expect(got.map(({ option, pattern, nearest }) => [option, pattern, nearest])).toEqual(want)
})

describe('a selection that leaves no module', () => {
  const many = ['Leads', 'Contacts', ...'ABCDEFGHI'].map((name) => module(name, []))
  const schemaOf = (modules: ModuleSelection, of = many) =>
    buildSchema({ hash: '', ...organisation(of) }, { ...standardOptions, modules })

  test.each([
    [['leads'], 'modules (leads)', 'Did you mean Leads?'],
    [
      ['leads', 'contact', 'lead', 'Nope*'],
      'modules (leads, contact, lead, Nope*)',
      'Did you mean Leads, Contacts?',
    ],
    [['Nope*'], 'modules (Nope*)', /^Select at least one of them: Leads, Contacts, .* and 3 more\.$/],
    [['Leads', '!Leads'], 'modules (Leads, !Leads)', /^Select at least one/],
    [['!*'], 'modules (!*)', /^Select at least one/],
    [() => false, 'the function modules', /^Select at least one/],
  ] as const)('%j is refused', async (modules, given, hint) => {
    const error = await failureOf(() => schemaOf(modules))
    expect(error.message).toBe(`${given} selects none of the organisation's 11 modules`)
    expect(error.hint).toMatch(hint)
  })

  test.each([
    ['of an organisation without modules', ['leads'], []],
    ['but of such as cannot be described', ['Home'], [module('Home', [], { notDescribed: 'so' })]],
  ] as const)('%s is not', (_, modules, of) => {
    expect(schemaOf(modules, [...of]).modules).toEqual([])
  })
})
