import { type ErrorFacts, factsOf } from './error-facts.ts'
import {
  AuthenticationError,
  ConflictError,
  DuplicateError,
  type ErrorContext,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  ValidationError,
  type ZohoError,
} from './errors.ts'
import { scopeHint } from './scopes.ts'

interface Meaning {
  readonly type: new (
    code: string,
    message: string,
    hint: string,
    context: ErrorContext | null,
    cause?: unknown,
    facts?: Partial<ErrorFacts>,
  ) => ZohoError
  readonly hint: string | ((facts: ErrorFacts, call: { method: string; path: string }) => string)
}

const SIGN_IN: Meaning = {
  type: AuthenticationError,
  hint: 'Sign in again with a new grant token or refresh token.',
}
const INVALID: Meaning = { type: ValidationError, hint: correction }
const RATE: Meaning = { type: RateLimitError, hint: patience }
const QUERY: Meaning = { type: ValidationError, hint: ofQuery }
const MISSING_RECORD: Meaning = {
  type: NotFoundError,
  hint: 'Check the id: no record has it, or none any more. Read the records again.',
}
const MISSING_PATH: Meaning = {
  type: NotFoundError,
  hint: 'Check the ids and names in the path of the call: one of them is of nothing that is there.',
}

/** What Zoho's codes mean; a code that is not here is told by its HTTP status. */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  INVALID_TOKEN: SIGN_IN,
  AUTHENTICATION_FAILURE: SIGN_IN,
  OAUTH_SCOPE_MISMATCH: {
    type: AuthenticationError,
    hint: (_, { method, path }) => scopeHint(method, path),
  },
  NO_PERMISSION: { type: PermissionError, hint: "Ask an administrator to extend the user's profile." },
  AUTHORIZATION_FAILED: { type: PermissionError, hint: "Ask an administrator to extend the user's profile." },
  INACTIVE_USER: { type: PermissionError, hint: 'Ask an administrator to activate the user.' },
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
  RECORD_LOCKED: { type: ValidationError, hint: 'Try again when the record is no longer locked.' },
  INVALID_REQUEST_METHOD: { type: ValidationError, hint: 'Check the method of the call.' },
  ALREADY_MODIFIED: { type: ConflictError, hint: 'Read the record again and repeat the change.' },
  TOO_MANY_REQUESTS: RATE,
  RATE_LIMIT_EXCEEDED: RATE,
  INVALID_QUERY: QUERY,
  INVALID_ALIAS: QUERY,
  DUPLICATE_ALIAS: QUERY,
  SYNTAX_ERROR: QUERY,
  EXPIRED_VALUE: { type: ValidationError, hint: expiry },
  TOKEN_BOUND_DATA_MISMATCH: {
    type: ValidationError,
    hint: 'Pass the options with which the list was begun, or begin it again.',
  },
}

function meaningOf(code: string, status: number, { missing }: ErrorFacts, details: unknown): Meaning {
  if (missing !== null) return missing === 'id' ? MISSING_RECORD : MISSING_PATH
  // A query may have duplicates too, of its columns.
  if (code === 'DUPLICATE_DATA' && isOfQuery(details)) return QUERY
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

/**
 * The error of the ladder that an answer of Zoho stands for, or one row of an answer.
 * @param retryAfter Milliseconds that the answer asks to wait, or `null` where it does not.
 */
export function errorOf(
  call: { method: string; path: string; status: number },
  answer: ErrorAnswer,
  retryAfter: number | null = null,
): ZohoError {
  const { code, message, details } = answer
  const said = factsOf(code, details)
  const facts = { ...said, retryAfter: retryAfter ?? said.retryAfter }
  const meaning = meaningOf(code, call.status, facts, details)
  return new meaning.type(
    code,
    `${call.method} ${call.path} answered ${call.status} ${code}: ${message}${aboutOf(facts)}`,
    typeof meaning.hint === 'string' ? meaning.hint : meaning.hint(facts, call),
    { ...call, details },
    undefined,
    ownFacts(meaning.type, facts),
  )
}

/** What is said behind a message: the field, and where else the fault is. */
function aboutOf({ field, places, missing, duplicateId }: ErrorFacts): string {
  const what = field ?? (missing === 'id' ? duplicateId : null)
  const about = what === null ? places : [what, ...places]
  return about.length === 0 ? '' : ` (${about.join(', ')})`
}

/** The facts that errors of a class have, and no others. */
function ownFacts(type: Meaning['type'], facts: ErrorFacts): Partial<ErrorFacts> {
  const { duplicateId, duplicateModule, retryAfter, places, missing, ...validation } = facts
  if (type === ValidationError) return validation
  return type === DuplicateError ? { ...validation, duplicateId, duplicateModule } : { retryAfter }
}

function isOfQuery(details: unknown): boolean {
  return typeof details === 'object' && details !== null && 'column_name' in details
}

/** How long to wait, where Zoho says so. */
function patience({ retryAfter }: ErrorFacts): string {
  if (retryAfter === null) return 'Wait and try again, with fewer calls at a time.'
  return `Try again in ${Math.ceil(retryAfter / 1000)} s, with fewer calls at a time.`
}

/** What to do about a query that Zoho refused. */
function ofQuery({ field, places }: ErrorFacts): string {
  if (field !== null)
    return `Check ${field} in the query: whether the module has it by this API name, and how it is used.`
  return `Check the text of the query${places.length === 0 ? '' : ' there'}.`
}

/**
 * What to do about a value that is no longer good.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records.html
 */
function expiry(facts: ErrorFacts): string {
  if (facts.field !== 'page_token') return correction(facts)
  return 'Begin the list again: the token of a page is good for 24 hours.'
}

/** What to do about a value that Zoho refused. */
function correction({ field, reason, limit, expected, allowedValues }: ErrorFacts): string {
  const what = field ?? 'the value'
  if (reason === 'missing') return `Give ${field ?? 'what is missing'} a value and send it again.`
  if (reason === 'too-long' && limit !== null) return `Shorten ${what} to ${limit} characters.`
  if (reason === 'too-many' && limit !== null) return `Keep ${what} within the limit of ${limit}.`
  if (reason === 'wrong-type' && expected !== null) return `Pass ${what} as ${expected}.`
  if (reason === 'not-allowed' && allowedValues !== null) return `Allowed: ${listed(allowedValues)}.`
  if (reason === 'mismatch') return `Pass ${what} so that it goes with the field it depends on.`
  return 'Correct the value and send it again.'
}

/** How many allowed values a hint lists. */
const LISTED = 20

function listed(values: readonly string[]): string {
  const shown = values.slice(0, LISTED).map((one) => JSON.stringify(one))
  const rest = values.length > LISTED ? ` and ${values.length - LISTED} more` : ''
  return `${shown.length === 0 ? 'none' : shown.join(', ')}${rest}`
}
