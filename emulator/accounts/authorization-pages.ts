import { html } from 'hono/html'
import type { Answer } from '../answers.ts'
import { type JsonObject, text } from '../json.ts'
import { idOf, nameOf } from '../people.ts'
import type { AuthorizationError, AuthorizationRequest } from './authorization-request.ts'
import { type Markup, pageAnswer } from './page.ts'

/** Why a page refuses: an error of the request, or of the form that was posted. */
export type PageError = AuthorizationError | 'invalid_ticket' | 'invalid_user' | 'invalid_decision'

const REASONS: Readonly<Record<PageError, string>> = {
  invalid_client: 'No client with this client_id is registered here.',
  invalid_redirect_uri: 'The redirect_uri is missing, or the client is not registered with it.',
  invalid_response_type: 'The response_type has to be code.',
  invalid_scope: 'There is no scope, or one that is not written as in ZohoCRM.modules.ALL.',
  invalid_ticket: 'This page was answered before, or is too old. Go back to the application and start again.',
  invalid_user: 'There is no active user of this name. Go back to the application and start again.',
  invalid_decision: 'The answer is neither Accept nor Reject. Go back to the application and start again.',
}

/** The page for what must not be redirected, since nobody knows whose the redirect URL is. */
export function errorPage(error: PageError): Promise<Answer> {
  return pageAnswer(
    400,
    'This does not work',
    html`<p>${REASONS[error]}</p>
<p>Error: <code>${error}</code></p>`,
  )
}

/** What the page of an authorization shows. */
export interface ConsentView {
  readonly request: AuthorizationRequest
  readonly company: string
  readonly users: readonly JsonObject[]
  /** The id of the user that is chosen at first. */
  readonly chosen: string
  readonly ticket: string
}

/** The page on which a user signs in, sees what a client asks for, and accepts or rejects. */
export function consentPage({ request, company, users, chosen, ticket }: ConsentView): Promise<Answer> {
  const until = request.offline ? 'until it is revoked, also when you are away' : 'for an hour'
  return pageAnswer(
    200,
    'Let this client in?',
    html`<p>The client <strong>${request.clientId}</strong> asks for access to the data of
<strong>${company}</strong> ${until}.</p>
<form method="post" action="/oauth/v2/auth">
<input type="hidden" name="ticket" value="${ticket}">
<fieldset>
<legend>Sign in as</legend>
${users.map((user) => userChoice(user, idOf(user) === chosen))}
</fieldset>
<h2>It wants to use</h2>
<ul>
${request.scopes.map((scope) => html`<li><code>${scope}</code></li>\n`)}
</ul>
<p><small>You will then return to ${request.redirectUri}</small></p>
<p>
<button type="submit" name="decision" value="accept">Accept</button>
<button type="submit" name="decision" value="reject" formnovalidate>Reject</button>
</p>
</form>`,
  )
}

function userChoice(user: JsonObject, isChosen: boolean): Markup {
  const login = loginOf(user)
  return html`<label>
<input type="radio" name="user" value="${login}" required${isChosen ? html` checked` : ''}>
<span>${nameOf(user) ?? login} <small>${login}</small></span>
</label>
`
}

/** What a user signs in with: the e-mail address, or the id where there is none. */
function loginOf(user: JsonObject): string {
  return text(user, 'email') || idOf(user)
}
