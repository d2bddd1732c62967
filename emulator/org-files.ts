import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, type Json, member } from './json.ts'
import {
  type Document,
  documentName,
  type LayoutDocument,
  type ModuleDocument,
  OrgFolder,
} from './org-folder.ts'

/** An OrgFolderError says which file of an org folder could not be read, and why. */
export class OrgFolderError extends Error {
  override readonly name = 'OrgFolderError'
}

type Kind = ModuleDocument | LayoutDocument

/** An OrgFile is what the name of a file in an org folder says. */
export interface OrgFile {
  /** The name without `.json`. */
  readonly name: string
  /** What is in it of what; undefined where it is of the whole organisation. */
  readonly part: { readonly kind: Kind; readonly of: string } | undefined
}

const KINDS: Readonly<Record<Kind, true>> = {
  fields: true,
  layouts: true,
  related_lists: true,
  custom_views: true,
  records: true,
  map_dependency: true,
  pipeline: true,
}

/** The files that belong to an org folder; others may lie in it. */
const FILE = new RegExp(
  `^((?:modules|global_picklists|org|users)|(${Object.keys(KINDS).join('|')})_(.*))\\.json$`,
  's',
)

/** What the name of a file means; undefined where no file of an org folder has such a name. */
export function orgFileOf(file: string): OrgFile | undefined {
  const [, name, kind, encoded] = FILE.exec(file) ?? []
  if (name === undefined) return undefined
  if (kind === undefined || encoded === undefined) return { name, part: undefined }
  const of = decoded(encoded)
  const part = of === undefined ? undefined : { kind: kind as Kind, of }
  // Another spelling of the same name would never be looked for.
  return part && documentName(part.kind, part.of) === name ? { name, part } : undefined
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Reads an org folder; throws an OrgFolderError where it is absent or a file is broken. */
export async function readOrgFolder(folder: string): Promise<OrgFolder> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new OrgFolderError(`The org folder ${folder} cannot be read.`, { cause })
  })
  const files = names.flatMap((name) => FILE.exec(name)?.[1] ?? [])
  const documents = await Promise.all(
    files.map(async (name) => [name, await readDocument(join(folder, `${name}.json`))] as const),
  )
  const found = new Map(documents)
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
