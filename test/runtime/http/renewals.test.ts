import { AuthenticationError } from '@zcrm/runtime'
import { expect, test } from 'vitest'
import { emulator } from '../../support/cli.ts'
import { callsTo, caught, clientOf, MODULES, quick, tokenCalls } from '../support.ts'

const REVOKED = { path: '/settings/modules', revokeToken: true } as const

test('a call that meets two revocations has two new tokens, and its answer', async () => {
  const zoho = await emulator({ faults: [{ ...REVOKED, times: 2 }] })
  expect((await clientOf(zoho).request(MODULES)).status).toBe(200)
  expect(callsTo(zoho, 'GET /crm').map(({ status }) => status)).toEqual([401, 401, 200])
  expect(tokenCalls(zoho)).toBe(3)
})

test('a call whose every token is refused gives up after as many new ones as it has attempts', async () => {
  const zoho = await emulator({ faults: [{ ...REVOKED, times: 0 }] })
  const error = await caught(clientOf(zoho).request(MODULES))
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error.code).toBe('INVALID_TOKEN')
  expect(callsTo(zoho, 'GET /crm')).toHaveLength(1 + quick.attempts)
  expect(tokenCalls(zoho)).toBe(1 + quick.attempts)
})

test('of one attempt a call has one new token', async () => {
  const zoho = await emulator({ faults: [{ ...REVOKED, times: 0 }] })
  const config = { retry: { ...quick, attempts: 1 } }
  await caught(clientOf(zoho, { config }).request(MODULES))
  expect(tokenCalls(zoho)).toBe(2)
})

test('calls that meet several revocations have no more new tokens than were revoked, and none fails', async () => {
  const zoho = await emulator({ faults: [{ ...REVOKED, skip: 10, every: 12, times: 4 }] })
  const client = clientOf(zoho, { config: { concurrency: 20, retry: { ...quick, attempts: 5 } } })
  const calls = Array.from({ length: 60 }, () => client.request(MODULES))
  const results = await Promise.allSettled(calls)
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  expect(tokenCalls(zoho)).toBeGreaterThan(1)
  expect(tokenCalls(zoho)).toBeLessThanOrEqual(1 + 4)
})
