import type { Answer } from '../answers.ts'
import type { AccountsContext } from './context.ts'

/** Answers `POST /oauth/v2/token/revoke`, for which the token is enough. */
export function answerRevoke({ tokens }: AccountsContext, params: URLSearchParams): Answer {
  if (tokens.revoke(params.get('token') ?? '')) return { status: 200, body: { status: 'success' } }
  return { status: 400, body: { error: 'invalid_token' } }
}

/**
 * Answers `POST /oauth/v2/revoke/token`, the newer form, to which the client shows who it is. What kind of token it is
 * (`token_type`) the server sees for itself.
 * @see https://www.zoho.com/developer/oauth/revoke-oauth-token.html
 */
export function answerClientRevoke(
  context: AccountsContext,
  authorization: string | undefined,
  params: URLSearchParams,
): Answer {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
  const isClient = Buffer.from(encoded, 'base64').toString() === `${context.clientId}:${context.clientSecret}`
  return isClient ? answerRevoke(context, params) : { status: 401, body: { error: 'invalid_client' } }
}
