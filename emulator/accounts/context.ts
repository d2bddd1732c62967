import { randomBytes } from 'node:crypto'
import type { EmulatorOptions } from '../options.ts'
import { idOf, type People } from '../people.ts'
import { ALL_SCOPES, scopesIn } from '../scopes.ts'
import type { SecretBook } from '../secrets.ts'
import type { AuthorizationRequest, Registration } from './authorization-request.ts'
import { Consents } from './consents.ts'
import { Sessions } from './sessions.ts'
import { Tickets } from './tickets.ts'
import { TokenBook } from './token-book.ts'

/** What the accounts server knows. */
export interface AccountsContext extends Registration {
  readonly clientSecret: string
  readonly tokenTtl: number
  readonly tokens: TokenBook
  readonly people: People
  readonly consents: Consents
  readonly sessions: Sessions
  /** The authorization requests whose page is shown at present. */
  readonly tickets: Tickets<AuthorizationRequest>
  readonly callback: NonNullable<EmulatorOptions['callback']>
  readonly apiDomain: string | undefined
  readonly refreshTokenAgain: boolean
  /** The emulator's own origin, which is known when it listens. */
  origin: string
}

/** Sets an accounts server up; it lacks its origin. */
export function createAccounts(
  options: EmulatorOptions,
  people: People,
  secretBook: SecretBook,
): AccountsContext {
  const { tokenTtl = 3600, grantTtl = 600, scope = ALL_SCOPES, grantToken, refreshToken } = options
  const clientSecret = options.clientSecret ?? randomBytes(21).toString('hex')
  secretBook.add('clientSecret', clientSecret)
  const user = idOf(people.current)
  const scopes = scopesIn(scope)
  return {
    clientId: options.clientId ?? `1000.${randomBytes(15).toString('hex').toUpperCase()}`,
    clientSecret,
    tokenTtl,
    tokens: new TokenBook({ tokenTtl, grantTtl, scopes, user, grantToken, refreshToken, secretBook }),
    people,
    consents: new Consents(),
    sessions: new Sessions(),
    tickets: new Tickets(),
    redirectUrls: options.redirectUrls,
    callback: options.callback ?? {},
    apiDomain: options.apiDomain,
    refreshTokenAgain: options.refreshTokenAgain ?? false,
    origin: '',
  }
}

/** Nobody has signed in or consented, and the printed tokens are good. */
export function resetAccounts({ tokens, consents, sessions, tickets }: AccountsContext): void {
  tokens.reset()
  consents.clear()
  sessions.clear()
  tickets.clear()
}
