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
