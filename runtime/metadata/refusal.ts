import { isZohoError, type ZohoError } from '../http/errors.ts'

const REFUSALS = new Set([400, 403, 404])

/** Whether the API refuses to describe something: an answer of Zoho's that another token or time would not change. */
export function isRefusal(error: unknown): error is ZohoError {
  // An answer that is not Zoho's, such as a proxy's page, says nothing of the organisation.
  if (!isZohoError(error) || error.code === 'UNREADABLE_ANSWER') return false
  return error.context !== null && REFUSALS.has(error.context.status)
}

/** Whether the token lacks the scope of a call. */
export function isMissingScope(error: unknown): error is ZohoError {
  return isZohoError(error) && error.code === 'OAUTH_SCOPE_MISMATCH'
}

/** Why something was not seen, without what differs from one time to the next. */
export function reasonOf(error: ZohoError): string {
  return `the API answers ${error.context?.status} ${error.code}`
}
