import { AuthenticationError, NetworkError, RateLimitError, ServerError } from '@zcrm/runtime'
import type { ResolvedConfig } from '../config/resolve.ts'
import type { Change } from '../drift/change.ts'
import { type Failure, failureOf } from '../failure.ts'
import { hasCredentials, type PullOutcome, pull, saveSnapshot } from '../index.ts'
import type { Answer } from './schedule.ts'

/** What a look at the organisation found. */
export interface Look {
  readonly answer: Answer
  readonly failure: Failure | null
  /** Whether the snapshot is another one now. */
  readonly isChanged: boolean
  readonly changes: readonly Change[] | null
}

/**
 * Looks at the organisation, and saves the snapshot where it differs.
 * @param maxAge Milliseconds for which what any process has pulled is good enough.
 */
export async function lookAt(config: ResolvedConfig, maxAge: number, signal: AbortSignal): Promise<Look> {
  try {
    if (!(await hasCredentials(config))) return { ...NOTHING, answer: 'signed-out', failure: NOT_SIGNED_IN }
    const pulled = await pull(config, { maxAge, signal })
    saveSnapshot(config, pulled)
    return {
      answer: 'fine',
      failure: null,
      isChanged: pulled.snapshot !== 'unchanged',
      changes: await changesOf(config, pulled),
    }
  } catch (error) {
    const answer = answerOf(error)
    const failure = failureOf(error)
    return { ...NOTHING, answer, failure: answer === 'signed-out' ? withLogin(failure) : failure }
  }
}

const NOTHING = { isChanged: false, changes: null }

const NOT_SIGNED_IN: Failure = {
  code: 'NOT_SIGNED_IN',
  message: 'not signed in, so the organisation is not looked at',
  hint: 'Run zcrm login: it is noticed here.',
}

/** Says how to sign in, where the failure does not. */
function withLogin(failure: Failure): Failure {
  const { hint } = failure
  return hint.includes('zcrm login') ? failure : { ...failure, hint: `${hint} ${NOT_SIGNED_IN.hint}` }
}

/** Most looks find nothing, and do not load what compares. */
async function changesOf(config: ResolvedConfig, pulled: PullOutcome): Promise<Look['changes']> {
  if (pulled.before === null) return null
  const { changesOfPull } = await import('../pulled-changes.ts')
  return changesOfPull(config, pulled)
}

/** What a failure says of network and sign-in. */
function answerOf(error: unknown): Answer {
  if (error instanceof AuthenticationError) return error.reason === 'throttled' ? 'lost' : 'signed-out'
  const isPassing =
    error instanceof NetworkError || error instanceof ServerError || error instanceof RateLimitError
  return isPassing ? 'lost' : 'failed'
}
