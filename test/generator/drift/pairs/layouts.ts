import type { LayoutMetadata } from '../../../../runtime/metadata/index.ts'
import { layout } from '../../metadata.ts'
import { leads } from '../organisations.ts'
import { create, fax, type Pair, TEXT } from './pair.ts'

const layouts = (...all: Parameters<typeof layout>[]) => ({ layouts: all.map((one) => layout(...one)) })
const A: Parameters<typeof layout> = ['A', ['Fax'], { id: 'a' }]
const B = (more: Partial<LayoutMetadata> = {}): Parameters<typeof layout> => [
  more.name ?? 'B',
  ['Fax'],
  { id: 'b', required: ['Fax'], ...more },
]
/** A layout that demands nothing, and one that does. */
const two = (more: Partial<LayoutMetadata>) => layouts(A, B(more))
/** And a third one, whose type would have the name of the second. */
const three = (active: boolean) => layouts(A, B(), B({ id: 'c', name: 'b', active }))
const split = [
  { apiName: null, label: 'Numbers', fields: ['Fax'], required: ['Fax'] },
  { apiName: null, label: 'More', fields: [], required: [] },
]
const SET_B = "export const made: import('./SIDE/leads.js').LeadsCreateB = { Fax: '1' }"

/** Changes of layouts. */
export const LAYOUT_PAIRS: readonly Pair[] = [
  {
    kind: 'layout.required',
    options: { required: 'layout' },
    before: leads([fax], layouts(['Standard', ['Fax']])),
    after: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.required',
    about: 'system',
    before: leads([fax], layouts(['Standard', ['Fax']])),
    after: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.notRequired',
    options: { required: 'layout' },
    before: leads([fax], layouts(['Standard', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['Standard', ['Fax']])),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'layout.removed',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax']], ['B', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax']])),
    reads: [TEXT],
    writes: [SET_B],
  },
  {
    kind: 'layout.added',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax'], { required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax'], { required: ['Fax'] }], ['B', ['Fax']])),
    reads: [TEXT],
    writes: [create("{ Fax: '1' }")],
  },
  {
    kind: 'layout.renamed',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax']], ['B', ['Fax'], { id: 'b', required: ['Fax'] }])),
    after: leads([fax], layouts(['A', ['Fax']], ['C', ['Fax'], { id: 'b', required: ['Fax'] }])),
    reads: [TEXT],
    writes: [SET_B],
  },
  ...(
    [
      ['layout.label', two({ apiName: 'b' }), two({ apiName: 'b', name: 'C' })],
      ['layout.replaced', two({}), two({ id: 'new' })],
      ['layout.fields', two({}), layouts(A, ['B', ['Fax', 'Name'], { id: 'b', required: ['Fax'] }])],
      ['layout.sections', two({}), two({ sections: split })],
      ['layout.deactivated', two({}), two({ active: false })],
    ] as const
  ).map(
    ([kind, from, to]): Pair => ({
      kind,
      options: { required: 'layout' },
      before: leads([fax], from),
      after: leads([fax], to),
      reads: [TEXT],
      writes: [create("{ Fax: '1' }"), SET_B],
    }),
  ),
  {
    kind: 'layout.deactivated',
    about: 'where the other one demands more',
    options: { required: 'layout' },
    before: leads([fax], layouts(['A', ['Fax'], { required: ['Fax'] }], ['B', ['Fax'], { id: 'b' }])),
    after: leads(
      [fax],
      layouts(['A', ['Fax'], { required: ['Fax'] }], ['B', ['Fax'], { id: 'b', active: false }]),
    ),
    reads: [TEXT],
    writes: [create('{}')],
  },
  {
    kind: 'layout.activated',
    options: { required: 'layout' },
    before: leads([fax], two({ active: false })),
    after: leads([fax], two({})),
    reads: [TEXT],
    writes: [create('{}')],
  },
  ...(['activated', 'added'] as const).map(
    (how): Pair => ({
      kind: 'layout.type',
      about: `another one is ${how}`,
      options: { required: 'layout' },
      before: leads([fax], how === 'added' ? two({}) : three(false)),
      after: leads([fax], three(true)),
      reads: [TEXT],
      writes: [SET_B],
    }),
  ),
]
