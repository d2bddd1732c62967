import type { Authenticator } from '../auth/authenticator.ts'
import type { ClientLogger } from '../logger.ts'
import type { ApiRequest, ApiResponse } from './call.ts'
import type { Fetch } from './fetch.ts'
import type { Hooks } from './hooks.ts'
import type { Limits } from './limits.ts'
import { encode } from './path.ts'
import type { RetryPolicy } from './retry-policy.ts'

/** What a transport stands on. */
export interface TransportOptions {
  readonly authenticator: Authenticator
  readonly limits: Limits
  /** Credits that are left alone; 0 for none. */
  readonly creditReserve: number
  readonly hooks?: Hooks | undefined
  readonly loadFetch: () => Promise<Fetch>
  readonly logger: ClientLogger
  readonly retry: RetryPolicy
  /** Milliseconds without a byte after which a call is given up. */
  readonly readTimeout: number
  /** Whether its calls keep the process alive; those of the background do not. Default: they do. */
  readonly inBackground?: boolean
}

/** A Transport sends a call, signed in, and gives its answer or throws one of the error ladder. */
export type Transport = <T = unknown>(request: ApiRequest) => Promise<ApiResponse<T>>

const API_ROOT = '/crm/'
const API_VERSION = '/crm/v8'

/** The transport of a client: authorise, send, repeat where that is safe, and turn faults into errors. */
export function createTransport(options: TransportOptions): Transport {
  return async (request) => {
    // What is sent is what was given, whatever becomes of it while the call waits.
    const headers = { ...request.headers }
    const [target, body] = await Promise.all([targetOf(request), jsonOf(request)])
    const { answerTo } = await import('./attempts.ts')
    return answerTo(request, { target, body, headers }, options)
  }
}

/** Wrong requests are the exception: what is said about them is loaded with the first. */
const faults = () => import('./request-faults.ts')

/** The body as JSON, written once for all attempts. */
async function jsonOf(request: ApiRequest): Promise<string | undefined> {
  try {
    return JSON.stringify(request.body)
  } catch (cause) {
    throw (await faults()).noJson(request, cause)
  }
}

/** Path and query of a call, as they stand behind the API's host whatever URL parsers do to them. */
async function targetOf(request: ApiRequest): Promise<string> {
  const { path, query = {} } = request
  const whole = path.startsWith(API_ROOT) ? path : API_VERSION + path
  if (!/^\/(?!\/)/.test(path) || new URL(`http://x${whole}`).pathname !== whole)
    throw (await faults()).noPath(request)
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(String(value))}`],
  )
  return whole + (parameters.length === 0 ? '' : `?${parameters.join('&')}`)
}
