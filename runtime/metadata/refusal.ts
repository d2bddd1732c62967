import { isZohoError, type ZohoError } from '../http/errors.ts'

const REFUSALS = new Set([400, 403, 404])

/** Whether the API refuses to describe something: an answer of Zoho's that another token or time would not change. */
export function isRefusal(error: unknown): error is ZohoError {
  // An answer that is not Zoho's, such as a proxy's page, says nothing of the organisation.
  if (!isZohoError(error) || error.code === 'UNREADABLE_ANSWER') return false
  return error.context !== null && REFUSALS.has(error.context.status)
}

const MISSING_SCOPE = 'OAUTH_SCOPE_MISMATCH'

/** Whether the token lacks the scope of a call. */
export function isMissingScope(error: unknown): error is ZohoError {
  return isZohoError(error) && error.code === MISSING_SCOPE
}

/** Why the API refuses something; a failure that says nothing of the organisation is thrown. */
export function refusalOf(error: unknown): string {
  if (isRefusal(error) || isMissingScope(error)) return reasonOf(error)
  throw error
}

/** Why something was not seen, without what differs from one time to the next. */
function reasonOf(error: ZohoError): string {
  return `the API answers ${error.context?.status} ${error.code}`
}

/** Whether a reason is the token's, and so the same for all modules. */
export function isOfToken(reason: string): boolean {
  return reason.endsWith(` ${MISSING_SCOPE}`)
}
