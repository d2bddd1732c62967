import { describe, expect, test } from 'vitest'
import { buildSchema, type SchemaOptions } from '../../../generator/schema/build.ts'
import type { ModuleSchema, PicklistSchema, Schema } from '../../../generator/schema/schema.ts'
import type { FieldMetadata, Metadata, OptionMetadata } from '../../../runtime/metadata/index.ts'
import { cpuTimeOf } from '../../support/cpu.ts'
import { field, module, option, organisation, picklist, standardOptions } from '../metadata.ts'

function schemaOf(metadata: Metadata, options: Partial<SchemaOptions> = {}): Schema {
  return buildSchema({ hash: 'hash', ...metadata }, { ...standardOptions, ...options })
}

function moduleOf(fields: readonly FieldMetadata[], options: Partial<SchemaOptions> = {}): ModuleSchema {
  return first(schemaOf(organisation([module('Leads', fields)]), options).modules)
}

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('there is none')
  return item
}

/** The fields of each group. */
function groupsOf({ groups }: ModuleSchema): Record<string, string[]> {
  return Object.fromEntries(groups.map(({ kind, fields }) => [kind, fields.map((one) => one.apiName)]))
}

function typesOf({ groups }: ModuleSchema): Record<string, string> {
  const fields = groups.flatMap((group) => group.fields)
  return Object.fromEntries(fields.map(({ apiName, type }) => [apiName, String(type)]))
}

describe('what the runtime gets to know', () => {
  test('of fields: what can be written, and how; of the others their names', () => {
    const { fieldRows } = moduleOf([
      field('id', { creatable: false, updatable: false }),
      field('Both', { length: 40 }),
      field('Must', { mandatory: true }),
      field('New', { updatable: false, dataType: 'date' }),
      field('Later', { creatable: false, dataType: 'boolean' }),
      field('Read', { creatable: false, updatable: false, length: 40 }),
      field('Long', { dataType: 'textarea', richText: true, length: 500 }),
      field('Read_Long', { dataType: 'textarea', richText: true, creatable: false, updatable: false }),
      field('__proto__', { dataType: 'hologram' }),
    ])
    expect(fieldRows.map((row) => JSON.stringify(row)).sort()).toEqual([
      '["Both","text",40]',
      '["Later","boolean",null,"updateOptional"]',
      '["Long","richtext",500]',
      '["Must","text",null,"mandatory"]',
      '["New","date",null,"createOptional"]',
      '["Read"]',
      '["Read_Long","richtext",null,"system"]',
      '["__proto__","any"]',
    ])
  })

  test('of subforms: the class of their rows, where it has one', () => {
    const rows = (name: string, module: string) =>
      field(name, { dataType: 'subform', target: { modules: [module], connectedField: null } })
    const schema = schemaOf(
      organisation([module('Rows', []), module('Top', [rows('Known', 'Rows'), rows('Unknown', 'Nowhere')])]),
    )
    expect(schema.modules.find(({ apiName }) => apiName === 'Top')?.subforms).toEqual([
      { apiName: 'Known', className: 'Rows', file: 'rows' },
    ])
  })
})

describe('groups', () => {
  const access = (name: string, creatable: boolean, updatable: boolean, mandatory: boolean) =>
    field(name, { creatable, updatable, mandatory })

  test('fields stand by what can be done with them', () => {
    const schema = moduleOf([
      access('Read', false, false, false),
      access('Read_Mandatory', false, false, true),
      access('Both', true, true, false),
      access('Both_Mandatory', true, true, true),
      access('Create', true, false, false),
      access('Create_Mandatory', true, false, true),
      access('Update', false, true, false),
      access('Update_Mandatory', false, true, true),
    ])
    expect(groupsOf(schema)).toEqual({
      system: ['Read', 'Read_Mandatory'],
      mandatory: ['Both_Mandatory'],
      optional: ['Both'],
      createMandatory: ['Create_Mandatory'],
      createOptional: ['Create'],
      updateOptional: ['Update', 'Update_Mandatory'],
    })
    expect(schema.groups.map((group) => group.name)).toEqual([
      'LeadsSystem',
      'LeadsMandatory',
      'LeadsOptional',
      'LeadsCreateMandatory',
      'LeadsCreateOptional',
      'LeadsUpdateOptional',
    ])
  })

  test('what is mandatory is never null, and so is nothing else', () => {
    const types = typesOf(
      moduleOf([field('Must', { mandatory: true }), field('May'), field('Odd', { dataType: 'hologram' })]),
    )
    // Null is one of the values of unknown already.
    expect(types).toEqual({ Must: 'string', May: 'string | null', Odd: 'unknown' })
  })

  test('a group has a mode only where a type of it has', () => {
    const owner = { dataType: 'ownerlookup' }
    const groups = moduleOf([
      field('Name', { mandatory: true }),
      field('Owner', owner),
      field('By', { ...owner, creatable: false, updatable: false }),
    ]).groups
    expect(groups.map(({ kind, moded }) => [kind, moded])).toEqual([
      ['system', false],
      ['mandatory', false],
      ['optional', true],
    ])
  })

  test('the mode of what is only read is read', () => {
    const types = typesOf(
      moduleOf([field('By', { dataType: 'ownerlookup', creatable: false, updatable: false })]),
    )
    expect(types).toEqual({ By: "z.UserLookup<'read'> | null" })
  })

  test('the id is in no group: every record has it', () => {
    const schema = moduleOf([field('id', { mandatory: true }), field('Name'), picklist('Id', [])])
    expect(groupsOf(schema)).toEqual({ optional: ['Name', 'Id'] })
    expect(schema.fieldCount).toBe(3)
  })

  test('no fields, no groups', () => {
    expect(moduleOf([]).groups).toEqual([])
    expect(moduleOf([field('id')]).groups).toEqual([])
  })

  test('inherited names are told apart, in what is only read as well', () => {
    const locked = { creatable: false, updatable: false }
    const schema = moduleOf([
      field('constructor'),
      field('toString', { mandatory: true }),
      field('valueOf', locked),
      field('then'),
      field('__proto__'),
    ])
    const types = new Map(
      schema.groups.flatMap(({ fields }) => fields.map((one) => [one.apiName, String(one.type)])),
    )
    expect(types.get('constructor')).toBe("z.Shadowing<string | null, 'constructor', M>")
    expect(types.get('toString')).toBe("z.Shadowing<string, 'toString', M>")
    expect(types.get('valueOf')).toBe("z.Shadowing<string | null, 'valueOf', 'read'>")
    expect(types.get('then')).toBe('string | null')
    expect(types.get('__proto__')).toBe('string | null')
    expect(schema.groups.map(({ kind, moded }) => [kind, moded])).toEqual([
      ['system', false],
      ['mandatory', true],
      ['optional', true],
    ])
  })

  test.each([
    [{ label: 'Last Name', length: 80, mandatory: true }, 'Last Name · text ≤ 80 · mandatory'],
    [{ dataType: 'integer', length: 9 }, 'F · integer'],
    [{ dataType: '' }, 'F · of no known type'],
    [{ unique: true, tooltip: 'Ask twice' }, 'F · text · unique. Ask twice'],
    [{ creatable: false, updatable: false }, 'F · text · read-only'],
    [{ creatable: false }, 'F · text'],
    [{ dataType: 'lookup', target: { modules: ['A', 'B'], connectedField: null } }, 'F · lookup → A, B'],
  ])('the doc of %j', (more, want) => {
    const [group] = moduleOf([field('F', more)]).groups
    expect(group?.fields[0]?.doc).toBe(want)
  })
})

describe('modules', () => {
  test('have the names of their files and types', () => {
    const modules = schemaOf(organisation([module('Sales_Orders', [field('Subject')])])).modules
    expect(first(modules)).toMatchObject({
      file: 'sales-orders',
      className: 'SalesOrders',
      recordType: 'SalesOrdersRecord',
      createType: 'SalesOrdersCreate',
      updateType: 'SalesOrdersUpdate',
    })
  })

  test('that the API does not describe are told, and take no name', () => {
    const schema = schemaOf(
      organisation([
        module('leads', [], { notDescribed: 'NOT_SUPPORTED' }),
        module('Leads', [field('Name')]),
      ]),
    )
    expect(schema.notDescribed).toEqual([{ apiName: 'leads', reason: 'NOT_SUPPORTED' }])
    expect(schema.modules.map(({ className, file }) => [className, file])).toEqual([['Leads', 'leads']])
  })

  test('what only a single record has is told', () => {
    const schema = moduleOf([
      field('Name'),
      field('Rows', { dataType: 'subform' }),
      field('People', { dataType: 'multiuserlookup' }),
      field('Story', { dataType: 'textarea', richText: true }),
    ])
    expect(schema.singleReadOnly).toEqual(['Rows', 'People', 'Story'])
  })

  test.each(['.js', '.ts', ''])(
    'the rows of a subform are imported with the ending %j',
    (importExtension) => {
      const rows = { dataType: 'subform', target: { modules: ['Rental_Extras'], connectedField: null } }
      const schema = schemaOf(
        organisation([module('Rental_Extras', [field('Count')]), module('Rentals', [field('Extras', rows)])]),
        { importExtension },
      )
      const from = `import('./rental-extras${importExtension}')`
      expect(typesOf(schema.modules[1] ?? first([]))).toEqual({
        Extras: `z.Subform<${from}.RentalExtrasRecord, ${from}.RentalExtrasCreate, ${from}.RentalExtrasUpdate, M> | null`,
      })
    },
  )

  test('the rows of a subform that is not described have no type of their own', () => {
    const rows = { dataType: 'subform', target: { modules: ['Extras'], connectedField: null } }
    const schema = schemaOf(
      organisation([
        module('Extras', [], { notDescribed: 'no' }),
        module('Rentals', [field('Extras', rows)]),
      ]),
    )
    expect(typesOf(first(schema.modules))['Extras']).toContain('z.SubformRow')
  })
})

/** The picklist class of a field with these options. */
function classOf(options: readonly OptionMetadata[], more: Partial<SchemaOptions> = {}): PicklistSchema {
  return first(moduleOf([picklist('Lead_Source', options)], more).picklists)
}

describe('picklists', () => {
  test('are named after their fields, their constants after their values', () => {
    expect(classOf([option('Cold Call'), option('Chat')])).toMatchObject({
      className: 'LeadSource',
      valueType: 'LeadSourceValue',
      values: ['Cold Call', 'Chat'],
      constants: [
        { name: 'ColdCall', value: 'Cold Call' },
        { name: 'Chat', value: 'Chat' },
      ],
    })
  })

  const three = option('Shown', { actual: 'Stored', reference: 'Reported' })
  test.each([
    ['display', three, 'Shown'],
    ['actual', three, 'Stored'],
    ['display', { ...three, display: null }, 'Reported'],
    ['display', { ...three, display: null, reference: null }, 'Stored'],
    ['actual', { ...three, actual: null }, 'Reported'],
    ['actual', { ...three, actual: null, reference: null }, 'Shown'],
  ] as const)('the wire value, by the %s value, of %j is %s', (wireValue, one, want) => {
    expect(classOf([one], { wireValue }).values).toEqual([want])
  })

  test('none is null: neither a value nor a constant, and still an option', () => {
    const { values, constants, rows } = classOf([option('-None-', { order: 1 }), option(''), option('One')])
    expect(values).toEqual(['One'])
    expect(constants.map(({ name }) => name)).toEqual(['One'])
    expect(rows).toEqual([['-None-', 1], [''], ['One']])
  })

  test('what is not used has neither value nor constant', () => {
    const { values, constants, rows } = classOf([option('Old', { used: false }), option('New')])
    expect(values).toEqual(['New'])
    expect(constants.length).toBe(1)
    expect(rows).toEqual([['Old', null, null, null, null, null, 0], ['New']])
  })

  test('two options of one wire value: one constant, two entries', () => {
    const { values, constants, rows } = classOf([
      option('Same', { actual: 'First' }),
      option('Same', { actual: 'Second' }),
      option('Same', { actual: 'Third', used: false }),
    ])
    expect(values).toEqual(['Same'])
    expect(constants).toEqual([{ name: 'Same', value: 'Same' }])
    expect(rows.length).toBe(3)
  })

  test('no ids: they differ between a sandbox and production', () => {
    expect(JSON.stringify(classOf([option('One', { id: '4242' })]))).not.toContain('4242')
  })

  test.each([
    ['never', 'p.LeadSourceValue | null', 'readonly p.LeadSourceValue[] | null', false],
    [
      'read',
      'z.Choice<p.LeadSourceValue, M> | null',
      'readonly z.Choice<p.LeadSourceValue, M>[] | null',
      true,
    ],
    ['always', 'z.Open<p.LeadSourceValue> | null', 'readonly z.Open<p.LeadSourceValue>[] | null', false],
  ] as const)('open %s', (openPicklists, one, many, moded) => {
    const options = [option('One')]
    const single = moduleOf([picklist('Lead_Source', options)], { openPicklists })
    const multiple = moduleOf([picklist('Lead_Source', options, { dataType: 'multiselectpicklist' })], {
      openPicklists,
    })
    expect(typesOf(single)).toEqual({ Lead_Source: one })
    expect(typesOf(multiple)).toEqual({ Lead_Source: many })
    expect(first(single.groups).moded).toBe(moded)
  })

  test('twins of a file are told apart, and those of different modules are not', () => {
    const twins = [picklist('Source', []), picklist('source', []), picklist('Source_Value', [])]
    const names = (schema: ModuleSchema) => schema.picklists.map(({ className }) => className)
    const [a, b] = schemaOf(organisation([module('A', twins), module('B', [picklist('Source', [])])])).modules
    expect(names(a ?? first([])).every((name) => /_[0-9a-f]{4}$/.test(name))).toBe(true)
    expect(names(b ?? first([]))).toEqual(['Source'])
  })
})

describe('global picklists', () => {
  const shared = (options: readonly OptionMetadata[], name = 'Season') =>
    picklist('Best', options, { globalPicklist: name })

  test('are one class for all fields that use them', () => {
    const schema = schemaOf(
      organisation(
        [module('A', [shared([option('Spring')])]), module('B', [shared([option('Spring')])])],
        [{ id: '1', apiName: 'Season', label: 'Season of the year', options: [option('Spring')] }],
      ),
    )
    expect(schema.globalPicklists.map(({ className, values }) => [className, values])).toEqual([
      ['Season', ['Spring']],
    ])
    expect(first(schema.globalPicklists).doc).toBe('Options of Season of the year (Season).')
    for (const one of schema.modules) {
      expect(one.picklists).toEqual([])
      expect(one.picklistFields).toEqual([
        { apiName: 'Best', className: 'Season', valueType: 'SeasonValue', isGlobal: true, isTyped: true },
      ])
      expect(typesOf(one)).toEqual({ Best: 'z.Choice<g.SeasonValue, M> | null' })
    }
  })

  test('have the options of the list and of all that use them, since a token may see only part', () => {
    const schema = schemaOf(
      organisation(
        [
          module('A', [
            shared([option('Spring', { order: 1 }), option('Winter', { order: 4, used: false })]),
          ]),
          module('B', [shared([option('Winter', { order: 4 })])]),
        ],
        [{ id: null, apiName: 'Season', label: 'Season', options: [option('Summer', { order: 2 })] }],
      ),
    )
    expect(first(schema.globalPicklists).values).toEqual(['Spring', 'Summer', 'Winter'])
  })

  test('keep two options of one name apart, and count them once for each list', () => {
    const twins = [option('X', { reference: 'r1' }), option('X', { reference: 'r2', used: false })]
    const schema = schemaOf(organisation([module('A', [shared(twins)]), module('B', [shared(twins)])]))
    const { values, rows } = first(schema.globalPicklists)
    expect(values).toEqual(['X'])
    expect(rows).toHaveLength(2)
  })

  test('that the list does not have are those that fields name', () => {
    const schema = schemaOf(organisation([module('A', [shared([option('X')], 'Unlisted')])]))
    expect(schema.globalPicklists.map(({ apiName, values }) => [apiName, values])).toEqual([
      ['Unlisted', ['X']],
    ])
  })

  test('that nobody uses are left out', () => {
    const unused = { id: null, apiName: 'Unused', label: 'Unused', options: [option('X')] }
    expect(schemaOf(organisation([module('A', [field('Name')])], [unused])).globalPicklists).toEqual([])
  })

  test('that only a field of another type names are left out', () => {
    const schema = schemaOf(organisation([module('A', [field('Name', { globalPicklist: 'Season' })])]))
    expect(schema.globalPicklists).toEqual([])
  })

  test('do not depend on the order of what uses them', () => {
    const modules = [
      module('A', [shared([option('Spring', { order: 2, color: '#000000' })])]),
      module('B', [
        shared([option('Spring', { order: 2, color: '#000000' }), option('Autumn', { order: 1 })]),
      ]),
    ]
    const global = (metadata: Metadata) => schemaOf(metadata).globalPicklists
    expect(global(organisation([...modules].reverse()))).toEqual(global(organisation(modules)))
  })
})

test('an organisation of 10,000 fields, all of one global picklist, is built in a moment', () => {
  const fields = Array.from({ length: 10_000 }, (_, index) =>
    picklist(`F${index}`, [option('A'), option('B')], { globalPicklist: 'Season' }),
  )
  const spent = cpuTimeOf(() => {
    expect(moduleOf(fields).picklistFields.length).toBe(10_000)
  })
  expect(spent).toBeLessThan(3_000)
})
