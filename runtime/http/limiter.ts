/** A Limiter lets so many calls go at a time, and the others wait in the order in which they came. */
export interface Limiter {
  /** Does work when it is its turn; one that is aborted while it waits gives its place away. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal | undefined): Promise<T>
}

/** A limiter of so many calls at a time. */
export function createLimiter(concurrency: number): Limiter {
  let running = 0
  const waiting = new Set<() => void>()

  const turn = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(start)
        reject(signal?.reason)
      }
      waiting.add(start)
      signal?.addEventListener('abort', leave)
    })

  return {
    run: async (work, signal) => {
      signal?.throwIfAborted()
      // Whoever ends hands its place to the next, so that nobody who comes in between takes it.
      if (running < concurrency) running++
      else await turn(signal)
      try {
        return await work()
      } finally {
        const [next] = waiting
        if (next === undefined) running--
        else {
          waiting.delete(next)
          next()
        }
      }
    },
  }
}
