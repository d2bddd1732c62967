import { scopeOf } from './scopes.ts'

/** Where in the API a failure happened. */
export interface ErrorContext {
  readonly method: string
  readonly path: string
  readonly status: number
  /** Zoho's `details`, as it was sent. */
  readonly details: unknown
}

/**
 * The base of every error that the runtime throws: what is wrong (`message`), what to do (`hint`) and a stable
 * `code`. Neither ever holds a token or a secret.
 */
export class ZohoError extends Error {
  /** Zoho's code (`INVALID_DATA`), or ours where the failure is not an answer of Zoho. */
  readonly code: string
  /** What to do about it, in a sentence. */
  readonly hint: string
  /** The call that failed, or `null` where no call was made. */
  readonly context: ErrorContext | null
  /** Tells these errors from others across copies of the package, where `instanceof` does not. */
  readonly isZohoError: true = true

  constructor(
    code: string,
    message: string,
    hint: string,
    context: ErrorContext | null = null,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.hint = hint
    this.context = context
  }
}

/** Whether a value is an error of the runtime, of whichever copy of the package threw it. */
export function isZohoError(value: unknown): value is ZohoError {
  // Not instanceof: the error may come from another realm too, such as a test runner's.
  const isError = Object.prototype.toString.call(value) === '[object Error]'
  return isError && (value as { isZohoError?: unknown }).isZohoError === true
}

/** A setting is wrong; nothing was sent. */
export class ConfigurationError extends ZohoError {
  constructor(message: string, hint: string, cause?: unknown) {
    super('CONFIGURATION', message, hint, null, cause)
  }
}

/** Zoho does not accept who is calling: sign in again, or ask for the scope that is missing. */
export class AuthenticationError extends ZohoError {}

/** The user's profile may not do this. */
export class PermissionError extends ZohoError {}

/** The module, record or path does not exist. */
export class NotFoundError extends ZohoError {}

/** Zoho refused a value. */
export class ValidationError extends ZohoError {
  /** API name of the field concerned, or `null` where Zoho names none. */
  get field(): string | null {
    return detail(this.context, 'api_name') ?? detail(this.context, 'param_name')
  }

  /** The values that are allowed, or `null` where nobody says. */
  get allowedValues(): readonly string[] | null {
    const values = member(this.context?.details, 'supported_values')
    return Array.isArray(values) ? values.map(String) : null
  }
}

/** A unique field has this value already. */
export class DuplicateError extends ValidationError {
  /** Id of the record that has the value, or `null` where Zoho does not say. */
  get duplicateId(): string | null {
    const id = member(member(this.context?.details, 'duplicate_record'), 'id')
    return detail(this.context, 'id') ?? (typeof id === 'string' ? id : null)
  }
}

/** The record changed since it was read. */
export class ConflictError extends ZohoError {}

/** Too many calls: come back later. */
export class RateLimitError extends ZohoError {}

/** Zoho failed (5xx), or its answer cannot be read. */
export class ServerError extends ZohoError {}

/** No answer came: the server was not reached, or the connection broke. */
export class NetworkError extends ZohoError {}

/** A write was sent and no answer says what became of it. It is never repeated by itself. */
export class WriteOutcomeUnknownError extends ZohoError {}

function detail(context: ErrorContext | null, key: string): string | null {
  const value = member(context?.details, key)
  return typeof value === 'string' ? value : null
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

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
