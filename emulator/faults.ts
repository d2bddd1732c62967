import { type Answer, codeFor, problem } from './answers.ts'
import type { Json } from './json.ts'

/**
 * A Fault is a misbehaviour that the emulator shows on the calls that it matches: which calls, what becomes of their work,
 * and how the answer travels. With `drop` or with an answer of its own, the work is not done.
 */
export interface Fault {
  /** HTTP method of the calls concerned; any where absent. */
  readonly method?: string
  /** Text that the path with query must contain; any where absent. */
  readonly path?: string
  /** How many matching calls pass unharmed first; default 0. */
  readonly skip?: number
  /** Concerns each n-th of the matching calls that are left, the first n - 1 pass; default 1. */
  readonly every?: number
  /** The share (0 to 1) of the calls left that are concerned, picked as if by chance; default 1. */
  readonly rate?: number
  /** Another seed picks other calls; the same seed picks the same of one sequence of calls. Default 1. */
  readonly seed?: number
  /** How many calls are concerned in all, 0 = for ever; default 1, or 0 where there is `every` or `rate`. */
  readonly times?: number
  /** Milliseconds to wait first; alone, it only slows the call down. */
  readonly delay?: number
  /** Revokes the access token before the call looks at it; a refresh gives another one. */
  readonly revokeToken?: boolean
  /** Answers with this HTTP status instead of doing the work. */
  readonly status?: number
  /** Body of that answer; default: the error body that the API has for the status. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Does the work before it gives that answer: what the client is told is not what happened. */
  readonly workFirst?: boolean
  /** Resets the connection before anything is done. */
  readonly drop?: boolean
  /** Does the work, then resets the connection without a byte of an answer: the client cannot know. */
  readonly dropAfter?: boolean
  /**
   * Sends half of the answer's body: with `connection` the full length is announced and the connection breaks, with `body`
   * the answer ends as if it were whole. An answer without a body is not touched.
   */
  readonly truncate?: 'connection' | 'body'
  /** Milliseconds over which the answer's body dribbles. */
  readonly trickle?: number
}

/** The answer that a fault gives in place of the real one; undefined where that one is to be given. */
export function faultAnswer(fault: Fault): Answer | undefined {
  if (fault.status === undefined && fault.body === undefined) return undefined
  const status = fault.status ?? 200
  const headers = fault.headers ?? {}
  if (typeof fault.body === 'string') return { status, text: fault.body, headers }
  if (fault.body !== undefined) return { status, body: fault.body as Json, headers }
  return status < 400 ? { status, headers } : { status, body: problem(codeFor(status)), headers }
}
