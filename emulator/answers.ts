import type { Json, JsonObject } from './json.ts'

/** An Answer is what goes back over HTTP: a status, and a JSON body as a value or as finished text. */
export interface Answer {
  readonly status: number
  readonly body?: Json
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The error codes of the API with their HTTP status and message. */
const CODES = {
  ALREADY_MODIFIED: { status: 412, message: 'record is already modified' },
  AMBIGUITY_DURING_PROCESSING: { status: 400, message: 'ambiguity while processing the request' },
  API_NOT_SUPPORTED: { status: 400, message: 'api not supported' },
  AUTHENTICATION_FAILURE: { status: 401, message: 'Authentication failed' },
  CRITERIA_LIMIT_EXCEEDED: { status: 400, message: 'no of criterium that can be given exceed the limit' },
  DISCRETE_PAGINATION_LIMIT_EXCEEDED: {
    status: 400,
    message: 'you have reached the limit of discrete pagination, use page_token to fetch more records',
  },
  DUPLICATE_ALIAS: { status: 400, message: 'same alias cannot refer more than one column' },
  DUPLICATE_DATA: { status: 400, message: 'duplicate data' },
  EXPECTED_PARAM_MISSING: { status: 400, message: 'One of the expected parameter is missing' },
  EXPIRED_VALUE: { status: 400, message: 'the page_token has expired' },
  INTERNAL_ERROR: { status: 500, message: 'Internal Server Error' },
  INVALID_ALIAS: { status: 400, message: 'alias name cannot be an empty string' },
  INVALID_DATA: { status: 400, message: 'invalid data' },
  INVALID_MODULE: { status: 400, message: 'the module name given seems to be invalid' },
  INVALID_QUERY: { status: 400, message: 'Invalid query formed' },
  INVALID_REQUEST: { status: 400, message: 'invalid request' },
  INVALID_REQUEST_METHOD: { status: 400, message: 'The http request method type is not a valid one' },
  INVALID_TOKEN: { status: 401, message: 'invalid oauth token' },
  INVALID_URL_PATTERN: {
    status: 404,
    message: 'Please check if the URL trying to access is a correct one',
  },
  LIMIT_EXCEEDED: { status: 400, message: 'the limit is exceeded' },
  LIMIT_REACHED: { status: 400, message: 'maximum response iteration limit reached' },
  MANDATORY_NOT_FOUND: { status: 400, message: 'required field not found' },
  NOT_SUPPORTED: { status: 400, message: 'the operation is not supported for this module' },
  NO_PERMISSION: { status: 403, message: 'permission denied' },
  OAUTH_SCOPE_MISMATCH: { status: 401, message: 'invalid oauth scope to access this URL' },
  PAGINATION_LIMIT_EXCEEDED: { status: 400, message: 'the limit of pagination is exceeded' },
  PATTERN_NOT_MATCHED: { status: 400, message: 'Please check whether the input values are correct' },
  REQUIRED_PARAM_MISSING: { status: 400, message: 'One of the expected parameter is missing' },
  SYNTAX_ERROR: { status: 400, message: 'error occured while parsing the query' },
  TOKEN_BOUND_DATA_MISMATCH: {
    status: 400,
    message: 'the parameters differ from those that the page_token was given for',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    message: 'Rate limit exceeded. Please retry after the specified time.',
  },
  UNABLE_TO_PARSE_DATA_TYPE: {
    status: 400,
    message: 'either the request body or parameters is in wrong format',
  },
} as const

/** An ErrorCode is one of the codes that the emulator refuses with. */
export type ErrorCode = keyof typeof CODES

/** A Problem is an error object of the API: the whole body of a refused call, or one row of a written batch. */
export interface Problem extends JsonObject {
  readonly code: string
  readonly details: JsonObject
  readonly message: string
  readonly status: 'error'
}

/** An error object with the message that the API gives for its code. */
export function problem(
  code: ErrorCode,
  details: JsonObject = {},
  message: string = CODES[code].message,
): Problem {
  return { code, details, message, status: 'error' }
}

/** The HTTP status that the API gives for an error code. */
export function statusOf(code: ErrorCode): number {
  return CODES[code].status
}

/** The code that an HTTP status has when nothing more is known. */
const USUAL: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'INVALID_TOKEN'],
  [403, 'NO_PERMISSION'],
  [404, 'INVALID_URL_PATTERN'],
  [412, 'ALREADY_MODIFIED'],
  [429, 'TOO_MANY_REQUESTS'],
])

/** The code that stands for an HTTP status when nothing more is known. */
export function codeFor(status: number): ErrorCode {
  return USUAL.get(status) ?? (status < 500 ? 'INVALID_DATA' : 'INTERNAL_ERROR')
}

/** A Refusal ends a call with a flat error body; handlers throw it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly answer: Answer

  constructor(code: ErrorCode, details: JsonObject = {}, message?: string) {
    super(code)
    this.answer = { status: CODES[code].status, body: problem(code, details, message) }
  }
}

/** The answer of a call that found nothing: an empty body. */
export const noContent: Answer = { status: 204 }

/** The answer of a conditional call when nothing has changed: an empty body. */
export const notModified: Answer = { status: 304 }
