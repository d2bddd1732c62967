import { defaultRetryPolicy } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { type Failure, parseRetryAfter, retryDelay } from '../../../runtime/http/retry.ts'

const policy = { attempts: 3, firstDelay: 100, maxDelay: 1_000 }
const delay = (
  call: { isRead: boolean; attempt: number },
  failure: Partial<Failure>,
  random = 0.5,
): number | null =>
  retryDelay(
    call,
    { status: 500, nothingHappened: false, retryAfter: null, ...failure },
    policy,
    () => random,
  )

describe('whether a call is repeated', () => {
  // status (null: no answer), whether nothing can have happened, a read is repeated, a write is repeated
  test.each([
    [null, false, true, false],
    [null, true, true, true],
    [429, true, true, true],
    [500, false, true, false],
    [501, false, false, false],
    [502, false, true, false],
    [503, false, true, false],
    [504, false, true, false],
    [200, true, false, false],
    [302, true, false, false],
    [400, true, false, false],
    [401, true, false, false],
    [403, true, false, false],
    [404, true, false, false],
    [412, true, false, false],
  ])('status %s, nothing happened: %s → read %s, write %s', (status, nothingHappened, read, write) => {
    const repeats = (isRead: boolean) =>
      delay({ isRead, attempt: 1 }, { status, nothingHappened }, 0.5) !== null
    expect([repeats(true), repeats(false)]).toEqual([read, write])
  })

  test('not after the last attempt', () => {
    expect([1, 2, 3, 4].map((attempt) => delay({ isRead: true, attempt }, {}) !== null)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('how long it waits', () => {
  test.each([
    ['at least nothing', 1, 0, 0],
    ['jitter below the first delay', 1, 0.5, 50],
    ['twice that for the second', 2, 0.5, 100],
    ['close to the bound', 2, 0.999, 199.8],
  ])('%s', (_, attempt, random, wanted) => {
    expect(delay({ isRead: true, attempt }, {}, random)).toBeCloseTo(wanted, 5)
  })

  test('never longer than the policy says', () => {
    const patient = { attempts: 99, firstDelay: 100, maxDelay: 1_000 }
    const failure = { status: 500, nothingHappened: false, retryAfter: null }
    expect(retryDelay({ isRead: true, attempt: 50 }, failure, patient, () => 1)).toBe(1_000)
  })

  test.each([
    ['Retry-After is honoured', 700, 700],
    ['also where it is nothing', 0, 0],
    ['up to the longest delay', 1_000, 1_000],
    ['and ends the repeating where it is longer', 1_001, null],
  ])('%s', (_, retryAfter, wanted) => {
    expect(delay({ isRead: true, attempt: 1 }, { status: 429, retryAfter }, 0.5)).toBe(wanted)
  })

  test('the default policy is three attempts', () => {
    expect(defaultRetryPolicy).toEqual({ attempts: 3, firstDelay: 500, maxDelay: 30_000 })
  })
})

const NOW = Date.parse('2026-01-10T10:00:00Z')
test.each([
  [null, null],
  ['', null],
  ['  ', null],
  ['soon', null],
  ['Infinity', null],
  ['0', 0],
  ['3', 3_000],
  [' 3 ', 3_000],
  ['0.25', 250],
  ['-3', 0],
  ['Sat, 10 Jan 2026 10:00:07 GMT', 7_000],
  ['Sat, 10 Jan 2026 09:00:00 GMT', 0],
])('Retry-After %j is %s ms', (header, wanted) => {
  expect(parseRetryAfter(header, NOW)).toBe(wanted)
})
