/** A call of the CRM API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * The path below `/crm/v8`, such as `/Leads`, or one that begins with `/crm/` as it is below the API's host, such as
   * `/crm/bulk/v8/read`. Its values are percent-encoded; what it asks for stands in `query`.
   */
  readonly path: string
  /** Query parameters; those that are `undefined` are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** Sent beside those that the runtime sets, as they are when it is called; `Authorization` is not among them. */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Whether it changes nothing though it is no GET, and may be repeated as one: a COQL query. */
  readonly isRead?: boolean
  /** Whether it is one of those of which Zoho lets only ten go at a time: writes of more than ten rows, COQL. */
  readonly isHeavy?: boolean
  /** Whether the caller slows down by itself after a 429 that does not say for how long; else it is repeated as others are. */
  readonly isPaced?: boolean
  /**
   * Ends the call; its reason is what the promise rejects with. A write that is on its way then may have happened, or may
   * happen still: nobody is told.
   */
  readonly signal?: AbortSignal | undefined
  /**
   * Whether an abort lets an attempt that is on its way come to its end, so that what became of it is known: the call is
   * then only not sent, or not sent again. Default: it is cut off.
   */
  readonly finishes?: boolean
}

/** Whether a call changes nothing, so that it may be sent again whatever became of it. */
export function isRead({ method, isRead = false }: ApiRequest): boolean {
  return method === 'GET' || isRead
}

/** An answer of the API: 2xx, 304, or for a write whose rows were refused, the 4xx with its rows. */
export interface ApiResponse<T = unknown> {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  /** The JSON body, which nobody has checked; `null` where there was none (204, 304). */
  readonly body: T | null
}
