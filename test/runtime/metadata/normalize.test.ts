import type { FieldMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import {
  fieldsOf,
  globalPicklistsOf,
  modulesOf,
  optionsOf,
  profileOf,
} from '../../../runtime/metadata/normalize.ts'
import { field as fieldNamed } from '../../generator/metadata.ts'

/** A field of which an answer says nothing but the name, unless a test says otherwise. */
const field = (rest: Partial<FieldMetadata> = {}): FieldMetadata => fieldNamed('F', { dataType: '', ...rest })

/** As it comes over HTTP: `__proto__` is a key like any other. */
const wire = (text: string): unknown => JSON.parse(text)

describe('a field', () => {
  const target = (modules: string[], connectedField: string | null = null) => ({
    target: { modules, connectedField },
  })
  test.each<[string, object, Partial<FieldMetadata>]>([
    [
      'rich text, by its kind',
      { api_name: 'F', data_type: 'textarea', textarea: { type: 'rich_text' } },
      { dataType: 'textarea', richText: true },
    ],
    [
      'rich text, by its ui_type',
      { api_name: 'F', data_type: 'textarea', ui_type: 250 },
      { dataType: 'textarea', richText: true },
    ],
    [
      'text that is not rich',
      { api_name: 'F', data_type: 'textarea', textarea: { type: 'large' }, ui_type: 3 },
      { dataType: 'textarea' },
    ],
    ['nothing but a name', {}, {}],
    [
      'all null',
      {
        id: null,
        length: null,
        unique: null,
        lookup: null,
        pick_list_values: null,
        tooltip: null,
        formula: null,
      },
      {},
    ],
    [
      'id and length as strings',
      { id: '1000000000000000001', length: '120' },
      { id: '1000000000000000001', length: 120 },
    ],
    ['id and length as numbers', { id: 42, length: 120 }, { id: '42', length: 120 }],
    ['a length that is none', { length: 'long' }, {}],
    ['an empty length', { length: '' }, {}],
    ['label', { field_label: 'A label' }, { label: 'A label' }],
    ['label of newer versions', { display_label: 'A label' }, { label: 'A label' }],
    ['an empty label', { field_label: '', display_label: '' }, {}],
    ['tooltip', { tooltip: { name: 'static_text', value: 'help' } }, { tooltip: 'help' }],
    ['types', { data_type: 'text', json_type: 'string' }, { dataType: 'text', jsonType: 'string' }],
    [
      'formula',
      { data_type: 'formula', formula: { return_type: 'currency' } },
      { dataType: 'formula', returnType: 'currency' },
    ],
    ['roll-up', { rollup_summary: { return_type: 'double' } }, { returnType: 'double' }],
    ['mandatory', { system_mandatory: true }, { mandatory: true }],
    ['mandatory in a layout only', { system_mandatory: false, required: true }, {}],
    ['unique', { unique: { case_sensitive: false } }, { unique: true }],
    ['unique up to 2.1', { unique: { casesensitive: '' } }, { unique: true }],
    ['not unique', { unique: {} }, {}],
    ['read-only up to 2.1', { read_only: true }, { creatable: false, updatable: false }],
    [
      'operations',
      { operation_type: { api_create: true, api_update: false, web_create: false } },
      { updatable: false },
    ],
    [
      'operations before read-only',
      { read_only: true, operation_type: { api_create: true, api_update: true } },
      {},
    ],
    [
      'one operation missing',
      { read_only: true, operation_type: { api_create: true } },
      { updatable: false },
    ],
    ['global picklist', { global_picklist: { api_name: 'Season', id: '1' } }, { globalPicklist: 'Season' }],
    ['lookup up to 2.1: a string', { lookup: { module: 'Accounts', id: '1' } }, target(['Accounts'])],
    [
      'lookup since 3: an object',
      { lookup: { module: { api_name: 'Accounts', id: '1' } } },
      target(['Accounts']),
    ],
    ['lookup to nothing: null', { lookup: { module: null } }, {}],
    ['lookup to nothing: an empty name', { lookup: { module: '' } }, {}],
    ['lookup to nothing: an empty object', { lookup: {} }, {}],
    [
      'lookup to several modules',
      {
        multi_module_lookup: {
          modules: [{ api_name: 'Leads' }, { api_name: 'Contacts' }, null, { api_name: 'Leads' }],
        },
      },
      target(['Contacts', 'Leads']),
    ],
    [
      'multi-select lookup, flat',
      {
        multiselectlookup: {
          connected_module: 'Bicycles',
          connectedlookup_apiname: 'Bicycle',
          linking_module: 'X',
        },
      },
      target(['Bicycles'], 'Bicycle'),
    ],
    [
      'multi-select lookup, nested',
      {
        multiselectlookup: {
          connected_details: { module: { api_name: 'Bicycles' } },
          linking_details: { connected_lookup_field: { api_name: 'Bicycle' } },
        },
      },
      target(['Bicycles'], 'Bicycle'),
    ],
    [
      'multi-select lookup, nested with a name',
      { multiselectlookup: { connected_details: { module: 'Bicycles' } } },
      target(['Bicycles']),
    ],
    [
      'multi-user lookup',
      { multiuserlookup: { linking_details: { connected_lookup_field: { api_name: 'Users' } } } },
      target([], 'Users'),
    ],
    ['subform up to 2.1', { subform: { module: 'Lines', id: '1' } }, target(['Lines'])],
    ['subform since 3', { associated_module: { module: 'Lines', id: '1' } }, target(['Lines'])],
    ['subform as an object', { subform: { module: { api_name: 'Lines' } } }, target(['Lines'])],
  ])('%s', (_, element, wanted) => {
    expect(fieldsOf({ fields: [{ api_name: 'F', ...element }] })).toEqual([field(wanted)])
  })

  test.each(['subform', 'multiselectlookup', 'multiuserlookup', 'fileupload', 'imageupload'])(
    'a %s is set by what it holds, though the API calls it read-only',
    (data_type) => {
      const operation_type = { api_create: false, api_update: false }
      const [found] = fieldsOf({ fields: [{ api_name: 'F', data_type, operation_type, read_only: true }] })
      expect([found?.creatable, found?.updatable]).toEqual([true, true])
    },
  )
})

describe('the fields of an answer', () => {
  test('those not used are there, and told from the others; one that does not say is used', () => {
    const fields = [{ api_name: 'A', type: 'used' }, { api_name: 'B', type: 'unused' }, { api_name: 'C' }]
    expect(fieldsOf({ fields }).map(({ apiName, used }) => [apiName, used])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
    ])
  })

  test('of two unused twins there is one', () => {
    const twins = [1, 2].map((id) => ({ api_name: 'A', id: String(id), type: 'unused' }))
    expect(fieldsOf({ fields: twins })).toEqual([field({ apiName: 'A', label: 'A', id: '1', used: false })])
  })

  const used = { api_name: 'A', id: '2', type: 'used' }
  const unused = { api_name: 'A', id: '1', type: 'unused' }
  test.each([[[used, unused]], [[unused, used]]])(
    'of a used and an unused twin the used one counts: %j',
    (fields) => {
      expect(fieldsOf({ fields })).toEqual([field({ apiName: 'A', label: 'A', id: '2' })])
    },
  )

  test('of two used twins it is the same one, whatever the order', () => {
    const twins = [
      { api_name: 'A', id: '1', data_type: 'text' },
      { api_name: 'A', id: '2', data_type: 'integer' },
    ]
    const found = fieldsOf({ fields: twins })
    expect(found).toHaveLength(1)
    expect(fieldsOf({ fields: twins.toReversed() })).toEqual(found)
  })

  test.each([
    null,
    undefined,
    'text',
    [],
    {},
    { fields: null },
    { fields: {} },
    { fields: 'x' },
    { fields: [null, 1, 'x', [], {}, { api_name: null }, { api_name: '' }, { api_name: {} }] },
  ])('%j has none', (body) => {
    expect(fieldsOf(body)).toEqual([])
  })

  test('hostile keys and names are only texts', () => {
    const body = wire(`{
      "__proto__": { "polluted": true },
      "fields": [
        { "api_name": "__proto__", "__proto__": { "data_type": "evil", "system_mandatory": true },
          "lookup": { "__proto__": { "module": "Evil" } } },
        { "api_name": "constructor", "constructor": null },
        { "api_name": "toString", "pick_list_values": [{ "__proto__": { "display_value": "evil" } }, null, 7] }
      ]
    }`)
    expect(fieldsOf(body)).toEqual(
      ['__proto__', 'constructor', 'toString'].map((name) => field({ apiName: name, label: name })),
    )
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('options', () => {
  const option = (rest: object) => ({
    id: null,
    display: null,
    actual: null,
    reference: null,
    order: null,
    color: null,
    used: true,
    ...rest,
  })

  test.each([
    [
      { display_value: 'D', actual_value: 'A', reference_value: 'R' },
      { display: 'D', actual: 'A', reference: 'R' },
    ],
    [
      { display_value: 'D', sequence_number: '3', id: 7 },
      { display: 'D', order: 3, id: '7' },
    ],
    [
      { display_value: 'D', sequence_number: 0 },
      { display: 'D', order: 0 },
    ],
    [
      { display_value: 'D', colour_code: '#ff0000' },
      { display: 'D', color: '#ff0000' },
    ],
    [
      { display_value: 'D', colour_code: null, type: 'unused' },
      { display: 'D', used: false },
    ],
    [{ display_value: '' }, { display: '' }],
    [{ display_value: 5 }, { display: '5' }],
    [{ actual_value: 'A' }, { actual: 'A' }],
  ])('%j', (element, wanted) => {
    expect(optionsOf([element])).toEqual([option(wanted)])
  })

  test('twins are kept, in their order', () => {
    const twins = [
      { display_value: 'A', id: '2' },
      { display_value: 'A', id: '1' },
    ]
    expect(optionsOf(twins).map(({ id }) => id)).toEqual(['2', '1'])
  })

  test.each([null, undefined, {}, 'x', [], [null, 1, {}, { id: '1' }]])('%j has none', (value) => {
    expect(optionsOf(value)).toEqual([])
  })
})

describe('modules', () => {
  test('given an answer, want its modules', () => {
    const body = {
      modules: [
        {
          api_name: 'Leads',
          id: '1',
          plural_label: 'People',
          module_name: 'Leads',
          modified_time: '2026-01-10T10:00:00Z',
        },
        { api_name: 'Home', api_supported: false, generated_type: 'default' },
        { api_name: 'Trips', module_name: 'CustomModule1', generated_type: 'custom', modified_time: null },
      ],
    }
    expect(modulesOf(body)).toEqual({
      modules: [
        {
          id: '1',
          apiName: 'Leads',
          label: 'People',
          generatedType: 'default',
          supported: true,
          modifiedTime: '2026-01-10T10:00:00Z',
        },
        {
          id: null,
          apiName: 'Home',
          label: 'Home',
          generatedType: 'default',
          supported: false,
          modifiedTime: null,
        },
        {
          id: null,
          apiName: 'Trips',
          label: 'CustomModule1',
          generatedType: 'custom',
          supported: true,
          modifiedTime: null,
        },
      ],
      notSeen: [],
    })
  })

  test('one without a name is told', () => {
    const modules = [{ module_name: 'Old' }, { id: '7' }, {}, null, { api_name: '' }, { api_name: 'A' }]
    const found = modulesOf({ modules })
    expect(found.modules.map(({ apiName }) => apiName)).toEqual(['A'])
    expect(found.notSeen).toEqual(
      ['Old', '7', '(unnamed)', '(unnamed)'].map((name) => ({
        part: `module ${name}`,
        reason: 'it has no API name',
      })),
    )
  })

  test('twins are one module, whatever their order', () => {
    const twins = [
      { api_name: 'A', id: '1' },
      { api_name: 'A', id: '2' },
    ]
    expect(modulesOf({ modules: twins }).modules).toHaveLength(1)
    expect(modulesOf({ modules: twins.toReversed() })).toEqual(modulesOf({ modules: twins }))
  })

  test('hostile names are only texts', () => {
    const names = ['__proto__', 'constructor', '../..', 'a\u0000b', '\ud800']
    const modules = names.map((api_name) => ({ api_name }))
    expect(modulesOf({ modules }).modules.map(({ apiName }) => apiName)).toEqual(names)
  })
})

test('global picklists', () => {
  const body = {
    global_picklists: [
      {
        api_name: 'Season',
        id: 1,
        display_label: 'Season of the year',
        pick_list_values: [{ display_value: 'A' }],
      },
      { api_name: 'Old', actual_label: 'As stored' },
      { api_name: null },
      null,
    ],
  }
  expect(globalPicklistsOf(body)).toMatchObject([
    { id: '1', apiName: 'Season', label: 'Season of the year', options: [{ display: 'A' }] },
    { id: null, apiName: 'Old', label: 'As stored', options: [] },
  ])
  expect(globalPicklistsOf(null)).toEqual([])
})

test.each([
  [{ users: [{ profile: { name: 'Administrator' } }] }, 'Administrator'],
  [{ users: [{}] }, null],
  [{ users: [] }, null],
  [{ users: null }, null],
  [null, null],
])('the profile in %j is %s', (body, wanted) => {
  expect(profileOf(body)).toBe(wanted)
})

test.each([[[false, true]], [[true, false]]])(
  'of two modules with one API name, the one that the API supports counts (%j)',
  (supported) => {
    const elements = supported.map((api_supported) => ({ api_name: 'M', api_supported }))
    expect(modulesOf({ modules: elements }).modules).toMatchObject([{ apiName: 'M', supported: true }])
  },
)
