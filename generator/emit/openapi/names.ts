import { decideNames } from '../../schema/naming.ts'
import type { ModuleSchema, PicklistSchema, Schema } from '../../schema/schema.ts'
import { ERROR_SCHEMAS } from './errors.ts'
import { SHARED_SCHEMAS } from './shared.ts'

/** The names of what a module has in the document. */
export interface ModuleNames {
  /** A record as it is read; also the tag of the operations. */
  readonly record: string
  readonly create: string
  readonly update: string
  /** A row of a subform, as it is created with its parent. */
  readonly row: string
  /** A page of a list. */
  readonly page: string
  /** The names of the fields that can be asked for. */
  readonly field: string
  readonly operations: Readonly<Record<OperationName, string>>
}

/** The operations of a module. */
export type OperationName =
  | 'list'
  | 'create'
  | 'updateMany'
  | 'deleteMany'
  | 'upsert'
  | 'get'
  | 'update'
  | 'delete'
  | 'search'
  | 'count'
  | 'deleted'

/** The names of a document's components and operations. */
export interface Names {
  readonly module: (apiName: string) => ModuleNames
  /** The schema of a picklist of a module's own, or of a shared one (`null`). */
  readonly picklist: (module: string | null, apiName: string) => string
}

/** The tag and the operation of queries in COQL. */
export const QUERIES = 'Queries'

/** The id of the operation that queries in COQL. */
export const QUERY = 'query'

function moduleNames(name: string): ModuleNames {
  return {
    record: name,
    create: `${name}Create`,
    update: `${name}Update`,
    row: `${name}Row`,
    page: `${name}Page`,
    field: `${name}Field`,
    operations: {
      list: `list${name}`,
      create: `create${name}`,
      updateMany: `update${name}`,
      deleteMany: `delete${name}`,
      upsert: `upsert${name}`,
      get: `get${name}ById`,
      update: `update${name}ById`,
      delete: `delete${name}ById`,
      search: `search${name}`,
      count: `count${name}`,
      deleted: `listDeleted${name}`,
    },
  }
}

/** What a name takes up. Generators make files of names, which not every disk tells apart by case. */
function claimsOf(name: string): readonly string[] {
  const { operations, ...schemas } = moduleNames(name)
  return [...Object.values(schemas), ...Object.values(operations)].map((claim) => claim.toLowerCase())
}

const join = (base: string, suffix: string): string => `${base}_${suffix}`

/** The names of a document: those of the classes, in the characters that OpenAPI allows. */
export function namesOf({ modules, globalPicklists }: Schema): Names {
  const shared = [...Object.keys(SHARED_SCHEMAS), ...Object.keys(ERROR_SCHEMAS), QUERIES, QUERY]
  const taken = new Set(shared.map((name) => name.toLowerCase()))
  const bases = decideNames(
    modules.map(({ apiName, className }) => ({ key: apiName, base: ascii(className) })),
    { claims: claimsOf, isReserved: (claim) => taken.has(claim), join },
  )
  for (const name of bases.values()) for (const claim of claimsOf(name)) taken.add(claim)
  const own = modules.flatMap(({ apiName, picklists }: ModuleSchema) =>
    picklists.map((picklist) => picklistItem(apiName, bases.get(apiName) ?? '', picklist)),
  )
  const picklists = decideNames(
    [...own, ...globalPicklists.map((picklist) => picklistItem(null, '', picklist))],
    { claims: (name) => [name.toLowerCase()], isReserved: (claim) => taken.has(claim), join },
  )
  const byModule = new Map([...bases].map(([apiName, name]) => [apiName, moduleNames(name)]))
  return {
    module: (apiName) => byModule.get(apiName) ?? moduleNames(''),
    picklist: (module, apiName) => picklists.get(picklistKey(module, apiName)) ?? '',
  }
}

function picklistKey(module: string | null, apiName: string): string {
  return JSON.stringify([module, apiName])
}

function picklistItem(module: string | null, prefix: string, { apiName, className }: PicklistSchema) {
  return { key: picklistKey(module, apiName), base: `${prefix}${ascii(className)}` }
}

/** A name in ASCII: letters without their accents, and what is no letter of ASCII by its code point. */
function ascii(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w.-]/gu, (character) => `U${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)
}
