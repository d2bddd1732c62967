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

/** Checks that every setting is a text that is not empty; says which one is not. */
function checked<T extends OAuthToken>(token: T): T {
  for (const [name, value] of Object.entries(token)) {
    if (value === undefined && name === 'redirectUrl') continue
    if (typeof value !== 'string' || value.trim() === '') {
      throw new ConfigurationError(
        `token.${name} is empty`,
        'Pass the text that Zoho’s API console shows for it.',
      )
    }
  }
  return Object.freeze(token)
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
  grant: (settings) => checked({ ...settings, flow: 'grant' }),
  refresh: (settings) => checked({ ...settings, flow: 'refresh' }),
  access: (settings) => checked({ ...settings, flow: 'access' }),
  id: (settings) => checked({ ...settings, flow: 'id' }),
}
