import type { Metadata } from '@zcrm/runtime/metadata'
import { type Counts, type ModuleChange, type SnapshotChanges, snapshotChanges } from '../snapshot/changes.ts'
import { readSnapshot } from '../snapshot/read.ts'
import { type Extent, listed, plural } from './words.ts'

/** How the snapshot of a pull differs from the one before. */
export function changesOf(before: Metadata, text: string): SnapshotChanges {
  // The other one was read from its text as well: then the same code has put both together, keys in one order.
  return snapshotChanges(before, readSnapshot('the new snapshot', text))
}

/** What differs, in half a sentence. */
export function changesText({ modules, globalOptions }: SnapshotChanges, extent: Extent): string {
  const shared = countsText(globalOptions, 'option')
  const parts = [
    ...modules.map(moduleText),
    ...(shared.length === 0 ? [] : [`global picklists (${shared.join(', ')})`]),
  ]
  // What else a snapshot has: what was not seen, and the profile that saw it.
  return parts.length === 0 ? 'no module differs' : listed(parts, extent)
}

function moduleText({ module, kind, fields, options, rest }: ModuleChange): string {
  if (kind !== 'changed') return `${module} (${kind})`
  const parts = [...countsText(fields, 'field'), ...countsText(options, 'option')]
  return `${module} (${[...parts, ...(rest ? ['layouts, lists or views'] : [])].join(', ')})`
}

function countsText(counts: Counts, noun: string): readonly string[] {
  return (['added', 'removed', 'changed'] as const).flatMap((how) =>
    counts[how] === 0 ? [] : [`${plural(counts[how], noun)} ${how}`],
  )
}
