/** A call of the CRM API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path after `/crm/v8`, with its values encoded. */
  readonly path: string
  /** Query parameters; those that are `undefined` are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Whether it changes nothing though it is no GET, and may be repeated as one: a COQL query. */
  readonly isRead?: boolean
  /** Whether it is one of those of which Zoho lets only ten go at a time: writes of more than ten rows, COQL. */
  readonly isHeavy?: boolean
  /** Whether the caller slows down by itself after a 429 that does not say for how long; else it is repeated as others are. */
  readonly isPaced?: boolean
  /** Ends the call; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal | undefined
}

/** An answer of the API: 2xx, 304, or for a write whose rows were refused, the 4xx with its rows. */
export interface ApiResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** The JSON body; `null` where there was none (204, 304). */
  readonly body: unknown
}
