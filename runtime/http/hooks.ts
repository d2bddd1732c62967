import type { Logger } from '../logger.ts'
import type { ApiRequest } from './call.ts'
import type { Outcome } from './outcome.ts'
import { isHeader } from './request-check.ts'
import { unlessAborted } from './signals.ts'

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
  /** Milliseconds, without the wait for a place; 0 where it was not sent. */
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
  /**
   * May give headers to send along, such as `traceparent`; never `Authorization`. Waited for, before the call has a place
   * among those that go at a time, and no longer than until its signal fires.
   */
  readonly beforeRequest?: (request: RequestEvent) => Headers | undefined | Promise<Headers | undefined>
  /** Told once for each request that `beforeRequest` was told of, whether it was sent or not. Not waited for. */
  readonly afterResponse?: (response: ResponseEvent) => void | Promise<void>
}

/** Waits for a place and sends a request in it, with headers beside those of the call; says when it is sent. */
export type InTurn = (headers: Headers, sent?: () => void) => Promise<Outcome>

/** Sends a request and tells its hooks; it is not sent where the signal comes before they are done. */
export type Observe = (inTurn: InTurn, signal: AbortSignal | undefined) => Promise<Outcome>

/** What tells the hooks of the attempts of one call. */
export function observer(hooks: Hooks, { method, path, query = {} }: ApiRequest, logger: Logger): Observe {
  const id = crypto.randomUUID()
  const failed = (hook: string) => (error: unknown) =>
    logger.error({ id, method, path, reason: String(error) }, `the hook ${hook} failed`)
  let attempt = 0
  return async (inTurn, signal) => {
    const request: RequestEvent = { id, method, path, query: { ...query }, attempt: ++attempt }
    let started: number | undefined
    const after = (status: number, error: unknown) => {
      const duration = started === undefined ? 0 : Math.round(performance.now() - started)
      const tell = async () => hooks.afterResponse?.({ ...request, status, duration, error })
      tell().catch(failed('afterResponse'))
    }
    try {
      // Before there is a place: a hook that calls the client itself would else wait for its own.
      const given = before(hooks, request).catch(failed('beforeRequest'))
      const headers = await unlessAborted(given, signal)
      const outcome = await inTurn(headers ?? {}, () => {
        started = performance.now()
      })
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
    if (!isHeader(name, value) || /^authorization$/i.test(name))
      throw new Error(`it may not give the header ${name}`)
  }
  return given
}
