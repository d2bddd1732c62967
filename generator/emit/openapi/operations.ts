import type { OpenAPIV3_1 } from 'openapi-types'
import { commentText } from '../../schema/literals.ts'
import type { ModuleSchema } from '../../schema/schema.ts'
import { jsonAnswer, REFUSED } from './errors.ts'
import type { ModuleNames, OperationName } from './names.ts'
import { arrayOf, type ComponentSchema, objectOf, oneOfTexts, refTo, type SchemaObject } from './objects.ts'
import { listed, parameters } from './parameters.ts'
import { moduleScope, SEARCH_SCOPE, type Verb } from './security.ts'

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

const NOTHING_FOUND: OpenAPIV3_1.ResponseObject = { description: 'Nothing was found.' }
const NOTHING_CHANGED: OpenAPIV3_1.ResponseObject = { description: 'Nothing changed since then.' }

type Reads = 'list' | 'get' | 'search' | 'count' | 'deleted'

/** What the operations of a module have in common. */
function common(module: ModuleSchema, names: ModuleNames) {
  return (name: OperationName, verb: Verb) => ({
    id: names.operations[name],
    tag: names.record,
    scopes: [moduleScope(module, verb)],
  })
}

function readOperations(module: ModuleSchema, names: ModuleNames): Readonly<Record<Reads, OperationParts>> {
  const of = common(module, names)
  const whose = commentText(module.label)
  const page = jsonAnswer('A page of records.', refTo(names.page))
  const one = { ...arrayOf(refTo(names.record)), minItems: 1, maxItems: 1 }
  const sought = parameters('Criteria', 'Email', 'Phone', 'Word')
  const search = [...of('search', 'READ').scopes, SEARCH_SCOPE]
  return {
    list: {
      ...of('list', 'READ'),
      summary: `List records of ${whose}`,
      parameters: [
        fieldsParameter(refTo(names.field), { isRequired: true }),
        ...parameters('Ids', 'CustomView', 'Converted', 'Territory', 'IncludeChild', 'SortBy', 'SortOrder'),
        ...parameters('Page', 'PerPage', 'PageToken', 'IfModifiedSince'),
      ],
      answers: { '200': page, '204': NOTHING_FOUND, '304': NOTHING_CHANGED },
    },
    get: {
      ...of('get', 'READ'),
      summary: `Read a record of ${whose}`,
      parameters: [
        ...parameters('RecordId'),
        fieldsParameter(anyField(module, names), { isRequired: false }),
      ],
      answers: {
        '200': jsonAnswer('The record.', objectOf({ data: one }, ['data'])),
        '204': { description: 'No record has the id.' },
      },
    },
    search: {
      ...of('search', 'READ'),
      scopes: search,
      summary: `Search records of ${whose} by criteria, e-mail address, phone number or word`,
      parameters: [
        ...sought,
        fieldsParameter(refTo(names.field), { isRequired: false }),
        ...parameters('Converted', 'Approved', 'Page', 'PerPage'),
      ],
      answers: { '200': page, '204': NOTHING_FOUND },
    },
    count: {
      ...of('count', 'READ'),
      scopes: search,
      summary: `Count records of ${whose}, of a custom view, or that a search would find`,
      parameters: [...parameters('CustomView'), ...sought, ...parameters('Converted', 'Approved')],
      answers: {
        '200': jsonAnswer('How many there are.', objectOf({ count: { type: 'integer' } }, ['count'])),
      },
    },
    deleted: {
      ...of('deleted', 'READ'),
      summary: `List deleted records of ${whose}`,
      parameters: parameters('DeletedType', 'Page', 'PerPage', 'IfModifiedSince'),
      answers: {
        '200': jsonAnswer(
          'A page of what was deleted.',
          objectOf({ data: arrayOf(refTo('DeletedRecord')), info: refTo('PageInfo') }, ['data', 'info']),
        ),
        '204': NOTHING_FOUND,
        '304': NOTHING_CHANGED,
      },
    },
  }
}

/** A field that a read of one record returns: lists leave some out. */
function anyField({ singleReadOnly }: ModuleSchema, { field }: ModuleNames): SchemaObject {
  return singleReadOnly.length === 0
    ? refTo(field)
    : { anyOf: [refTo(field), oneOfTexts([...new Set(singleReadOnly)])] }
}

function fieldsParameter(field: SchemaObject, { isRequired }: { isRequired: boolean }) {
  const about = isRequired ? 'The fields to read.' : 'The fields to read; all of them where none is named.'
  const schema = { ...arrayOf(field), ...(isRequired ? { minItems: 1 } : {}), maxItems: 50 }
  return { ...listed('fields', about, schema as never), required: isRequired }
}

const someFailed = jsonAnswer('Some rows were written, others not.', refTo('WriteAnswer'))
const allWritten = jsonAnswer('All rows were written.', refTo('WriteAnswer'))
const allFailed = refTo('AllRowsFailed', 'responses')
const alreadyModified = refTo('AlreadyModified', 'responses')

type Writes = Exclude<OperationName, Reads>

function writeOperations(module: ModuleSchema, names: ModuleNames): Readonly<Record<Writes, OperationParts>> {
  const of = common(module, names)
  const whose = commentText(module.label)
  const one = { '200': allWritten, '400': allFailed }
  const many = { '200': allWritten, '207': someFailed, '400': allFailed }
  const identified = { allOf: [refTo(names.update), objectOf({ id: refTo('Id') }, ['id'])] }
  const { create, update, field } = names
  const by = {
    duplicate_check_fields: {
      ...arrayOf(refTo(field)),
      description: 'The fields that a record is found by.',
    },
  }
  return {
    create: {
      ...of('create', 'CREATE'),
      summary: `Create records of ${whose}`,
      body: writeBody(refTo(create), 100),
      answers: { '201': allWritten, '207': someFailed, '400': allFailed },
    },
    updateMany: {
      ...of('updateMany', 'UPDATE'),
      summary: `Change records of ${whose}`,
      parameters: parameters('IfUnmodifiedSince'),
      body: writeBody(identified, 100),
      answers: { ...many, '412': alreadyModified },
    },
    upsert: {
      ...of('upsert', 'CREATE'),
      summary: `Change records of ${whose}, or create those that are not there`,
      parameters: parameters('IfUnmodifiedSince'),
      body: writeBody(refTo(create), 100, by),
      answers: { ...many, '412': alreadyModified },
    },
    deleteMany: {
      ...of('deleteMany', 'DELETE'),
      summary: `Delete records of ${whose}`,
      parameters: parameters('IdsToDelete'),
      answers: many,
    },
    update: {
      ...of('update', 'UPDATE'),
      summary: `Change a record of ${whose}`,
      parameters: parameters('RecordId', 'IfUnmodifiedSince'),
      body: writeBody(refTo(update), 1),
      answers: { ...one, '412': alreadyModified },
    },
    delete: {
      ...of('delete', 'DELETE'),
      summary: `Delete a record of ${whose}`,
      parameters: parameters('RecordId'),
      answers: one,
    },
  }
}

/** The body of a write: rows, and what the write sets in motion. */
function writeBody(
  row: SchemaObject,
  maxItems: number,
  more: Readonly<Record<string, SchemaObject>> = {},
): ComponentSchema {
  const properties = {
    data: { ...arrayOf(row), minItems: 1, maxItems },
    ...more,
    trigger: refTo('Triggers'),
    lar_id: { ...refTo('Id'), description: 'The assignment rule that finds the owners.' },
    apply_feature_execution: refTo('Features'),
    skip_feature_execution: refTo('Features'),
  }
  return { ...objectOf(properties, ['data']), additionalProperties: false }
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
