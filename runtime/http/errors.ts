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

/** A text in Zoho's details of a failure; `null` where there is none. */
export function detail(context: ErrorContext | null, key: string): string | null {
  const value = member(context?.details, key)
  return typeof value === 'string' ? value : null
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
