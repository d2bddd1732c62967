import type { OpenAPIV3_1 } from 'openapi-types'
import { arrayOf, oneOfTexts, refTo, type SchemaObject } from './objects.ts'

type Parameter = OpenAPIV3_1.ParameterObject

function query(name: string, description: string, schema: SchemaObject): Parameter {
  // In openapi-types the parameters of 3.1 have the schemas of 3.0.
  return { name, in: 'query', description, schema: schema as NonNullable<Parameter['schema']> }
}

/** Values in one parameter, with commas between them. */
export function listed(name: string, description: string, schema: SchemaObject): Parameter {
  return { ...query(name, description, schema), style: 'form', explode: false }
}

function header(name: string, description: string): Parameter {
  return { name, in: 'header', description, schema: { type: 'string', format: 'date-time' } }
}

const text = { type: 'string' } as const
const whether = oneOfTexts(['false', 'true', 'both'])
const ids = { ...arrayOf(refTo('Id')), minItems: 1, maxItems: 100 }

/**
 * Parameters of record operations that are the same for every module.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
export const PARAMETERS: Readonly<Record<string, Parameter>> = {
  RecordId: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of the record.',
    schema: refTo('Id'),
  },
  Ids: listed('ids', 'Only these records, by their ids.', ids),
  IdsToDelete: {
    ...listed('ids', 'The ids of the records to delete.', ids),
    required: true,
  },
  Page: query('page', 'Which page, from 1. It reaches 2,000 records; a page token goes further.', {
    type: 'integer',
    minimum: 1,
    default: 1,
  }),
  PerPage: query('per_page', 'Records of a page at most.', {
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 200,
  }),
  PageToken: query(
    'page_token',
    'The `next_page_token` of the page before, with the same parameters, in place of `page`. It is good for a day.',
    text,
  ),
  SortBy: query('sort_by', 'What pages are sorted by. Not together with `cvid`.', {
    type: 'string',
    enum: ['id', 'Created_Time', 'Modified_Time'],
    default: 'id',
  }),
  SortOrder: query('sort_order', 'Which end comes first.', {
    type: 'string',
    enum: ['asc', 'desc'],
    default: 'desc',
  }),
  CustomView: query('cvid', 'Only the records of a custom view, by its id.', refTo('Id')),
  Converted: query('converted', 'Whether converted leads are among them; of leads alone.', {
    ...whether,
    default: 'false',
  }),
  Approved: query('approved', 'Whether records that await approval are among them.', {
    ...whether,
    default: 'true',
  }),
  Territory: query('territory_id', 'Only the records of a territory, by its id.', refTo('Id')),
  IncludeChild: query('include_child', 'Whether the territories below it count too.', { type: 'boolean' }),
  Criteria: query(
    'criteria',
    'Conditions such as `((Last_Name:equals:Burns)and(City:starts_with:Pa))`. Parentheses, commas and backslashes in values are escaped by a backslash.',
    text,
  ),
  Email: query('email', 'An e-mail address, in any field of that kind.', text),
  Phone: query('phone', 'A phone number, in any field of that kind.', { type: 'string', minLength: 3 }),
  Word: query('word', 'A word, in any field.', { type: 'string', minLength: 2 }),
  DeletedType: query('type', 'In the recycle bin, gone for good, or both.', {
    type: 'string',
    enum: ['all', 'recycle', 'permanent'],
    default: 'all',
  }),
  IfModifiedSince: header('If-Modified-Since', 'Only what changed after this time; a 304 where nothing did.'),
  IfUnmodifiedSince: header(
    'If-Unmodified-Since',
    'Changes nothing that was modified after this time; a 412 where it was.',
  ),
}

/** References to parameters by name. */
export function parameters(...names: readonly string[]): OpenAPIV3_1.ReferenceObject[] {
  return names.map((name) => refTo(name, 'parameters'))
}
