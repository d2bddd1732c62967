import type { ApiRequest } from './call.ts'
import { ConfigurationError } from './errors.ts'

/** The error of a body that JSON cannot hold. */
export function noJson({ method, path }: ApiRequest, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConfigurationError(
    `the body of ${method} ${path} cannot be written as JSON: ${reason}`,
    'Pass texts, numbers, booleans, null, and objects and arrays of them.',
    cause,
  )
}

/** The error of a path that is none of the API's, or that would mean another one where it is read. */
export function noPath({ method, path }: ApiRequest): ConfigurationError {
  return new ConfigurationError(
    `${JSON.stringify(path)} is no path for ${method}; nothing was sent`,
    'Begin it with /, percent-encode its values, leave out host, . and .., and pass query parameters as query.',
  )
}

/** The error of a header that cannot be sent. Its value is not repeated: it may be a secret. */
export function noHeader({ method, path }: ApiRequest, name: string): ConfigurationError {
  return new ConfigurationError(
    `${JSON.stringify(name)} is no header for ${method} ${path}, or its value is none; nothing was sent`,
    'Pass headers as texts by their names, without line breaks and characters beyond Latin-1.',
  )
}

/** The error of a method that is none of the API's. */
export function noMethod({ method, path }: ApiRequest): ConfigurationError {
  return new ConfigurationError(
    `${JSON.stringify(method)} is no method for ${path}; nothing was sent`,
    'Pass GET, POST, PUT, PATCH or DELETE.',
  )
}

/** The error of a body where none can be. */
export function noBody({ method, path }: ApiRequest): ConfigurationError {
  return new ConfigurationError(
    `${method} ${path} cannot have a body; nothing was sent`,
    'Pass what it asks for as query.',
  )
}

/** The error of a signal that would never end anything. */
export function noSignal({ method, path }: ApiRequest): ConfigurationError {
  return new ConfigurationError(
    `the signal of ${method} ${path} is no AbortSignal; nothing was sent`,
    'Pass the signal of an AbortController, or AbortSignal.timeout(…).',
  )
}
