import { isZohoError } from '@zcrm/runtime'

/** What went wrong, as bundlers show it: what is wrong, and what to do. */
export function failureOf(cause: unknown): Error {
  if (!isZohoError(cause)) return cause instanceof Error ? cause : new Error(String(cause))
  const failure = new Error(`${cause.message}\n${cause.hint}`)
  // An expected failure: where in zcrm it was found helps nobody, and bundlers print it.
  failure.stack = String(failure)
  return failure
}
