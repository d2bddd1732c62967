import type { Metadata } from '../../../../runtime/metadata/index.ts'
import { layout } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { byCountry, place } from './dependencies.ts'
import { create, crm, fax, LIST_CALLS, lists, NAME, type Pair, related, shared, TEXT } from './pair.ts'

const hidden = (metadata: Metadata, part: string, reason = 'no permission'): Metadata => ({
  ...metadata,
  notSeen: [{ part, reason }],
})
const layouts = {
  layouts: ['A', 'B'].map((name) => layout(name, ['Fax'], { required: [name === 'B' ? 'Fax' : ''] })),
}
const [, B] = layouts.layouts
const demanding = leads([fax], { layouts: B === undefined ? [] : [B] })
const withCalls = crm(related('Calls', 'Calls'))
const withStates = leads(place, byCountry({ USA: ['Texas'] }))
const withView = leads([], { customViews: [{ id: 'v', name: 'My leads', systemName: null }] })
const withRegion: Metadata = {
  ...leads([shared()]),
  globalPicklists: [{ id: 'region', apiName: 'Region', label: 'Region', options: shared().options }],
}
const NORTH = 'export const north = o.GlobalPicklists.Region.North'
const SET_NORTH = create('{ Area: o.GlobalPicklists.Region.North }')

/** Changes of what is seen of an organisation: each part hidden, and seen. */
export const SEEN_PAIRS: readonly Pair[] = [
  {
    kind: 'profile.changed',
    before: { ...leads([]), profile: 'Administrator' },
    after: { ...leads([]), profile: 'Standard' },
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'part.unseen',
    about: 'related lists',
    before: withCalls,
    after: hidden(crm(), 'related lists of Leads'),
    reads: [LIST_CALLS],
    writes: [create('{}')],
  },
  {
    kind: 'part.seen',
    about: 'related lists',
    before: hidden(crm(), 'related lists'),
    after: withCalls,
    reads: [NAME],
    writes: [create('{}')],
  },
  {
    kind: 'part.unseen',
    about: 'dependent picklists',
    before: withStates,
    after: hidden(leads(place, byCountry()), 'picklist dependencies of Leads'),
    reads: ['export const map = o.LeadsPicklists.StateByCountry.map'],
    writes: ['export const states = o.LeadsPicklists.StateByCountry.map.USA'],
  },
  {
    kind: 'part.seen',
    about: 'dependent picklists',
    before: hidden(leads(place, byCountry()), 'picklist dependencies'),
    after: withStates,
    reads: [NAME],
    writes: [create("{ Country: 'USA', State: 'Texas' }")],
  },
  {
    kind: 'part.unseen',
    about: 'layouts',
    before: leads([fax], layouts),
    after: hidden(leads([fax]), 'layouts of Leads'),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'part.unseen',
    about: 'layouts that types are named after',
    options: { required: 'layout' },
    before: leads([fax], layouts),
    after: hidden(leads([fax]), 'layouts'),
    reads: [TEXT],
    writes: ["export const made: import('./SIDE/leads.js').LeadsCreateB = { Fax: '1' }"],
  },
  {
    kind: 'part.unseen',
    about: 'a layout that demands',
    options: { required: 'layout' },
    before: demanding,
    after: hidden(leads([fax]), 'layouts'),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'part.seen',
    about: 'a layout that demands',
    options: { required: 'layout' },
    before: hidden(leads([fax]), 'layouts of Leads'),
    after: demanding,
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'part.seen',
    about: 'a layout that demands, where layouts have no say',
    before: hidden(leads([fax]), 'layouts'),
    after: demanding,
    reads: [TEXT],
    writes: [create('{}')],
  },
  ...(
    [
      [
        'custom views of Leads',
        withView,
        leads([]),
        lists("{ fields: ['Name'], customView: 'v' }"),
        create('{}'),
      ],
      ['global picklists', withRegion, leads([shared()]), NORTH, SET_NORTH],
    ] as const
  ).flatMap(([part, all, without, read, write]): readonly Pair[] => [
    {
      kind: 'part.unseen',
      about: part,
      before: all,
      after: hidden(without, part),
      reads: [read],
      writes: [write],
    },
    {
      kind: 'part.seen',
      about: part,
      before: hidden(without, part),
      after: all,
      reads: [read],
      writes: [write],
    },
  ]),
  {
    kind: 'part.reason',
    before: hidden(crm(), 'related lists'),
    after: hidden(crm(), 'related lists', 'the scope is missing'),
    reads: [NAME],
    writes: [create('{}')],
  },
]
