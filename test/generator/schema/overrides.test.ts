import { describe, expect, test } from 'vitest'
import { buildSchema, type SchemaOptions } from '../../../generator/schema/build.ts'
import type { ModuleSchema, Schema } from '../../../generator/schema/schema.ts'
import { failureOf } from '../../support/failure.ts'
import {
  dependency,
  field,
  layout,
  module,
  option,
  organisation,
  picklist,
  standardOptions,
} from '../metadata.ts'

const A = option('a')
const METADATA = organisation([
  module('Leads', [
    field('Last_Name', { mandatory: true }),
    field('Meta', { dataType: 'hologram' }),
    field('Score', { dataType: 'integer' }),
    picklist('Source', [A]),
    picklist('Shared', [A], { globalPicklist: 'Industries' }),
    field('Rows', { dataType: 'subform', target: { modules: ['Lines'], connectedField: null } }),
    field('Gone', { used: false }),
  ]),
  module('Deals', [picklist('Source', [A])]),
  module('Lines', [field('Name')]),
])

function build(options: Partial<SchemaOptions>, metadata = METADATA): Schema {
  return buildSchema({ hash: '', ...metadata }, { ...standardOptions, ...options })
}

function moduleOf(schema: Schema, apiName = 'Leads'): ModuleSchema {
  const found = schema.modules.find((one) => one.apiName === apiName)
  if (found === undefined) throw new Error(`there is no ${apiName}`)
  return found
}

const typesOf = (schema: Schema) =>
  Object.fromEntries(
    moduleOf(schema).groups.flatMap(({ fields }) => fields.map(({ apiName, type }) => [apiName, `${type}`])),
  )

describe('names of classes', () => {
  test('are taken as they are given, with all that is named after them', () => {
    const schema = build({
      classNames: { Leads: 'Prospects', 'Leads.Source': 'Origin', 'GlobalPicklists.Industries': 'Trade' },
    })
    const leads = moduleOf(schema)
    expect(leads).toMatchObject({
      className: 'Prospects',
      recordType: 'ProspectsRecord',
      createType: 'ProspectsCreate',
      file: 'leads',
      apiName: 'Leads',
    })
    expect(leads.picklists.map(({ className, valueType }) => [className, valueType])).toEqual([
      ['Origin', 'OriginValue'],
    ])
    expect(leads.picklistFields.map(({ className }) => className)).toEqual(['Origin', 'Trade'])
    expect(moduleOf(schema, 'Deals').picklists.map(({ className }) => className)).toEqual(['Source'])
    expect(schema.globalPicklists.map(({ className }) => className)).toEqual(['Trade'])
  })

  test('are those of the field that is used, where two have one name', () => {
    const metadata = organisation([
      module('Leads', [picklist('Source', [A]), field('Source', { used: false })]),
    ])
    const [leads] = build({ classNames: { 'Leads.Source': 'Origin' } }, metadata).modules
    expect(leads?.picklists.map(({ className }) => className)).toEqual(['Origin'])
  })

  test('can be swapped', () => {
    const schema = build({ classNames: { Leads: 'Deals', Deals: 'Leads' } })
    expect(schema.modules.map(({ apiName, className }) => `${apiName} ${className}`)).toEqual([
      'Leads Deals',
      'Deals Leads',
      'Lines Lines',
    ])
  })

  test('of what is not selected change nothing', () => {
    expect(build({ modules: ['Deals'], classNames: { Leads: 'Deals' } }).modules[0]?.className).toBe('Deals')
  })

  test.each([
    [
      { Leeds: 'X' },
      'classNames has "Leeds", and the organisation has no such module or picklist',
      'Did you mean Leads?',
    ],
    [{ 'Leads.Sauce': 'X' }, /"Leads.Sauce", and the organisation has no such/, 'Did you mean Leads.Source?'],
    [{ 'Leads.Score': 'X' }, 'classNames has "Leads.Score", which is no picklist', /picklist/],
    [
      { 'Leads.Shared': 'X' },
      'classNames has "Leads.Shared", whose picklist is shared',
      'Name it as what it is: GlobalPicklists.Industries.',
    ],
    [
      { Leads: 'Deals' },
      'classNames calls "Leads" Deals, but "Deals" is called Deals',
      'Choose another name.',
    ],
    [
      { Leads: 'X', Deals: 'X' },
      /^classNames calls "(Leads|Deals)" X, but "(Leads|Deals)" is called X$/,
      /./,
    ],
    [{ Leads: 'Promise' }, 'classNames calls "Leads" Promise, but Promise is a name that is kept', /./],
    [{ Leads: 'DealsRecord', Deals: 'Deals' }, /^classNames calls "(Leads|Deals)"/, /./],
    [
      { ['__proto__']: 'X' },
      'classNames has "__proto__", and the organisation has no such module or picklist',
      /./,
    ],
  ])('are refused: %j', async (classNames, message, hint) => {
    const error = await failureOf(() => build({ classNames }))
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })
})

describe('types of fields', () => {
  test('are those that are given, and nullable as before', () => {
    const schema = build({
      fieldTypes: {
        'Leads.Last_Name': { type: "'Doe'" },
        'Leads.Meta': { type: 'Meta[]', from: '../my types.js' },
        'Leads.Score': { type: '1 | 2', create: 'number', update: 'never' },
        'Leads.Source': { type: 'string' },
      },
    })
    expect(typesOf(schema)).toMatchObject({
      Last_Name: "'Doe'",
      Meta: "import('../my types.js').Meta[] | null",
      Score: "(M extends 'read' ? 1 | 2 : M extends 'create' ? number : never) | null",
      Source: 'string | null',
    })
    expect(schema.unknownTypes).toEqual([])
  })

  test('what is written is what is created, what is created is what is read', () => {
    expect(
      typesOf(build({ fieldTypes: { 'Leads.Score': { type: 'string[]', create: 'A', from: 'x' } } }))[
        'Score'
      ],
    ).toContain("? string[] : M extends 'create' ? import('x').A : import('x').A)")
  })

  test('are all that is known of the values, but that lists do not return what they never return', () => {
    const fields = [
      field('Body', { dataType: 'textarea', richText: true }),
      field('Plain'),
      field('Rows', { dataType: 'subform', target: { modules: ['Lines'], connectedField: null } }),
    ]
    const metadata = organisation([module('Leads', fields), module('Lines', [field('Name')])])
    const types = { 'Leads.Body': 'Doc', 'Leads.Plain': '5', 'Leads.Rows': 'string[]' }
    const fieldTypes = Object.fromEntries(Object.entries(types).map(([key, type]) => [key, { type }]))
    const [leads] = build({ fieldTypes }, metadata).modules
    expect(leads?.fieldRows).toEqual([
      ['Body', 'unlisted'],
      ['Plain', 'any'],
      ['Rows', 'unlisted'],
    ])
    expect(leads?.subforms).toEqual([])
    expect(leads?.singleReadOnly).toEqual(['Body', 'Rows'])
  })

  test('leave the picklist’s class, whose options no longer decide', () => {
    const layouts = [
      layout('L', ['Source', 'Other'], { dependencies: [dependency('Source', 'Other', { a: ['a'] })] }),
    ]
    const metadata = organisation([
      module('Leads', [picklist('Source', [A]), picklist('Other', [A])], { layouts }),
    ])
    const schema = build({ fieldTypes: { 'Leads.Source': { type: 'string' } } }, metadata)
    const [leads] = schema.modules
    expect(leads?.picklists.map(({ className }) => className)).toEqual(['Source', 'Other'])
    expect(leads?.picklistFields.map(({ isTyped }) => isTyped)).toEqual([false, true])
    expect(leads?.dependencies.map(({ isChecked }) => isChecked)).toEqual([false])
  })

  test.each([
    [
      { 'Leads.Metta': { type: 'string' } },
      'fieldTypes has "Leads.Metta", and the organisation has no such field',
      'Did you mean Leads.Meta?',
    ],
    [{ Leads: { type: 'string' } }, 'fieldTypes has "Leads", and the organisation has no such field', /./],
  ])('are refused: %j', async (fieldTypes, message, hint) => {
    const error = await failureOf(() => build({ fieldTypes }))
    expect(error.message).toBe(message)
    expect(error.hint).toMatch(hint)
  })
})

describe('fields', () => {
  test.each([
    [['*'], ['Last_Name', 'Meta', 'Score', 'Source', 'Shared', 'Rows']],
    [['Leads.S*'], ['Score', 'Source', 'Shared']],
    [['!Leads.S*'], ['Last_Name', 'Meta', 'Rows']],
    [
      ['*.Source', 'Leads.Meta'],
      ['Meta', 'Source'],
    ],
    [['Source'], []],
  ])('%j', (fields, want) => {
    const found = moduleOf(build({ fields })).groups.flatMap((group) =>
      group.fields.map(({ apiName }) => apiName),
    )
    expect(found.sort()).toEqual([...want].sort())
  })

  test('are told by a function, with their module', () => {
    const schema = build({ fields: (one, of) => of.apiName === 'Leads' && one.dataType === 'picklist' })
    expect(Object.keys(typesOf(schema)).sort()).toEqual(['Shared', 'Source'])
    expect(moduleOf(schema, 'Deals').picklists).toEqual([])
  })

  test('that are left out leave nothing behind', () => {
    const layouts = [
      layout('L', ['Source', 'Other'], { dependencies: [dependency('Source', 'Other', { a: ['a'] })] }),
    ]
    const own = [
      picklist('Source', [A]),
      picklist('Other', [A]),
      picklist('Shared', [A], { globalPicklist: 'Industries' }),
    ]
    const metadata = organisation([module('Leads', own, { layouts })])
    expect(build({}, metadata).modules[0]?.dependencies).toHaveLength(1)
    const schema = build({ fields: ['!*.Source', '!*.Shared'], required: 'layout' }, metadata)
    const [leads] = schema.modules
    expect(schema.globalPicklists).toEqual([])
    expect(leads).toMatchObject({ dependencies: [], fieldCount: 1, fieldRows: [['Other', 'option']] })
    expect(leads?.picklists.map(({ className }) => className)).toEqual(['Other'])
    expect(leads?.picklistFields.map(({ apiName }) => apiName)).toEqual(['Other'])
  })

  test('do not change the hash by which a running app tells that the organisation changed', () => {
    const hashOf = (fields: SchemaOptions['fields']) => moduleOf(build({ fields })).schemaHash
    expect(hashOf(['Leads.Score'])).toBe(hashOf(['*']))
  })

  test('that no record is made without are named where they are left out', () => {
    expect(build({ fields: ['!*.Last_Name'] }).leftOut).toEqual(['Leads.Last_Name'])
    expect(build({}).leftOut).toEqual([])
    expect(build({ modules: ['Deals'], fields: ['!*.Last_Name'] }).leftOut).toEqual([])
  })
})

describe('a function', () => {
  test('tells the modules', () => {
    const schema = build({ modules: ({ fields }) => fields.length === 1 })
    expect(schema.modules.map(({ apiName }) => apiName)).toEqual(['Deals', 'Lines'])
  })

  test.each([
    [{ modules: () => undefined }, 'the function modules of the configuration gave undefined for Leads'],
    [{ modules: async () => true }, 'the function modules of the configuration gave a promise for Leads'],
    [
      { fields: () => 'yes' },
      'the function fields of the configuration gave a value of the type string for Leads.Last_Name',
    ],
    [
      {
        fields: () => {
          throw new Error('it is Monday')
        },
      },
      'the function fields of the configuration failed at Leads.Last_Name: it is Monday',
    ],
  ])('that tells nothing is refused: %#', async (options, message) => {
    const error = await failureOf(() => build(options as unknown as Partial<SchemaOptions>))
    expect(error.message).toBe(message)
    expect(error.hint).toMatch(/function|true or false/)
  })
})
