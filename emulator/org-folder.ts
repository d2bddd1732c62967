import { type JsonObject, objects, text } from './json.ts'

/** A Document is one body: its text, to be served as it is, and what it says. */
export interface Document {
  readonly text: string
  readonly body: JsonObject
}

/** A ModuleDocument is the kind of a body that an org folder has per module. */
export type ModuleDocument = 'fields' | 'layouts' | 'related_lists' | 'custom_views' | 'records'

/** A LayoutDocument is the kind of a body that an org folder has per layout. */
export type LayoutDocument = 'map_dependency' | 'pipeline'

/** Metadata is what can be read of an organisation's bodies: all of them, or those that one user sees. */
export interface Metadata {
  readonly modules: readonly JsonObject[]
  /** A body of the whole organisation: `modules`, `global_picklists`, `org`, `users`. */
  document(name: string): Document | undefined
  /** A body of one module. The name only selects among the files that were found: it is never a path. */
  moduleDocument(kind: ModuleDocument, module: string): Document | undefined
  /** A body of one layout, by the layout's id; the module that the layout is of says what a user sees of it. */
  layoutDocument(kind: LayoutDocument, layout: string, module: string): Document | undefined
  /** The description of a module by its API name. */
  module(name: string): JsonObject | undefined
  /** The description of a module by its id. */
  moduleById(id: string): JsonObject | undefined
}

/** An OrgFolder is the metadata of one organisation, as it is at the moment: raw answers of the API, one a file. */
export class OrgFolder implements Metadata {
  readonly #original: ReadonlyMap<string, Document>
  #documents: Map<string, Document>
  #list: ModuleList
  #version = 0

  constructor(documents: ReadonlyMap<string, Document>) {
    this.#original = documents
    this.#documents = new Map(documents)
    this.#list = listOf(documents)
  }

  /** Grows with each change: whoever keeps what was read here looks at it. */
  get version(): number {
    return this.#version
  }

  get modules(): readonly JsonObject[] {
    return this.#list.modules
  }

  document(name: string): Document | undefined {
    return this.#documents.get(name)
  }

  moduleDocument(kind: ModuleDocument, module: string): Document | undefined {
    return this.document(documentName(kind, module))
  }

  layoutDocument(kind: LayoutDocument, layout: string): Document | undefined {
    return this.document(documentName(kind, layout))
  }

  module(name: string): JsonObject | undefined {
    return this.#list.byName.get(name)
  }

  moduleById(id: string): JsonObject | undefined {
    return this.#list.byId.get(id)
  }

  /** Puts a body in place, under the name of its file without `.json`. */
  put(name: string, document: Document): void {
    this.#change(new Map(this.#documents).set(name, document))
  }

  /** Every body is again what was read. */
  restore(): void {
    this.#change(new Map(this.#original))
  }

  #change(documents: Map<string, Document>): void {
    this.#documents = documents
    this.#list = listOf(documents)
    this.#version += 1
  }
}

interface ModuleList {
  readonly modules: readonly JsonObject[]
  readonly byName: ReadonlyMap<string, JsonObject>
  readonly byId: ReadonlyMap<string, JsonObject>
}

/** The listed modules; where a name or an id is there twice, the first counts. */
function listOf(documents: ReadonlyMap<string, Document>): ModuleList {
  const modules = objects(documents.get('modules')?.body, 'modules')
  const by = (key: string): ReadonlyMap<string, JsonObject> => {
    const found = new Map<string, JsonObject>()
    for (const module of modules) {
      const value = text(module, key)
      if (value !== undefined && !found.has(value)) found.set(value, module)
    }
    return found
  }
  return { modules, byName: by('api_name'), byId: by('id') }
}

/** The name of a body's file, without `.json`: its kind, and what it is of in the encoding of URLs. */
export function documentName(kind: ModuleDocument | LayoutDocument, of: string): string {
  // A lone surrogate has no URL encoding; no file can be named after it.
  return `${kind}_${of.isWellFormed() ? encodeURIComponent(of).replaceAll('*', '%2A') : ''}`
}

/** A body that was put together here. */
export function documentOf(body: JsonObject): Document {
  return { text: JSON.stringify(body), body }
}
