import type { Client } from '../client.ts'
import { ConfigurationError } from '../http/errors.ts'
import { onAbort } from '../http/on-abort.ts'
import { pageOf, rowsOf } from './answers.ts'
import type { ValueKind } from './choices.ts'
import { fieldRows } from './field-rows.ts'
import { recordOf } from './get.ts'
import type { PageQuery } from './list.ts'
import { firstOf, type Page } from './page.ts'
import { type ListSource, MAX_FIELDS } from './paging.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: string }

/** The fields that a wide read asks for: those that lists return, and those that only the read of one record does. */
export interface Wanted {
  readonly fields: readonly PropertyKey[] | 'all'
  readonly include: readonly PropertyKey[]
}

/** The field that tells whether a row changed between two calls. */
const CHANGED = 'Modified_Time'

/** Ids that one call takes. */
const MAX_IDS = 100

/** How records are read in more than one call: names of the fields of each, and how to tell that they belong together. */
interface Plan {
  readonly client: Client
  readonly source: ListSource
  readonly names: readonly string[]
  readonly include: readonly string[]
  /** Whether records have a time of their last change. */
  readonly isDated: boolean
  /** Which of the records that were converted, or were not, are meant. */
  readonly converted: string | number | boolean | undefined
  readonly signal: AbortSignal
}

/**
 * A page of records with more fields than one call returns. The first 50 are read as a page, the others by the ids of its
 * rows; a row that changed in between is read again as a whole, and one that was deleted is left out.
 */
export async function widePage(
  client: Client,
  source: ListSource,
  wanted: Wanted,
  { query, headers, signal, left }: PageQuery,
): Promise<Page<Row>> {
  const known = await planOf(client, source, wanted)
  const [first = [], ...others] = partsOf(known)
  const asked = { fields: first.join(','), ...query }
  const answer = await client.request({ method: 'GET', path: source.path, query: asked, headers, signal })
  const page = firstOf(pageOf<Row>(answer), left)
  return untilFailure(signal, async (rest) => {
    const plan = { ...known, signal: rest, converted: query['converted'] }
    const further = others.map((part) => readByIds(plan, idsOf(page.records), part))
    return { ...page, records: await joined(plan, page.records, further) }
  })
}

/**
 * The records of ids, in their order, with `null` where there is none: all of each where nothing is named, one call for
 * each; else the fields named, a call for each 100 records and 50 fields.
 */
export async function recordsOfIds(
  client: Client,
  source: ListSource,
  ids: readonly string[],
  wanted: Wanted | null,
  signal: AbortSignal | undefined,
): Promise<(Row | null)[]> {
  if (wanted === null)
    return untilFailure(signal, (rest) =>
      Promise.all(ids.map((id) => recordOf<Row>(client, source, id, undefined, rest))),
    )
  const known = await planOf(client, source, wanted)
  return untilFailure(signal, async (rest) => {
    // Unless it is asked for, lists leave converted leads out.
    const plan = { ...known, signal: rest, converted: source.name === 'Leads' ? 'both' : undefined }
    const distinct = [...new Set(ids)]
    const parts = await Promise.all(partsOf(plan).map((part) => readByIds(plan, distinct, part)))
    const rows = [...(parts[0]?.values() ?? [])]
    const found = new Map((await joined(plan, rows, parts.slice(1))).map((row) => [row.id, row]))
    return ids.map((id) => found.get(id) ?? null)
  })
}

/** Reads that go on beside each other: with the first that fails the others end, and those that wait are not sent. */
async function untilFailure<T>(
  signal: AbortSignal | undefined,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  signal?.throwIfAborted()
  const letGo = onAbort(signal, () => controller.abort(signal?.reason))
  try {
    return await read(controller.signal)
  } catch (error) {
    controller.abort(error)
    throw error
  } finally {
    letGo()
  }
}

async function planOf(
  client: Client,
  source: ListSource,
  { fields, include }: Wanted,
): Promise<Omit<Plan, 'signal' | 'converted'>> {
  const listed = listedIn((await source.module?.choices?.())?.fields)
  const names = fields === 'all' ? listed : fields.map(String)
  if (names === undefined)
    throw new ConfigurationError(
      `nobody knows which fields lists of ${source.name} return`,
      'Name them, or generate the classes again.',
    )
  return {
    client,
    source,
    names,
    include: include.map(String),
    isDated: listed?.includes(CHANGED) ?? true,
  }
}

/** Kinds of values that only a read of one record returns whole. */
const SINGLE_READ_ONLY: readonly unknown[] = [
  'richtext',
  'subform',
  'links',
  'unlisted',
] satisfies ValueKind[]

/** The names of the fields that lists return; `undefined` where nobody knows the fields. */
function listedIn(fields: string | undefined): readonly string[] | undefined {
  if (fields === undefined) return undefined
  return fieldRows(fields).flatMap(([name, kind]) => (SINGLE_READ_ONLY.includes(kind) ? [] : [name]))
}

/** The names of fields for each call: 50, one of which tells changes where there are several calls. */
function partsOf({
  names,
  isDated,
  include,
}: Pick<Plan, 'names' | 'isDated' | 'include'>): readonly (readonly string[])[] {
  const isWhole = names.length <= MAX_FIELDS && include.length === 0
  if (isWhole || !isDated) return chunks(names, MAX_FIELDS)
  const others = names.filter((name) => name !== CHANGED)
  return chunks(others.length === 0 ? names : others, MAX_FIELDS - 1).map((part) => [...part, CHANGED])
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ id }) => id)
}

/** The rows of ids with some of their fields. */
async function readByIds(
  { client, source, converted, signal }: Plan,
  ids: readonly string[],
  names: readonly string[],
): Promise<Map<string, Row>> {
  const answers = chunks(ids, MAX_IDS).map((some) => {
    const query = { fields: names.join(','), ids: some.join(','), per_page: MAX_IDS, converted }
    return client.request({ method: 'GET', path: source.path, query, signal })
  })
  const rows = (await Promise.all(answers)).flatMap((answer) => rowsOf(answer, 'data') as readonly Row[])
  return new Map(rows.map((row) => [row.id, row]))
}

/** The rows of the first call joined with what further calls, and reads of single records, say of them. */
async function joined(
  plan: Plan,
  rows: readonly Row[],
  further: readonly (Map<string, Row> | Promise<Map<string, Row>>)[],
): Promise<Row[]> {
  const others = await Promise.all([...further, ...singleReads(plan, idsOf(rows))])
  const wanted = new Set([...plan.names, ...plan.include, 'id'])
  const whole = await Promise.all(
    rows.map(async (row) => {
      const parts = others.map((part) => part.get(row.id))
      const isTorn = parts.some((part) => part === undefined || part[CHANGED] !== row[CHANGED])
      return isTorn ? [await readWhole(plan, row.id, [])] : [row, ...parts]
    }),
  )
  return whole.flatMap((parts) => (parts[0] == null ? [] : [only(parts, wanted)]))
}

/** What the reads of single records add, for each run of fields that lists do not return. */
function singleReads(plan: Plan, ids: readonly string[]): readonly Promise<Map<string, Row>>[] {
  return chunks(plan.include, MAX_FIELDS - 1).map(async (names) => {
    const asked = plan.isDated ? [...names, CHANGED] : names
    const rows = await Promise.all(ids.map((id) => readWhole(plan, id, asked)))
    return new Map(rows.flatMap((row) => (row === null ? [] : [[row.id, row] as const])))
  })
}

/** A record by a call of its own, with all of its fields where none is named; `null` where it is gone. */
function readWhole(
  { client, source, signal }: Plan,
  id: string,
  names: readonly string[],
): Promise<Row | null> {
  return recordOf(client, source, id, names.length === 0 ? undefined : names, signal)
}

/** A row from its parts, without what was not asked for. */
function only(parts: readonly (Row | null | undefined)[], names: ReadonlySet<string>): Row {
  const entries = parts.flatMap((part) => Object.entries(part ?? {}))
  return Object.fromEntries(entries.filter(([name]) => names.has(name))) as Row
}
