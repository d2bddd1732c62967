import type { OpenAPIV3_1 } from 'openapi-types'
import {
  type ComponentSchema,
  objectOf,
  oneOfTexts,
  refTo,
  type SchemaObject,
  type Schemas,
} from './objects.ts'

/** Codes of single rows; a call of which every row fails answers them with a 400. */
const ROW_CODES = [
  'AMBIGUITY_DURING_PROCESSING',
  'AUTHORIZATION_FAILED',
  'DEPENDENT_FIELD_MISSING',
  'DEPENDENT_MISMATCH',
  'DUPLICATE_DATA',
  'EXPECTED_FIELD_MISSING',
  'INVALID_DATA',
  'LIMIT_EXCEEDED',
  'MANDATORY_NOT_FOUND',
  'MULTIPLE_OR_MULTI_ERRORS',
  'NOT_ALLOWED',
  'NOT_APPROVED',
  'RECORD_LOCKED',
]

interface Refusal {
  readonly name: string
  readonly description: string
  readonly codes: readonly string[]
}

/**
 * What Zoho refuses calls for, by HTTP status, with the codes that its pages document for records.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/status-codes.html
 */
const REFUSALS: Readonly<Record<'400' | '401' | '403' | '404' | '429' | '500', Refusal>> = {
  '400': {
    name: 'BadRequest',
    description: 'Something about the call is wrong: `details` say what and where.',
    codes: [
      ...ROW_CODES,
      'API_NOT_SUPPORTED',
      'CRITERIA_LIMIT_EXCEEDED',
      'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      'DUPLICATE_ALIAS',
      'EXPECTED_PARAM_MISSING',
      'EXPIRED_VALUE',
      'FEATURE_NOT_SUPPORTED',
      'INVALID_ALIAS',
      'INVALID_HOST',
      'INVALID_MODULE',
      'INVALID_QUERY',
      'INVALID_REQUEST',
      'INVALID_REQUEST_METHOD',
      'LICENSE_LIMIT_EXCEEDED',
      'LIMIT_REACHED',
      'NOT_SUPPORTED',
      'PAGINATION_LIMIT_EXCEEDED',
      'PATTERN_NOT_MATCHED',
      'REQUIRED_PARAM_MISSING',
      'SYNTAX_ERROR',
      'TOKEN_BOUND_DATA_MISMATCH',
      'UNABLE_TO_PARSE_DATA_TYPE',
      'VERSION_NOT_SUPPORTED',
    ],
  },
  '401': {
    name: 'Unauthorized',
    description:
      'There is no token, it is not valid, or it lacks a scope: only INVALID_TOKEN is cured by a new one.',
    codes: ['AUTHENTICATION_FAILURE', 'INVALID_TOKEN', 'OAUTH_SCOPE_MISMATCH'],
  },
  '403': {
    name: 'Forbidden',
    description: 'The profile of the user does not allow it.',
    codes: ['FEATURE_NOT_SUPPORTED', 'INACTIVE_USER', 'NOT_ALLOWED', 'NO_PERMISSION'],
  },
  '404': {
    name: 'NotFound',
    description: 'The path leads nowhere. A record that does not exist is no 404.',
    codes: ['INVALID_URL_PATTERN', 'RESOURCE_NOT_FOUND'],
  },
  '429': {
    name: 'TooManyRequests',
    description: 'The credits of the day are spent, or too many calls are on their way at once.',
    codes: ['RATE_LIMIT_EXCEEDED', 'TOO_MANY_REQUESTS'],
  },
  '500': {
    name: 'ServerError',
    description: 'The server failed; of a write nobody knows then whether it happened.',
    codes: ['INTERNAL_ERROR', 'INTERNAL_SERVER_ERROR'],
  },
}

/** An error of Zoho. Its codes are open: the documentation does not list all. */
function errorOf(codes: readonly string[], description: string): ComponentSchema {
  return {
    ...objectOf(
      {
        code: { anyOf: [oneOfTexts([...new Set(codes)].sort()), { type: 'string' }] },
        details: { type: 'object', additionalProperties: true },
        message: { type: 'string' },
        status: oneOfTexts(['error']),
      },
      ['code', 'message', 'status'],
    ),
    description,
  }
}

/** The schemas of errors. */
export const ERROR_SCHEMAS: Schemas = {
  RowFailed: errorOf([...ROW_CODES, 'ALREADY_MODIFIED'], 'A row that was not written.'),
  ...Object.fromEntries(
    Object.values(REFUSALS).map(({ name, description, codes }) => [
      `${name}Error`,
      errorOf(codes, description),
    ]),
  ),
}

/** An answer in JSON. */
export function jsonAnswer(description: string, schema: SchemaObject): OpenAPIV3_1.ResponseObject {
  return { description, content: { 'application/json': { schema } } }
}

/** The answers that say that a call was refused. */
export const ERROR_RESPONSES: Readonly<Record<string, OpenAPIV3_1.ResponseObject>> = {
  ...Object.fromEntries(
    Object.values(REFUSALS).map(({ name, description }) => [
      name,
      jsonAnswer(description, refTo(`${name}Error`)),
    ]),
  ),
  AllRowsFailed: jsonAnswer('No row was written: each says why, or the call as a whole was refused.', {
    anyOf: [refTo('WriteAnswer'), refTo('BadRequestError')],
  }),
  AlreadyModified: jsonAnswer(
    'Nothing was written: what was to be changed was modified after the time of If-Unmodified-Since.',
    { anyOf: [refTo('WriteAnswer'), refTo('BadRequestError')] },
  ),
}

/** The refusals that any call can meet, by HTTP status. */
export const REFUSED: Readonly<Record<string, OpenAPIV3_1.ReferenceObject>> = Object.fromEntries(
  Object.entries(REFUSALS).map(([status, { name }]) => [status, refTo(name, 'responses')]),
)
