import { encode } from '../http/path.ts'
import type { DependencyMetadata, LayoutMetadata, ModuleMetadata, NotSeen } from './model.ts'
import { fieldsOf } from './normalize.ts'
import {
  customViewsOf,
  dependenciesOf,
  dependenciesWithoutValues,
  isPipelines,
  type LayoutEntry,
  layoutsOf,
  pipelinesOf,
  relatedListsOf,
  uniqueDependencies,
} from './normalize-layouts.ts'
import { isOfToken, isRefusal, refusalOf } from './refusal.ts'
import { settled } from './settled.ts'
import { objectOf, objectsOf, type Wire } from './wire.ts'

/** The parts of a module's metadata, each of which the API gives by itself. */
export type PartKind = 'fields' | 'layouts' | 'relatedLists' | 'customViews'

/** Every part, in the order of their weight. */
export const PART_KINDS: readonly PartKind[] = ['fields', 'layouts', 'relatedLists', 'customViews']

/** How parts are called in sentences. */
const PART_LABELS: Readonly<Record<PartKind, string>> = {
  fields: 'fields',
  layouts: 'layouts',
  relatedLists: 'related lists',
  customViews: 'custom views',
}

/** A part as it was read: what there is, or why there is nothing. */
export interface Part<K extends PartKind = PartKind> {
  readonly value: ModuleMetadata[K]
  readonly refusal: string | null
  /** What belongs to it and is not in it, and why. */
  readonly notSeen: readonly NotSeen[]
  /** Calls that it took; none where it came along with the list of modules. */
  readonly calls: number
}

/** Makes a call and gives the body of its answer; its failures are errors of the ladder. */
export type Get = (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>

/**
 * What the module list gives along with each module where it is asked for by `include` (version 8). Layouts are left
 * out: they hold every field once more, and those of all modules make an answer of many megabytes.
 */
export const INCLUDES = 'related_lists,custom_view'

const INCLUDED: Readonly<Partial<Record<PartKind, readonly string[]>>> = {
  relatedLists: ['related_lists'],
  customViews: ['custom_views', 'custom_view'],
}

/** Whether the module list can give a part along. */
export function isIncludable(kind: PartKind): boolean {
  return INCLUDED[kind] !== undefined
}

/** A part that stands in a module's entry already; `null` where it does not. */
export function includedPart(kind: PartKind, entry: Wire): Part | null {
  const key = INCLUDED[kind]?.find((name) => Array.isArray(entry[name]))
  if (key === undefined) return null
  const list = entry[key]
  const value =
    kind === 'relatedLists' ? relatedListsOf({ related_lists: list }) : customViewsOf({ custom_views: list })
  return { value, refusal: null, notSeen: [], calls: 0 }
}

/** Reads a part of a module. What the API refuses is told, and a failure is thrown. */
export async function readPart(kind: PartKind, module: string, get: Get): Promise<Part> {
  let calls = 0
  const counted: Get = (path, query) => {
    calls++
    return get(path, query)
  }
  try {
    return { ...(await READERS[kind](module, counted)), calls }
  } catch (error) {
    // Without fields there is nothing: a scope that lacks them is a failure.
    if (kind === 'fields' && !isRefusal(error)) throw error
    return { value: [], refusal: refusalOf(error), notSeen: [], calls }
  }
}

/** Something that is not seen: of the module, or where it is the token's doing of all of them. */
function notSeenIn(module: string, what: string, reason: string): NotSeen {
  return { part: isOfToken(reason) ? what : `${what} of ${module}`, reason }
}

/** What a part of a module lacks, and why. That there are no fields is said elsewhere: as the module's `notDescribed`. */
export function notSeenOf(module: string, kind: PartKind, { refusal, notSeen }: Part): readonly NotSeen[] {
  if (refusal === null || kind === 'fields') return notSeen
  return [...notSeen, notSeenIn(module, PART_LABELS[kind], refusal)]
}

type Reader<K extends PartKind> = (module: string, get: Get) => Promise<Omit<Part<K>, 'calls'>>

const READERS: { readonly [K in PartKind]: Reader<K> } = {
  fields: async (module, get) => {
    const body = await get('/settings/fields', { module, type: 'all' })
    const value = fieldsOf(body)
    const nothing = body === null ? 'the API lists no fields of it (204)' : 'the API lists no fields of it'
    return { value, refusal: value.some((field) => field.used) ? null : nothing, notSeen: [] }
  },
  layouts: readLayouts,
  relatedLists: async (module, get) => seen(relatedListsOf(await get('/settings/related_lists', { module }))),
  customViews: async (module, get) =>
    seen(customViewsOf(await pagesOf('custom_views', '/settings/custom_views', module, get))),
}

function seen<T>(value: T): { value: T; refusal: null; notSeen: readonly NotSeen[] } {
  return { value, refusal: null, notSeen: [] }
}

/** More pages than any organisation has; a server that says without end that there are more is not believed. */
const MAX_PAGES = 50

/** The elements of all pages of a list, as if they were one answer. */
async function pagesOf(list: string, path: string, module: string, get: Get): Promise<Wire> {
  const elements: Wire[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const body = objectOf(await get(path, page === 1 ? { module } : { module, page: String(page) }))
    elements.push(...objectsOf(body[list]))
    if (objectOf(body['info'])['more_records'] !== true) break
  }
  return { [list]: elements }
}

async function readLayouts(module: string, get: Get): Promise<Omit<Part<'layouts'>, 'calls'>> {
  const entries = layoutsOf(await get('/settings/layouts', { module }))
  const layouts = await settled(entries.map((entry) => completeLayout(entry, module, get)))
  return {
    value: layouts.map(({ layout }) => layout),
    refusal: null,
    notSeen: layouts.flatMap(({ notSeen }) => notSeen),
  }
}

interface Completed {
  readonly layout: LayoutMetadata
  readonly notSeen: readonly NotSeen[]
}

/** Asks for what the layouts of an answer do not tell: dependent picklists, and the stages of pipelines. */
async function completeLayout(entry: LayoutEntry, module: string, get: Get): Promise<Completed> {
  const { tellsDependencies, hasPipelines, ...layout } = entry
  const { id } = layout
  if (id === null || !layout.active) return { layout, notSeen: [] }
  const notSeen: NotSeen[] = []
  /** Not every edition has them, nor every token may read them: where they are refused, that is told. */
  const optional = async (what: string, read: () => Promise<readonly DependencyMetadata[]>) => {
    try {
      return await read()
    } catch (error) {
      notSeen.push(notSeenIn(module, what, refusalOf(error)))
      return []
    }
  }
  const knowsPipelines = layout.dependencies.some(isPipelines)
  const [dependencies, pipelines] = await settled([
    tellsDependencies ? [] : optional('picklist dependencies', () => readDependencies(id, module, get)),
    knowsPipelines || !hasPipelines
      ? []
      : optional('pipelines', async () => pipelinesOf(await get('/settings/pipeline', { layout_id: id }))),
  ])
  const all = uniqueDependencies([...layout.dependencies, ...dependencies, ...pipelines])
  return { layout: { ...layout, dependencies: all }, notSeen: notSeen.sort(byPart) }
}

/** Not in the order in which the answers came. */
function byPart(one: NotSeen, other: NotSeen): number {
  return one.part < other.part ? -1 : 1
}

async function readDependencies(
  layout: string,
  module: string,
  get: Get,
): Promise<readonly DependencyMetadata[]> {
  const path = `/settings/layouts/${encode(layout)}/map_dependency`
  const body = await pagesOf('map_dependency', path, module, get)
  const single = dependenciesWithoutValues(body).map((id) => get(`${path}/${encode(id)}`, { module }))
  return [body, ...(await settled(single))].flatMap(dependenciesOf)
}
