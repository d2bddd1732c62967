import type { LayoutMetadata, RelatedListMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import {
  customViewsOf,
  dependenciesOf,
  dependenciesWithoutValues,
  layoutsOf,
  pipelinesOf,
  relatedListsOf,
} from '../../../runtime/metadata/normalize-layouts.ts'

/** Answers that have nothing, whatever they are. */
const nothings = (list: string): readonly unknown[] => [
  ...[null, undefined, 'text', [], {}],
  ...[null, {}, 'x', [null, 1, 'x', {}, { name: null }]].map((value) => ({ [list]: value })),
]

const named = (display_value: string, actual_value = display_value): object => ({
  display_value,
  actual_value,
})
const name = (display: string, actual = display): object => ({ display, actual })

describe('a layout', () => {
  const layout = (rest: object): object => ({
    id: null,
    apiName: null,
    name: 'L',
    active: true,
    sections: [],
    dependencies: [],
    tellsDependencies: true,
    hasPipelines: false,
    ...rest,
  })

  test.each<[string, object, object]>([
    ['nothing but a name', {}, {}],
    ['id and API name', { id: 7, api_name: 'Standard__s' }, { id: '7', apiName: 'Standard__s' }],
    ['active', { status: 'active' }, {}],
    ['inactive', { status: 'inactive', visible: true }, { active: false }],
    ['downgraded', { status: 'downgrade' }, { active: false }],
    ['up to 2.1, shown', { visible: true }, {}],
    ['up to 2.1, hidden', { visible: false }, { active: false }],
    ['in version 2, where the status is a number', { status: 0, visible: true }, {}],
    ['sections that are none', { sections: null }, {}],
  ])('%s', (_, element, wanted) => {
    expect(layoutsOf({ layouts: [{ name: 'L', ...element }] })).toEqual([layout(wanted)])
  })

  test('without a name has its label, or its API name', () => {
    const layouts = [{ display_label: 'A' }, { api_name: 'B' }, {}, { name: '', id: '1' }]
    expect(layoutsOf({ layouts }).map((one) => one.name)).toEqual(['A', 'B'])
  })

  test.each(nothings('layouts'))('%j has none', (body) => {
    expect(layoutsOf(body)).toEqual([])
  })
})

describe('the sections of a layout', () => {
  const sectionsOf = (sections: unknown): LayoutMetadata['sections'] =>
    layoutsOf({ layouts: [{ name: 'L', sections }] })[0]?.sections ?? []

  test('and their fields stand in their sequence, whatever the order of the answer', () => {
    const sections = [
      { api_name: 'Second', name: 'Second', sequence_number: 2, fields: [{ api_name: 'Z' }] },
      {
        api_name: 'First',
        name: 'As_it_was',
        display_label: 'As it is',
        sequence_number: '1',
        fields: [
          { api_name: 'B', sequence_number: 2, required: true },
          { api_name: 'A', sequence_number: 1, required: false },
          { api_name: 'B', sequence_number: 3, required: true },
          { api_name: 'Gone', sequence_number: 4, type: 'unused', required: true },
          { api_name: null, sequence_number: 5 },
        ],
      },
      { api_name: 'Unused', name: 'Unused', type: 'unused', sequence_number: 3, fields: [] },
    ]
    const wanted = [
      { apiName: 'First', label: 'As it is', fields: ['A', 'B'], required: ['B'] },
      { apiName: 'Second', label: 'Second', fields: ['Z'], required: [] },
    ]
    expect(sectionsOf(sections)).toEqual(wanted)
    expect(sectionsOf(sections.toReversed())).toEqual(wanted)
  })

  test('without a sequence stand in order of their names', () => {
    const sections = ['B', 'A', 'C'].map((api_name) => ({ api_name, fields: null }))
    expect(sectionsOf(sections).map(({ label }) => label)).toEqual(['A', 'B', 'C'])
    expect(sectionsOf(sections.toReversed())).toEqual(sectionsOf(sections))
  })

  test('may lack everything', () => {
    expect(sectionsOf([{}, null])).toEqual([{ apiName: null, label: '', fields: [], required: [] }])
  })
})

describe('dependencies in the options of a layout', () => {
  const region = (...options: readonly object[]): object => ({
    api_name: 'Region',
    pick_list_values: options,
  })
  const depot = { api_name: 'Depot', pick_list_values: [{ ...named('N'), maps: [] }] }
  const goesWith = (...options: readonly object[]): object => ({
    api_name: 'Depot',
    pick_list_values: options,
  })
  const entryOf = (...fields: readonly object[]) =>
    layoutsOf({ layouts: [{ name: 'L', sections: [{ fields }] }] })[0]

  test('are those of map_dependency: an option that says nothing lets nothing go', () => {
    const inline = entryOf(
      region(
        { ...named('North', 'n'), maps: [goesWith(named('N'), named('Mill', 'm'))] },
        { ...named('Airport'), maps: [] },
        { ...named('Gone'), type: 'unused', maps: [goesWith(named('N'))] },
      ),
      depot,
    )
    const asked = dependenciesOf({
      map_dependency: [
        {
          parent: { api_name: 'Region' },
          child: { api_name: 'Depot' },
          active: true,
          pick_list_values: [
            { ...named('North', 'n'), maps: [named('N'), named('Mill', 'm')] },
            { ...named('Airport'), maps: [] },
          ],
        },
      ],
    })
    expect(inline?.dependencies).toEqual(asked)
    expect(asked).toEqual([
      {
        parent: 'Region',
        child: 'Depot',
        map: [
          { value: name('North', 'n'), options: [name('N'), name('Mill', 'm')] },
          { value: name('Airport'), options: [] },
        ],
      },
    ])
  })

  test.each<[string, readonly object[], boolean]>([
    ['one picklist cannot depend on another', [region(named('North'))], true],
    ['two that say nothing of maps', [region(named('North')), region(named('N'))], false],
    ['maps in one of them only', [region({ ...named('North'), maps: [] }), region(named('N'))], false],
    ['maps in both, if empty', [region({ ...named('North'), maps: [] }), depot], true],
  ])('whether they are told: %s', (_, fields, wanted) => {
    expect(entryOf(...fields)?.tellsDependencies).toBe(wanted)
  })

  test('may be of several fields, and of none that has no name', () => {
    const maps = [goesWith(named('N')), { api_name: 'Other' }, { api_name: null }, null]
    const found = entryOf(region({ ...named('North'), maps }), { pick_list_values: [{ maps }] })
    expect(found?.dependencies.map(({ child, map }) => [child, map[0]?.options.length])).toEqual([
      ['Depot', 1],
      ['Other', 0],
    ])
  })
})

describe('the dependencies of an answer', () => {
  const dependency = (rest: object): object => ({
    id: '1',
    parent: { api_name: 'P' },
    child: { api_name: 'C' },
    pick_list_values: [],
    ...rest,
  })

  test('that are switched off do not count', () => {
    const body = { map_dependency: [dependency({ active: false }), dependency({ child: { api_name: 'D' } })] }
    expect(dependenciesOf(body).map(({ child }) => child)).toEqual(['D'])
    const { pick_list_values: _, ...without } = dependency({ active: false }) as Record<string, unknown>
    expect(dependenciesWithoutValues({ map_dependency: [without] })).toEqual([])
  })

  test('without values are asked for one by one', () => {
    const bare = (id: unknown): object => ({ id, parent: { api_name: 'P' }, child: { api_name: 'C' } })
    const body = { map_dependency: [bare('7'), bare(8), bare(null), dependency({ id: '9' })] }
    expect(dependenciesWithoutValues(body)).toEqual(['7', '8'])
    expect(dependenciesOf({ map_dependency: [bare('7')] })).toEqual([])
  })

  test.each(nothings('map_dependency'))('%j has none', (body) => {
    expect([dependenciesOf(body), dependenciesWithoutValues(body)]).toEqual([[], []])
  })
})

describe('pipelines', () => {
  test('are stages that depend on the pipeline', () => {
    const pipeline = [
      {
        ...named('Sales (Standard)', 'Sales'),
        default: true,
        maps: [named('New'), named('Won', 'Closed Won')],
      },
      { ...named('Fleet'), maps: null },
    ]
    expect(pipelinesOf({ pipeline })).toEqual([
      {
        parent: 'Pipeline',
        child: 'Stage',
        map: [
          { value: name('Sales (Standard)', 'Sales'), options: [name('New'), name('Won', 'Closed Won')] },
          { value: name('Fleet'), options: [] },
        ],
      },
    ])
  })

  test.each([null, {}, { pipeline: null }, { pipeline: [] }])('%j has none', (body) => {
    expect(pipelinesOf(body)).toEqual([])
  })
})

describe('a related list', () => {
  test.each<[string, object, Partial<RelatedListMetadata>]>([
    ['nothing but a name', {}, {}],
    ['id and label', { id: 5, display_label: 'Open' }, { id: '5', label: 'Open' }],
    ['label of old versions', { name: 'Open' }, { label: 'Open' }],
    ['module up to 2.1: a text', { module: 'Notes' }, { module: 'Notes' }],
    ['module since 3: an object', { module: { api_name: 'Notes', id: '1' } }, { module: 'Notes' }],
    ['a group has none', { module: null, type: 'grouped' }, {}],
    [
      'a multi-select lookup: the module at the other end',
      { module: { api_name: 'X' }, connectedmodule: 'Bicycles', linkingmodule: 'Link' },
      { module: 'Bicycles', linkingModule: 'Link' },
    ],
    [
      'a multi-select lookup, nested',
      {
        module: { api_name: 'Bicycles' },
        multiselectlookup: { linking_details: { module: { api_name: 'Link' } } },
      },
      { module: 'Bicycles', linkingModule: 'Link' },
    ],
  ])('%s', (_, element, wanted) => {
    const list = { id: null, apiName: 'L', label: 'L', module: null, linkingModule: null }
    expect(relatedListsOf({ related_lists: [{ api_name: 'L', ...element }] })).toEqual([
      { ...list, ...wanted },
    ])
  })

  test('that is hidden or about to be deleted is left out', () => {
    const status = ['visible', 'user_hidden', 'scheduled_for_deletion', undefined, null]
    const related_lists = status.map((status, index) => ({ api_name: `L${index}`, status }))
    expect(relatedListsOf({ related_lists }).map(({ apiName }) => apiName)).toEqual(['L0', 'L3', 'L4'])
  })

  test.each(nothings('related_lists'))('%j has none', (body) => {
    expect(relatedListsOf(body)).toEqual([])
  })
})

describe('custom views', () => {
  test('are those that everybody has', () => {
    const categories = [
      ...['public_views', 'created_by_me', 'shared_with_me', 'other_users_views', null, undefined],
    ]
    const custom_views = categories.map((category, index) => ({
      id: `${index}`,
      name: `${category}`,
      category,
    }))
    expect(customViewsOf({ custom_views })).toEqual([
      { id: '0', name: 'public_views', systemName: null },
      { id: '4', name: 'null', systemName: null },
      { id: '5', name: 'undefined', systemName: null },
    ])
  })

  test('have a name of some kind', () => {
    const custom_views = [
      { name: 'A', display_value: 'B', system_name: 'ALLVIEWS', id: 1 },
      { display_value: 'B' },
      { system_name: 'C' },
    ]
    expect(customViewsOf({ custom_views }).map(({ name: of, systemName }) => [of, systemName])).toEqual([
      ['A', 'ALLVIEWS'],
      ['B', null],
      ['C', 'C'],
    ])
  })

  test.each(nothings('custom_views'))('%j has none', (body) => {
    expect(customViewsOf(body)).toEqual([])
  })
})
