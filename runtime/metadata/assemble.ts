import type { GlobalPicklistMetadata, Metadata, ModuleMetadata, NotSeen } from './model.ts'
import type { ModuleList } from './module-list.ts'
import type { ModuleEntry } from './normalize.ts'
import type { Optional } from './part-reader.ts'
import { notSeenOf, PART_KINDS, type Part, type PartKind } from './parts.ts'
import type { CachedMetadata, ModuleState } from './resource-cache.ts'

/** The parts that were read, by module. */
export type ReadParts = ReadonlyMap<string, ReadonlyMap<PartKind, Part>>

/** What is of the whole organisation; `null` where the previous one is kept. */
export interface Globals {
  readonly picklists: Optional<readonly GlobalPicklistMetadata[]> | null
  readonly profile: Optional<string | null> | null
}

/** What metadata is made of: what was read, and for everything else what was there. */
export interface Ingredients {
  readonly list: ModuleList
  readonly previous: CachedMetadata | null
  readonly parts: ReadParts
  /** Parts that are known not to be true any more and could not be read: they stay due. */
  readonly outdated: ReadonlyMap<string, ReadonlySet<PartKind>>
  readonly globals: Globals
}

/** The whole of the metadata, from what was read and what was there. */
export function assemble({ list, previous, parts, outdated, globals }: Ingredients): CachedMetadata {
  const { picklists, profile } = globals
  const before = byName(previous)
  // What an interrupted pull has left is as old as its list may be.
  const now = list.startedAt
  const modules = list.entries.map((entry) => {
    const known = before.get(entry.apiName)
    const read = parts.get(entry.apiName) ?? new Map()
    return moduleOf(entry, known, { read, outdated: outdated.get(entry.apiName) ?? new Set() }, now)
  })
  const notSeenBefore = (name: string) =>
    (previous?.metadata.notSeen ?? []).filter(({ part }) => part === name)
  const metadata: Metadata = {
    modules: modules.map(({ module }) => module),
    globalPicklists: picklists?.value ?? previous?.metadata.globalPicklists ?? [],
    profile: profile === null ? (previous?.metadata.profile ?? null) : profile.value,
    notSeen: unique([
      ...list.notSeen,
      ...modules.flatMap(({ state }) => Object.values(state.notSeen).flat()),
      ...(picklists?.notSeen ?? notSeenBefore(GLOBAL_PARTS.picklists)),
      ...(profile?.notSeen ?? notSeenBefore(GLOBAL_PARTS.profile)),
    ]),
  }
  return {
    metadata,
    states: modules.map(({ state }) => state),
    asOf: list.asOf,
    globalsReadAt: picklists === null || profile === null ? (previous?.globalsReadAt ?? now) : now,
    pulledAt: Date.now(),
  }
}

/** Parts of the whole organisation, as `notSeen` names them. */
export const GLOBAL_PARTS = { picklists: 'global picklists', profile: 'current user' } as const

/** What a pull found of a module. */
interface Found {
  readonly read: ReadonlyMap<PartKind, Part>
  readonly outdated: ReadonlySet<PartKind>
}

interface Known {
  readonly module: ModuleMetadata
  readonly state: ModuleState
}

function byName(previous: CachedMetadata | null): ReadonlyMap<string, Known> {
  const states = new Map((previous?.states ?? []).map((state) => [state.entry.apiName, state]))
  return new Map(
    (previous?.metadata.modules ?? []).flatMap((module) => {
      const state = states.get(module.apiName)
      return state === undefined ? [] : [[module.apiName, { module, state }]]
    }),
  )
}

function moduleOf(
  entry: ModuleEntry,
  known: Known | undefined,
  { read, outdated }: Found,
  now: number,
): Known {
  const fields = read.get('fields')
  const before = fields === undefined ? (known?.module.notDescribed ?? null) : fields.refusal
  const notDescribed = entry.supported ? before : 'the API does not support it (api_supported is false)'
  const has = (kind: PartKind) => entry.supported && (kind === 'fields' || notDescribed === null)
  const value = <K extends PartKind>(kind: K): ModuleMetadata[K] => {
    const nothing: readonly never[] = []
    if (!has(kind)) return nothing as ModuleMetadata[K]
    return (read.get(kind)?.value ?? known?.module[kind] ?? nothing) as ModuleMetadata[K]
  }
  const { id, apiName, label, generatedType } = entry
  return {
    module: {
      ...{ id, apiName, label, generatedType },
      fields: value('fields'),
      layouts: value('layouts'),
      relatedLists: value('relatedLists'),
      customViews: value('customViews'),
      notDescribed,
    },
    state: stateOf(entry, known?.state, { read, outdated }, PART_KINDS.filter(has), now),
  }
}

/** As if they had been read so long ago that any pull reads them. */
function neverOf(outdated: ReadonlySet<PartKind>): Partial<Record<PartKind, number>> {
  return Object.fromEntries([...outdated].map((kind) => [kind, 0]))
}

function stateOf(
  entry: ModuleEntry,
  before: ModuleState | undefined,
  { read, outdated }: Found,
  kinds: readonly PartKind[],
  now: number,
): ModuleState {
  /** Of each part, what was read, else what was known. */
  const each = <T>(known: Partial<Record<PartKind, T>> | undefined, of: (part: Part, kind: PartKind) => T) =>
    Object.fromEntries(
      kinds.flatMap((kind) => {
        const part = read.get(kind)
        const value = part === undefined ? known?.[kind] : of(part, kind)
        return value === undefined ? [] : [[kind, value]]
      }),
    ) as Partial<Record<PartKind, T>>
  return {
    entry,
    readAt: { ...each(before?.readAt, () => now), ...neverOf(outdated) },
    notSeen: each(before?.notSeen, (part, kind) => notSeenOf(entry.apiName, kind, part)),
    calls: each(before?.calls, (part) => part.calls),
  }
}

function unique(list: readonly NotSeen[]): readonly NotSeen[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()]
}
