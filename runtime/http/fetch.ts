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

/** What decides how a client's calls travel. */
export interface FetchOptions {
  /** A fetch to use instead of node-fetch. */
  readonly fetch: Fetch | undefined
  readonly proxy: URL | undefined
  /** Milliseconds within which a connection is made. */
  readonly connectTimeout: number
  /** Whether its connections keep the process alive; those of the background do not. Default: they do. */
  readonly inBackground?: boolean
}

/**
 * The fetch of a client: the one it was given, or node-fetch, loaded with the first call so that importing the
 * runtime stays cheap. Every call of a client shares its connections.
 */
export function fetchLoader({ fetch, ...options }: FetchOptions): () => Promise<Fetch> {
  let loaded: Promise<Fetch> | undefined
  return () => {
    loaded ??=
      fetch === undefined
        ? import('#node/http/node-fetch').then(({ nodeFetch }) => nodeFetch(options))
        : Promise.resolve(fetch)
    return loaded
  }
}
