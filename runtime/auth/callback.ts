import { type Environment, ofAccountsServer, ofLocation } from '../environment.ts'
import { AuthenticationError, ConfigurationError } from '../http/errors.ts'
import { type OAuthClient, OAuthToken } from './token.ts'

/** What a request for authorization says. */
export interface AuthorizeOptions {
  /** Where the user is sent first; Zoho moves them to the data centre of their account. */
  readonly environment: Environment
  readonly clientId: string
  /** A redirect URL that the client is registered with in the API console. */
  readonly redirectUrl: string
  /** Such as `ZohoCRM.modules.ALL`; at least one. */
  readonly scopes: readonly string[]
  /** An unguessable text that comes back with the callback: keep it with the user's session. */
  readonly state: string
  /** `offline` (the default) brings a refresh token; `online` ends after an hour. */
  readonly accessType?: 'offline' | 'online'
  /** Whether Zoho asks even a user who has consented before; only then it gives another refresh token. Default: yes. */
  readonly askAgain?: boolean
}

/**
 * The URL of Zoho's page on which a user lets a client in.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html
 * @throws ConfigurationError where a setting is empty.
 */
export function authorizeUrl(options: AuthorizeOptions): string {
  const {
    environment,
    clientId,
    redirectUrl,
    scopes,
    state,
    accessType = 'offline',
    askAgain = true,
  } = options
  for (const [name, value] of Object.entries({ clientId, redirectUrl, state, scopes: scopes?.join('') })) {
    if (typeof value === 'string' && value !== '') continue
    throw new ConfigurationError(
      `${name} is empty`,
      'Pass what the client is registered with in the API console.',
    )
  }
  const query = new URLSearchParams({
    scope: scopes.join(','),
    client_id: clientId,
    response_type: 'code',
    access_type: accessType,
    redirect_uri: redirectUrl,
    state,
  })
  if (askAgain) query.set('prompt', 'consent')
  return `${environment.accountsUrl}/oauth/v2/auth?${query}`
}

/** What a callback is checked against. */
export interface CallbackOptions extends OAuthClient {
  /** The environment with which {@link authorizeUrl} was called. */
  readonly environment: Environment
  readonly redirectUrl: string
  /** The state that was sent with this user. */
  readonly state: string
}

/** What a callback brought: all that {@link createClient} needs to sign the user in. */
export interface Callback {
  /** The environment of the user's account, of the kind (production, sandbox, developer) that was asked for. */
  readonly environment: Environment
  readonly token: OAuthToken
}

/**
 * Reads the URL to which Zoho sent the user back. Nothing is sent: the grant in it is exchanged by the client made of
 * the result.
 * @throws AuthenticationError where the user refused, the state is not the one that was sent, or the accounts server
 * is none of Zoho's (it would be sent the client's secret).
 */
export function handleCallback(url: string | URL, options: CallbackOptions): Callback {
  const { environment, clientId, clientSecret, redirectUrl, state } = options
  // What a server has at hand is often a path only.
  const query = new URL(url, redirectUrl).searchParams
  if (state === '' || query.get('state') !== state) {
    throw new AuthenticationError(
      'STATE_MISMATCH',
      'the callback does not carry the state that was sent: it may be forged, or of an older attempt',
      'Start again at the authorization page.',
    )
  }
  const error = query.get('error')
  if (error !== null) throw refused(error)
  const grantToken = query.get('code')
  if (grantToken === null || grantToken === '') {
    throw new AuthenticationError(
      'NO_CODE',
      'the callback carries no code',
      'Start again at the authorization page.',
    )
  }
  return {
    environment: accountsOf(environment, query),
    token: OAuthToken.grant({ clientId, clientSecret, grantToken, redirectUrl }),
  }
}

function accountsOf(environment: Environment, query: URLSearchParams): Environment {
  const server = query.get('accounts-server')
  const location = query.get('location')
  if (server === null)
    return location === null ? environment : (ofLocation(environment, location) ?? environment)
  const found = ofAccountsServer(environment, server)
  if (found !== null) return found
  throw new AuthenticationError(
    'FOREIGN_ACCOUNTS_SERVER',
    `the callback names an accounts server that is not Zoho's: ${JSON.stringify(server.slice(0, 100))}`,
    'Start again at the authorization page; if it happens again, somebody forges callbacks.',
  )
}

function refused(error: string): AuthenticationError {
  if (error === 'access_denied') {
    return new AuthenticationError(
      error,
      'the user did not let the client in',
      'Start again and choose Accept.',
    )
  }
  return new AuthenticationError(
    error,
    `Zoho refused the authorization: ${JSON.stringify(error.slice(0, 100))}`,
    'Check client id, redirect URL and scopes, then start again at the authorization page.',
  )
}
