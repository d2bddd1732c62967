import type { CustomViewMetadata } from '../../../../runtime/metadata/index.ts'
import { leads } from '../organisations.ts'
import { create, crm, LIST_CALLS, lists, NAME, type Pair, related } from './pair.ts'

const view = (more: Partial<CustomViewMetadata> = {}): CustomViewMetadata => ({
  id: 'v',
  name: 'My leads',
  systemName: null,
  ...more,
})

/** Changes of related lists and custom views. */
export const LIST_PAIRS: readonly Pair[] = [
  ...(
    [
      ['list.added', [], related('Calls', 'Calls').relatedLists],
      ['list.removed', related('Calls', 'Calls').relatedLists, []],
      ['list.renamed', related('Calls', 'Calls').relatedLists, related('Phone_Calls', 'Calls').relatedLists],
      ['list.module', related('Calls', 'Calls').relatedLists, related('Calls', 'Tasks').relatedLists],
    ] as const
  ).map(
    ([kind, from, to]): Pair => ({
      kind,
      before: crm({ relatedLists: from }),
      after: crm({ relatedLists: to }),
      reads: kind === 'list.added' ? [NAME] : [LIST_CALLS],
      writes: [create('{}')],
    }),
  ),
  ...(
    [
      ['list.label', { label: 'Phone calls' }],
      ['list.linking', { linkingModule: 'Tasks' }],
      ['list.replaced', { id: 'new' }],
    ] as const
  ).map(
    ([kind, more]): Pair => ({
      kind,
      before: crm(related('Calls', 'Calls')),
      after: crm(related('Calls', 'Calls', more)),
      reads: [LIST_CALLS],
      writes: [create('{}')],
    }),
  ),
  ...(
    [
      ['view.added', [], [view()]],
      ['view.renamed', [view()], [view({ name: 'Mine' })]],
      ['view.system', [view()], [view({ systemName: 'MINE' })]],
    ] as const
  ).map(
    ([kind, from, to]): Pair => ({
      kind,
      before: leads([], { customViews: from }),
      after: leads([], { customViews: to }),
      reads: [lists("{ fields: ['Name'], customView: 'v' }")],
      writes: [create('{}')],
    }),
  ),
]
