import type { OutputFile } from './emit/typescript.ts'
import { GLOBAL_PICKLISTS_PATH } from './emit/typescript.ts'
import type { Schema } from './schema/schema.ts'

/** What a generated file is. */
export type FileKind = 'modules' | 'picklists' | 'rest'

/** How large what was generated is. Bytes are those of the files. */
export interface Stats {
  readonly bytes: number
  readonly files: number
  readonly kinds: Readonly<Record<FileKind, { readonly files: number; readonly bytes: number }>>
  /** Kilobytes (1,000 bytes) of module files for each 1,000 fields. */
  readonly moduleKilobytesPer1000Fields: number
  /** Kilobytes of picklist files for each 1,000 fields. */
  readonly picklistKilobytesPer1000Fields: number
  /** The biggest first. */
  readonly modules: readonly ModuleStats[]
  /** Those with the most options first. */
  readonly picklists: readonly PicklistStats[]
}

/** How large the two files of a module are. */
export interface ModuleStats {
  readonly module: string
  readonly fields: number
  readonly moduleBytes: number
  readonly picklistBytes: number
}

/** How many options a picklist has. */
export interface PicklistStats {
  /** API name of the module; `null` for a picklist that several share. */
  readonly module: string | null
  readonly picklist: string
  readonly options: number
}

/** Measures what was emitted for a schema. */
export function statsOf(schema: Schema, files: readonly OutputFile[]): Stats {
  const sizes = new Map(files.map(({ path, content }) => [path, Buffer.byteLength(content)]))
  const modules = schema.modules.map(({ apiName, file, fieldCount }) => ({
    module: apiName,
    fields: fieldCount,
    moduleBytes: sizes.get(`${file}.ts`) ?? 0,
    picklistBytes: sizes.get(`${file}.picklists.ts`) ?? 0,
  }))
  const fields = sum(modules.map((module) => module.fields))
  const kinds = kindsOf(schema, sizes)
  const perThousand = (bytes: number) => (fields === 0 ? 0 : Math.round((bytes / fields) * 10) / 10)
  return {
    bytes: sum([...sizes.values()]),
    files: files.length,
    kinds,
    moduleKilobytesPer1000Fields: perThousand(kinds.modules.bytes),
    picklistKilobytesPer1000Fields: perThousand(kinds.picklists.bytes),
    modules: modules.sort((a, b) => bytesOf(b) - bytesOf(a)),
    picklists: picklistsOf(schema).sort((a, b) => b.options - a.options),
  }
}

function kindsOf(schema: Schema, sizes: ReadonlyMap<string, number>): Stats['kinds'] {
  const kindOf = new Map<string, FileKind>([[GLOBAL_PICKLISTS_PATH, 'picklists']])
  for (const { file } of schema.modules) {
    kindOf.set(`${file}.ts`, 'modules')
    kindOf.set(`${file}.picklists.ts`, 'picklists')
  }
  const kind = (wanted: FileKind) => {
    const bytes = [...sizes].flatMap(([path, size]) =>
      (kindOf.get(path) ?? 'rest') === wanted ? [size] : [],
    )
    return { files: bytes.length, bytes: sum(bytes) }
  }
  return { modules: kind('modules'), picklists: kind('picklists'), rest: kind('rest') }
}

function picklistsOf({ globalPicklists, modules }: Schema): PicklistStats[] {
  return [
    ...globalPicklists.map(({ apiName, rows }) => ({
      module: null,
      picklist: apiName,
      options: rows.length,
    })),
    ...modules.flatMap(({ apiName: module, picklists }) =>
      picklists.map(({ apiName, rows }) => ({ module, picklist: apiName, options: rows.length })),
    ),
  ]
}

function bytesOf({ moduleBytes, picklistBytes }: ModuleStats): number {
  return moduleBytes + picklistBytes
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
