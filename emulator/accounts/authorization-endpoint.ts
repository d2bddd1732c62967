import type { Answer } from '../answers.ts'
import { objects, text } from '../json.ts'
import { idOf } from '../people.ts'
import { consentPage, errorPage } from './authorization-pages.ts'
import { type AuthorizationRequest, readAuthorizationRequest, redirectUrl } from './authorization-request.ts'
import type { AccountsContext } from './context.ts'

/** Seconds that a grant of the page lives: the console lets choose minutes, the page does not (unverified). */
const GRANT_TTL = 120

/** Answers `GET /oauth/v2/auth`: with the page, or with a redirect at once where the user has accepted before. */
export async function answerAuthorization(
  context: AccountsContext,
  params: URLSearchParams,
  cookies: string | undefined,
): Promise<Answer> {
  const request = readAuthorizationRequest(context, params)
  if (typeof request === 'string') return errorPage(request)
  const user = context.sessions.userOf(cookies, context.origin)
  if (user !== undefined && isRemembered(context, request, user)) {
    return accepted(context, request, user, context.refreshTokenAgain)
  }
  const { people, tickets } = context
  return consentPage({
    request,
    company: text(objects(people.org, 'org')[0], 'company_name') ?? 'your organisation',
    users: people.active,
    chosen: user ?? idOf(people.current),
    ticket: tickets.give(request),
  })
}

/** Access while the user is there is asked for each time; only consent to more than that is remembered. */
function isRemembered(context: AccountsContext, request: AuthorizationRequest, user: string): boolean {
  return request.offline && !request.askAgain && context.consents.has(user, request.scopes)
}

/** Answers `POST /oauth/v2/auth`, the form of the page. */
export async function answerDecision(context: AccountsContext, params: URLSearchParams): Promise<Answer> {
  const request = context.tickets.take(params.get('ticket') ?? '')
  if (!request) return errorPage('invalid_ticket')
  const decision = params.get('decision')
  if (decision === 'reject') return redirect(redirectUrl(request, { error: 'access_denied' }))
  if (decision !== 'accept') return errorPage('invalid_decision')
  const user = context.people.find(params.get('user') ?? '')
  if (!user || !context.people.active.includes(user)) return errorPage('invalid_user')
  const id = idOf(user)
  if (request.offline) context.consents.add(id, request.scopes)
  const cookie = context.sessions.begin(id, context.origin)
  return accepted(context, request, id, true, { 'Set-Cookie': cookie })
}

/** Sends the user back with a grant. */
function accepted(
  context: AccountsContext,
  request: AuthorizationRequest,
  user: string,
  bringsRefreshToken: boolean,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const { location = 'us', accountsServer = context.origin } = context.callback
  const code = context.tokens.createGrant({
    user,
    scopes: request.scopes,
    ttl: GRANT_TTL,
    redirectUri: request.redirectUri,
    bringsRefreshToken: request.offline && bringsRefreshToken,
  })
  return redirect(redirectUrl(request, { code, location, 'accounts-server': accountsServer }), headers)
}

function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 302, headers: { Location: location, 'Cache-Control': 'no-store', ...headers } }
}
