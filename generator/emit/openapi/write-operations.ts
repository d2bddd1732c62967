import { commentText } from '../../schema/literals.ts'
import type { ModuleSchema } from '../../schema/schema.ts'
import { jsonAnswer } from './errors.ts'
import type { ModuleNames } from './names.ts'
import { arrayOf, type ComponentSchema, objectOf, refTo, type SchemaObject } from './objects.ts'
import type { OperationParts } from './operations.ts'
import { parameters } from './parameters.ts'
import { moduleScope, type Verb } from './security.ts'

const someFailed = jsonAnswer('Some rows were written, others not.', refTo('WriteAnswer'))
const allWritten = jsonAnswer('All rows were written.', refTo('WriteAnswer'))
const allFailed = refTo('AllRowsFailed', 'responses')
const alreadyModified = refTo('AlreadyModified', 'responses')

type Writes = 'create' | 'updateMany' | 'upsert' | 'deleteMany' | 'update' | 'delete'

/** The operations that write records of a module. */
export function writeOperations(
  module: ModuleSchema,
  names: ModuleNames,
): Readonly<Record<Writes, OperationParts>> {
  const of = (name: Writes, verb: Verb) => ({
    id: names.operations[name],
    tag: names.record,
    scopes: [moduleScope(module, verb)],
  })
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
