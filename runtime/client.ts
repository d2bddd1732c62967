import { createAuthenticator, type Identity } from './auth/authenticator.ts'
import type { SignedIn } from './auth/identity.ts'
import type { Environment } from './environment.ts'
import type { ApiRequest } from './http/call.ts'
import { fetchLoader } from './http/fetch.ts'
import { type Credits, createLimits } from './http/limits.ts'
import { createTransport, type Transport } from './http/transport.ts'
import { createMetadata, type Metadata } from './metadata-access.ts'
import { type ClientOptions, checkOptions } from './options.ts'
import type { Organization } from './organization.ts'
import type { ModuleClass } from './records/choices.ts'
import type { CallOptions } from './records/module.ts'
import { createUsers, type Users } from './users.ts'

/** A Client is one user of one organisation in one environment; module classes are made over it. */
export interface Client {
  /**
   * Sends a call of the API, signed in, within the limits, and repeats it where that is safe:
   * `await client.request<{ tags: Tag[] }>({ method: 'GET', path: '/settings/tags', query: { module: 'Leads' } })`.
   * @throws an error of the ladder ({@link ZohoError}).
   */
  readonly request: Transport
  /** What Zoho last said of the organisation's API credits, to this client or to others that share its limits. */
  readonly credits: Credits
  /** The organisation. Scope `ZohoCRM.org.READ`. */
  readonly org: (options?: CallOptions) => Promise<Organization>
  /** The users of the organisation. Scope `ZohoCRM.users.READ`. */
  readonly users: Users
  /**
   * Signs in now rather than with the first call, finds out whose token it is, and notes that in the store: a token
   * that is new gets a readable id, made of user and organisation.
   * @throws AuthenticationError where Zoho refuses.
   */
  readonly signIn: () => Promise<SignedIn>
  /**
   * Revokes the token at Zoho and removes it from the store.
   * @throws ServerError or NetworkError where Zoho could not be asked; the token is then kept.
   */
  readonly revoke: () => Promise<void>
  /** What tells this client's token from others, without a call; `null` before the first sign-in. */
  readonly identity: () => Promise<Identity | null>
  /** The environment in which the organisation lives: the given one, corrected by the token answer. Signs in first. */
  readonly environment: () => Promise<Environment>
  /** What is known of the organisation's modules, fields and options in this process. */
  readonly metadata: Metadata
  /** Notes that a generated class is in use: refreshes read its module first. Module classes tell it. */
  readonly use: (module: ModuleClass) => void
  /**
   * What looks at a module's rows before they are written: picklist values that the organisation does not have are
   * refused ({@link ValidationError} that names field, value, allowed values and the closest of them), and strings are
   * turned into the client's wire value. Module classes ask for it.
   */
  readonly prepare: (module: ModuleClass) => Promise<(row: object) => object>
}

/**
 * A client of the CRM API. Nothing is sent before the first call, and nothing is shared with other clients.
 * @throws ConfigurationError that names the option which is missing or wrong, and what is allowed.
 */
export function createClient(options: ClientOptions): Client {
  const { environment, token, store, logger, config, resourcePath, proxy, fetch, onDrift, hooks, ...given } =
    checkOptions(options)
  const { connectTimeout, readTimeout, retry, concurrency, creditReserve } = config
  const limits = given.limits ?? createLimits({ concurrency })
  const loader = { fetch, connectTimeout, proxy }
  const calls = { logger, retry, readTimeout }
  const loadFetch = fetchLoader(loader)
  const authenticator = createAuthenticator({ ...calls, loadFetch, environment, store }, token)
  const path = { ...calls, authenticator, limits, creditReserve, hooks }
  const transport = createTransport({ ...path, loadFetch })
  const signIn = async (request: Transport) =>
    (await import('./auth/identity.ts')).signIn(authenticator, request)
  const identity = () => authenticator.identity()
  const { current, refresh, wake, use, prepare } = createMetadata({
    client: { request: transport, signIn: () => signIn(transport), identity },
    transport: { ...path, loader },
    since: Date.now(),
    config,
    resourcePath,
    logger,
    onDrift,
  })
  const request: Transport = <T>(call: ApiRequest) => {
    wake()
    return transport<T>(call)
  }
  return {
    request,
    get credits() {
      return limits.known.credits
    },
    org: async (given) => (await import('./organization.ts')).readOrganization(request, given),
    users: createUsers(request),
    signIn: () => signIn(request),
    revoke: () => authenticator.revoke(),
    identity,
    environment: async () => (await authenticator.token()).environment,
    metadata: { current, refresh },
    use,
    prepare,
  }
}
