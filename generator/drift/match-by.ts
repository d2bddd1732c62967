import type { Metadata } from '@zcrm/runtime/metadata'
import type { MatchBy } from './change.ts'

/**
 * How two snapshots can be matched: by id where they are of one organisation. Of two organisations the ids differ, and
 * so do those of a sandbox; a few modules that were made anew do not make another organisation of it.
 */
export function matchByOf(before: Metadata, after: Metadata): MatchBy {
  const ids = new Map(after.modules.map(({ apiName, id }) => [apiName, id]))
  const both = before.modules.filter(({ apiName, id }) => id !== null && (ids.get(apiName) ?? null) !== null)
  const same = both.filter(({ apiName, id }) => ids.get(apiName) === id)
  return same.length * 2 < both.length ? 'name' : 'id'
}
