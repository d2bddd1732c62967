import { onAbort } from './on-abort.ts'
import { timerOf } from './timer.ts'

/** How work waits for its turn. */
export interface TurnOptions {
  /** Ends the wait; its reason is what the promise rejects with. */
  readonly signal?: AbortSignal | undefined
  /** Whether it takes one of the places for heavy calls too. */
  readonly isHeavy?: boolean | undefined
  /** Milliseconds of a pause that it waits for; it starts at once in a longer one, to be refused. Default: any. */
  readonly patience?: number
  /** Whether its wait for the end of a pause keeps no process alive. */
  readonly inBackground?: boolean | undefined
}

/**
 * A Limiter lets so many calls go at a time, and the others wait in the order in which they came; light ones do not wait
 * for heavy ones that cannot go yet.
 */
export interface Limiter {
  /** Does work when it is its turn; one that is aborted while it waits gives its place away. */
  run<T>(work: () => Promise<T>, options?: TurnOptions): Promise<T>
  /** Lets another number go from now on; who is under way goes on. */
  resize(concurrency: number): void
  /** Lets nobody begin for so many milliseconds. */
  pause(milliseconds: number): void
  /** Milliseconds that are left of a pause. */
  pauseLeft(): number
}

/**
 * Heavy calls at a time that every edition of Zoho CRM allows.
 * @see https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html
 */
const HEAVY_PLACES = 10

interface Waiting {
  readonly options: TurnOptions
  readonly start: () => void
}

/** A limiter of so many calls at a time. */
export function createLimiter(concurrency: number): Limiter {
  let places = concurrency
  let running = 0
  let heavy = 0
  let resumeAt = 0
  let timer: ReturnType<typeof timerOf> | undefined
  const waiting = new Set<Waiting>()
  const pauseLeft = () => Math.max(0, resumeAt - performance.now())

  /** Lets in who waits. Their place is taken at once, so that nobody who comes in between takes it. */
  const letIn = () => {
    const pause = pauseLeft()
    let inBackground = true
    clearTimeout(timer)
    for (const next of waiting) {
      const { isHeavy, patience = Number.POSITIVE_INFINITY } = next.options
      if (running >= places) return
      if (pause > 0 && pause <= patience) inBackground &&= next.options.inBackground === true
      else if (!isHeavy || heavy < HEAVY_PLACES) {
        waiting.delete(next)
        running++
        if (isHeavy) heavy++
        next.start()
      }
    }
    if (pause > 0 && waiting.size > 0) timer = timerOf(letIn, pause, inBackground)
  }

  const turn = (options: TurnOptions): Promise<void> =>
    new Promise((resolve, reject) => {
      const { signal } = options
      const letGo = onAbort(signal, () => {
        waiting.delete(next)
        letIn()
        reject(signal?.reason)
      })
      const start = () => {
        letGo()
        resolve()
      }
      const next = { options, start }
      waiting.add(next)
      letIn()
    })

  return {
    run: async (work, options = {}) => {
      options.signal?.throwIfAborted()
      await turn(options)
      try {
        return await work()
      } finally {
        running--
        if (options.isHeavy) heavy--
        letIn()
      }
    },
    resize: (next) => {
      places = next
      letIn()
    },
    pause: (milliseconds) => {
      resumeAt = Math.max(resumeAt, performance.now() + milliseconds)
      letIn()
    },
    pauseLeft,
  }
}
