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
  | { readonly flow: 'access'; readonly accessToken: string }
  | { readonly flow: 'id'; readonly id: string }

/** The settings without the spaces that copying brings along; says which one is empty. */
function checked<T extends OAuthToken>(token: T): T {
  const settings = Object.entries(token).map(([name, value]: [string, unknown]) => {
    const text = typeof value === 'string' ? value.trim() : ''
    if (text !== '') return [name, text]
    throw new ConfigurationError(
      `token.${name} is empty`,
      'Pass the text that Zoho’s API console shows for it.',
    )
  })
  return Object.freeze(Object.fromEntries(settings) as T)
}

/** What a header cannot carry; the errors of some HTTP clients would repeat the whole header. */
const NO_HEADER = /[^\x21-\x7e]/

function checkedAccess(accessToken: string): OAuthToken {
  const token = checked({ flow: 'access', accessToken } as const)
  if (!NO_HEADER.test(token.accessToken)) return token
  throw new ConfigurationError(
    'token.accessToken has a character that no token has',
    'Pass the access token alone, on one line and without quotes.',
  )
}

/** Constructors of the flows. Each throws {@link ConfigurationError} for an empty setting. */
export const OAuthToken: {
  /** A grant token of the API console (valid once, for minutes): exchanged at the first call, then kept in the store. */
  readonly grant: (
    settings: OAuthClient & { readonly grantToken: string; readonly redirectUrl?: string },
  ) => OAuthToken
  /** A refresh token, valid until it is revoked. */
  readonly refresh: (settings: OAuthClient & { readonly refreshToken: string }) => OAuthToken
  /** An access token alone: used as it is for the hour that it lives; nothing is stored. */
  readonly access: (settings: { readonly accessToken: string }) => OAuthToken
  /** The id of a stored token; everything else is read from the store. */
  readonly id: (settings: { readonly id: string }) => OAuthToken
} = {
  grant: ({ clientId, clientSecret, grantToken, redirectUrl }) => {
    const redirect = redirectUrl === undefined ? {} : { redirectUrl }
    return checked({ flow: 'grant', clientId, clientSecret, grantToken, ...redirect })
  },
  refresh: ({ clientId, clientSecret, refreshToken }) =>
    checked({ flow: 'refresh', clientId, clientSecret, refreshToken }),
  access: ({ accessToken }) => checkedAccess(accessToken),
  id: ({ id }) => checked({ flow: 'id', id }),
}
