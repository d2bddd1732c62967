import { scopesIn } from '../scopes.ts'

/** What a client asks for at the authorization page. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** Whether the client wants to come back without the user, with a refresh token. */
  readonly offline: boolean
  /** Whether the page is to be shown to a user who has accepted before. */
  readonly askAgain: boolean
  readonly state: string | null
}

/** The errors of an authorization request after which there is nowhere that it would be right to redirect to. */
export type AuthorizationError =
  | 'invalid_client'
  | 'invalid_redirect_uri'
  | 'invalid_response_type'
  | 'invalid_scope'

/** What a request is held against. */
export interface Registration {
  readonly clientId: string
  /** The redirect URLs of the client; undefined: any on this machine. */
  readonly redirectUrls: readonly string[] | undefined
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** A service, an area and an operation at the least: `ZohoCRM.modules.ALL`, `ZohoCRM.modules.leads.READ`. */
const SCOPE = /^[a-z][\w-]*(?:\.[\w-]+){2,}$/i

/**
 * Reads the parameters of `GET /oauth/v2/auth`.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html
 */
export function readAuthorizationRequest(
  registration: Registration,
  params: URLSearchParams,
): AuthorizationRequest | AuthorizationError {
  const clientId = params.get('client_id') ?? ''
  const redirectUri = params.get('redirect_uri') ?? ''
  const scopes = [...new Set(scopesIn(params.get('scope') ?? ''))]
  if (clientId !== registration.clientId) return 'invalid_client'
  if (!isRegistered(redirectUri, registration.redirectUrls)) return 'invalid_redirect_uri'
  if (params.get('response_type') !== 'code') return 'invalid_response_type'
  if (scopes.length === 0 || !scopes.every((scope) => SCOPE.test(scope))) return 'invalid_scope'
  return {
    clientId,
    redirectUri,
    scopes,
    offline: params.get('access_type') === 'offline',
    askAgain: params.get('prompt') === 'consent',
    state: params.get('state'),
  }
}

/** What is appended to a redirect URL would be lost behind a fragment. */
function isRegistered(redirectUri: string, redirectUrls: readonly string[] | undefined): boolean {
  if (!URL.canParse(redirectUri) || redirectUri.includes('#')) return false
  if (redirectUrls) return redirectUrls.includes(redirectUri)
  const { protocol, hostname } = new URL(redirectUri)
  return protocol === 'http:' && LOOPBACK.includes(hostname)
}

/** The redirect URL of a request with an answer in its query, which comes after what is there already. */
export function redirectUrl(
  { redirectUri, state }: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): string {
  const url = new URL(redirectUri)
  const added = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) })
  url.search = [url.search.slice(1), added.toString()].filter((part) => part !== '').join('&')
  return url.href
}
