import { contentHash } from '../content-hash.ts'
import { jsonText } from '../schema/literals.ts'
import type { ModuleSchema, Schema } from '../schema/schema.ts'
import { GLOBAL_PICKLISTS_PATH, type OutputFile } from './typescript.ts'

/** Where the classes of an organisation are, and which files are ours. */
export interface Manifest {
  readonly schemaHash: string
  /** Covers snapshot, configuration, templates and the version of the tool. */
  readonly inputsHash: string
  /** By API name. */
  readonly modules: Readonly<Record<string, ManifestModule>>
  /** Hash of the content by path. */
  readonly files: FileHashes
}

/** A module's file, class and exported types. */
export interface ManifestModule {
  readonly file: string
  readonly class: string
  readonly record: string
  readonly create: string
  readonly update: string
  /** By API name of the field. */
  readonly picklists: Readonly<Record<string, ManifestPicklist>>
}

/** The class of a picklist field. */
export interface ManifestPicklist {
  readonly file: string
  readonly class: string
  readonly type: string
}

/** Path of the manifest in the output folder. */
export const MANIFEST_PATH = 'manifest.json'

/** Hashes of the contents of files, by path. */
export type FileHashes = Readonly<Record<string, string>>

/** The hashes of the contents of files. */
export function hashFiles(files: readonly OutputFile[]): FileHashes {
  return Object.fromEntries(files.map(({ path, content }) => [path, contentHash(content)]))
}

/** The manifest of the files that were emitted. */
export function emitManifest(schema: Schema, files: FileHashes, inputsHash: string): OutputFile {
  // Object.fromEntries defines its keys: a module named __proto__ is one as well.
  const manifest: Manifest = {
    schemaHash: schema.hash,
    inputsHash,
    modules: Object.fromEntries(schema.modules.map((module) => [module.apiName, manifestModule(module)])),
    files,
  }
  return { path: MANIFEST_PATH, content: `${jsonText(manifest, 2)}\n` }
}

function manifestModule(module: ModuleSchema): ManifestModule {
  const { file, className, recordType, createType, updateType, picklistFields } = module
  return {
    file: `${file}.ts`,
    class: className,
    record: recordType,
    create: createType,
    update: updateType,
    picklists: Object.fromEntries(
      picklistFields.map((field) => [
        field.apiName,
        {
          file: field.isGlobal ? GLOBAL_PICKLISTS_PATH : `${file}.picklists.ts`,
          class: field.className,
          type: field.valueType,
        },
      ]),
    ),
  }
}
