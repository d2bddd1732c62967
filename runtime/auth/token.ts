import { ConfigurationError } from '../http/errors.ts'

/** The client that was registered in Zoho's API console. */
export interface OAuthClient {
  readonly clientId: string
  readonly clientSecret: string
}

/** How a client signs in: one of four flows, made by the constructors of the same name. */
export type OAuthToken =
  | (OAuthClient & { readonly flow: 'grant'; readonly grantToken: string; readonly redirectUrl?: string })
  | (OAuthClient & { readonly flow: 'refresh'; readonly refreshToken: string })
  | { readonly flow: 'access'; readonly accessToken: string; readonly expiresAt?: number }
  | { readonly flow: 'id'; readonly id: string }

/** A token, or a function that gets one from a vault: called when it is needed first, and when it was refused. */
export type TokenSource = OAuthToken | (() => Promise<OAuthToken>)

const SETTINGS: Readonly<Record<OAuthToken['flow'], readonly string[]>> = {
  grant: ['clientId', 'clientSecret', 'grantToken'],
  refresh: ['clientId', 'clientSecret', 'refreshToken'],
  access: ['accessToken'],
  id: ['id'],
}

/** What a header cannot carry; the errors of some HTTP clients would repeat the whole header. */
const NO_HEADER = /[^\x21-\x7e]/

/**
 * A token whose settings are texts, without the spaces that copying brings along.
 * @throws ConfigurationError that names the setting which is missing, empty or no token.
 */
export function checkedToken(token: OAuthToken): OAuthToken {
  const given = (typeof token === 'object' && token !== null ? token : {}) as Record<string, unknown>
  const flow = given['flow'] as OAuthToken['flow']
  if (!Object.hasOwn(SETTINGS, flow)) {
    throw new ConfigurationError(
      'token is none of the flows',
      'Pass OAuthToken.grant, refresh, access or id({ … }), or a function that returns a promise of one.',
    )
  }
  const settings: Record<string, unknown> = { flow }
  for (const name of SETTINGS[flow]) settings[name] = textOf(name, given[name])
  if (given['redirectUrl'] !== undefined)
    settings['redirectUrl'] = textOf('redirectUrl', given['redirectUrl'])
  if (given['expiresAt'] !== undefined) settings['expiresAt'] = timeOf(given['expiresAt'])
  if (NO_HEADER.test(String(settings['accessToken'] ?? ''))) {
    throw new ConfigurationError(
      'token.accessToken has a character that no token has',
      'Pass the access token alone, on one line and without quotes.',
    )
  }
  return Object.freeze(settings) as OAuthToken
}

function textOf(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : ''
  if (text !== '') return text
  const hint =
    name === 'id' ? 'Pass the id of a stored token.' : 'Pass the text that Zoho’s API console shows for it.'
  throw new ConfigurationError(`token.${name} is empty`, hint)
}

function timeOf(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new ConfigurationError('token.expiresAt is no time', 'Pass milliseconds since 1970.')
}

/** Constructors of the flows. Each throws {@link ConfigurationError} for an empty setting. */
export const OAuthToken: {
  /** A grant token of the API console (valid once, for minutes): exchanged at the first call, then kept in the store. */
  readonly grant: (
    settings: OAuthClient & { readonly grantToken: string; readonly redirectUrl?: string },
  ) => OAuthToken
  /** A refresh token, valid until it is revoked. */
  readonly refresh: (settings: OAuthClient & { readonly refreshToken: string }) => OAuthToken
  /**
   * An access token alone: used as it is for the hour that it lives; nothing is stored. `expiresAt`, in milliseconds
   * since 1970, spares the call that would find out that it has ended.
   */
  readonly access: (settings: { readonly accessToken: string; readonly expiresAt?: number }) => OAuthToken
  /** The id of a stored token; everything else is read from the store. */
  readonly id: (settings: { readonly id: string }) => OAuthToken
} = {
  grant: (settings) => checkedToken({ ...settings, flow: 'grant' }),
  refresh: (settings) => checkedToken({ ...settings, flow: 'refresh' }),
  access: (settings) => checkedToken({ ...settings, flow: 'access' }),
  id: (settings) => checkedToken({ ...settings, flow: 'id' }),
}
