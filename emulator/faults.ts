import { type Answer, codeFor, problem } from './answers.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** A Fault is a misbehaviour that the emulator shows on the calls that it matches. */
export interface Fault {
  /** HTTP method of the calls concerned; any where absent. */
  readonly method?: string
  /** Text that the path with query must contain; any where absent. */
  readonly path?: string
  /** How many matching calls pass unharmed first; default 0. */
  readonly skip?: number
  /** How many calls are concerned then; default 1, 0 = for ever. */
  readonly times?: number
  /** Answers with this HTTP status instead of doing the work. */
  readonly status?: number
  /** Body of that answer; default: the error body that the API has for the status. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds to wait first; alone, it only slows the call down. */
  readonly delay?: number
  /** Breaks the connection before anything is done. */
  readonly drop?: boolean
  /** Does the work, then breaks the connection: the client cannot know. */
  readonly dropAfter?: boolean
}

/** The body with which the token endpoint refuses too many access tokens. */
export const ACCESS_DENIED: JsonObject = {
  error: 'Access Denied',
  error_description: 'You have made too many requests continuously. Please try again after some time.',
  status: 'failure',
}

/** The same as some data centres say it: translated, and with HTTP 200. */
const ACCESS_DENIED_TRANSLATED: JsonObject = {
  ...ACCESS_DENIED,
  error_description: 'リクエストが連続して多すぎます。しばらくしてからもう一度お試しください。',
}

/** A FaultPreset is the name of a set of faults that is often wanted. */
export type FaultPreset =
  | 'throttle'
  | 'throttle-translated'
  | 'rate-limit'
  | 'expired-token'
  | 'flaky'
  | 'down'
  | 'slow'
  | 'lost-answer'

const PRESETS: Readonly<Record<FaultPreset, readonly Fault[]>> = {
  throttle: [{ method: 'POST', path: '/oauth/v2/token', times: 0, status: 400, body: ACCESS_DENIED }],
  'throttle-translated': [
    { method: 'POST', path: '/oauth/v2/token', times: 0, status: 200, body: ACCESS_DENIED_TRANSLATED },
  ],
  'rate-limit': [{ path: '/crm/', times: 2, status: 429 }],
  'expired-token': [{ path: '/crm/', status: 401 }],
  flaky: [
    { path: '/crm/', skip: 1, status: 500 },
    { path: '/crm/', skip: 3, drop: true },
    { path: '/crm/', skip: 6, status: 429 },
  ],
  down: [{ path: '/crm/', times: 0, status: 500 }],
  slow: [{ path: '/crm/', times: 0, delay: 1000 }],
  'lost-answer': [{ method: 'POST', path: '/crm/', dropAfter: true }],
}

/** The names of the presets. */
export const faultPresets: readonly FaultPreset[] = Object.keys(PRESETS) as FaultPreset[]

/** A FaultError says that something is no list of faults. */
export class FaultError extends Error {
  override readonly name = 'FaultError'
}

/** The faults that a JSON text (a fault, or a list of them) or the name of a preset means. */
export function parseFaults(given: string): readonly Fault[] {
  const trimmed = given.trim()
  if (trimmed === '') return []
  if (!/^[[{"]/.test(trimmed)) return faultsOf(trimmed)
  try {
    return faultsOf(JSON.parse(trimmed))
  } catch (cause) {
    if (cause instanceof FaultError) throw cause
    throw new FaultError('Faults are a JSON list of faults, one fault, or the name of a preset.', { cause })
  }
}

/** The faults that a value (a list, one fault, or the name of a preset) means. */
export function faultsOf(given: unknown): readonly Fault[] {
  if (typeof given === 'string') {
    if (Object.hasOwn(PRESETS, given)) return PRESETS[given as FaultPreset]
    throw new FaultError(
      `There is no preset of faults named ${given}; there are: ${faultPresets.join(', ')}.`,
    )
  }
  const list = Array.isArray(given) ? given : [given]
  if (!list.every(isObject))
    throw new FaultError('Each fault is an object, such as {"path":"/Leads","status":500}.')
  return list as readonly Fault[]
}

interface Armed {
  readonly fault: Fault
  seen: number
}

/** A FaultPlan decides which fault, if any, befalls a call. */
export class FaultPlan {
  #armed: Armed[] = []

  set(faults: readonly Fault[] | FaultPreset): void {
    this.#armed = faultsOf(faults).map((fault) => ({ fault, seen: 0 }))
  }

  /** The first fault that matches and is not used up; a fault behind it does not count the call. */
  next(method: string, path: string): Fault | undefined {
    for (const armed of this.#armed) {
      const { fault } = armed
      const skip = fault.skip ?? 0
      const times = fault.times ?? 1
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue
      if (fault.path !== undefined && !path.includes(fault.path)) continue
      if (times > 0 && armed.seen >= skip + times) continue
      armed.seen += 1
      if (armed.seen > skip) return fault
    }
    return undefined
  }
}

/** The answer that a fault gives in place of the real one; undefined where the work is to be done. */
export function faultAnswer(fault: Fault): Answer | undefined {
  if (fault.status === undefined && fault.body === undefined) return undefined
  const status = fault.status ?? 200
  const headers = fault.headers ?? {}
  if (typeof fault.body === 'string') return { status, text: fault.body, headers }
  if (fault.body !== undefined) return { status, body: fault.body as Json, headers }
  return status < 400 ? { status, headers } : { status, body: problem(codeFor(status)), headers }
}
