import type { Logger } from '../logger.ts'
import type { ApiRequest } from './call.ts'
import type { Outcome } from './outcome.ts'

/** A request that is about to be sent. */
export interface RequestEvent {
  /** The same for all attempts of a call, and for no other call. */
  readonly id: string
  readonly method: ApiRequest['method']
  /** The path of the call, without the host. */
  readonly path: string
  readonly query: NonNullable<ApiRequest['query']>
  /** The how many-th time the call is sent: 1 for the first. */
  readonly attempt: number
}

/** What became of a request. */
export interface ResponseEvent extends RequestEvent {
  /** HTTP status, or 0 where no answer came. */
  readonly status: number
  /** Milliseconds, without the wait for a place. */
  readonly duration: number
  /** The error of this attempt, which may be repeated; the reason of the signal that ended it; or `null`. */
  readonly error: unknown
}

/** Headers by their names. */
type Headers = Readonly<Record<string, string>>

/**
 * Told of each request of the API, for tracing; never of a token. What they throw is logged, and the call goes on.
 */
export interface Hooks {
  /** May give headers to send along, such as `traceparent`; never `Authorization`. Waited for. */
  readonly beforeRequest?: (request: RequestEvent) => Headers | undefined | Promise<Headers | undefined>
  /** Not waited for. */
  readonly afterResponse?: (response: ResponseEvent) => void | Promise<void>
}

/** Sends a request, with headers beside those of the call, and tells its hooks. */
export type Observe = (send: (headers: Headers) => Promise<Outcome>) => Promise<Outcome>

/** What tells the hooks of the attempts of one call. */
export function observer(hooks: Hooks, { method, path, query = {} }: ApiRequest, logger: Logger): Observe {
  const id = crypto.randomUUID()
  const failed = (hook: string) => (error: unknown) =>
    logger.error({ id, method, path, reason: String(error) }, `the hook ${hook} failed`)
  let attempt = 0
  return async (send) => {
    const request: RequestEvent = { id, method, path, query: { ...query }, attempt: ++attempt }
    const headers = await before(hooks, request).catch(failed('beforeRequest'))
    const started = performance.now()
    const after = (status: number, error: unknown) => {
      const duration = Math.round(performance.now() - started)
      const tell = async () => hooks.afterResponse?.({ ...request, status, duration, error })
      tell().catch(failed('afterResponse'))
    }
    try {
      const outcome = await send(headers ?? {})
      if ('answer' in outcome) after(outcome.answer.status, null)
      else after(outcome.error.context?.status ?? 0, outcome.error)
      return outcome
    } catch (error) {
      after(0, error)
      throw error
    }
  }
}

async function before(hooks: Hooks, request: RequestEvent): Promise<Headers> {
  const given = (await hooks.beforeRequest?.(request)) ?? {}
  for (const [name, value] of Object.entries(given)) {
    const isHeader =
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof value === 'string' && !/[^\t\x20-\x7e]/.test(value)
    if (!isHeader || /^authorization$/i.test(name)) throw new Error(`it may not give the header ${name}`)
  }
  return given
}
