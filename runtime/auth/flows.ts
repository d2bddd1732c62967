import type { Environment } from '../environment.ts'
import { correctedBy, environmentKey } from '../environment-key.ts'
import { AuthenticationError, ConfigurationError } from '../http/errors.ts'
import type { StoredToken } from '../stores/token-store.ts'
import type { Authenticator } from './authenticator.ts'
import type { Session, SessionOptions } from './session.ts'
import { checkedToken, type OAuthToken, type TokenSource } from './token.ts'

/** The authenticator of a source of tokens. */
export function authenticatorOf(options: SessionOptions, source: TokenSource): Authenticator {
  if (typeof source === 'function') return vaultAuthenticator(options, source)
  return source.flow === 'access'
    ? fixedAuthenticator(options, source)
    : sessionAuthenticator(options, source)
}

/** Signing in and refreshing are loaded when they are needed: who has an access token alone needs neither. */
function sessionAuthenticator(
  options: SessionOptions,
  token: Exclude<OAuthToken, { flow: 'access' }>,
): Authenticator {
  let loading: Promise<Session> | undefined
  const load = () => {
    loading ??= import('./session.ts').then(({ Session }) => new Session(options, token))
    return loading
  }
  // Asked for with each call, and another one once an hour.
  let last: { readonly row: StoredToken; readonly environment: Environment } | undefined
  return {
    token: async () => {
      const session = await load()
      const stored = await session.current()
      const { row } = stored
      if (last?.row !== row) {
        last = { row, environment: correctedBy(session.environmentOf(row), row.apiDomain ?? undefined) }
      }
      return { accessToken: row.accessToken, environment: last.environment, stored }
    },
    renew: async (rejected) => (await load()).renew(rejected),
    identity: async () => {
      const stored = await (await load()).stored()
      return stored && { key: stored.id, environment: stored.environment }
    },
    link: async (stored, owner) => (await load()).link(stored, owner),
    revoke: async () => (await load()).revoke(),
  }
}

function fixedAuthenticator(
  options: SessionOptions,
  { accessToken, expiresAt = Number.POSITIVE_INFINITY }: Extract<OAuthToken, { flow: 'access' }>,
): Authenticator {
  const environment = given(options.environment)
  return {
    token: async () => {
      if (expiresAt <= (options.now ?? Date.now)()) throw ended()
      return { accessToken, environment, stored: null }
    },
    renew: async (rejected) => {
      if (rejected === accessToken) throw ended()
    },
    identity: async () => {
      const { digest } = await import('./fingerprint.ts')
      return { key: await digest(accessToken), environment: environmentKey(environment) }
    },
    link: async ({ row }) => row,
    revoke: async () => {
      const { revokeToken } = await import('./exchange.ts')
      await revokeToken(options, environment, accessToken)
    },
  }
}

/** A vault is asked when a token is needed first, and again when what it gave was refused. */
function vaultAuthenticator(options: SessionOptions, ask: () => Promise<OAuthToken>): Authenticator {
  let asked: Promise<Authenticator> | undefined
  const make = async () => authenticatorOf(options, checkedToken(await ask()))
  const use = async <T>(work: (authenticator: Authenticator) => Promise<T>): Promise<T> => {
    asked ??= make()
    const used = asked
    try {
      return await work(await used)
    } catch (error) {
      // One that failed is not kept; another that was got in the meantime is.
      if (asked === used) asked = undefined
      throw error
    }
  }
  return {
    token: async () => {
      try {
        return await use((authenticator) => authenticator.token())
      } catch (error) {
        if (!isEnded(error)) throw error
        return use((authenticator) => authenticator.token())
      }
    },
    renew: async (rejected) => {
      try {
        await use((authenticator) => authenticator.renew(rejected))
      } catch (error) {
        if (!isEnded(error)) throw error
        const { accessToken } = await use((authenticator) => authenticator.token())
        if (accessToken === rejected) throw error
      }
    },
    identity: () => use((authenticator) => authenticator.identity()),
    link: (stored, owner) => use((authenticator) => authenticator.link(stored, owner)),
    revoke: () => use((authenticator) => authenticator.revoke()),
  }
}

function given(environment: Environment | undefined): Environment {
  if (environment !== undefined) return environment
  throw new ConfigurationError(
    'environment is missing',
    'Pass one, such as USDataCenter.PRODUCTION(): only a stored token, named by its id, brings its own.',
  )
}

const ENDED = 'ACCESS_TOKEN_ENDED'

function isEnded(error: unknown): boolean {
  return error instanceof AuthenticationError && error.code === ENDED
}

function ended(): AuthenticationError {
  return new AuthenticationError(
    ENDED,
    'the access token has expired or was revoked, and nothing was given to get another with',
    'Pass a new access token, or sign in with a refresh token instead.',
  )
}
