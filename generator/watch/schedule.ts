/** How it stands with the organisation: it answers, it does not, or it wants a sign-in. */
export type Link = 'fine' | 'lost' | 'signed-out'

/** What became of a look at the organisation. */
export type Answer = Link | 'failed'

/** When the organisation is looked at, and how it stood the last time. Times are milliseconds since 1970. */
export interface Schedule {
  readonly every: number
  readonly dueAt: number
  /** When the clock was read last. */
  readonly seenAt: number
  readonly link: Link
  /** Looks in a row that got no answer. */
  readonly failures: number
}

/** The clock is read this often. */
export const TICK = 10_000
/** A clock that is this much later than it was read last was not read meanwhile: everything was asleep. */
const SLEPT = 6 * TICK
/** After waking up the network takes a moment. */
const SETTLING = 5_000
/** The first pause after a look that got no answer; the next ones are twice as long, up to the usual one. */
const FIRST_PAUSE = 15_000

/** A schedule that begins, so many milliseconds after somebody has looked the last time. */
export function begun(now: number, every: number, age: number): Schedule {
  return { every, dueAt: now + Math.max(0, every - age), seenAt: now, link: 'fine', failures: 0 }
}

/** The schedule when the clock is read, and for how long everything was asleep where a look became due by that. */
export function clockRead(schedule: Schedule, now: number): { schedule: Schedule; slept: number | null } {
  const { every, dueAt, seenAt, link } = schedule
  const passed = now - seenAt
  // A clock that was put back would make the next look wait for as long as that.
  if (passed < 0)
    return { schedule: { ...schedule, seenAt: now, dueAt: Math.min(dueAt, now + every) }, slept: null }
  const isMissed = passed > SLEPT && (dueAt <= now || link === 'lost')
  if (!isMissed) return { schedule: { ...schedule, seenAt: now }, slept: null }
  // However many were missed, one is made; and a network that was lost before has had time.
  return { schedule: { ...schedule, seenAt: now, dueAt: now + SETTLING, failures: 0 }, slept: passed }
}

/** What the first look that is answered differently is told as. */
export type Turn = 'lost' | 'back' | 'signed-out' | 'signed-in'

/** The schedule after a look at the organisation, and what is to be told: each change once, not each look. */
export function answered(
  schedule: Schedule,
  now: number,
  answer: Answer,
): { schedule: Schedule; turn: Turn | null } {
  const { every, link } = schedule
  // A failure of another kind, such as a wrong option, says nothing of network and sign-in.
  const next = answer === 'failed' ? link : answer
  const failures = next === 'fine' ? 0 : schedule.failures + 1
  const pause = next === 'fine' ? every : Math.min(every, FIRST_PAUSE * 2 ** (failures - 1))
  return {
    schedule: { ...schedule, dueAt: now + pause, seenAt: now, link: next, failures },
    turn: turnOf(link, next),
  }
}

function turnOf(before: Link, after: Link): Turn | null {
  if (before === after) return null
  if (after !== 'fine') return after
  return before === 'lost' ? 'back' : 'signed-in'
}

/** The schedule when somebody may have signed in: it is tried at once. */
export function hurried(schedule: Schedule, now: number): Schedule {
  return schedule.link === 'signed-out' ? { ...schedule, dueAt: now, failures: 0 } : schedule
}
