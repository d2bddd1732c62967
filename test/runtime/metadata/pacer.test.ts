import { type Client, RateLimitError } from '@zcrm/runtime'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Pacer } from '../../../runtime/metadata/pacer.ts'

/** Time goes on only while everybody waits for it: what follows is the same on every machine. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What work gives, with the clock moved on to whatever is waited for. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  while (!isOver) {
    await new Promise(setImmediate)
    await vi.advanceTimersToNextTimerAsync()
  }
  return work
}

/** A call as a server of a test saw it. */
interface Seen {
  readonly at: number
  readonly isRefused: boolean
}

/** Makes calls at a pace; whether one is refused is told by how many came before, and how many are under way. */
async function made(
  count: number,
  concurrency: number,
  isRefused: (before: number, underWay: number) => boolean,
): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  let underWay = 0
  const request = async () => {
    const refused = isRefused(seen.length, underWay)
    seen.push({ at: Date.now(), isRefused: refused })
    if (refused) throw new RateLimitError('TOO_MANY_REQUESTS', 'too many calls', 'Wait.')
    underWay++
    await new Promise((resolve) => setTimeout(resolve, 20))
    underWay--
    return { status: 200, body: null, headers: new Headers() }
  }
  const client = { request } as Pick<Client, 'request'>
  const pacer = new Pacer(client, { concurrency, maxCalls: 1_000, signal: undefined })
  await inTime(Promise.all(Array.from({ length: count }, () => pacer.get('/settings/fields'))))
  return seen
}

/** The pauses between calls that are as long as the shortest rest, a quarter of a second. */
function rests(seen: readonly Seen[]): readonly number[] {
  const gaps = seen.slice(1).map(({ at }, index) => at - (seen[index]?.at ?? at))
  return gaps.filter((gap) => gap >= 250)
}

const refusals = (seen: readonly Seen[]) => seen.filter(({ isRefused }) => isRefused)

test('where two calls may go at a time, there is a handful of refusals', async () => {
  const seen = await made(90, 10, (_, underWay) => underWay >= 2)
  // Five at first, of which three are refused; then one for each time that it tries more.
  expect(refusals(seen)).toHaveLength(3 + 4)
  expect(seen).toHaveLength(90 + 3 + 4)
})

describe('a rest', () => {
  test('is longer each time, up to half a minute', async () => {
    const seen = await made(10, 1, (before) => before >= 2 && before < 12)
    const wanted = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    expect(rests(seen)).toHaveLength(wanted.length)
    for (const [index, rest] of rests(seen).entries()) {
      const least = wanted[index] ?? 0
      // Up to a quarter more, so that not all processes come back at once.
      expect(rest).toBeGreaterThanOrEqual(least)
      expect(rest).toBeLessThanOrEqual(1.25 * least + 2)
    }
  })

  test('is one for all calls that were under way together', async () => {
    const seen = await made(20, 5, (before) => before < 5)
    expect(refusals(seen)).toHaveLength(5)
    expect(rests(seen)).toHaveLength(1)
  })

  test('is short again when enough was answered, for those who make one call at a time, too', async () => {
    // One refusal after every third answer: none follows from the one before.
    const seen = await made(12, 1, (before) => [3, 7, 11].includes(before))
    expect(rests(seen)).toHaveLength(3)
    expect(Math.max(...rests(seen))).toBeLessThanOrEqual(1.25 * 250 + 2)
  })
})
