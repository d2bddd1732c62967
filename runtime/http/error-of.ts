import {
  AuthenticationError,
  ConflictError,
  DuplicateError,
  detail,
  type ErrorContext,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
  type ZohoError,
} from './errors.ts'
import { scopeOf } from './scopes.ts'

interface Meaning {
  readonly type: new (
    code: string,
    message: string,
    hint: string,
    context: ErrorContext | null,
    cause?: unknown,
  ) => ZohoError
  readonly hint: string
}

const SIGN_IN: Meaning = {
  type: AuthenticationError,
  hint: 'Sign in again with a new grant token or refresh token.',
}
const INVALID: Meaning = { type: ValidationError, hint: 'Correct the value and send it again.' }
const RATE: Meaning = { type: RateLimitError, hint: 'Wait and try again, with fewer calls at a time.' }

/** What Zoho's codes mean; a code that is not here is told by its HTTP status. */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  INVALID_TOKEN: SIGN_IN,
  AUTHENTICATION_FAILURE: SIGN_IN,
  OAUTH_SCOPE_MISMATCH: { type: AuthenticationError, hint: '' },
  NO_PERMISSION: { type: PermissionError, hint: "Ask an administrator to extend the user's profile." },
  INVALID_MODULE: {
    type: NotFoundError,
    hint: 'Check the API name of the module; generate again if it was renamed.',
  },
  INVALID_URL_PATTERN: { type: NotFoundError, hint: 'Check the path of the call.' },
  RESOURCE_NOT_FOUND: { type: NotFoundError, hint: 'Check the id.' },
  DUPLICATE_DATA: {
    type: DuplicateError,
    hint: 'Update the record that has the value, or use another value.',
  },
  ALREADY_MODIFIED: { type: ConflictError, hint: 'Read the record again and repeat the change.' },
  TOO_MANY_REQUESTS: RATE,
  RATE_LIMIT_EXCEEDED: RATE,
}

function meaningOf(code: string, status: number): Meaning {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined
  if (known !== undefined) return known
  if (status === 401) return SIGN_IN
  if (status === 403) return BY_CODE['NO_PERMISSION'] ?? INVALID
  if (status === 404) return BY_CODE['INVALID_URL_PATTERN'] ?? INVALID
  if (status === 412) return BY_CODE['ALREADY_MODIFIED'] ?? INVALID
  if (status === 429) return RATE
  if (status >= 500)
    return { type: ServerError, hint: 'Try again later; the failure is on the side of the server.' }
  return INVALID
}

/** The part of an answer of Zoho that says what went wrong. */
export interface ErrorAnswer {
  readonly code: string
  readonly message: string
  readonly details: unknown
}

/** The error of the ladder that an answer of Zoho stands for. */
export function errorOf(
  call: { method: string; path: string; status: number },
  answer: ErrorAnswer,
): ZohoError {
  const meaning = meaningOf(answer.code, call.status)
  const context: ErrorContext = { ...call, details: answer.details }
  const field = detail(context, 'api_name') ?? detail(context, 'param_name')
  const about = field === null ? '' : ` (${field})`
  const isScope = answer.code === 'OAUTH_SCOPE_MISMATCH'
  return new meaning.type(
    answer.code,
    `${call.method} ${call.path} answered ${call.status} ${answer.code}: ${answer.message}${about}`,
    isScope ? missingScope(scopeOf(call.method, call.path)) : meaning.hint,
    context,
  )
}

function missingScope(scope: string): string {
  return `The token lacks the OAuth scope ${scope}: sign in again with a grant that has it.`
}
