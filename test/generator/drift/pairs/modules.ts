import type { FieldMetadata } from '../../../../runtime/metadata/index.ts'
import { field, module, organisation } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { create, crm, NAME, type Pair } from './pair.ts'

const stops = field('Stops', {
  id: '1',
  dataType: 'subform',
  jsonType: 'jsonarray',
  target: { modules: ['Tours'], connectedField: null },
})
const withTours = (notDescribed: string | null, fields: readonly FieldMetadata[] = []) =>
  organisation([
    ...leads(fields).modules,
    module('Tours', notDescribed === null ? [field('Name')] : [], { id: 'tours', notDescribed }),
  ])
const FIRST_STOP = 'export const first = (lead: o.LeadsRecord): z.SubformRow | undefined => lead.Stops?.[0]'
const ADD_STOP = create("{ Stops: [{ Name: 'Harbour' }] }")

/** Changes of modules. */
export const MODULE_PAIRS: readonly Pair[] = [
  {
    kind: 'module.added',
    before: crm(),
    after: crm({}, ['Calls', 'Tasks', 'Tours']),
    reads: [NAME],
  },
  {
    kind: 'module.removed',
    before: crm(),
    after: crm({}, ['Calls']),
    reads: ['export type T = o.TasksRecord'],
    writes: ['export type T = o.TasksCreate'],
  },
  {
    kind: 'module.renamed',
    before: leads([]),
    after: organisation([module('Contacts', [field('Name', { id: 'name' })], { id: 'leads' })]),
    reads: ['export type T = o.LeadsRecord'],
    writes: ['export type T = o.LeadsCreate'],
  },
  {
    kind: 'module.label',
    before: leads([]),
    after: leads([], { label: 'Enquiries' }),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'module.undescribed',
    before: leads([]),
    after: leads([], { notDescribed: 'no' }),
    reads: ['export type T = o.LeadsRecord'],
    writes: ['export type T = o.LeadsCreate'],
  },
  {
    kind: 'module.class',
    before: crm({}, ['Big_Tours']),
    after: crm({}, ['Big_Tours', 'BigTours']),
    reads: ['export type T = o.BigToursRecord'],
    writes: ['export type T = o.BigToursCreate'],
  },
  {
    kind: 'module.replaced',
    before: leads([]),
    after: leads([], { id: 'others' }),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'module.type',
    before: leads([]),
    after: leads([], { generatedType: 'default' }),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'module.described',
    before: withTours('NOT_SUPPORTED'),
    after: withTours(null),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'module.described',
    about: 'rows of a subform',
    before: withTours('NOT_SUPPORTED', [stops]),
    after: withTours(null, [stops]),
    reads: [FIRST_STOP],
    writes: [ADD_STOP],
  },
  {
    kind: 'module.added',
    about: 'rows of a subform',
    before: leads([stops]),
    after: withTours(null, [stops]),
    reads: [FIRST_STOP],
    writes: [ADD_STOP],
  },
  {
    kind: 'module.reason',
    before: withTours('NOT_SUPPORTED'),
    after: withTours('no permission'),
    reads: [NAME],
    writes: [create('{}')],
  },
]
