import { onAbort } from './on-abort.ts'
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
  const letGo = onAbort(signal, abort)
  return {
    signal: controller.signal,
    restart: () => {
      clearTimeout(timer)
      timer = start()
    },
    stop: () => {
      clearTimeout(timer)
      letGo()
    },
  }
}

/** What a promise gives, unless the signal comes first; what it stands for goes on for others. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const letGo = onAbort(signal, abort)
    work.then(resolve, reject).finally(letGo)
    if (signal.aborted) abort()
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
      letGo()
      resolve()
    }
    const timer = timerOf(done, ms, inBackground)
    const letGo = onAbort(signal, () => {
      clearTimeout(timer)
      reject(signal?.reason)
    })
  })
}
