import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FieldMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../../runtime/metadata/normalize.ts'
import {
  customViewsOf,
  dependenciesOf,
  layoutsOf,
  pipelinesOf,
  relatedListsOf,
} from '../../../runtime/metadata/normalize-layouts.ts'
import { corpus, type Element, hasCorpus, list, NO_CORPUS, readJson } from '../../emulator/corpus.ts'
import { writeVersionsOrg } from '../../fixtures/versions.ts'
import { scratchFolder } from '../../support/scratch.ts'

describe('fields of versions 2, 3 and 8', () => {
  /** Without what version 2 has no words for: what the API may set, and which options are used. */
  const asVersion2Says = (field: FieldMetadata): FieldMetadata => ({
    ...field,
    creatable: true,
    updatable: true,
    options: field.options.map((option) => ({ ...option, order: null, used: true, color: null })),
  })

  async function fieldsOfVersions(): Promise<readonly (readonly FieldMetadata[])[]> {
    const folder = await scratchFolder()
    writeVersionsOrg(folder)
    const read = ['V2', 'V3', 'V8'].map((version) =>
      readFile(join(folder, `fields_Answers_${version}.json`), 'utf8'),
    )
    const fields = (await Promise.all(read)).map((text) => fieldsOf(JSON.parse(text)))
    // Each module's fields, options and lookups have ids of their own, and lookups are named after the module.
    return fields.map((all) =>
      all.map((field) => ({ ...field, id: null, options: field.options.map(anyId) })),
    )
  }
  const anyId = (option: FieldMetadata['options'][number]) => ({ ...option, id: null })

  test('are the same where they say the same', async () => {
    const [v2 = [], v3 = [], v8 = []] = await fieldsOfVersions()
    expect(v8.length).toBeGreaterThan(10)
    expect(v3).toEqual(v8)
    expect(v2.map(asVersion2Says)).toEqual(
      v8.map(asVersion2Says).map((field) => ({
        ...field,
        // Up to 2.1 a subform has no json_type.
        jsonType: field.dataType === 'subform' ? '' : field.jsonType,
      })),
    )
  })
})

interface Version {
  readonly layouts: object
  readonly related_lists: readonly object[]
  readonly custom_views: readonly object[]
}

const options = ['-None-', 'North'].map((value, index) => ({
  display_value: value,
  actual_value: value,
  reference_value: value,
  sequence_number: index + 1,
}))
const placed = (api_name: string, sequence_number: number, rest: object = {}): object => ({
  api_name,
  sequence_number,
  required: api_name === 'Name',
  pick_list_values: [],
  ...rest,
})

/** The same layout, related lists and views in the words of a version: keys that it has, and shapes of its time. */
const VERSIONS: Readonly<Record<string, Version>> = {
  '2': {
    layouts: {
      ...{ id: 11, name: 'Standard', visible: true, status: 0, created_for: null, profiles: [] },
      sections: [
        {
          ...{ name: 'Custom information', display_label: 'Information', api_name: 'Information' },
          ...{ sequence_number: 1, isSubformSection: false, tab_traversal: 2, column_count: 2 },
          fields: [
            placed('Name', 1, { section_id: 1, subform: null }),
            placed('Region', 2, { pick_list_values: options.map((option) => ({ ...option, maps: [] })) }),
          ],
        },
      ],
    },
    related_lists: [
      {
        id: '21',
        api_name: 'Notes',
        name: 'Notes',
        display_label: 'Remarks',
        module: 'Notes',
        type: 'default',
      },
      {
        id: '22',
        api_name: 'Bicycles',
        display_label: 'Bicycles',
        module: 'Bicycles',
        linkingmodule: 'Link',
      },
    ],
    custom_views: [
      {
        id: 31,
        name: 'All',
        display_value: 'All of them',
        system_name: 'ALLVIEWS',
        category: 'public_views',
      },
      { id: 32, name: 'Mine', system_name: null, category: 'created_by_me', default: true },
    ],
  },
  '3': {
    layouts: {
      ...{ id: '11', name: 'Standard', display_label: 'Standard', api_name: 'Standard__s', visible: true },
      ...{ status: 'active', convert_mapping: null, show_business_card: true },
      sections: [
        {
          ...{ name: 'Custom information', display_label: 'Information', api_name: 'Information' },
          ...{ sequence_number: 1, column_count: 2, generated_type: 'custom', properties: null },
          fields: [placed('Region', 2, { pick_list_values: options }), placed('Name', 1, { type: 'used' })],
        },
      ],
    },
    related_lists: [
      {
        id: '22',
        api_name: 'Bicycles',
        name: 'Bicycles',
        connectedmodule: 'Bicycles',
        linkingmodule: 'Link',
      },
      {
        ...{ id: '21', api_name: 'Notes', name: 'Notes', display_label: 'Remarks' },
        module: { api_name: 'Notes', id: '5' },
      },
    ],
    custom_views: [
      {
        id: '31',
        name: 'All',
        display_value: 'All of them',
        system_name: 'ALLVIEWS',
        category: 'public_views',
      },
    ],
  },
  '6 and 7': {
    layouts: {
      ...{ id: '11', name: 'Standard', display_label: 'Standard', api_name: 'Standard__s', status: 'active' },
      ...{ source: 'crm', mode: 'view', generated_type: 'system', has_more_profiles: false, visible: true },
      sections: [
        { name: 'Put aside', type: 'unused', sequence_number: 2, fields: [] },
        {
          ...{ id: '12', name: 'Custom information', display_label: 'Information', api_name: 'Information' },
          ...{ sequence_number: 1, type: 'used', mode: 'default_create', tab_traversal: 'left_to_right' },
          fields: [
            placed('Name', 1, { type: 'used' }),
            placed('Region', 2, { type: 'used', pick_list_values: options }),
            placed('Gone', 3, { type: 'unused' }),
          ],
        },
      ],
    },
    related_lists: [
      {
        ...{ id: '21', api_name: 'Notes', display_label: 'Remarks', sequence_number: '1', status: 'visible' },
        module: { api_name: 'Notes', id: '5' },
      },
      {
        ...{ id: '22', api_name: 'Bicycles', display_label: 'Bicycles', status: 'visible' },
        ...{ module: { api_name: 'Bicycles' }, connectedmodule: 'Bicycles', linkingmodule: 'Link' },
      },
      { id: '23', api_name: 'Hidden', status: 'user_hidden', module: { api_name: 'Notes' } },
    ],
    custom_views: [
      {
        ...{ id: '31', name: 'All', display_value: 'All of them', system_name: 'ALLVIEWS' },
        ...{ category: 'public_views', system_defined: true, locked: false },
      },
      { id: '32', name: 'Mine', system_defined: false, category: 'created_by_me' },
    ],
  },
  '8': {
    layouts: {
      ...{ id: '11', name: 'Standard', display_label: 'Standard', api_name: 'Standard__s', status: 'active' },
      ...{ source: 'crm', mode: 'view', generated_type: 'system', visible: true, portal_user_types: [] },
      sections: [
        {
          ...{ id: '12', name: 'Custom information', display_label: 'Information', api_name: 'Information' },
          ...{ sequence_number: 1, type: 'used', mode: 'default_create', actions_allowed: { reorder: true } },
          fields: [
            placed('Region', 2, {
              element_type: 'field',
              pick_list_values: options.map((option) => ({ ...option, maps: [], type: 'used' })),
            }),
            placed('Name', 1, { element_type: 'field', type: 'used' }),
          ],
        },
      ],
    },
    related_lists: [
      {
        ...{ id: '22', api_name: 'Bicycles', display_label: 'Bicycles', status: 'visible' },
        module: { api_name: 'Bicycles', id: '6', plural_label: 'Bicycles' },
        multiselectlookup: {
          linking_details: { module: { api_name: 'Link', id: '7' } },
          connected_details: { module: { api_name: 'Rentals' } },
        },
      },
      {
        ...{ id: '21', api_name: 'Notes', display_label: 'Remarks', status: 'visible' },
        module: { api_name: 'Notes', id: '5', plural_label: 'Notes' },
      },
    ],
    custom_views: [
      {
        ...{ id: '31', name: 'All', display_value: 'All of them', system_name: 'ALLVIEWS' },
        ...{ category: 'public_views', access_type: 'public' },
      },
      { id: '33', name: 'Theirs', category: 'other_users_views', access_type: 'only_to_me' },
    ],
  },
}

const byId = <T extends { readonly id: string | null }>(items: readonly T[]): readonly T[] =>
  items.toSorted((a, b) => (`${a.id}` < `${b.id}` ? -1 : 1))

describe.each(Object.entries(VERSIONS))('version %s', (version, { layouts, related_lists, custom_views }) => {
  test('says the same of layouts', () => {
    const [layout] = layoutsOf({ layouts: [layouts] })
    expect(layout).toMatchObject({
      id: '11',
      // Missing up to 2.1.
      apiName: version === '2' ? null : 'Standard__s',
      name: 'Standard',
      active: true,
      sections: [
        { apiName: 'Information', label: 'Information', fields: ['Name', 'Region'], required: ['Name'] },
      ],
      dependencies: [],
    })
  })

  test('says the same of related lists', () => {
    expect(byId(relatedListsOf({ related_lists }))).toEqual([
      { id: '21', apiName: 'Notes', label: 'Remarks', module: 'Notes', linkingModule: null },
      { id: '22', apiName: 'Bicycles', label: 'Bicycles', module: 'Bicycles', linkingModule: 'Link' },
    ])
  })

  test('says the same of custom views', () => {
    expect(customViewsOf({ custom_views })).toEqual([{ id: '31', name: 'All', systemName: 'ALLVIEWS' }])
  })
})

/** Fields of a recorded section as they are to stand, read straight from the answer. */
function inSequence(section: Element): readonly string[] {
  const fields = list(section, 'fields').filter((field) => field['type'] !== 'unused')
  return fields
    .toSorted((a, b) => Number(a['sequence_number']) - Number(b['sequence_number']))
    .map((field) => String(field['api_name']))
}

describe.skipIf(!hasCorpus)(`recorded answers ${hasCorpus ? '' : NO_CORPUS}`, () => {
  test.each([
    ['2', ['brokerage', 'layouts_Transactions_NEW.json'], null],
    ['7', ['docs-org', 'layouts_Leads.json'], 'Standard__s'],
  ])('of version %s: a layout', (_, path, apiName) => {
    const body = readJson(corpus, ...path)
    const [layout, ...others] = layoutsOf(body)
    const [recorded] = list(body, 'layouts')
    expect(others).toEqual([])
    expect(layout).toMatchObject({ apiName, name: 'Standard', active: true, dependencies: [] })
    const sections = list(recorded, 'sections')
    expect(layout?.sections.map(({ label }) => label)).toEqual(
      sections.map((section) => section['display_label']),
    )
    // Of fields in the same place the names decide.
    expect(layout?.sections.map(({ fields }) => fields.toSorted())).toEqual(
      sections.map((section) => inSequence(section).toSorted()),
    )
  })

  test('of version 7: related lists', () => {
    const body = readJson(corpus, 'docs-org', 'related_lists_Leads.json')
    const visible = list(body, 'related_lists').filter((each) => each['status'] === 'visible')
    const lists = relatedListsOf(body)
    expect(lists.map(({ apiName }) => apiName)).toEqual(visible.map((each) => each['api_name']))
    expect(lists.find(({ apiName }) => apiName === 'Notes')?.module).toBe('Notes')
    expect(lists.find(({ apiName }) => apiName === 'Activities_Chronological_View')?.module).toBeNull()
  })

  test('of version 8: a related list of a multi-select lookup', () => {
    const body = readJson(corpus, 'v8', 'v8_related_lists.multiselectlookup.json')
    expect(relatedListsOf(body)).toMatchObject([
      { apiName: 'Products', module: 'Products', linkingModule: 'Deals_X_Products' },
    ])
  })

  test('of version 7: custom views', () => {
    const body = readJson(corpus, 'docs-org', 'bodies', 'Custom_View_52.00.json')
    const recorded = list(body, 'custom_views').filter((view) => view['category'] === 'public_views')
    expect(customViewsOf(body).map(({ name }) => name)).toEqual(recorded.map((view) => view['name']))
    expect(customViewsOf(body).map(({ name }) => name)).not.toContain('Email Opt Out')
  })

  test('of version 7: dependencies and pipelines', () => {
    const [dependency] = dependenciesOf(
      readJson(corpus, 'docs-org', 'bodies', 'Mapped_Dependency_Fields_95.00.json'),
    )
    expect([dependency?.parent, dependency?.child]).toEqual(['Lead_Status', 'Lead_Source'])
    const attempted = dependency?.map.find(({ value }) => value.display === 'Attempted to Contact')
    expect(attempted?.options).toContainEqual({ display: 'Online Store', actual: 'OnlineStore' })
    expect(dependency?.map.find(({ value }) => value.display === 'Junk Lead')?.options).toEqual([])
    const [stages] = pipelinesOf(readJson(corpus, 'docs-org', 'bodies', 'Pipelines_138.00.json'))
    expect(stages?.map[0]?.value.display).toBe('Standard (Standard)')
    expect(stages?.map[0]?.options[3]).toEqual({
      display: 'Identify Decision Makers',
      actual: 'Id. Decision Makers',
    })
  })

  test('of version 8: a field, and a list of fields', () => {
    const [field] = fieldsOf(readJson(corpus, 'v8', 'v8_getFields_fullexample.first.json'))
    expect(field).toMatchObject({ apiName: 'Address_1_Coordinates_Latitude', used: true, creatable: true })
    const { response } = readJson(corpus, 'v8', 'fields_Leads.trimmed.json') as {
      readonly response: { readonly body: Element }
    }
    expect(fieldsOf(response.body).map(({ apiName }) => apiName)).toEqual(
      list(response.body, 'fields').map((each) => each['api_name']),
    )
  })
})
