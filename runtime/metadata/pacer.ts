import type { Client } from '../client.ts'
import type { ApiResponse } from '../http/call.ts'
import { RateLimitError } from '../http/errors.ts'
import { createLimiter, type Limiter } from '../http/limiter.ts'
import { sleep } from '../http/signals.ts'

/** How a Pacer goes. */
export interface PacerOptions {
  /** Calls at a time, at most. */
  readonly concurrency: number
  /** Calls in all, at most. */
  readonly maxCalls: number
  readonly signal: AbortSignal | undefined
  readonly inBackground?: boolean
}

/** Calls at a time that every edition allows: a Pacer that may make more begins with these. */
const FIRST_PLACES = 5
/** Waits in a row after which a Pacer gives up: five minutes, about. */
const PATIENCE = 15
const FIRST_WAIT = 250
const LONGEST_WAIT = 30_000
/** The longest wait that Zoho is believed to mean. */
const LONGEST_ASKED = 120_000
/** How often it doubles how long a Pacer goes on before it tries more at a time again. */
const MOST_CAUTION = 6

/** How a call of a Pacer is made. */
export interface PacedOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Asked when it is the call's turn; throws where it is known by then that it is not to be made. */
  readonly before?: () => void
  /** Told of a failure before the next call gets its turn. */
  readonly failed?: (error: unknown) => void
}

/**
 * A Pacer makes many calls of the API as fast as it is let: where Zoho says that they are too many it makes fewer at a
 * time and waits, instead of giving up.
 */
export class Pacer {
  readonly #client: Pick<Client, 'request'>
  readonly #options: PacerOptions
  readonly #limiter: Limiter
  readonly #ending = new AbortController()
  /** Ends what waits, on either side's account. */
  readonly #signal: AbortSignal
  #resting: Promise<void> | undefined
  #places: number
  #underWay = 0
  /** How often it was slowed down, and how often of late. */
  #signs = 0
  #slowed = 0
  #answered = 0
  #calls = 0
  #resumeAt = 0

  constructor(client: Pick<Client, 'request'>, options: PacerOptions) {
    const { concurrency, signal } = options
    this.#client = client
    this.#options = options
    this.#places = Math.min(FIRST_PLACES, concurrency)
    this.#limiter = createLimiter(this.#places)
    this.#signal = AbortSignal.any([this.#ending.signal, ...(signal === undefined ? [] : [signal])])
  }

  /** Calls that were made. */
  get calls(): number {
    return this.#calls
  }

  /** Lets nothing new begin: calls that wait fail with what made an end of it, and those under way go on. */
  stop(failure: unknown): void {
    this.#ending.abort(failure)
  }

  /**
   * Makes a call when it is its turn.
   * @throws an error of the ladder; RateLimitError `MAX_CALLS` where no more calls may be made.
   */
  async get(
    path: string,
    query: Readonly<Record<string, string>> = {},
    options: PacedOptions = {},
  ): Promise<ApiResponse> {
    for (;;) {
      const answer = await this.#limiter.run(() => this.#attempt(path, query, options))
      if (answer !== null) return answer
    }
  }

  /** The answer; `null` where the call is to be made again, behind those who wait. */
  async #attempt(
    path: string,
    query: Readonly<Record<string, string>>,
    { headers = {}, before, failed }: PacedOptions,
  ): Promise<ApiResponse | null> {
    await this.#rested()
    this.#signal.throwIfAborted()
    before?.()
    this.#count()
    const signs = this.#signs
    this.#underWay++
    try {
      const signal = ownSignal(this.#options.signal)
      const response = await this.#client.request({
        method: 'GET',
        path,
        query,
        headers,
        signal,
        isPaced: true,
      })
      this.#faster()
      return response
    } catch (error) {
      if (!(error instanceof RateLimitError) || isFinal(error)) {
        failed?.(error)
        throw error
      }
      // Calls that were under way together are refused together: that is one sign, not several.
      if (signs === this.#signs) this.#slower(error)
      return null
    } finally {
      this.#underWay--
    }
  }

  #count(): void {
    const { maxCalls } = this.#options
    if (this.#calls >= maxCalls) throw noMoreCalls(maxCalls)
    this.#calls++
  }

  /** Waits for the end of a rest; all who do wait together. */
  async #rested(): Promise<void> {
    while (Date.now() < this.#resumeAt) {
      // Other processes were refused too: not all of them come back at once.
      const wait = (this.#resumeAt - Date.now()) * (1 + Math.random() / 4)
      this.#resting ??= sleep(wait, this.#signal, this.#options.inBackground).finally(() => {
        this.#resting = undefined
      })
      await this.#resting
    }
  }

  #slower(error: RateLimitError): void {
    if (this.#slowed >= PATIENCE) throw error
    this.#signs++
    this.#slowed++
    this.#answered = 0
    this.#resize(Math.max(1, Math.ceil(this.#places / 2)))
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.#slowed - 1))
    this.#resumeAt = Date.now() + Math.max(wait, askedBy(error))
  }

  /**
   * Answers while every place is taken say that it is no longer too much, and then that there may be more. After each
   * refusal it takes more of them to try that.
   */
  #faster(): void {
    if (this.#underWay < this.#places) return
    this.#answered++
    const enough = this.#places * 2
    if (this.#answered >= enough) this.#slowed = 0
    if (this.#places >= this.#options.concurrency) return
    const caution = Math.min(MOST_CAUTION, this.#signs - 1)
    if (this.#signs > 0 && this.#answered < enough * 2 ** caution) return
    this.#answered = 0
    this.#resize(this.#places + 1)
  }

  #resize(places: number): void {
    this.#places = places
    this.#limiter.resize(places)
  }
}

/** A signal of a call's own: hundreds of calls that listen to one look like a leak to Node. */
function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  return signal && AbortSignal.any([signal])
}

/** Whether another try would be refused too, for longer than is worth the wait. */
function isFinal({ code, retryAfter }: RateLimitError): boolean {
  const isLong = code === 'PAUSED' && (retryAfter ?? 0) > LONGEST_ASKED
  return isLong || code === 'TOKEN_THROTTLED' || code === 'CREDITS_RESERVED'
}

/** Milliseconds that Zoho asks for; 0 where it does not say. */
function askedBy({ retryAfter }: RateLimitError): number {
  return Math.min(LONGEST_ASKED, retryAfter ?? 0)
}

function noMoreCalls(maxCalls: number): RateLimitError {
  return new RateLimitError(
    'MAX_CALLS',
    `the ${maxCalls} calls that were allowed are used up`,
    'Run it again: it goes on where it stopped.',
  )
}
