import type { OptionMetadata } from '../../../../runtime/metadata/index.ts'
import { field, layout, option, picklist } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { byCountry, place } from './dependencies.ts'
import { create, crm, fax, gets, HOT, NAME, type Pair, related, SET_HOT, shared, TEXT } from './pair.ts'

const lookup = field('Fax', { id: '1', dataType: 'userlookup', jsonType: 'jsonobject' })
const sourceOf = (...more: readonly Partial<OptionMetadata>[]) =>
  leads([
    picklist(
      'Source',
      more.map((one, index) => option('Hot', { id: `o${index}`, ...one })),
      { id: 's' },
    ),
  ])
const NONE = { display: '-None-', actual: '-None-', reference: '-None-' }
const inactive = (...required: readonly string[]) => ({
  layouts: [layout('Old', ['Fax'], { id: 'l', active: false, required })],
})
const countries = (active: boolean, map?: Parameters<typeof byCountry>[0]) => ({
  layouts: byCountry(map).layouts.map((one) => ({ ...one, active })),
})
const USA = { USA: ['Texas'] }
const second = byCountry(USA).layouts.map((one) => ({ ...one, id: 'm', name: 'Second' }))

/** The cases of rules that say why something is safe after all, and those of a configuration. */
export const CONDITION_PAIRS: readonly Pair[] = [
  {
    kind: 'field.used',
    about: 'mandatory',
    before: leads([{ ...fax, mandatory: true, used: false }]),
    after: leads([{ ...fax, mandatory: true }]),
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'field.length',
    about: 'longer',
    before: leads([{ ...fax, length: 5 }]),
    after: leads([{ ...fax, length: 50 }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.target',
    about: 'of no account',
    before: leads([{ ...lookup, target: { modules: ['users'], connectedField: null } }]),
    after: leads([{ ...lookup, target: { modules: ['Calls'], connectedField: null } }]),
    reads: ['export const got = (lead: o.LeadsRecord): unknown => lead.Fax?.id'],
    writes: [create("{ Fax: { id: '1' } }")],
  },
  {
    kind: 'field.picklist',
    about: 'of a text',
    before: leads([fax]),
    after: leads([{ ...fax, globalPicklist: 'Region' }]),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'field.type',
    about: 'a picklist whose type is given',
    options: { fieldTypes: { 'Leads.Source': { type: 'string' } } },
    before: sourceOf({}),
    after: leads([field('Source', { id: 's' })]),
    reads: [HOT],
    writes: [create('{ Source: o.LeadsPicklists.Source.Hot }')],
  },
  ...(
    [
      ['option.added', 'no value', sourceOf({}), sourceOf({}, NONE)],
      ['option.added', 'a twin', sourceOf({}), sourceOf({}, {})],
      ['option.removed', 'no value', sourceOf({}, NONE), sourceOf({})],
      ['option.used', 'no value', sourceOf({}, { ...NONE, used: false }), sourceOf({}, NONE)],
      ['option.used', 'a twin', sourceOf({}, { used: false }), sourceOf({}, {})],
      ['option.unused', 'no value', sourceOf({}, NONE), sourceOf({}, { ...NONE, used: false })],
      ['option.unused', 'a twin', sourceOf({}, {}), sourceOf({}, { used: false })],
      [
        'option.value',
        'that is not in use',
        sourceOf({}, { ...NONE, display: 'Old', used: false }),
        sourceOf({}, { ...NONE, display: 'Older', used: false }),
      ],
    ] as const
  ).map(
    ([kind, about, before, after]): Pair => ({
      kind,
      about,
      options: { openPicklists: 'never' },
      before,
      after,
      reads: [HOT],
      writes: [SET_HOT],
    }),
  ),
  {
    kind: 'option.unused',
    about: 'always',
    options: { openPicklists: 'always' },
    before: sourceOf({}),
    after: sourceOf({ used: false }),
    reads: [HOT],
    writes: [HOT],
  },
  {
    kind: 'picklist.removed',
    about: 'with the field that had it',
    before: {
      ...leads([shared()]),
      globalPicklists: [{ id: 'r', apiName: 'Region', label: '', options: [] }],
    },
    after: leads([]),
    reads: ['export const north = o.GlobalPicklists.Region.North'],
    writes: ['export const north = o.GlobalPicklists.Region.values'],
  },
  ...(
    [
      ['layout.removed', inactive(), {}],
      ['layout.renamed', inactive(), { layouts: [layout('Older', ['Fax'], { id: 'l', active: false })] }],
      ['layout.replaced', inactive(), { layouts: [{ ...inactive().layouts[0], id: 'm' }] }],
      ['layout.required', inactive(), inactive('Fax')],
    ] as const
  ).map(
    ([kind, from, to]): Pair => ({
      kind,
      about: 'not active',
      options: { required: 'layout' },
      before: leads([fax], from),
      after: leads([fax], to as typeof from),
      reads: [TEXT],
      writes: [create('{}')],
    }),
  ),
  {
    kind: 'layout.renamed',
    about: 'where layouts have no say',
    before: leads([fax], { layouts: [layout('A', ['Fax'], { id: 'a' })] }),
    after: leads([fax], { layouts: [layout('B', ['Fax'], { id: 'a' })] }),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.required',
    about: 'what is mandatory anyway',
    options: { required: 'layout' },
    before: leads([{ ...fax, mandatory: true }], { layouts: [layout('A', ['Fax'], { id: 'a' })] }),
    after: leads([{ ...fax, mandatory: true }], {
      layouts: [layout('A', ['Fax'], { id: 'a', required: ['Fax'] })],
    }),
    reads: [gets('string')],
    writes: [create("{ Fax: '1' }")],
  },
  ...(
    [
      ['dependency.added', countries(false), countries(false, USA)],
      ['dependency.removed', countries(false, USA), countries(false)],
      ['dependency.narrowed', countries(false, { USA: ['Texas', 'Alsace'] }), countries(false, USA)],
      ['dependency.widened', countries(false, USA), countries(false, { USA: ['Texas', 'Alsace'] })],
    ] as const
  ).map(
    ([kind, from, to]): Pair => ({
      kind,
      about: 'not active',
      before: leads(place, from),
      after: leads(place, to),
      reads: [NAME],
      writes: [create("{ Country: 'USA', State: 'Alsace' }")],
    }),
  ),
  {
    kind: 'dependency.removed',
    about: 'that another layout has',
    before: leads(place, { layouts: [...byCountry(USA).layouts, ...second] }),
    after: leads(place, { layouts: [...byCountry().layouts, ...second] }),
    reads: ['export const states = o.LeadsPicklists.StateByCountry.map.USA'],
    writes: [create("{ Country: 'USA', State: 'Texas' }")],
  },
  {
    kind: 'list.module',
    about: 'of a module that had no class',
    before: crm(related('Tours', 'Tours')),
    after: crm(related('Tours', 'Calls')),
    reads: [NAME],
    writes: [create('{}')],
  },
]
