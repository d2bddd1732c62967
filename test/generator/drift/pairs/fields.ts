import { field, option } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { create, fax, gets, HOT, lists, NAME, type Pair, SET_HOT, shared, source, TEXT } from './pair.ts'

const update = (text: string) => `export const changed: o.LeadsUpdate = ${text}`
const where = (condition: string) =>
  `export const rows = new o.Leads(client).select('Name').where(${condition})`
const target = (...modules: readonly string[]) =>
  field('Fax', {
    id: '1',
    dataType: 'lookup',
    jsonType: 'jsonobject',
    target: { modules, connectedField: null },
  })
const rich = field('Fax', { id: '1', dataType: 'textarea', richText: true })
const plain = field('Fax', { id: '1', dataType: 'textarea' })

/** Changes of fields. */
export const FIELD_PAIRS: readonly Pair[] = [
  {
    kind: 'field.added',
    before: leads([]),
    after: leads([fax]),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'field.added',
    about: 'mandatory',
    before: leads([]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'field.removed',
    before: leads([fax]),
    after: leads([]),
    reads: [TEXT, lists("{ fields: ['Fax'] }")],
    writes: [create("{ Fax: '1' }"), update('{ Fax: null }')],
  },
  {
    kind: 'field.removed',
    about: 'read only',
    before: leads([{ ...fax, creatable: false, updatable: false }]),
    after: leads([]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.renamed',
    before: leads([fax]),
    after: leads([{ ...fax, apiName: 'Fax_1' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.renamed',
    about: 'and another one has its name',
    before: leads([fax, field('Phone', { id: '2' })]),
    after: leads([field('Phone', { id: '1' }), field('Fax', { id: '2' })]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.replaced',
    before: leads([fax]),
    after: leads([{ ...fax, id: '2' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.unused',
    before: leads([fax]),
    after: leads([{ ...fax, used: false }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.used',
    before: leads([{ ...fax, used: false }]),
    after: leads([fax]),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'field.label',
    before: leads([fax]),
    after: leads([{ ...fax, label: 'Telefax' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.tooltip',
    before: leads([fax]),
    after: leads([{ ...fax, tooltip: 'x' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  ...(
    [
      ['text', 'integer', TEXT, "'1'"],
      ['text', 'email', TEXT, "'1'"],
      ['integer', 'double', gets('number | null'), '1'],
      ['integer', 'bigint', gets('number | null'), '1'],
      ['integer', 'boolean', gets('number | null'), '1'],
      ['text', 'userlookup', TEXT, "'1'"],
      ['text', 'nobody knows', TEXT, "'1'"],
      ['date', 'text', TEXT, "'2026-01-01'"],
      ['picklist', 'multiselectpicklist', TEXT, "'North'"],
    ] as const
  ).map(([from, to, read, value]): Pair => {
    const of = (dataType: string) =>
      leads([
        field('Fax', { id: '1', dataType, options: dataType.includes('picklist') ? [option('North')] : [] }),
      ])
    // Nothing that is known can be assigned to what nobody knows, except everything.
    const writes = to === 'nobody knows' ? {} : { writes: [create(`{ Fax: ${value} }`)] }
    return {
      kind: 'field.type',
      about: `${from} to ${to}`,
      before: of(from),
      after: of(to),
      reads: [read],
      ...writes,
    }
  }),
  ...['date', 'textarea', 'bigint'].map(
    (to): Pair => ({
      kind: 'field.type',
      about: `text to ${to}`,
      before: leads([fax]),
      after: leads([{ ...fax, dataType: to }]),
      reads: [where("'Fax', 'like', 'x%'")],
    }),
  ),
  {
    kind: 'field.type',
    about: 'picklist to text',
    before: leads([source('Hot')]),
    after: leads([field('Source', { id: 's' })]),
    reads: [HOT],
    writes: [`${HOT}\n${SET_HOT}`],
  },
  {
    kind: 'field.length',
    before: leads([{ ...fax, length: 50 }]),
    after: leads([{ ...fax, length: 5 }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.rich',
    about: 'on',
    before: leads([plain]),
    after: leads([rich]),
    reads: [lists("{ fields: ['Fax'] }")],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.rich',
    about: 'off',
    before: leads([rich]),
    after: leads([plain]),
    reads: [lists("{ fields: ['Name'], include: ['Fax'] }")],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.mandatory',
    before: leads([fax]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [TEXT, 'export const isSet = (lead: o.LeadsRecord): boolean => lead.Fax !== null'],
    writes: [create('{}'), update('{ Fax: null }')],
  },
  {
    kind: 'field.optional',
    before: leads([{ ...fax, mandatory: true }]),
    after: leads([fax]),
    reads: [gets('string')],
    writes: [create("{ Fax: '1' }"), update("{ Fax: '1' }")],
  },
  {
    kind: 'field.unique',
    before: leads([fax]),
    after: leads([{ ...fax, unique: true }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.notUnique',
    before: leads([{ ...fax, unique: true }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: ["export const rows = new o.Leads(client).upsertMany([{ Fax: '1' }], { by: ['Fax'] })"],
  },
  {
    kind: 'field.notCreatable',
    before: leads([fax]),
    after: leads([{ ...fax, creatable: false }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.creatable',
    before: leads([{ ...fax, creatable: false }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.creatable',
    about: 'mandatory',
    before: leads([{ ...fax, mandatory: true, creatable: false }]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'field.notUpdatable',
    before: leads([fax]),
    after: leads([{ ...fax, updatable: false }]),
    reads: [TEXT],
    writes: [update("{ Fax: '1' }")],
  },
  {
    kind: 'field.updatable',
    before: leads([{ ...fax, updatable: false }]),
    after: leads([fax]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  ...(
    [
      ['another', ['Calls'], ['Tasks'], 'Calls'],
      ['one more', ['Calls'], ['Calls', 'Tasks'], 'Calls'],
      ['one less', ['Calls', 'Tasks'], ['Calls'], 'Tasks'],
      ['any', ['Calls'], [], 'Calls'],
    ] as const
  ).map(
    ([about, from, to, name]): Pair => ({
      kind: 'field.target',
      about,
      before: leads([target(...from)]),
      after: leads([target(...to)]),
      reads: [
        `export const got = (lead: o.LeadsRecord): z.Ref<${from.map((one) => `'${one}'`).join(' | ')}> | null => lead.Fax`,
      ],
      writes: [`declare const to: z.Ref<'${name}'>\n${create('{ Fax: to }')}`],
    }),
  ),
  {
    kind: 'field.picklist',
    before: leads([shared({ globalPicklist: null })]),
    after: leads([shared()]),
    reads: ['export const north = o.LeadsPicklists.Area.North'],
    writes: [create('{ Area: o.LeadsPicklists.Area.North }')],
  },
]
