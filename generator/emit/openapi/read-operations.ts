import type { OpenAPIV3_1 } from 'openapi-types'
import { commentText } from '../../schema/literals.ts'
import type { ModuleSchema } from '../../schema/schema.ts'
import { jsonAnswer } from './errors.ts'
import type { ModuleNames } from './names.ts'
import { arrayOf, objectOf, oneOfTexts, refTo, type SchemaObject } from './objects.ts'
import type { OperationParts } from './operations.ts'
import { listed, parameters } from './parameters.ts'
import { moduleScope, SEARCH_SCOPE } from './security.ts'

const NOTHING_FOUND: OpenAPIV3_1.ResponseObject = { description: 'Nothing was found.' }
const NOTHING_CHANGED: OpenAPIV3_1.ResponseObject = { description: 'Nothing changed since then.' }

type Reads = 'list' | 'get' | 'search' | 'count' | 'deleted'

/** The operations that read records of a module. */
export function readOperations(
  module: ModuleSchema,
  names: ModuleNames,
): Readonly<Record<Reads, OperationParts>> {
  const { operations, record: tag } = names
  const scopes = [moduleScope(module, 'READ')]
  const searchScopes = [...scopes, SEARCH_SCOPE]
  const whose = commentText(module.label)
  const page = jsonAnswer('A page of records.', refTo(names.page))
  const one = { ...arrayOf(refTo(names.record)), minItems: 1, maxItems: 1 }
  const sought = parameters('Criteria', 'Email', 'Phone', 'Word')
  return {
    list: {
      id: operations.list,
      tag,
      scopes,
      summary: `List records of ${whose}`,
      parameters: [
        fieldsParameter(refTo(names.field), { isRequired: true }),
        ...parameters('Ids', 'CustomView', 'Converted', 'Territory', 'IncludeChild', 'SortBy', 'SortOrder'),
        ...parameters('Page', 'PerPage', 'PageToken', 'IfModifiedSince'),
      ],
      answers: { '200': page, '204': NOTHING_FOUND, '304': NOTHING_CHANGED },
    },
    get: {
      id: operations.get,
      tag,
      scopes,
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
      id: operations.search,
      tag,
      scopes: searchScopes,
      summary: `Search records of ${whose} by criteria, e-mail address, phone number or word`,
      parameters: [
        ...sought,
        fieldsParameter(refTo(names.field), { isRequired: false }),
        ...parameters('Converted', 'Approved', 'Page', 'PerPage'),
      ],
      answers: { '200': page, '204': NOTHING_FOUND },
    },
    count: {
      id: operations.count,
      tag,
      scopes: searchScopes,
      summary: `Count records of ${whose}, of a custom view, or that a search would find`,
      parameters: [...parameters('CustomView'), ...sought, ...parameters('Converted', 'Approved')],
      answers: {
        '200': jsonAnswer('How many there are.', objectOf({ count: { type: 'integer' } }, ['count'])),
      },
    },
    deleted: {
      id: operations.deleted,
      tag,
      scopes,
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
  return { ...listed('fields', about, schema), required: isRequired }
}
