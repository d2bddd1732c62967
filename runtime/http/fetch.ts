import type { Agent, AgentOptions } from 'node:http'
import type { Socket } from 'node:net'

/** The part of the standard `fetch` that the runtime uses; the global one, undici's and node-fetch's all fit. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly redirect: 'manual'
    readonly signal: AbortSignal
  },
) => Promise<FetchResponse>

/** The part of a standard `Response` that the runtime reads. */
export interface FetchResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** A stream of bytes; read piece by piece where it can be, else by `text()`. */
  readonly body?: unknown
  text(): Promise<string>
}

/**
 * Milliseconds without a call after which no write goes out on a connection: servers close idle connections, and a
 * write that meets the closing is lost without a word.
 */
const IDLE_BEFORE_WRITE = 1_000

/**
 * The fetch of a client: the one it was given, or node-fetch, loaded with the first call so that importing the
 * runtime stays cheap. Every call of a client shares its connections.
 */
export function fetchLoader(given: Fetch | undefined, connectTimeout: number): () => Promise<Fetch> {
  let loaded: Promise<Fetch> | undefined
  return () => {
    loaded ??= given === undefined ? loadNodeFetch(connectTimeout) : Promise.resolve(given)
    return loaded
  }
}

async function loadNodeFetch(connectTimeout: number): Promise<Fetch> {
  const [{ default: nodeFetch }, http, https] = await Promise.all([
    import('node-fetch'),
    import('node:http'),
    import('node:https'),
  ])
  const agents = (options: AgentOptions) => ({
    'http:': impatient(new http.Agent({ keepAlive: true, ...options }), 'connect', connectTimeout),
    'https:': impatient(new https.Agent({ keepAlive: true, ...options }), 'secureConnect', connectTimeout),
  })
  const reads = agents({})
  const writes = agents({ timeout: IDLE_BEFORE_WRITE })
  return (url, init) =>
    nodeFetch(url, {
      ...init,
      signal: init.signal as Parameters<typeof nodeFetch>[1] extends { signal?: infer S } | undefined
        ? S
        : never,
      agent: ({ protocol }) => {
        const pool = init.method === 'GET' ? reads : writes
        return protocol === 'http:' ? pool['http:'] : pool['https:']
      },
    })
}

/** An agent that gives up on a connection that is not made in time: DNS, TCP and TLS together. */
function impatient<A extends Agent>(agent: A, made: 'connect' | 'secureConnect', timeout: number): A {
  const connectable = agent as A & { createConnection: (...args: unknown[]) => Socket }
  const create = connectable.createConnection.bind(agent)
  connectable.createConnection = (...args) => {
    const socket = create(...args)
    const timer = setTimeout(() => {
      const error = new Error(`no connection within ${timeout} ms`)
      socket.destroy(Object.assign(error, { code: 'ERR_CONNECT_TIMEOUT' }))
    }, timeout)
    const clear = () => clearTimeout(timer)
    socket.once(made, clear).once('close', clear)
    return socket
  }
  return agent
}
