import { timerOf } from './timer.ts'

/** A signal that fires after a time without progress, or with the caller's own. */
export function idleTimer(
  timeout: number,
  signal: AbortSignal | undefined,
  inBackground = false,
): { signal: AbortSignal; restart: () => void; stop: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  const start = () => timerOf(() => controller.abort(), timeout, inBackground)
  let timer = start()
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer)
      timer = start()
    },
    stop: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

/** What a promise gives, unless the signal comes first; what it stands for goes on for others. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Waits, unless the signal comes first. */
export async function sleep(
  ms: number,
  signal: AbortSignal | undefined,
  inBackground = false,
): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const done = () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    const timer = timerOf(done, ms, inBackground)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
  })
}
