import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'
import { type OrgFile, orgFileOf } from './org-files.ts'
import { documentOf, type OrgFolder } from './org-folder.ts'
import { nextTime, offsetOf } from './time.ts'

/** An OrgBody is the body in a file of an org folder, to be changed. */
export type OrgBody = Record<string, unknown>

/** An OrgEditor changes the metadata of an organisation while it is served. */
export class OrgEditor {
  readonly #folder: OrgFolder
  readonly #movesModifiedTime: boolean

  constructor(folder: OrgFolder, movesModifiedTime: boolean) {
    this.#folder = folder
    this.#movesModifiedTime = movesModifiedTime
  }

  /** The text of a file, empty for an empty one; undefined where there is none. */
  read(file: string): string | undefined {
    return this.#folder.document(orgFileOf(file)?.name ?? '')?.text
  }

  /** Replaces a file or adds one; throws a RangeError where no file of metadata has such a name. */
  replace(file: string, body: JsonObject): void {
    const { name, part } = metadataFile(file)
    this.#folder.put(name, documentOf(body))
    if (part && this.#movesModifiedTime) this.#moveModifiedTime(moduleOf(this.#folder, part))
  }

  /** Changes what is in a file, or puts something in an empty or a new one. */
  edit(file: string, edit: (body: OrgBody) => OrgBody): void {
    const before = this.#folder.document(metadataFile(file).name)?.body ?? {}
    const after: unknown = JSON.parse(JSON.stringify(edit(structuredClone(before) as OrgBody) ?? null))
    if (!isObject(after)) throw new TypeError(`${file} is a JSON object, as a body of the API is.`)
    this.replace(file, after)
  }

  /** Every file is again what it was at the start. */
  reset(): void {
    this.#folder.restore()
  }

  /** To the present, in the zone of the other times. */
  #moveModifiedTime(name: string | undefined): void {
    const document = this.#folder.document('modules')
    const modules = member(document?.body, 'modules')
    if (!document || !Array.isArray(modules)) return
    const zone = this.#folder.modules.map((module) => offsetOf(member(module, 'modified_time'))).find(Boolean)
    const moved = modules.map((module: Json) =>
      isObject(module) && text(module, 'api_name') === name
        ? { ...module, modified_time: nextTime(member(module, 'modified_time'), zone) }
        : module,
    )
    this.#folder.put('modules', documentOf({ ...document.body, modules: moved }))
  }
}

function metadataFile(file: string): OrgFile {
  const found = orgFileOf(file)
  if (!found) throw new RangeError(`No file of an org folder is named ${file}.`)
  if (found.part?.kind === 'records') throw new RangeError(`${file} is read at the start: write records.`)
  return found
}

/** The module that a file is about. */
function moduleOf(folder: OrgFolder, { kind, of }: NonNullable<OrgFile['part']>): string | undefined {
  if (kind !== 'map_dependency' && kind !== 'pipeline') return of
  const hasLayout = (module: JsonObject): boolean =>
    objects(folder.moduleDocument('layouts', text(module, 'api_name') ?? '')?.body, 'layouts').some(
      (layout) => text(layout, 'id') === of,
    )
  return text(folder.modules.find(hasLayout), 'api_name')
}
