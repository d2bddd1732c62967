import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isObject, type Json, type JsonObject, member, objects, text } from './json.ts'

/** An OrgFolderError says which file of an org folder could not be read, and why. */
export class OrgFolderError extends Error {
  override readonly name = 'OrgFolderError'
}

/** A Document is one recorded body: its text, to be served as it is, and what it says. */
export interface Document {
  readonly text: string
  readonly body: JsonObject
}

/** A ModuleDocument is the kind of a body that an org folder has per module. */
export type ModuleDocument = 'fields' | 'layouts' | 'related_lists' | 'records'

/** An OrgFolder is the recorded metadata of one organisation: raw answers of the API, one file per call. */
export class OrgFolder {
  readonly modules: readonly JsonObject[]
  readonly #documents: ReadonlyMap<string, Document>
  readonly #byName: Map<string, JsonObject> = new Map()
  readonly #byId: Map<string, JsonObject> = new Map()

  constructor(documents: ReadonlyMap<string, Document>) {
    this.#documents = documents
    this.modules = objects(documents.get('modules')?.body, 'modules')
    for (const module of this.modules) {
      const name = text(module, 'api_name')
      const id = text(module, 'id')
      if (name !== undefined && !this.#byName.has(name)) this.#byName.set(name, module)
      if (id !== undefined && !this.#byId.has(id)) this.#byId.set(id, module)
    }
  }

  /** A body of the whole organisation: `modules`, `global_picklists`, `org`, `users`. */
  document(name: string): Document | undefined {
    return this.#documents.get(name)
  }

  /** A body of one module. The name only selects among the files that were found: it is never a path. */
  moduleDocument(kind: ModuleDocument, module: string): Document | undefined {
    return this.#documents.get(`${kind}_${fileName(module)}`)
  }

  /** The description of a module by its API name. */
  module(name: string): JsonObject | undefined {
    return this.#byName.get(name)
  }

  /** The description of a module by its id. */
  moduleById(id: string): JsonObject | undefined {
    return this.#byId.get(id)
  }
}

/** The files that belong to an org folder; others may lie in it. */
const DOCUMENT = /^(modules|global_picklists|org|users|(fields|layouts|related_lists|records)_.*)\.json$/s

/** Reads an org folder; throws an OrgFolderError where it is absent or a file is broken. */
export async function readOrgFolder(folder: string): Promise<OrgFolder> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new OrgFolderError(`The org folder ${folder} cannot be read.`, { cause })
  })
  const files = names.filter((name) => DOCUMENT.test(name))
  const documents = await Promise.all(
    files.map(async (file) => [file, await readDocument(join(folder, file))] as const),
  )
  const found = new Map(documents.map(([file, document]) => [basename(file, '.json'), document]))
  const modules = member(found.get('modules')?.body, 'modules')
  if (!Array.isArray(modules)) {
    throw new OrgFolderError(`The org folder ${folder} has no modules.json with a list of modules.`)
  }
  return new OrgFolder(found)
}

async function readDocument(path: string): Promise<Document> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new OrgFolderError(`${path} cannot be read.`, { cause })
  })
  if (content.trim() === '') return { text: '', body: {} }
  const body = parse(path, content)
  if (!isObject(body)) throw new OrgFolderError(`${path} is not a JSON object, as a body of the API is.`)
  return { text: content, body }
}

function parse(path: string, content: string): Json {
  try {
    return JSON.parse(content) as Json
  } catch (cause) {
    throw new OrgFolderError(`${path} is not valid JSON.`, { cause })
  }
}

function fileName(module: string): string {
  try {
    return encodeURIComponent(module).replaceAll('*', '%2A')
  } catch {
    // A lone surrogate has no URL encoding; no file can be named after it.
    return ''
  }
}
