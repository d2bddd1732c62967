/** A Limiter lets so many calls go at a time, and the others wait in the order in which they came. */
export interface Limiter {
  /** Does work when it is its turn; one that is aborted while it waits gives its place away. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal | undefined): Promise<T>
  /** Lets another number go from now on; who is under way goes on. */
  resize(concurrency: number): void
}

/** A limiter of so many calls at a time. */
export function createLimiter(concurrency: number): Limiter {
  let places = concurrency
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

  /** Lets in who waits. Their place is taken at once, so that nobody who comes in between takes it. */
  const letIn = () => {
    for (const next of waiting) {
      if (running >= places) return
      waiting.delete(next)
      running++
      next()
    }
  }

  return {
    run: async (work, signal) => {
      signal?.throwIfAborted()
      if (running < places && waiting.size === 0) running++
      else await turn(signal)
      try {
        return await work()
      } finally {
        running--
        letIn()
      }
    },
    resize: (next) => {
      places = next
      letIn()
    },
  }
}
