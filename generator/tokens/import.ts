import {
  type Environment,
  environmentOfApiDomain,
  OAuthToken,
  type StoredToken,
  type TokenStore,
} from '@zcrm/runtime'
import { environmentKey, fingerprint } from '@zcrm/runtime/metadata'
import type { OfficialRow } from './official-rows.ts'

/** What became of a token that was to be imported. */
export interface Imported {
  /** Its id in the official SDK. */
  readonly from: string
  /** Its id in the store; `null` where it was not taken. */
  readonly id: string | null
  /** Why it was not taken; `null` where it was. */
  readonly skipped: string | null
}

/**
 * Puts tokens of the official SDK into a store. What is there already stays as it is, so that importing again changes
 * nothing.
 * @param configured The environment of tokens that do not say where they are from.
 */
export async function importTokens(
  store: TokenStore,
  rows: readonly OfficialRow[],
  configured: Environment | null,
): Promise<readonly Imported[]> {
  const imported: Imported[] = []
  for (const row of rows) imported.push(await importToken(store, row, configured))
  return imported
}

async function importToken(
  store: TokenStore,
  row: OfficialRow,
  configured: Environment | null,
): Promise<Imported> {
  const skip = (skipped: string): Imported => ({ from: row.id, id: null, skipped })
  if (row.refreshToken === '') return skip('it has no refresh token, so that it ends within the hour')
  if (row.clientId === '' || row.clientSecret === '') return skip('it has no client id or no client secret')
  const environment = environmentOf(row, configured)
  if (environment === null) return skip('it does not say of which environment it is: set ZCRM_ENVIRONMENT')
  const token = await storedTokenOf(row, environment)
  const known = await store.find({ fingerprint: token.fingerprint })
  if (known !== null) return skip(`it is there already, as ${known.id}`)
  for (const id of [token.id, `${token.id}:${token.fingerprint.slice(0, 8)}`]) {
    if (await store.save({ ...token, id })) return { from: row.id, id, skipped: null }
  }
  return skip(`the id ${token.id} is taken`)
}

/**
 * The environment that a token's API domain names. That of a sandbox can be the production host: there the
 * configuration of the same data centre knows better.
 */
function environmentOf({ apiDomain }: OfficialRow, configured: Environment | null): Environment | null {
  const named = apiDomain === null ? null : environmentOfApiDomain(apiDomain)
  if (named === null) return configured
  const isVague = named.kind === 'PRODUCTION' && named.dataCenter === configured?.dataCenter
  return isVague ? configured : named
}

async function storedTokenOf(row: OfficialRow, environment: Environment): Promise<StoredToken> {
  const { clientId, clientSecret, refreshToken, accessToken } = row
  const client = { clientId, clientSecret }
  // An app that moves over may still have its grant in the code: it is found by that.
  const flow =
    row.grantToken === ''
      ? OAuthToken.refresh({ ...client, refreshToken })
      : OAuthToken.grant({ ...client, grantToken: row.grantToken })
  const [user = '', organization = ''] = row.user.split(':')
  const expiry = Number(row.expiryTime)
  return {
    id: row.user === '' ? `official-${row.id}` : row.user,
    version: 1,
    fingerprint: (await fingerprint(environment, flow)) ?? '',
    environment: environmentKey(environment),
    ...client,
    refreshToken,
    accessToken,
    expiresAt: accessToken !== '' && Number.isSafeInteger(expiry) ? expiry : 0,
    apiDomain: row.apiDomain,
    scopes: null,
    blockedUntil: null,
    user: user === '' ? null : user,
    organization: organization === '' ? null : organization,
  }
}
