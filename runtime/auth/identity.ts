import type { Environment } from '../environment.ts'
import { AuthenticationError, PermissionError } from '../http/errors.ts'
import type { Transport } from '../http/transport.ts'
import type { Authenticator } from './authenticator.ts'
import type { Owner } from './session.ts'

/** The user whose token it is. */
export interface SignedInUser {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Name of the profile, which decides what the user may see. */
  readonly profile: string | null
}

/** The organisation that a token is for. */
export interface SignedInOrganization {
  readonly zgid: string
  readonly name: string
}

/** What signing in found out. */
export interface SignedIn {
  /** The id of the stored token, for {@link OAuthToken.id}; `null` for an access token alone, which is not stored. */
  readonly id: string | null
  /** The environment in which the organisation lives, corrected by what the token answer said. */
  readonly environment: Environment
  /** `null` where the token may not read users (`ZohoCRM.users.READ`). */
  readonly user: SignedInUser | null
  /** `null` where the token may not read the organisation (`ZohoCRM.org.READ`). */
  readonly organization: SignedInOrganization | null
  /** The scopes that the token answer named; empty where it named none. */
  readonly scopes: readonly string[]
}

type Identity = Pick<SignedIn, 'user' | 'organization'>

/**
 * Signs in, finds out whose token it is, and notes that with the stored token: a new one gets a readable id, made of
 * user and organisation. The token is stored before anybody asks whose it is: its grant is used up.
 */
export async function signIn(authenticator: Authenticator, request: Transport): Promise<SignedIn> {
  const { environment, stored } = await authenticator.token()
  const identity = await identityOf(request)
  const owner = ownerOf(identity)
  const isNews =
    stored !== null && (stored.row.user !== owner.user || stored.row.organization !== owner.organization)
  const row = isNews && owner.user !== null ? await authenticator.link(stored, owner) : stored?.row
  const scopes = row?.scopes?.split(' ').filter((scope) => scope !== '') ?? []
  return { id: row?.id ?? null, environment, scopes, ...identity }
}

function ownerOf({ user, organization }: Identity): Owner {
  return { user: user?.email ?? null, organization: organization?.zgid ?? null }
}

async function identityOf(request: Transport): Promise<Identity> {
  const [user, organization] = await Promise.all([
    first(request, '/users', 'users', { type: 'CurrentUser' }),
    first(request, '/org', 'org', {}),
  ])
  return { user: user && userOf(user), organization: organization && organizationOf(organization) }
}

type Row = Readonly<Record<string, unknown>>

/** The first row of an answer; `null` where there is none, or the token may not read it. */
async function first(
  request: Transport,
  path: string,
  key: string,
  query: Record<string, string>,
): Promise<Row | null> {
  try {
    const { body } = await request({ method: 'GET', path, query })
    const rows = (body as Row | null)?.[key]
    const row: unknown = Array.isArray(rows) ? rows[0] : null
    return typeof row === 'object' && row !== null ? (row as Row) : null
  } catch (error) {
    const mayNot = error instanceof AuthenticationError && error.code === 'OAUTH_SCOPE_MISMATCH'
    if (mayNot || error instanceof PermissionError) return null
    throw error
  }
}

function userOf(row: Row): SignedInUser | null {
  const [id, email] = [text(row['id']), text(row['email'])]
  if (id === null || email === null) return null
  const profile = row['profile'] as Row | null | undefined
  return { id, email, name: text(row['full_name']) ?? email, profile: text(profile?.['name']) }
}

function organizationOf(row: Row): SignedInOrganization | null {
  const zgid = text(row['zgid'])
  return zgid === null ? null : { zgid, name: text(row['company_name']) ?? zgid }
}

/** A text that fits into an id. */
function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 120 ? value : null
}
