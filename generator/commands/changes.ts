import { type Counts, type ModuleChange, pulledChanges, type SnapshotChanges } from '../snapshot/changes.ts'
import type { PulledSnapshot } from '../snapshot/pulled.ts'
import { type Extent, listed, plural } from './words.ts'

/** What a pull changes in the snapshot, for machines and in half a sentence; `null` where nothing can be compared. */
export function toldChanges(
  pulled: PulledSnapshot,
  extent: Extent,
): { readonly changes: SnapshotChanges; readonly text: string } | null {
  const changes = pulledChanges(pulled)
  return changes === null ? null : { changes, text: changesText(changes, extent) }
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
