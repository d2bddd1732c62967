import type { TokenSource } from './auth/token.ts'
import { checkedToken } from './auth/token.ts'
import type { Environment } from './environment.ts'
import { ConfigurationError } from './http/errors.ts'
import type { Fetch } from './http/fetch.ts'
import type { Hooks } from './http/hooks.ts'
import { type Limits, MAX_CONCURRENCY } from './http/limits.ts'
import { type ProxyOption, parseProxy } from './http/proxy.ts'
import { defaultRetryPolicy, type RetryPolicy } from './http/retry-policy.ts'
import { type ClientLogger, createLogger, type LoggerOption } from './logger.ts'
import type { Drift } from './metadata/drift.ts'
import { checkedFunction, defined, inRange, known, wholeInRange, wrong } from './option-checks.ts'
import { FileStore } from './stores/file.ts'
import type { TokenStore } from './stores/token-store.ts'

/** Which string of a picklist option travels in records. */
export type WireValue = 'display' | 'actual'

/** How a client behaves. */
export interface SDKConfig {
  /**
   * Whether a running app reads the metadata of its organisation again every hour, in the background: once for each
   * machine, never on the path of a call, and never keeping the process alive (a `fetch` of one's own may). Default:
   * `false`; then it is read only by `client.metadata.refresh()`.
   */
  readonly autoRefreshFields?: boolean
  /**
   * Whether the picklist values of a record are compared with the organisation's options before it is written: those of
   * the generated code, or of the metadata where it was refreshed since. Default: `true`.
   */
  readonly pickListValidation?: boolean
  /**
   * Which string of a picklist option this client sends, for all fields or for some (`Leads.Lead_Source`); what is given
   * is turned into it. Default: the one that the code was generated with. What the API returns is left as it is.
   */
  readonly wireValue?: WireValue | Readonly<Record<string, WireValue>>
  /**
   * Whether an unmoved `modified_time` of a module is believed to mean that none of its fields changed; unknown of Zoho.
   * Default: `false`.
   */
  readonly trustModifiedTime?: boolean
  /** Calls that refreshing metadata may make in 24 hours. Default: no limit. */
  readonly creditBudget?: number
  /** Milliseconds within which a connection is made: DNS, TCP, TLS and a proxy's CONNECT together. Default: 10,000. */
  readonly connectTimeout?: number
  /** Milliseconds without a byte after which a call is given up. Default: 60,000. */
  readonly readTimeout?: number
  /** Calls of the API at a time; Zoho allows 5 (Free) to 25 (Ultimate) for an organisation. Default: 5. */
  readonly concurrency?: number
  /**
   * API credits that this client leaves to others: when Zoho says that no more are left, calls are refused before they
   * are sent ({@link RateLimitError}, `CREDITS_RESERVED`), but for one a minute, which finds out whether the rolling 24
   * hours have freed some. Default: 0, which reserves nothing.
   */
  readonly creditReserve?: number
  /** How often and how soon calls are repeated. Default: {@link defaultRetryPolicy}. */
  readonly retry?: RetryPolicy
}

/** The settings of a client. */
export interface ClientOptions {
  /**
   * Where the organisation lives. It has no default (the wrong data centre gets the secret), unless the token is named
   * by its id: then the stored row knows.
   */
  readonly environment?: Environment
  /** How to sign in, or a function that asks a vault. */
  readonly token: TokenSource
  /** Where tokens are kept between processes. Default: a {@link FileStore} at `tokens.json` in the `resourcePath`. */
  readonly store?: TokenStore
  /** A pino-like logger, or level and file of one. Default: says nothing. */
  readonly logger?: LoggerOption
  /** How the client behaves. */
  readonly config?: SDKConfig
  /** The folder of the resource cache, and of the default store. Default: `.zcrm`. */
  readonly resourcePath?: string
  /** The proxy for all calls, those for tokens too: its URL, with user and password in it or beside it. */
  readonly proxy?: ProxyOption
  /** Told once when refreshed metadata differs from what the generated code covers; it is logged too. */
  readonly onDrift?: (drift: Drift) => void
  /**
   * Limits to share with other clients of the same organisation, made by {@link createLimits}, in the place of
   * `config.concurrency`. Default: the client has its own.
   */
  readonly limits?: Limits
  /** Told of each request of the API and of what became of it, for tracing; they may add headers, and see no token. */
  readonly hooks?: Hooks
  /** A standard `fetch` to use instead of node-fetch; `proxy` and `connectTimeout` are then its own affair. */
  readonly fetch?: Fetch
}

/** What has no default: it is not limited, or decided by the generated code. */
type Undecided = 'wireValue' | 'creditBudget'

/** A configuration that is checked and total. */
export type TotalConfig = Required<Omit<SDKConfig, Undecided>> & Pick<SDKConfig, Undecided>

/** Options that are checked and total. */
export interface CheckedOptions {
  readonly environment: Environment | undefined
  readonly token: TokenSource
  readonly store: TokenStore
  readonly logger: ClientLogger
  readonly config: TotalConfig
  readonly resourcePath: string
  readonly onDrift: ClientOptions['onDrift']
  readonly limits: Limits | undefined
  readonly hooks: Hooks | undefined
  readonly proxy: URL | undefined
  readonly fetch: Fetch | undefined
}

/** A timer of more milliseconds, of 31 bits, would go off at once. */
const MAX_TIMER = 2 ** 31 - 1

const OPTIONS: readonly (keyof ClientOptions)[] = [
  'environment',
  'token',
  'store',
  'logger',
  'config',
  'resourcePath',
  'onDrift',
  'limits',
  'hooks',
  'proxy',
  'fetch',
]

const CONFIG: Required<Omit<SDKConfig, Undecided>> = {
  autoRefreshFields: false,
  pickListValidation: true,
  trustModifiedTime: false,
  connectTimeout: 10_000,
  readTimeout: 60_000,
  concurrency: 5,
  creditReserve: 0,
  retry: defaultRetryPolicy,
}

/**
 * The options of a client, with their defaults.
 * @throws ConfigurationError that names the option which is missing, unknown or wrong, and what is allowed.
 */
export function checkOptions(options: ClientOptions): CheckedOptions {
  known('createClient', options, OPTIONS)
  const { environment, fetch, resourcePath = '.zcrm', config = {} } = options
  if (typeof resourcePath !== 'string' || resourcePath === '')
    throw wrong('resourcePath', resourcePath, 'a folder')
  checkedFunction('fetch', fetch)
  if (fetch !== undefined && (options.proxy ?? config?.connectTimeout) !== undefined) {
    const name = options.proxy === undefined ? 'config.connectTimeout' : 'proxy'
    throw new ConfigurationError(`${name} is set beside a fetch of your own`, 'Set it on that fetch instead.')
  }
  const { store = new FileStore(`${resourcePath}/tokens.json`) } = options
  return {
    environment: checkedEnvironment(environment, options.token),
    token: checkedSource(options.token),
    store: checkedStore(store),
    logger: createLogger(options.logger),
    config: checkedConfig(config),
    resourcePath,
    onDrift: checkedFunction('onDrift', options.onDrift),
    limits: checkedLimits(options.limits, config),
    hooks: checkedHooks(options.hooks),
    proxy: options.proxy === undefined ? undefined : parseProxy(options.proxy),
    fetch,
  }
}

function checkedEnvironment(
  environment: Environment | undefined,
  token: TokenSource,
): Environment | undefined {
  const allowed = 'Pass one, such as USDataCenter.PRODUCTION() or Environment.custom({ … }).'
  if (environment === undefined) {
    if (typeof token === 'object' && token?.flow === 'id') return undefined
    throw new ConfigurationError('environment is missing', allowed)
  }
  const { accountsUrl, apiUrl, fileUploadUrl } = environment ?? {}
  if ([accountsUrl, apiUrl, fileUploadUrl].every((url) => typeof url === 'string')) return environment
  throw new ConfigurationError('environment is none', allowed)
}

function checkedSource(token: TokenSource): TokenSource {
  if (token === undefined || token === null) {
    throw new ConfigurationError('token is missing', 'Pass one, such as OAuthToken.refresh({ … }).')
  }
  return typeof token === 'function' ? token : checkedToken(token)
}

function checkedStore(store: TokenStore): TokenStore {
  const has = (name: string) =>
    typeof (store as unknown as Record<string, unknown> | null)?.[name] === 'function'
  const missing = ['find', 'list', 'save', 'remove'].filter((name) => !has(name))
  if (missing.length > 0) {
    throw new ConfigurationError(
      `store has no ${missing.join(', ')}`,
      'Pass a FileStore, MemoryStore or DBStore, or an object with the members of TokenStore.',
    )
  }
  if ((has('lease') && has('release')) || ('singleProcess' in store && store.singleProcess === true))
    return store
  throw new ConfigurationError(
    'store has no lease and release, so that two processes would refresh at once',
    'Add them, or say singleProcess: true on the store if no other process uses it.',
  )
}

function checkedConfig(config: SDKConfig): TotalConfig {
  known('config', config, [...Object.keys(CONFIG), 'wireValue', 'creditBudget'])
  const total: TotalConfig = { ...CONFIG, ...defined(config) }
  const { wireValue, creditBudget, retry } = total
  for (const [name, byDefault] of Object.entries(CONFIG)) {
    const value: unknown = total[name as keyof TotalConfig]
    if (typeof byDefault === 'boolean' && typeof value !== 'boolean')
      throw wrong(`config.${name}`, value, 'true or false')
  }
  if (wireValue !== undefined) checkWireValue(wireValue)
  inRange('config.connectTimeout', total.connectTimeout, 1, MAX_TIMER)
  inRange('config.readTimeout', total.readTimeout, 1, MAX_TIMER)
  wholeInRange('config.concurrency', total.concurrency, 1, MAX_CONCURRENCY)
  wholeInRange('config.creditReserve', total.creditReserve, 0, Number.MAX_SAFE_INTEGER)
  if (creditBudget !== undefined)
    wholeInRange('config.creditBudget', creditBudget, 1, Number.MAX_SAFE_INTEGER)
  known('config.retry', retry, Object.keys(defaultRetryPolicy))
  wholeInRange('config.retry.attempts', retry.attempts, 1, 1000)
  inRange('config.retry.firstDelay', retry.firstDelay, 0, MAX_TIMER)
  inRange('config.retry.maxDelay', retry.maxDelay, 0, MAX_TIMER)
  return total
}

function checkWireValue(wireValue: unknown): void {
  const isByField = typeof wireValue === 'object' && wireValue !== null && !Array.isArray(wireValue)
  for (const [field, value] of Object.entries(isByField ? wireValue : { '': wireValue })) {
    const option = isByField ? `config.wireValue[${JSON.stringify(field)}]` : 'config.wireValue'
    if (value !== 'display' && value !== 'actual') throw wrong(option, value, "'display' or 'actual'")
    if (isByField && !/.\../.test(field))
      throw new ConfigurationError(`${option} names no field`, 'Name its module too: Leads.Lead_Source.')
  }
}

function checkedLimits(limits: Limits | undefined, { concurrency }: SDKConfig): Limits | undefined {
  if (limits === undefined) return undefined
  if (typeof limits?.run !== 'function') throw wrong('limits', limits, 'what createLimits gives')
  if (concurrency === undefined) return limits
  throw new ConfigurationError('config.concurrency is set beside limits', 'Pass it to createLimits instead.')
}

function checkedHooks(hooks: Hooks | undefined): Hooks | undefined {
  if (hooks === undefined) return undefined
  known('hooks', hooks, ['beforeRequest', 'afterResponse'])
  for (const [name, hook] of Object.entries(hooks)) checkedFunction(`hooks.${name}`, hook)
  return hooks
}
