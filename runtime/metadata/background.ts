import { fetchLoader } from '../http/fetch.ts'
import { createLimiter } from '../http/limiter.ts'
import type { Limits } from '../http/limits.ts'
import { timerOf } from '../http/timer.ts'
import { createTransport } from '../http/transport.ts'
import type { Logger } from '../logger.ts'
import type { MetadataOptions } from '../metadata-access.ts'

/** After a failure it is tried again this much later, and twice as much after the next. */
const RETRY = 5 * 60_000
const MAX_RETRY = 60 * 60_000
const LEAST = 1_000

/**
 * Does something now and then, and never keeps the process alive for it, nor whom it is done for. A failure is logged:
 * whatever it is, the app goes on with what it has.
 * @param work Gives in how many milliseconds it is due again.
 */
export function keepFresh<T extends object>(
  whom: T,
  work: (whom: T) => Promise<number>,
  logger: Logger,
): void {
  const reference = new WeakRef(whom)
  let retry = RETRY
  const next = async (): Promise<number | null> => {
    const there = reference.deref()
    if (there === undefined) return null
    try {
      const dueIn = await work(there)
      retry = RETRY
      return dueIn
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: unknown }
      const wait = retry
      retry = Math.min(2 * retry, MAX_RETRY)
      logger.warn({ code, reason: message, retry: wait }, 'the metadata could not be refreshed')
      return wait
    }
  }
  const run = () => {
    // What a logger throws is its owner's, and ends this.
    next().then(schedule, () => {})
  }
  const schedule = (milliseconds: number | null) => {
    if (milliseconds !== null) timerOf(run, Math.max(LEAST, milliseconds), true)
  }
  run()
}

const clients = new WeakMap<MetadataOptions['transport'], MetadataOptions['client']>()

/** A client whose calls keep no process alive, and for which none of the app's calls waits. */
export function backgroundClient(
  transport: MetadataOptions['transport'],
  { identity }: MetadataOptions['client'],
): MetadataOptions['client'] {
  const made = clients.get(transport)
  if (made !== undefined) return made
  const { loader, limits, ...calls } = transport
  const request = createTransport({
    ...calls,
    loadFetch: fetchLoader({ ...loader, inBackground: true }),
    limits: aside(limits),
    inBackground: true,
  })
  const signIn = async () => (await import('../auth/identity.ts')).signIn(calls.authenticator, request)
  const client = { request, signIn, identity }
  clients.set(transport, client)
  return client
}

/**
 * Limits that let go one call at a time, when it would be its turn among the app's, but take none of their places:
 * an app whose call waited for one that keeps no process alive could end in between.
 */
function aside(limits: Limits): Limits {
  const own = createLimiter(1)
  return {
    ...limits,
    run: (work, turn) =>
      own.run(async () => {
        await limits.run(async () => {}, turn)
        return work()
      }, turn),
  }
}
