import type { OpenAPIV3_1 } from 'openapi-types'
import type { ModuleSchema } from '../../schema/schema.ts'
import { REFUSED } from './errors.ts'
import type { ModuleNames } from './names.ts'
import type { SchemaObject } from './objects.ts'
import { readOperations } from './read-operations.ts'
import { writeOperations } from './write-operations.ts'

/** An operation before what all of them have: who may call it, and what is refused. */
export interface OperationParts {
  readonly id: string
  readonly tag: string
  readonly scopes: readonly string[]
  readonly summary: string
  readonly parameters?: OpenAPIV3_1.OperationObject['parameters']
  readonly body?: SchemaObject
  readonly answers: Readonly<Record<string, OpenAPIV3_1.ResponseObject | OpenAPIV3_1.ReferenceObject>>
}

/** The paths of a module below the API's version, each with its operations by method. */
export type ModulePaths = Readonly<Record<string, Readonly<Record<string, OperationParts>>>>

/** The operations on the records of a module: those that its fields allow. */
export function modulePaths(module: ModuleSchema, names: ModuleNames): ModulePaths {
  const place = `/${encodeURIComponent(module.apiName.toWellFormed())}`
  const reads = readOperations(module, names)
  const writes = writeOperations(module, names)
  const creates = hasFields(module, CREATABLE)
  const updates = hasFields(module, UPDATABLE)
  return {
    [place]: {
      get: reads.list,
      ...(creates ? { post: writes.create } : {}),
      ...(updates ? { put: writes.updateMany } : {}),
      delete: writes.deleteMany,
    },
    [`${place}/{id}`]: {
      get: reads.get,
      ...(updates ? { put: writes.update } : {}),
      delete: writes.delete,
    },
    ...(creates && updates ? { [`${place}/upsert`]: { post: writes.upsert } } : {}),
    [`${place}/search`]: { get: reads.search },
    [`${place}/actions/count`]: { get: reads.count },
    [`${place}/deleted`]: { get: reads.deleted },
  }
}

/** Whether a module's name can stand in a path: the others would lead elsewhere. */
export function hasPath({ apiName }: ModuleSchema): boolean {
  return apiName !== '' && apiName !== '.' && apiName !== '..'
}

const CREATABLE = new Set([
  ...['mandatory', 'demanded', 'optional'],
  ...['createMandatory', 'createDemanded', 'createOptional'],
])
const UPDATABLE = new Set(['mandatory', 'demanded', 'optional', 'updateOptional'])

function hasFields({ groups }: ModuleSchema, kinds: ReadonlySet<string>): boolean {
  return groups.some(({ kind }) => kinds.has(kind))
}

/** What is refused, by HTTP status: what an operation says itself counts. */
export function operationOf(parts: OperationParts): Omit<OpenAPIV3_1.OperationObject, 'security'> {
  const { id, tag, summary, parameters: given = [], body, answers } = parts
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(given.length === 0 ? {} : { parameters: given }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...REFUSED, ...answers },
  }
}
