import { ConfigurationError } from './http/errors.ts'

/** The three kinds of organisation that a data centre hosts. */
export type EnvironmentKind = 'PRODUCTION' | 'SANDBOX' | 'DEVELOPER'

/** The location codes of Zoho's data centres, as `ZCRM_ENVIRONMENT` and token answers spell them. */
export type DataCenterCode = 'US' | 'EU' | 'IN' | 'AU' | 'CN' | 'JP' | 'CA' | 'SA' | 'UK' | 'AE'

/** The origins of an environment: scheme, host and port, without a path. */
export interface EnvironmentUrls {
  /** Where tokens are issued. */
  readonly accountsUrl: string
  /** Where the CRM API answers. */
  readonly apiUrl: string
  /** Where files and bulk data are uploaded. */
  readonly fileUploadUrl: string
}

/** An environment is where an organisation lives: a data centre's production, sandbox or developer hosts, or hosts of your own. */
export interface Environment extends EnvironmentUrls {
  /** `US.PRODUCTION` and the like, or `custom`. */
  readonly name: string
  /** The data centre, or `null` for a custom environment, whose hosts nothing corrects. */
  readonly dataCenter: DataCenterCode | null
  readonly kind: EnvironmentKind
  /** Whether the documentation of the API confirms these hosts; those of UK and AE are inferred. */
  readonly isConfirmed: boolean
}

/** A data centre of Zoho, with one constructor per kind of organisation. */
export interface DataCenter {
  PRODUCTION(): Environment
  SANDBOX(): Environment
  DEVELOPER(): Environment
}

interface Hosts {
  readonly accounts: string
  /** What follows `www.`, `sandbox.` and `developer.` in the API's hosts. */
  readonly api: string
  readonly files: string
}

/**
 * The hosts of Zoho's data centres.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/multi-dc.html
 */
const HOSTS: Readonly<Record<DataCenterCode, Hosts>> = /* @__PURE__ */ (() => ({
  US: hostsOf('com'),
  EU: hostsOf('eu'),
  IN: hostsOf('in'),
  AU: hostsOf('com.au'),
  CN: hostsOf('com.cn'),
  JP: hostsOf('jp'),
  CA: { ...hostsOf('ca'), accounts: 'accounts.zohocloud.ca', files: 'upload.zohocloud.ca' },
  SA: { ...hostsOf('sa'), files: 'files.zoho.sa' },
  UK: hostsOf('uk'),
  AE: hostsOf('ae'),
}))()

/** The hosts of a data centre, as most of them have them, by the domain. */
function hostsOf(domain: string): Hosts {
  return {
    accounts: `accounts.zoho.${domain}`,
    api: `zohoapis.${domain}`,
    files: `content.zohoapis.${domain}`,
  }
}

/** Data centres of which Zoho's documentation of the CRM API says nothing yet. */
const UNCONFIRMED: ReadonlySet<DataCenterCode> = /* @__PURE__ */ new Set(['UK', 'AE'])

const SUBDOMAINS: Readonly<Record<EnvironmentKind, string>> = {
  PRODUCTION: 'www',
  SANDBOX: 'sandbox',
  DEVELOPER: 'developer',
}

const CODES = /* @__PURE__ */ Object.keys(HOSTS) as DataCenterCode[]
const KINDS = Object.keys(SUBDOMAINS) as EnvironmentKind[]

/** Every environment name that {@link parseEnvironment} knows. */
export const environmentNames: readonly string[] = /* @__PURE__ */ CODES.flatMap((code) =>
  KINDS.map((kind) => `${code}.${kind}`),
)

/** The environment of a data centre. */
export function environmentOf(code: DataCenterCode, kind: EnvironmentKind): Environment {
  const hosts = HOSTS[code]
  return Object.freeze({
    name: `${code}.${kind}`,
    dataCenter: code,
    kind,
    isConfirmed: !UNCONFIRMED.has(code),
    accountsUrl: `https://${hosts.accounts}`,
    apiUrl: `https://${SUBDOMAINS[kind]}.${hosts.api}`,
    fileUploadUrl: `https://${hosts.files}`,
  })
}

function dataCenter(code: DataCenterCode): DataCenter {
  return {
    PRODUCTION: () => environmentOf(code, 'PRODUCTION'),
    SANDBOX: () => environmentOf(code, 'SANDBOX'),
    DEVELOPER: () => environmentOf(code, 'DEVELOPER'),
  }
}

/** The United States. */
export const USDataCenter: DataCenter = /* @__PURE__ */ dataCenter('US')
/** The European Union. */
export const EUDataCenter: DataCenter = /* @__PURE__ */ dataCenter('EU')
/** India. */
export const INDataCenter: DataCenter = /* @__PURE__ */ dataCenter('IN')
/** Australia. */
export const AUDataCenter: DataCenter = /* @__PURE__ */ dataCenter('AU')
/** China. */
export const CNDataCenter: DataCenter = /* @__PURE__ */ dataCenter('CN')
/** Japan. */
export const JPDataCenter: DataCenter = /* @__PURE__ */ dataCenter('JP')
/** Canada. */
export const CADataCenter: DataCenter = /* @__PURE__ */ dataCenter('CA')
/** Saudi Arabia. */
export const SADataCenter: DataCenter = /* @__PURE__ */ dataCenter('SA')
/**
 * The United Kingdom. Unconfirmed: its accounts host is documented, its API hosts come from other clients, and its
 * sandbox, developer and file hosts are inferred from those of the other data centres.
 */
export const UKDataCenter: DataCenter = /* @__PURE__ */ dataCenter('UK')
/** The United Arab Emirates. Unconfirmed, as {@link UKDataCenter}: its hosts come from other products and clients. */
export const AEDataCenter: DataCenter = /* @__PURE__ */ dataCenter('AE')

function origin(option: keyof EnvironmentUrls, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`) {
    // A URL may hold a password, which is not to be repeated.
    const given = url === null || url.password === '' ? JSON.stringify(value) : 'a URL with a password'
    throw new ConfigurationError(
      `${option} is ${given}`,
      'Give an origin: scheme and host without a path, such as https://www.zohoapis.com.',
    )
  }
  return url.origin
}

/**
 * An environment with every host given, kept whatever a token answer says: a proxy, a mock or the emulator.
 * @throws ConfigurationError where a host is not an origin.
 */
function custom(urls: EnvironmentUrls): Environment {
  return Object.freeze({
    name: 'custom',
    dataCenter: null,
    kind: 'PRODUCTION',
    isConfirmed: true,
    accountsUrl: origin('accountsUrl', urls.accountsUrl),
    apiUrl: origin('apiUrl', urls.apiUrl),
    fileUploadUrl: origin('fileUploadUrl', urls.fileUploadUrl),
  })
}

/** Constructors of environments that no data centre has. */
export const Environment: { readonly custom: (urls: EnvironmentUrls) => Environment } = { custom }

/**
 * The environment of a name such as `US.PRODUCTION`.
 * @throws ConfigurationError for a name that no data centre has.
 */
export function parseEnvironment(name: string): Environment {
  const [code, kind, ...rest] = name.toUpperCase().split('.')
  if (
    rest.length === 0 &&
    CODES.includes(code as DataCenterCode) &&
    KINDS.includes(kind as EnvironmentKind)
  ) {
    return environmentOf(code as DataCenterCode, kind as EnvironmentKind)
  }
  throw new ConfigurationError(
    `environment is ${JSON.stringify(name)}, which is no data centre of Zoho`,
    `Use one of ${CODES.join(', ')}, followed by .PRODUCTION, .SANDBOX or .DEVELOPER.`,
  )
}

/**
 * The environment whose accounts server has an origin, of the kind of another: where the callback of an authorization
 * says that the user's account lives. `null` for an origin that is neither in the table nor the environment's own: it
 * must not receive the client's secret.
 */
export function ofAccountsServer(environment: Environment, accountsUrl: string): Environment | null {
  const asked = URL.canParse(accountsUrl) ? new URL(accountsUrl).origin : null
  if (asked === environment.accountsUrl) return environment
  const code = CODES.find((candidate) => asked === `https://${HOSTS[candidate].accounts}`)
  if (environment.dataCenter === null || code === undefined) return null
  return environmentOf(code, environment.kind)
}

/** The environment of the data centre that a callback names by its code (`eu`), of the kind of another; `null` for none. */
export function ofLocation(environment: Environment, location: string): Environment | null {
  const code = CODES.find((candidate) => candidate === location.toUpperCase())
  if (environment.dataCenter === null || code === undefined) return null
  return environmentOf(code, environment.kind)
}

/** The environment whose API has a host, as `api_domain` of a token answer names it; `null` for one that is not in the table. */
export function environmentOfApiDomain(apiDomain: string): Environment | null {
  const host = URL.canParse(apiDomain) ? new URL(apiDomain).host : ''
  for (const code of CODES) {
    for (const kind of KINDS) {
      const environment = environmentOf(code, kind)
      if (environment.apiUrl === `https://${host}`) return environment
    }
  }
  return null
}
