import { describe, expect, test } from 'vitest'
import { type OpenApiOptions, openApiDocument } from '../../../generator/emit/openapi/document.ts'
import { describedTypes, valueSchema } from '../../../generator/emit/openapi/values.ts'
import { description } from '../../../generator/escape.ts'
import { buildSchema, type SchemaOptions } from '../../../generator/schema/build.ts'
import { dataTypeNames, typeOf } from '../../../generator/schema/data-types.ts'
import type { FieldMetadata, Metadata } from '../../../runtime/metadata/index.ts'
import { field, layout, module, option, organisation, picklist, standardOptions } from '../metadata.ts'

const standard = { ...standardOptions, docs: false, hosts: null } as const

type Options = Partial<SchemaOptions & OpenApiOptions>

// biome-ignore lint/suspicious/noExplicitAny: it is compared with what is expected
function documentOf(metadata: Metadata, options: Options = {}): any {
  const all = { ...standard, ...options }
  return openApiDocument(buildSchema({ hash: 'hash', ...metadata }, all), all)
}

/** The schemas of a module of some fields. */
function schemasOf(fields: readonly FieldMetadata[], options: Options = {}) {
  return documentOf(organisation([module('Leads', fields)]), options).components.schemas
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

describe('records', () => {
  test('take anything where the configuration gives a type, which nobody can tell by the organisation', () => {
    const fields = [
      picklist('Status', [option('Open')]),
      field('Meta', { length: 20, mandatory: true }),
      field('Plain'),
      field('Extras', { dataType: 'subform', target: { modules: ['Extras'], connectedField: null } }),
    ]
    const fieldTypes = { 'Leads.Status': { type: 'number' }, 'Leads.Meta': { type: 'Meta', from: './m.js' } }
    const schemas = schemasOf(fields, { fieldTypes: { ...fieldTypes, 'Leads.Extras': { type: 'Row[]' } } })
    for (const name of ['Leads', 'LeadsCreate', 'LeadsUpdate'])
      expect(schemas[name].properties).toMatchObject({ Plain: { type: ['string', 'null'] } })
    expect(schemas.LeadsCreate.properties).toMatchObject({ Status: {}, Meta: {}, Extras: {} })
    for (const name of ['Status', 'Meta', 'Extras'])
      expect(Object.keys(schemas.LeadsCreate.properties[name])).toEqual([])
    expect(schemas.LeadsCreate.required).toEqual(['Meta'])
    expect(schemas).not.toHaveProperty('LeadsStatus')
  })

  const access = (apiName: string, creatable: boolean, updatable: boolean, mandatory: boolean) =>
    field(apiName, { creatable, updatable, mandatory })

  test('have a field where it can be read, created and changed, as the types of TypeScript do', () => {
    const { Leads, LeadsCreate, LeadsUpdate } = schemasOf([
      access('Read', false, false, false),
      access('Both', true, true, false),
      access('Both_Mandatory', true, true, true),
      access('Create', true, false, false),
      access('Create_Mandatory', true, false, true),
      access('Update', false, true, false),
    ])
    const text = { type: 'string' }
    const orNull = { type: ['string', 'null'] }
    expect(Leads).toMatchObject({
      required: ['id'],
      properties: {
        id: ref('Id'),
        Read: { ...orNull, readOnly: true },
        Both: orNull,
        Both_Mandatory: text,
        Create: orNull,
        Create_Mandatory: text,
        Update: orNull,
      },
    })
    expect(LeadsCreate).toMatchObject({
      required: ['Both_Mandatory', 'Create_Mandatory'],
      additionalProperties: false,
    })
    expect(LeadsCreate.properties).toEqual({
      Both: orNull,
      Both_Mandatory: text,
      Create: orNull,
      Create_Mandatory: text,
    })
    expect(LeadsUpdate).not.toHaveProperty('required')
    expect(LeadsUpdate.properties).toEqual({
      id: ref('Id'),
      Both: orNull,
      Both_Mandatory: text,
      Update: orNull,
    })
  })

  test('have what every layout demands, where layouts have a say', () => {
    const leads = module('Leads', [field('Company'), field('City')], {
      layouts: [layout('Standard', ['Company'], { required: ['Company'] })],
    })
    const { LeadsCreate, LeadsUpdate, Leads } = documentOf(organisation([leads]), { required: 'layout' })
      .components.schemas
    expect(LeadsCreate.required).toEqual(['Company'])
    expect(LeadsCreate.properties.Company).toEqual({ type: 'string' })
    const orNull = { type: ['string', 'null'] }
    expect([Leads.properties.Company, LeadsUpdate.properties.Company]).toEqual([orNull, orNull])
  })

  test('say what a field is, if descriptions are wanted', () => {
    const fields = [field('City', { label: 'Town', length: 30 })]
    expect(schemasOf(fields, { docs: true }).Leads.properties.City.description).toBe('Town · text ≤ 30')
    expect(schemasOf(fields).Leads.properties.City).not.toHaveProperty('description')
  })

  test('a text is not written longer than its field', () => {
    const { Leads, LeadsCreate } = schemasOf([field('City', { length: 30 })])
    expect(LeadsCreate.properties.City).toEqual({ type: ['string', 'null'], maxLength: 30 })
    expect(Leads.properties.City).toEqual({ type: ['string', 'null'] })
  })

  test('a subform has the rows of its module, made without a parent', () => {
    const target = { modules: ['Items'], connectedField: null }
    const items = module('Items', [
      field('Quantity', { dataType: 'integer', mandatory: true }),
      field('Parent_Id', { dataType: 'lookup', mandatory: true, target: { ...target, modules: ['Orders'] } }),
    ])
    const orders = module('Orders', [field('Lines', { dataType: 'subform', target, mandatory: true })])
    const { Orders, OrdersCreate, OrdersUpdate, ItemsRow, ItemsCreate } = documentOf(
      organisation([items, orders]),
    ).components.schemas
    expect(Orders.properties.Lines).toEqual({ type: 'array', items: ref('Items') })
    expect(OrdersCreate.properties.Lines).toEqual({ type: 'array', items: ref('ItemsRow') })
    expect(OrdersUpdate.properties.Lines).toEqual({
      type: 'array',
      items: { anyOf: [ref('ItemsUpdate'), ref('Removal')] },
    })
    expect(ItemsCreate.required).toEqual(['Parent_Id', 'Quantity'])
    expect(ItemsRow).toMatchObject({ required: ['Quantity'], properties: { Quantity: { type: 'integer' } } })
    expect(ItemsRow.properties).not.toHaveProperty('Parent_Id')
  })
})

describe('picklists', () => {
  const source = picklist('Lead_Source', [
    option('Cold Call', { color: '#fff' }),
    option('Web', { actual: 'Website' }),
    option('-None-'),
    option('Old', { used: false }),
  ])

  test('have their values once, with the names of constants', () => {
    expect(schemasOf([source]).LeadsLeadSource).toEqual({
      type: 'string',
      description: 'Options of Lead_Source.',
      enum: ['Cold Call', 'Web'],
      'x-enum-varnames': ['ColdCall', 'Web'],
    })
  })

  test('have what people see, where that is another text', () => {
    expect(schemasOf([source], { wireValue: 'actual' }).LeadsLeadSource).toMatchObject({
      enum: ['Cold Call', 'Website'],
      'x-enum-descriptions': ['Cold Call', 'Web'],
    })
  })

  test('of two used options of one value have what people see of the first, as templates do', () => {
    const twins = (...labels: readonly string[]) =>
      picklist('Source', [
        option('Gone', { actual: 'web', used: false }),
        ...labels.map((label) => option(label, { actual: 'web' })),
      ])
    const schemaOf = (...labels: readonly string[]) =>
      schemasOf([twins(...labels)], { wireValue: 'actual' }).LeadsSource
    expect(schemaOf('Web', 'Internet')).toMatchObject({ enum: ['web'], 'x-enum-descriptions': ['Web'] })
    // What people see of the first is its value.
    expect(schemaOf('web', 'Internet')).not.toHaveProperty('x-enum-descriptions')
  })

  test.each([
    ['never', false, false],
    ['read', true, false],
    ['always', true, true],
  ] as const)('are open as configured: %s', (openPicklists, read, written) => {
    const { Leads, LeadsCreate, LeadsUpdate } = schemasOf([source], { openPicklists })
    const closed = { anyOf: [ref('LeadsLeadSource'), { type: 'null' }] }
    const open = { anyOf: [ref('LeadsLeadSource'), { type: 'string' }, { type: 'null' }] }
    expect(Leads.properties.Lead_Source).toEqual(read ? open : closed)
    expect(LeadsCreate.properties.Lead_Source).toEqual(written ? open : closed)
    expect(LeadsUpdate.properties.Lead_Source).toEqual(written ? open : closed)
  })

  test('are lists where several can be chosen, to which values can be added', () => {
    const seasons = picklist('Seasons', [option('Spring')], { dataType: 'multiselectpicklist' })
    const { Leads, LeadsUpdate } = schemasOf([seasons])
    expect(LeadsUpdate.properties).toMatchObject({
      Seasons: { type: ['array', 'null'], items: ref('LeadsSeasons') },
      $append_values: { properties: { Seasons: { type: 'boolean' } }, additionalProperties: false },
    })
    expect(Leads.properties).not.toHaveProperty('$append_values')
  })

  test('one that fields share is one schema; one of no options takes no value', () => {
    const shared = { apiName: 'Region', label: 'Region', id: null, options: [option('North')] }
    const modules = ['Leads', 'Deals'].map((apiName) =>
      module(apiName, [
        picklist('Area', [option('North')], { globalPicklist: 'Region' }),
        picklist('Empty', []),
      ]),
    )
    const { Deals, Leads, Region, LeadsEmpty } = documentOf(organisation(modules, [shared])).components
      .schemas
    expect([Deals, Leads].map(({ properties }) => properties.Area.anyOf[0])).toEqual([
      ref('Region'),
      ref('Region'),
    ])
    expect(Region.enum).toEqual(['North'])
    expect(LeadsEmpty).toMatchObject({ type: 'string', maxLength: 0 })
  })
})

describe('values', () => {
  const choice = { schema: () => ref('Choice'), text: () => ({ text: "'a'", moded: false }) }
  const jsonTypes = ['', 'string', 'integer', 'long', 'double', 'boolean', 'jsonobject', 'jsonarray']
  const returnTypes = [null, 'double', 'currency', 'text', 'date', 'datetime', 'boolean', 'integer']

  test('have a row for each data type that TypeScript has one for', () => {
    expect(describedTypes).toEqual(dataTypeNames)
  })

  test('are of the same kind in TypeScript and in the document', () => {
    const dataTypes = [...dataTypeNames.map((name) => name.split('/')[0] ?? ''), 'hologram', '']
    for (const dataType of dataTypes)
      for (const jsonType of jsonTypes)
        for (const returnType of returnTypes) {
          const one = field('One', { dataType, jsonType, returnType })
          const context = { mode: 'read' as const, choice: choice.schema, subformRow: () => null }
          const { text } = typeOf(one, { mode: "'read'", choice: choice.text, subformTypes: () => null })
          const kind = kindOfSchema(valueSchema(one, context))
          expect(kind, `${dataType} ${jsonType} ${returnType}`).toBe(kindOfType(text))
        }
  })

  const kindOfType = (text: string): string => {
    if (text === 'unknown' || text === 'number' || text === 'boolean') return text
    if (text.startsWith('readonly') || /^z\.(Links|Subform|Files)</.test(text)) return 'array'
    return /^(string|z\.(LongText|ISODate|ISODateTime)|'a')$/.test(text) ? 'string' : 'object'
  }

  const kindOfSchema = (schema: object): string => {
    if ('$ref' in schema) return schema.$ref === ref('Choice').$ref ? 'string' : 'object'
    if (!('type' in schema)) return 'unknown'
    return schema.type === 'integer' ? 'number' : String(schema.type)
  }

  test.each([
    ['date', {}, { type: 'string', format: 'date' }],
    ['datetime', {}, { type: 'string', format: 'date-time' }],
    ['bigint', {}, ref('Digits')],
    ['bigint', { jsonType: 'jsonarray' }, { type: 'array', items: ref('Participant') }],
    ['formula', { returnType: 'date', jsonType: 'string' }, { type: 'string', format: 'date' }],
    ['lookup', { target: { modules: ['Accounts'], connectedField: null } }, ref('Reference')],
    ['lookup', { target: { modules: ['se_module'], connectedField: null } }, ref('AnyReference')],
    ['ownerlookup', {}, ref('UserReference')],
    ['fileupload', {}, { type: 'array', items: ref('FileReference') }],
    ['hologram', {}, {}],
  ])('of %s %j', (dataType, more, want) => {
    const context = { mode: 'read' as const, choice: choice.schema, subformRow: () => null }
    expect(valueSchema(field('One', { dataType, ...more }), context)).toEqual(want)
  })

  test('of a multi-select lookup name what they link', () => {
    const links = field('Bikes', {
      dataType: 'multiselectlookup',
      target: { modules: ['Bicycles'], connectedField: '__proto__' },
    })
    const of = (mode: 'read' | 'create') =>
      valueSchema(links, { mode, choice: choice.schema, subformRow: () => null })
    expect(Object.keys((of('read') as { items: { properties: object } }).items.properties)).toEqual([
      'id',
      '__proto__',
    ])
    expect(of('create')).toMatchObject({ items: { anyOf: [{ required: ['__proto__'] }, ref('Removal')] } })
  })
})

describe('operations', () => {
  const leads = module('Leads', [field('Last_Name')], { generatedType: 'default' })

  test('each module has its own, and COQL is there once', () => {
    const { paths } = documentOf(organisation([leads]))
    const ids = Object.entries(paths as Record<string, Record<string, { operationId: string }>>).map(
      ([path, item]) => [
        path,
        Object.entries(item).map(([method, { operationId }]) => `${method} ${operationId}`),
      ],
    )
    expect(Object.fromEntries(ids)).toEqual({
      '/crm/v8/Leads': ['get listLeads', 'post createLeads', 'put updateLeads', 'delete deleteLeads'],
      '/crm/v8/Leads/actions/count': ['get countLeads'],
      '/crm/v8/Leads/deleted': ['get listDeletedLeads'],
      '/crm/v8/Leads/search': ['get searchLeads'],
      '/crm/v8/Leads/upsert': ['post upsertLeads'],
      '/crm/v8/Leads/{id}': ['get getLeadsById', 'put updateLeadsById', 'delete deleteLeadsById'],
      '/crm/v8/coql': ['post query'],
    })
  })

  test('a module with nothing to set is only read and deleted', () => {
    const history = module('History', [field('Stage', { creatable: false, updatable: false })])
    const { paths, components } = documentOf(organisation([history]))
    expect(Object.keys(paths['/crm/v8/History'])).toEqual(['get', 'delete'])
    expect(Object.keys(paths['/crm/v8/History/{id}'])).toEqual(['get', 'delete'])
    expect(paths).not.toHaveProperty('/crm/v8/History/upsert')
    expect(components.schemas).not.toHaveProperty('HistoryCreate')
  })

  test.each([
    ['Leads', 'default', 'ZohoCRM.modules.leads.READ'],
    ['Price_Books', 'default', 'ZohoCRM.modules.pricebooks.READ'],
    ['Services__s', 'default', 'ZohoCRM.modules.services.READ'],
    ['Bicycles', 'custom', 'ZohoCRM.modules.custom.READ'],
    ['Services', 'custom', 'ZohoCRM.modules.custom.READ'],
    ['Invoiced_Items', 'subform', 'ZohoCRM.modules.READ'],
  ])('%s, a %s module, needs %s to be read', (apiName, generatedType, scope) => {
    const { paths, components } = documentOf(organisation([module(apiName, [], { generatedType })]))
    const scopes = (path: string) => paths[path].get.security
    expect(scopes(`/crm/v8/${apiName}`)).toEqual([{ OAuth2: [scope] }, { ZohoToken: [] }])
    expect(scopes(`/crm/v8/${apiName}/search`)[0]).toEqual({
      OAuth2: [scope, 'ZohoSearch.securesearch.READ'],
    })
    const known = Object.keys(components.securitySchemes.OAuth2.flows.authorizationCode.scopes)
    expect(known).toContain(scope)
  })

  test('names are told apart, whatever modules and picklists are called', () => {
    const stage = picklist('Create', [option('A')])
    const modules = [
      'Leads',
      'leads',
      'Deleted_Leads',
      'Tag',
      '客户',
      'Café',
      'a/b',
      '..',
      'coql',
      '__proto__',
    ]
    const metadata = organisation(modules.map((apiName) => module(apiName, [field('Name'), stage])))
    const { paths, components, tags } = documentOf(metadata)
    const ids = Object.values(paths as object).flatMap((item) =>
      Object.values(item as Record<string, { operationId: string }>).map(({ operationId }) =>
        operationId.toLowerCase(),
      ),
    )
    expect(new Set(ids).size).toBe(ids.length)
    const names = Object.keys(components.schemas)
    expect(names.filter((name) => !/^[a-zA-Z0-9._-]+$/.test(name))).toEqual([])
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(names).toEqual([...names].sort())
    expect(names).toEqual(expect.arrayContaining(['U5BA2U6237', 'Cafe', 'AB', 'Proto']))
    // Who asks for `..` gets the list of something else.
    expect(Object.keys(paths).filter((path) => path.startsWith('/crm/v8/..'))).toEqual([])
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/crm/v8/a%2Fb', '/crm/v8/%E5%AE%A2%E6%88%B7']),
    )
    expect(paths['/crm/v8/coql'].post.operationId).toBe('query')
    expect(tags).toHaveLength(modules.length)
  })

  test('a list names its fields, a read of one record also those that lists leave out', () => {
    const notes = field('Notes', { richText: true, dataType: 'textarea' })
    const { paths, components } = documentOf(organisation([module('Leads', [field('Name'), notes])]))
    const items = (path: string) =>
      paths[path].get.parameters.find((one: { name?: string }) => one.name === 'fields').schema.items
    expect(components.schemas.LeadsField.enum).toEqual(['id', 'Name'])
    expect(items('/crm/v8/Leads')).toEqual(ref('LeadsField'))
    expect(items('/crm/v8/Leads/{id}')).toEqual({
      anyOf: [ref('LeadsField'), { type: 'string', enum: ['Notes'] }],
    })
  })

  test('what the operations do not lead to is not there', () => {
    const { components } = documentOf(organisation([leads]))
    expect(components.schemas).toHaveProperty('WriteAnswer')
    for (const name of ['Reference', 'Tag', 'LeadsRow', 'Alarm'])
      expect(components.schemas).not.toHaveProperty(name)
  })
})

describe('texts', () => {
  test.each([
    ['Text ≤ 30 → Price_Books', 'Text ≤ 30 → Price_Books'],
    ['<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
    ['[click](javascript:alert(1))', '\\[click\\](javascript:alert(1))'],
    ['`code` *strong*', '\\`code\\` \\*strong\\*'],
    ['R&D &lt;b&gt;', 'R&D &amp;lt;b&amp;gt;'],
    ['*/ @ts-ignore', '\\*\\/ \\@ts-ignore'],
    ['two\nlines\u202e', 'two lines'],
  ])('%j is told as what it is', (text, want) => {
    expect(description(text)).toBe(want)
  })
})
