import type { AgentOptions } from 'node:http'

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

/** node-fetch over keep-alive agents; loaded with the first call, so that importing the runtime stays cheap. */
export async function loadNodeFetch(): Promise<Fetch> {
  const [{ default: nodeFetch }, http, https] = await Promise.all([
    import('node-fetch'),
    import('node:http'),
    import('node:https'),
  ])
  const agents = (options: AgentOptions) => ({
    'http:': new http.Agent({ keepAlive: true, ...options }),
    'https:': new https.Agent({ keepAlive: true, ...options }),
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
