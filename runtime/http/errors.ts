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
 * `code`. Neither ever holds a token or a secret. `instanceof` holds for errors of another copy of the package too.
 */
export class ZohoError extends Error {
  /** The name of the class, which stays when a bundler gives it another. */
  static readonly kind: string = 'ZohoError'
  /** Zoho's code (`INVALID_DATA`), or ours where the failure is not an answer of Zoho. */
  declare readonly code: string
  /** What to do about it, in a sentence. */
  declare readonly hint: string
  /** The call that failed, or `null` where no call was made. */
  declare readonly context: ErrorContext | null
  /** Tells these errors from others, of whichever copy of the package. */
  readonly isZohoError: true = true

  constructor(
    code: string,
    message: string,
    hint: string,
    context: ErrorContext | null = null,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = Object.hasOwn(new.target, 'kind') ? new.target.kind : new.target.name
    this.code = code
    this.hint = hint
    this.context = context
  }

  /** The names of its classes, its own first: what `instanceof` goes by where another copy of the package threw it. */
  get kinds(): readonly string[] {
    const kinds: string[] = []
    let type = this.constructor as typeof ZohoError
    for (; type.kind !== undefined; type = Object.getPrototypeOf(type)) kinds.push(type.kind)
    return kinds
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true
    // A class that an app derives is known by itself alone.
    return Object.hasOwn(this, 'kind') && isZohoError(value) && value.kinds?.includes(this.kind) === true
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
  static override readonly kind: string = 'ConfigurationError'
  constructor(message: string, hint: string, cause?: unknown) {
    super('CONFIGURATION', message, hint, null, cause)
  }
}

/** Zoho does not accept who is calling: sign in again, or ask for the scope that is missing. */
export class AuthenticationError extends ZohoError {
  static override readonly kind: string = 'AuthenticationError'

  /** Whether to sign in again, to ask for a scope that the token lacks, or to wait: too many tokens were asked for. */
  get reason(): 'sign-in' | 'scope' | 'throttled' {
    if (this.code === 'OAUTH_SCOPE_MISMATCH') return 'scope'
    return this.code === 'TOKEN_THROTTLED' ? 'throttled' : 'sign-in'
  }
}

/** The user's profile may not do this. */
export class PermissionError extends ZohoError {
  static override readonly kind: string = 'PermissionError'
}

/** The module, record or path does not exist; for a write, the record that it is about. */
export class NotFoundError extends ZohoError {
  static override readonly kind: string = 'NotFoundError'
}

/** What is wrong with a value that was refused. */
export type ValidationReason =
  | 'missing'
  | 'too-long'
  | 'too-many'
  | 'wrong-type'
  | 'not-allowed'
  | 'wrong-pattern'
  | 'mismatch'
  | 'ambiguous'
  | 'duplicate'
  | 'invalid'

/** What Zoho says of a value that it refused; `null` for what it does not say. */
export interface ValidationFacts {
  /** API name of the field concerned, or the name of the parameter. */
  readonly field: string | null
  /** `invalid` where Zoho says no more than that. */
  readonly reason: ValidationReason
  /** The greatest length of a text, or the greatest number. */
  readonly limit: number | null
  /** The data type that is expected. */
  readonly expected: string | null
  /** The values that are allowed. */
  readonly allowedValues: readonly string[] | null
}

/** Zoho refused a value. */
export class ValidationError extends ZohoError implements ValidationFacts {
  static override readonly kind: string = 'ValidationError'
  declare readonly field: string | null
  declare readonly reason: ValidationReason
  declare readonly limit: number | null
  declare readonly expected: string | null
  declare readonly allowedValues: readonly string[] | null

  constructor(
    code: string,
    message: string,
    hint: string,
    context?: ErrorContext | null,
    cause?: unknown,
    facts?: Partial<ValidationFacts>,
  ) {
    super(code, message, hint, context, cause)
    const { api_name: field = null, supported_values: allowedValues = null } = (context?.details ??
      {}) as Record<string, unknown>
    const reason = allowedValues ? 'not-allowed' : 'invalid'
    Object.assign(this, { field, reason, limit: null, expected: null, allowedValues, ...facts })
  }
}

/** The record that has the value of a {@link DuplicateError}; `null` for what Zoho does not say. */
export interface DuplicateFacts {
  /** Id of the record. */
  readonly duplicateId: string | null
  /** API name of its module. */
  readonly duplicateModule: string | null
}

/** A unique field has this value already. */
export class DuplicateError extends ValidationError implements DuplicateFacts {
  static override readonly kind: string = 'DuplicateError'
  declare readonly duplicateId: string | null
  declare readonly duplicateModule: string | null

  constructor(
    code: string,
    message: string,
    hint: string,
    context?: ErrorContext | null,
    cause?: unknown,
    facts?: Partial<ValidationFacts & DuplicateFacts>,
  ) {
    super(code, message, hint, context, cause, { reason: 'duplicate', ...facts })
    this.duplicateId ??= null
    this.duplicateModule ??= null
  }
}

/** The record changed since it was read. */
export class ConflictError extends ZohoError {
  static override readonly kind: string = 'ConflictError'
}

/** Too many calls: come back later. */
export class RateLimitError extends ZohoError {
  static override readonly kind: string = 'RateLimitError'
  /** Milliseconds to wait, or `null` where nobody says. */
  declare readonly retryAfter: number | null

  constructor(
    code: string,
    message: string,
    hint: string,
    context?: ErrorContext | null,
    cause?: unknown,
    facts?: { readonly retryAfter?: number | null },
  ) {
    super(code, message, hint, context, cause)
    this.retryAfter = facts?.retryAfter ?? null
  }
}

/** Zoho failed (5xx), or its answer cannot be read. */
export class ServerError extends ZohoError {
  static override readonly kind: string = 'ServerError'
}

/** No whole answer came: the server was not reached, or the connection broke. */
export class NetworkError extends ZohoError {
  static override readonly kind: string = 'NetworkError'
}

/** A write was sent and no answer says what became of it. It is never repeated by itself. */
export class WriteOutcomeUnknownError extends ZohoError {
  static override readonly kind: string = 'WriteOutcomeUnknownError'
}
