import { describe, expect, test } from 'vitest'
import {
  type Answer,
  answered,
  begun,
  clockRead,
  hurried,
  type Schedule,
  TICK,
} from '../../../generator/watch/schedule.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOON = Date.UTC(2026, 5, 1, 12)

/** What looks that end like this make of a schedule: how long until the next one, and what is told. */
function looks(answers: readonly Answer[], from: Schedule = begun(NOON, HOUR, 0)): readonly string[] {
  let schedule = from
  return answers.map((answer) => {
    const now = schedule.dueAt
    const next = answered(schedule, now, answer)
    schedule = next.schedule
    return `${(schedule.dueAt - now) / 1000} s ${next.turn ?? ''}`.trim()
  })
}

test.each([
  ['an hour after what was pulled just now', 0, 60],
  ['when what was pulled before is an hour old', 50 * MINUTE, 10],
  ['at once, where that is older', 90 * MINUTE, 0],
  ['at once, where nothing was pulled', Number.POSITIVE_INFINITY, 0],
])('the first look is due %s', (_, age, minutes) => {
  expect((begun(NOON, HOUR, age).dueAt - NOON) / MINUTE).toBe(minutes)
})

describe('after a look at the organisation', () => {
  test.each<[readonly Answer[], readonly string[]]>([
    [
      ['fine', 'fine'],
      ['3600 s', '3600 s'],
    ],
    [
      ['lost', 'lost', 'lost', 'fine', 'lost'],
      ['15 s lost', '30 s', '60 s', '3600 s back', '15 s lost'],
    ],
    [
      ['signed-out', 'signed-out', 'fine'],
      ['15 s signed-out', '30 s', '3600 s signed-in'],
    ],
    [
      ['lost', 'signed-out', 'lost', 'fine'],
      ['15 s lost', '30 s signed-out', '60 s lost', '3600 s back'],
    ],
    [
      ['failed', 'fine'],
      ['3600 s', '3600 s'],
    ],
    [
      ['signed-out', 'failed', 'fine'],
      ['15 s signed-out', '30 s', '3600 s signed-in'],
    ],
  ])('%j: %j', (answers, want) => {
    expect(looks(answers)).toEqual(want)
  })

  test('pauses grow up to the usual one, and no further', () => {
    const pauses = looks(Array.from({ length: 12 }, () => 'lost' as const)).map(Number.parseFloat)
    expect(Math.max(...pauses)).toBe(3600)
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(looks(['lost', 'lost'], begun(NOON, 2_000, 0))).toEqual(['2 s lost', '2 s'])
  })
})

describe('when the clock is read', () => {
  const schedule = begun(NOON, HOUR, 0)

  test('as usual, nothing changes but that', () => {
    expect(clockRead(schedule, NOON + TICK)).toEqual({
      schedule: { ...schedule, seenAt: NOON + TICK },
      slept: null,
    })
  })

  test('after a night, one look is due in a moment, and no burst', () => {
    const morning = NOON + 20 * HOUR
    const { schedule: woken, slept } = clockRead(schedule, morning)
    expect(slept).toBe(20 * HOUR)
    expect(woken.dueAt).toBe(morning + 5_000)
    expect(clockRead(woken, morning + TICK).slept).toBeNull()
    expect(looks(['fine', 'fine'], woken)).toEqual(['3600 s', '3600 s'])
  })

  test('after a nap in which nothing became due, nothing is told', () => {
    expect(clockRead(schedule, NOON + 10 * MINUTE)).toMatchObject({
      slept: null,
      schedule: { dueAt: NOON + HOUR },
    })
  })

  test('after a nap with the network lost before, it is tried again in a moment', () => {
    const lost = ['lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost', 'lost'].reduce(
      (before) => answered(before, before.dueAt, 'lost').schedule,
      schedule,
    )
    const { schedule: woken, slept } = clockRead(lost, lost.seenAt + 2 * MINUTE)
    expect(slept).toBe(2 * MINUTE)
    expect(woken.dueAt).toBe(woken.seenAt + 5_000)
    expect(looks(['lost'], woken)).toEqual(['15 s'])
  })

  test('and was put back, the next look comes no later than usual', () => {
    const { schedule: put, slept } = clockRead(schedule, NOON - 24 * HOUR)
    expect(slept).toBeNull()
    expect(put.dueAt).toBe(NOON - 23 * HOUR)
  })
})

test('a sign-in is tried at once; where one is signed in, new tokens hurry nothing', () => {
  const schedule = begun(NOON, HOUR, 0)
  expect(hurried(schedule, NOON + MINUTE)).toEqual(schedule)
  const out = answered(schedule, schedule.dueAt, 'signed-out').schedule
  expect(hurried(out, out.seenAt + 1_000).dueAt).toBe(out.seenAt + 1_000)
})
