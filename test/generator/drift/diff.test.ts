import { describe, expect, test } from 'vitest'
import { matchByOf } from '../../../generator/drift/match-by.ts'
import type { Metadata } from '../../../runtime/metadata/index.ts'
import { dependency, field, layout, module, option, organisation, picklist } from '../metadata.ts'
import { diff, kinds, leads } from './organisations.ts'

const source = (...options: ReturnType<typeof option>[]) =>
  leads([picklist('Lead_Source', options, { id: 's' })])
const web = option('Web Site', { id: '123', order: 1 })

/** What is said of the changes. */
const sentences = (...given: Parameters<typeof diff>) =>
  diff(...given).map(({ what, why }) => `${what}. ${why}`)

describe('what is matched by id', () => {
  test('an option whose label changed is told as that, and not as one gone and one new', () => {
    const after = source({ ...web, display: 'Website', actual: 'Website', reference: 'Website' })
    expect(sentences(source(web), after)).toEqual([
      'option 123 of Leads.Lead_Source: "Web Site" is "Website" now. LeadSource.WebSite is LeadSource.Website now, and "Web Site" is refused when written.',
    ])
    expect(diff(source(web), after)).toMatchObject([
      {
        kind: 'option.value',
        grade: 'breaking',
        module: 'Leads',
        field: 'Lead_Source',
        item: 'Web Site',
        id: '123',
        before: 'Web Site',
        after: 'Website',
      },
    ])
  })

  test('only its label, where the actual value travels', () => {
    const after = source({ ...web, display: 'Website' })
    expect(kinds(source(web), after, { wireValue: 'actual' })).toEqual(['option.label safe/safe'])
    expect(kinds(source(web), after)).toEqual(['option.value breaking/breaking'])
  })

  test('two options that have changed places still have their constants, and mean each other', () => {
    const pair = (one: string, other: string) =>
      source(option(one, { id: '1', order: 1 }), option(other, { id: '2', order: 2 }))
    expect(sentences(pair('Hot', 'Cold'), pair('Cold', 'Hot'))).toEqual([
      'option 2 of Leads.Lead_Source: "Cold" is "Hot" now. "Cold" still is a value of LeadSource, and means another option now.',
      'option 1 of Leads.Lead_Source: "Hot" is "Cold" now. "Hot" still is a value of LeadSource, and means another option now.',
    ])
  })

  test('a field that was renamed; layouts and dependencies that name it say nothing more', () => {
    const org = (child: string) =>
      leads(
        [
          picklist('Country', [option('USA')], { id: 'c' }),
          picklist(child, [option('Texas')], { id: 's', label: 'State' }),
        ],
        {
          layouts: [
            layout('Standard', ['Country', child], {
              id: 'l',
              required: [child],
              dependencies: [dependency('Country', child, { USA: ['Texas'] })],
            }),
          ],
        },
      )
    expect(sentences(org('State'), org('Province'))).toEqual([
      'Leads.State is called Province now. LeadsRecord.State is LeadsRecord.Province now.',
    ])
  })

  test('a dependency follows its options when they are renamed', () => {
    const org = (state: string) =>
      leads(
        [
          picklist('Country', [option('USA', { id: 'u' })], { id: 'c' }),
          picklist('State', [option(state, { id: 't' })], { id: 's' }),
        ],
        {
          layouts: [
            layout('Standard', ['Country', 'State'], {
              id: 'l',
              dependencies: [dependency('Country', 'State', { USA: [state] })],
            }),
          ],
        },
      )
    expect(kinds(org('Texas'), org('Lone Star'))).toEqual(['option.value breaking/breaking'])
  })

  test('another field under the same name', () => {
    const org = (id: string) => leads([field('Fax', { id })])
    expect(sentences(org('1'), org('2'))).toEqual([
      'Leads.Fax is another field under the same name: its id is 2, it was 1. LeadsRecord.Fax still has its name, and other values.',
    ])
  })

  test('an id that one side alone has says nothing', () => {
    expect(diff(leads([field('Fax', { id: '1' })]), leads([field('Fax')]))).toEqual([])
  })

  test('a field that has got the name of another one of another type breaks what names it', () => {
    const before = leads([
      field('A', { id: '1', label: 'A' }),
      field('B', { id: '2', label: 'B', dataType: 'integer' }),
    ])
    const after = leads([
      field('B', { id: '1', label: 'A' }),
      field('A', { id: '2', label: 'B', dataType: 'integer' }),
    ])
    expect(kinds(before, after)).toEqual([
      'field.renamed breaking/breaking',
      'field.renamed breaking/breaking',
    ])
  })
})

describe('between two organisations', () => {
  const org = (prefix: string, modules: readonly string[]) =>
    organisation(
      modules.map((name) =>
        module(name, [field('Name', { id: `${prefix}-f` })], { id: `${prefix}-${name}` }),
      ),
    )

  test('ids say nothing, names do', () => {
    const [before, after] = [org('a', ['Leads', 'Deals']), org('b', ['Leads', 'Offers'])]
    expect(matchByOf(before, after)).toBe('name')
    expect(kinds(before, after, { matchBy: 'name' })).toEqual([
      'module.removed breaking/breaking',
      'module.added safe/safe',
    ])
  })

  test.each<[string, Metadata, Metadata, string]>([
    ['the same ids', org('a', ['A', 'B']), org('a', ['A', 'B', 'C']), 'id'],
    [
      'one module made anew',
      org('a', ['A', 'B']),
      { ...org('a', ['A']), modules: [...org('a', ['A']).modules, ...org('b', ['B']).modules] },
      'id',
    ],
    ['no ids', organisation([module('A', [])]), org('a', ['A']), 'id'],
    ['nothing in common', org('a', ['A']), org('b', ['B']), 'id'],
  ])('%s: %#', (_, before, after, want) => expect(matchByOf(before, after)).toBe(want))
})

describe('what is not seen', () => {
  const shown = { layouts: [layout('Standard', ['Name'], { id: 'l' })] }

  test.each(['layouts', 'layouts of Leads'])('is not told as gone: %s', (part) => {
    const hidden = { ...leads([]), notSeen: [{ part, reason: 'no permission' }] }
    expect(sentences(leads([], shown), hidden)).toEqual([
      `the ${part} are no longer seen: no permission. Nothing is known of them any more, and nothing is generated of them.`,
    ])
    expect(kinds(hidden, leads([], shown))).toEqual(['part.seen review/review'])
  })

  test('of another module says nothing of this one', () => {
    const hidden = { ...leads([]), notSeen: [{ part: 'layouts of Deals', reason: 'no permission' }] }
    expect(kinds(leads([], shown), hidden)).toContain('layout.removed safe/breaking')
  })

  test('a module that is no longer described: its fields are not told one by one', () => {
    const after = leads([], { notDescribed: 'NOT_SUPPORTED', fields: [] })
    expect(sentences(leads([field('Fax')]), after)).toEqual([
      'the API no longer describes Leads: NOT_SUPPORTED. The class Leads and its types are no longer generated.',
    ])
  })

  test('what is missing for another profile may only be hidden from it', () => {
    const before = { ...leads([field('Fax')]), profile: 'Administrator' }
    const after = { ...leads([]), profile: 'Standard' }
    expect(sentences(before, after)).toEqual([
      'Leads.Fax is gone. LeadsRecord, LeadsCreate and LeadsUpdate no longer have Fax. It may only be hidden from the profile "Standard".',
      'it was seen by the profile "Administrator", now by "Standard". What is missing may only be hidden from the other profile.',
    ])
  })
})

describe('a global picklist', () => {
  const org = (label: string) => {
    const options = [option('North', { id: 'n' }), option(label, { id: 's' })]
    const area = (name: string) => picklist(name, options, { id: name, globalPicklist: 'Region' })
    return {
      ...leads([area('Area'), area('Second_Area')]),
      globalPicklists: [{ id: 'g', apiName: 'Region', label: 'Region', options }],
    }
  }

  test('is told once, not for each field that uses it', () => {
    expect(diff(org('South'), org('Südstadt'))).toMatchObject([
      { kind: 'option.value', module: null, field: 'Region' },
    ])
  })
})

describe('of what no code is generated, nothing is worse than safe', () => {
  test.each([
    ['a module that is left out', leads([field('Fax')]), leads([]), { modules: ['!Leads'] }],
    ['a field that is not in use', leads([field('Fax', { used: false })]), leads([]), {}],
    [
      'a module that the API does not describe',
      leads([field('Fax')], { notDescribed: 'no' }),
      leads([], { notDescribed: 'no' }),
      {},
    ],
    ['an option that is not in use', source({ ...web, used: false }), source(), {}],
    ['an option that stands for nothing', source(option('-None-')), source(), {}],
    [
      'a layout that is not active',
      leads([], { layouts: [layout('A', [], { active: false })] }),
      leads([]),
      {},
    ],
  ])('%s', (_, before, after, options) => {
    const changes = diff(before, after, options)
    expect(changes).toHaveLength(1)
    expect(changes).toMatchObject([{ grade: 'safe' }])
  })
})

test('a text of the organisation is not a place to be filled in', () => {
  const after = leads([field('Fax', { label: '{record} {old} $& \u001b[31m' })])
  expect(sentences(leads([field('Fax')]), after)).toEqual([
    'Leads.Fax is labelled "{record} {old} $& \\u001b[31m"; it was "Fax". Only comments have labels.',
  ])
})

describe('what the configuration says of names and types', () => {
  const before = leads([field('Fax', { id: '1' })])
  const after = leads([field('Fax', { id: '1', dataType: 'integer' })])

  test('a field that is left out, and one whose type is given', () => {
    expect(kinds(before, after)).toEqual(['field.type breaking/breaking'])
    expect(kinds(before, after, { fields: ['!Leads.Fax'] })).toEqual(['field.type safe/safe'])
    expect(kinds(before, after, { fieldTypes: { 'Leads.Fax': { type: 'string' } } })).toEqual([
      'field.type safe/review',
    ])
  })

  test('a field whose type is given, and whose class of options goes', () => {
    const fieldTypes = { 'Leads.Lead_Source': { type: 'string' } }
    const text = leads([field('Lead_Source', { id: '9' })])
    const [change] = diff(leads([picklist('Lead_Source', [web], { id: '9' })]), text, { fieldTypes })
    expect(change).toMatchObject({ kind: 'field.type', read: 'breaking', write: 'breaking' })
    expect(change?.why).toBe(
      'LeadsRecord.Lead_Source is a string as before; the class of its options is gone.',
    )
  })

  test('classes are called what they are called', () => {
    const classNames = { Leads: 'Enquiries', Deals: 'Offers', 'Leads.Lead_Source': 'Origin' }
    expect(diff(before, leads([]), { classNames })).toMatchObject([
      { why: 'EnquiriesRecord, EnquiriesCreate and EnquiriesUpdate no longer have Fax.' },
    ])
    const [renamed] = diff(source(web), source(option('Website', { id: '123', order: 1 })), { classNames })
    expect(renamed?.why).toContain('Origin.WebSite is Origin.Website now')
  })
})
