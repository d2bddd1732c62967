import type { GlobalPicklistMetadata, OptionMetadata } from '../../../../runtime/metadata/index.ts'
import { option, picklist } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { create, HOT, type Pair, SET_HOT, shared, source } from './pair.ts'

const IS_HOT = "export const isHot = (lead: o.LeadsRecord): boolean => lead.Source === 'Hot'"
const SWITCH = `export function text(lead: o.LeadsRecord): number {
  switch (lead.Source) {
    case 'Hot': return 1
    case 'Cold': return 2
    case null: return 3
  }
}`
const region = (apiName: string, more: Partial<GlobalPicklistMetadata> = {}) => [
  { id: 'region', apiName, label: 'Region', options: [option('North', { id: 'n' })], ...more },
]

const HOT_ONLY = `export function text(lead: o.LeadsRecord): number {
  switch (lead.Source) {
    case 'Hot': return 1
    case null: return 3
  }
}`
const COLOUR = 'export const colour = o.LeadsPicklists.Source.options[0]?.color === null'
const NORTH = 'export const north = o.GlobalPicklists.Region.North'
const SET_NORTH = create('{ Area: o.GlobalPicklists.Region.North }')
/** A picklist of Hot, and of Cold where something is said of it. */
const sourceWith = (hot: Partial<OptionMetadata>, cold?: Partial<OptionMetadata>) =>
  picklist(
    'Source',
    [
      option('Hot', { id: 'h', ...hot }),
      ...(cold === undefined ? [] : [option('Cold', { id: 'c', ...cold })]),
    ],
    { id: 's' },
  )

/** Changes of picklists and their options. */
export const OPTION_PAIRS: readonly Pair[] = [
  ...(['never', 'read', 'always'] as const).flatMap((openPicklists): readonly Pair[] => [
    {
      kind: 'option.added',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Hot', 'Cold')]),
      after: leads([source('Hot', 'Cold', 'Mild')]),
      reads: openPicklists === 'never' ? [SWITCH] : [HOT, IS_HOT],
      writes: [SET_HOT],
    },
    {
      kind: 'option.removed',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Cold', 'Hot')]),
      after: leads([source('Cold')]),
      reads: [HOT],
      writes: [`${HOT}\n${SET_HOT}`],
    },
    {
      kind: 'option.value',
      about: openPicklists,
      options: { openPicklists },
      before: leads([source('Cold', 'Hot')]),
      after: leads([source('Cold', 'Warm')]),
      reads: [HOT],
      writes: [`${HOT}\n${SET_HOT}`],
    },
  ]),
  ...(['never', 'read', 'always'] as const).map(
    (openPicklists): Pair => ({
      kind: 'option.value',
      about: `the constant stays, ${openPicklists}`,
      options: { openPicklists },
      before: leads([source('Cold', 'Web Site')]),
      after: leads([source('Cold', 'Web-Site')]),
      reads: ["export const isWeb = (lead: o.LeadsRecord): boolean => lead.Source === 'Web Site'"],
      writes: [create("{ Source: 'Web Site' }")],
    }),
  ),
  {
    kind: 'option.value',
    about: 'swapped',
    before: leads([source('Hot', 'Cold')]),
    after: leads([source('Cold', 'Hot')]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.label',
    options: { wireValue: 'actual' },
    before: leads([source('Hot')]),
    after: leads([
      picklist('Source', [option('Very hot', { id: 'o0', order: 0, actual: 'Hot', reference: 'Hot' })], {
        id: 's',
      }),
    ]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.actual',
    before: leads([source('Hot')]),
    after: leads([picklist('Source', [option('Hot', { id: 'o0', order: 0, actual: 'h' })], { id: 's' })]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.constant',
    before: leads([source('Hot')]),
    after: leads([source('Hot', 'hot')]),
    reads: [HOT],
    writes: [create('{ Source: o.LeadsPicklists.Source.Hot }')],
  },
  {
    kind: 'option.unused',
    before: leads([source('Hot')]),
    after: leads([picklist('Source', [option('Hot', { id: 'o0', order: 0, used: false })], { id: 's' })]),
    reads: [HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'option.removed',
    about: 'a twin stays',
    before: leads([source('Hot', 'Hot')]),
    after: leads([source('Hot')]),
    reads: [HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'picklist.order',
    before: leads([source('Hot', 'Cold')]),
    after: leads([
      picklist('Source', [option('Hot', { id: 'o0', order: 1 }), option('Cold', { id: 'o1', order: 0 })], {
        id: 's',
      }),
    ]),
    reads: [HOT, IS_HOT],
    writes: [SET_HOT],
  },
  {
    kind: 'picklist.class',
    before: leads([source('Hot')]),
    after: leads([source('Hot'), picklist('source', [option('x')])]),
    reads: [HOT],
    writes: [create('{ Source: o.LeadsPicklists.Source.Hot }')],
  },
  {
    kind: 'picklist.renamed',
    before: { ...leads([shared()]), globalPicklists: region('Region') },
    after: { ...leads([shared({ globalPicklist: 'Zone' })]), globalPicklists: region('Zone') },
    reads: ['export const north = o.GlobalPicklists.Region.North'],
    writes: [create('{ Area: o.GlobalPicklists.Region.North }')],
  },
  {
    kind: 'picklist.removed',
    before: { ...leads([shared()]), globalPicklists: region('Region') },
    after: leads([shared()]),
    reads: ['export const north = o.GlobalPicklists.Region.North'],
    writes: [create('{ Area: o.GlobalPicklists.Region.North }')],
  },
  ...(['never', 'read', 'always'] as const).map(
    (openPicklists): Pair => ({
      kind: 'option.used',
      about: openPicklists,
      options: { openPicklists },
      before: leads([sourceWith({}, { used: false })]),
      after: leads([sourceWith({}, {})]),
      reads: [openPicklists === 'never' ? HOT_ONLY : HOT],
      writes: [SET_HOT],
    }),
  ),
  ...(
    [
      ['option.reference', { reference: 'hot' }],
      ['option.replaced', { id: 'new' }],
      ['option.color', { color: '#d0021b' }],
    ] as const
  ).map(
    ([kind, more]): Pair => ({
      kind,
      before: leads([sourceWith({})]),
      after: leads([sourceWith(more)]),
      reads: [HOT, IS_HOT, COLOUR],
      writes: [SET_HOT],
    }),
  ),
  {
    kind: 'picklist.added',
    before: leads([shared()]),
    after: { ...leads([shared()]), globalPicklists: region('Region') },
    reads: [NORTH],
    writes: [SET_NORTH],
  },
  ...(
    [
      ['picklist.replaced', { id: 'new' }],
      ['picklist.label', { label: 'Zone' }],
    ] as const
  ).map(
    ([kind, more]): Pair => ({
      kind,
      before: { ...leads([shared()]), globalPicklists: region('Region') },
      after: { ...leads([shared()]), globalPicklists: region('Region', more) },
      reads: [NORTH],
      writes: [SET_NORTH],
    }),
  ),
]
