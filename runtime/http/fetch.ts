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
  text(): Promise<string>
}

/** node-fetch over keep-alive agents; loaded with the first call, so that importing the runtime stays cheap. */
export async function loadNodeFetch(): Promise<Fetch> {
  const [{ default: nodeFetch }, http, https] = await Promise.all([
    import('node-fetch'),
    import('node:http'),
    import('node:https'),
  ])
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }
  return (url, init) =>
    nodeFetch(url, {
      ...init,
      signal: init.signal as Parameters<typeof nodeFetch>[1] extends { signal?: infer S } | undefined
        ? S
        : never,
      agent: ({ protocol }) => (protocol === 'http:' ? agents['http:'] : agents['https:']),
    })
}
