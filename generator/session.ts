import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  AuthenticationError,
  type Client,
  type ClientOptions,
  ConfigurationError,
  createClient,
  type Environment,
  OAuthToken,
  type StoredToken,
  type TokenStore,
} from '@zcrm/runtime'
import { environmentKey, knownResourceCache } from '@zcrm/runtime/metadata'
import { withMisspelt } from './config/misspelt.ts'
import { profileFlag } from './config/profiles.ts'
import type { ResolvedConfig } from './config/resolve.ts'
import { contentHash } from './content-hash.ts'
import { displayEnvironment, environmentOf, namesEnvironment } from './environment.ts'
import { replaceFile } from './files/write.ts'
import { lastLogin } from './login/last-login.ts'
import { prepareResourceFolder } from './output/resource-folder.ts'
import { openTokenStore } from './token-store.ts'

/**
 * A client of the configured organisation. Nothing is sent yet.
 * @throws ConfigurationError where the environment or a credential is missing or wrong, AuthenticationError where
 * there is nothing to sign in with.
 */
export async function openClient(config: ResolvedConfig): Promise<Client> {
  const environment = environmentOf(config)
  const store = await openTokenStore(config)
  const token = tokenOf(config) ?? (await storedToken(config, environment, store))
  if (token === null) {
    throw new AuthenticationError(
      'NOT_SIGNED_IN',
      `not signed in to ${displayEnvironment(environment)}`,
      withMisspelt(
        `Run zcrm login${profileFlag(config.profile)}, or set ZCRM_CLIENT_ID, ZCRM_CLIENT_SECRET and ZCRM_GRANT_TOKEN.`,
        config,
      ),
    )
  }
  prepareResourceFolder(config.resourcePath)
  return createClient({ environment, token, store, ...callSettings(config) })
}

/** Whether there is an environment and something to sign in with; whether it is right only a call can tell. */
export async function hasCredentials(config: ResolvedConfig): Promise<boolean> {
  if (!namesEnvironment(config)) return false
  if (tokenOf(config) !== null) return true
  return (await storedToken(config, environmentOf(config), await openTokenStore(config))) !== null
}

/** Milliseconds for which what was pulled is new enough to generate from. */
const HOUR = 3_600_000

/** Whether there is no snapshot, or what it has was pulled longer ago than an age, in milliseconds. */
export async function isPullDue(config: ResolvedConfig, maxAge: number = HOUR): Promise<boolean> {
  return (await pullAge(config)) >= maxAge
}

/**
 * How many milliseconds ago it was pulled what the snapshot has; infinite where that is not known. A pull that was only
 * looked at (`--dry-run`, `--frozen`) or whose process was killed does not count, and must not be forgotten for an hour.
 */
export async function pullAge(config: ResolvedConfig): Promise<number> {
  const opened = await knownResourceCache(await openClient(config), config.resourcePath)
  if (opened === null || !existsSync(config.snapshot)) return Number.POSITIVE_INFINITY
  const age = await opened.cache.age()
  const saved = statSync(savedPath(opened.folder, config.snapshot), { throwIfNoEntry: false })
  return saved !== undefined && Date.now() - saved.mtimeMs <= age ? age : Number.POSITIVE_INFINITY
}

/** Says that a snapshot has what was pulled last into the cache of a folder. */
export function markSaved(folder: string, snapshot: string): void {
  replaceFile(savedPath(folder, snapshot), '')
}

/** Two profiles of one organisation have one cache and a snapshot each. */
function savedPath(folder: string, snapshot: string): string {
  return join(folder, `saved-${contentHash(snapshot)}`)
}

/** How calls travel, for every client that the tool makes. */
export function callSettings({
  concurrency,
  proxy,
}: ResolvedConfig): Pick<ClientOptions, 'config' | 'proxy'> {
  return { config: { concurrency }, ...(proxy === undefined ? {} : { proxy }) }
}

function tokenOf(config: ResolvedConfig): OAuthToken | null {
  const { accessToken, refreshToken, grantToken, tokenId } = config
  if (accessToken !== undefined) return OAuthToken.access({ accessToken })
  if (refreshToken !== undefined) return OAuthToken.refresh({ ...clientOf(config), refreshToken })
  if (grantToken !== undefined) return OAuthToken.grant({ ...clientOf(config), grantToken })
  return tokenId === undefined ? null : OAuthToken.id({ id: tokenId })
}

/**
 * The client that is registered in the API console.
 * @throws ConfigurationError that names the half which is missing.
 */
export function clientOf(config: ResolvedConfig): { clientId: string; clientSecret: string } {
  const { clientId, clientSecret } = config
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret }
  const missing = clientId === undefined ? 'ZCRM_CLIENT_ID' : 'ZCRM_CLIENT_SECRET'
  const hint = withMisspelt(`Set ${missing} to what the API console shows.`, config)
  throw new ConfigurationError(`${missing} is missing`, hint)
}

/** The token that was stored for the environment, by an earlier sign-in; of several, that of the last `zcrm login`. */
async function storedToken(
  config: ResolvedConfig,
  environment: Environment,
  store: TokenStore,
): Promise<OAuthToken | null> {
  const matches = ({ environment: key, clientId }: StoredToken) =>
    key === environmentKey(environment) && (config.clientId === undefined || clientId === config.clientId)
  const rows = (await store.list()).filter(matches)
  const [row] = rows
  if (row === undefined) return null
  if (rows.length > 1) {
    const last = lastLogin(config, environment)
    if (last !== null && rows.some(({ id }) => id === last)) return OAuthToken.id({ id: last })
    throw new ConfigurationError(
      `${rows.length} tokens are stored for ${displayEnvironment(environment)}`,
      `Set ZCRM_TOKEN_ID, or tokenId of the profile, to one of ${rows.map((one) => one.id).join(', ')}, or run zcrm login.`,
    )
  }
  return OAuthToken.id({ id: row.id })
}
