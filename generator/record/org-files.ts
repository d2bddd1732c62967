import type { Answer } from './answer-store.ts'
import { isObject, type Json, type JsonObject, member, objectsIn, textOf } from './json.ts'

/** OrgFiles are the bodies of an org folder by the names of their files, without `.json`; `null` is an empty file. */
export type OrgFiles = ReadonlyMap<string, JsonObject | null>

/** Custom views that are not everybody's: who made them and what they are called is nobody else's business. */
const OWN_VIEWS: ReadonlySet<string> = new Set(['created_by_me', 'shared_with_me', 'other_users_views'])

/** The lists that come in pages, by what their files are called. */
const PAGED: ReadonlySet<string> = new Set(['custom_views', 'map_dependency'])

/** What the name of a file may be long, without `.json`, on every disk. */
const LONGEST = 250

/** The name of a file in an org folder; `undefined` for what no file can be named after. */
export function orgFile(kind: string, of: string): string | undefined {
  if (!of.isWellFormed()) return undefined
  const name = `${kind}_${encodeURIComponent(of).replaceAll('*', '%2A')}`
  return name.length <= LONGEST ? name : undefined
}

/** The name of a file with what it is of changed, as the bodies say it. */
export function renamedFile(file: string, rename: (of: string) => string): string {
  const [, kind, encoded] =
    /^(fields|layouts|related_lists|custom_views|map_dependency|pipeline)_(.*)$/s.exec(file) ?? []
  if (kind === undefined || encoded === undefined) return file
  return orgFile(kind, rename(decodeURIComponent(encoded))) ?? file
}

/** The files that the answers of a pull make. */
export function orgFilesOf(answers: readonly Answer[]): OrgFiles {
  const files = new Map<string, JsonObject | null>()
  const singles: (readonly [file: string, body: JsonObject])[] = []
  for (const { path, query, body } of answers.toSorted((left, right) => pageOf(left) - pageOf(right))) {
    const place = placeOf(path, query)
    if (place === undefined) continue
    const whole = isObject(body) ? body : null
    if (place.isSingle) {
      if (whole !== null) singles.push([place.file, whole])
    } else if (PAGED.has(place.list) && pageOf({ path, query, body }) > 1) {
      files.set(place.file, joined(files.get(place.file) ?? null, whole, place.list))
    } else files.set(place.file, place.list === 'custom_views' ? publicViews(whole) : whole)
  }
  for (const [file, body] of singles) files.set(file, withValues(files.get(file) ?? null, body))
  return files
}

interface Place {
  readonly file: string
  /** Key of the list in the body. */
  readonly list: string
  /** Whether it is one element of the file's list, told in full. */
  readonly isSingle: boolean
}

/** Where the answer of a call belongs; `undefined` for one that no org folder has. */
function placeOf(path: string, query: Answer['query']): Place | undefined {
  const [first, second = '', id = '', sub, single] = path.split('/').slice(1).map(decodeURIComponent)
  if (first !== 'settings') return undefined
  const { module, layout_id: layout } = query
  const place = (file: string | undefined, list: string, isSingle = false) =>
    file === undefined ? undefined : { file, list, isSingle }
  if (sub === 'map_dependency') return place(orgFile(sub, id), sub, single !== undefined)
  if (second === 'pipeline') return place(orgFile(second, layout ?? ''), second)
  return place(module === undefined ? second : orgFile(second, module), second)
}

function pageOf({ query }: Answer): number {
  return Number(query['page'] ?? 1)
}

/** Two pages of a list as one. */
function joined(before: JsonObject | null, page: JsonObject | null, list: string): JsonObject | null {
  if (before === null || page === null) return before ?? page
  const more = list === 'custom_views' ? publicViews(page) : page
  return counted({ ...before, [list]: [...objectsIn(before, list), ...objectsIn(more, list)] }, list)
}

function publicViews(body: JsonObject | null): JsonObject | null {
  const views = objectsIn(body, 'custom_views')
  const kept = views.filter((view) => !OWN_VIEWS.has(textOf(member(view, 'category'))))
  return body === null || kept.length === views.length
    ? body
    : counted({ ...body, custom_views: kept }, 'custom_views')
}

/** What a body says of its own length. */
function counted(body: JsonObject, list: string): JsonObject {
  const info = member(body, 'info')
  if (!isObject(info)) return body
  return { ...body, info: { ...info, count: objectsIn(body, list).length, page: 1, more_records: false } }
}

/** A list of dependencies with the values that only the answer for a single one tells. */
function withValues(body: JsonObject | null, single: JsonObject): JsonObject | null {
  const values = new Map(
    objectsIn(single, 'map_dependency').map((each) => [
      textOf(member(each, 'id')),
      member(each, 'pick_list_values'),
    ]),
  )
  const filled = objectsIn(body, 'map_dependency').map((each): JsonObject => {
    const found: Json | undefined = values.get(textOf(member(each, 'id')))
    return found === undefined ? each : { ...each, pick_list_values: found }
  })
  return { ...body, map_dependency: filled }
}
