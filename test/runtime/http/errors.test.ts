import { runInNewContext } from 'node:vm'
import * as runtime from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { errorOf } from '../../../runtime/http/error-of.ts'

const answered = (status: number, code: string, details: unknown = {}): runtime.ZohoError =>
  errorOf({ method: 'POST', path: '/Leads', status }, { code, message: 'said Zoho', details })

describe('the class of an answer', () => {
  test.each([
    [401, 'INVALID_TOKEN', 'AuthenticationError'],
    [401, 'AUTHENTICATION_FAILURE', 'AuthenticationError'],
    [401, 'OAUTH_SCOPE_MISMATCH', 'AuthenticationError'],
    [401, 'SOMETHING_NEW', 'AuthenticationError'],
    [403, 'NO_PERMISSION', 'PermissionError'],
    [400, 'NO_PERMISSION', 'PermissionError'],
    [403, 'SOMETHING_NEW', 'PermissionError'],
    [400, 'INVALID_MODULE', 'NotFoundError'],
    [404, 'INVALID_URL_PATTERN', 'NotFoundError'],
    [404, 'RESOURCE_NOT_FOUND', 'NotFoundError'],
    [404, 'SOMETHING_NEW', 'NotFoundError'],
    [400, 'DUPLICATE_DATA', 'DuplicateError'],
    [207, 'DUPLICATE_DATA', 'DuplicateError'],
    [412, 'ALREADY_MODIFIED', 'ConflictError'],
    [412, 'SOMETHING_NEW', 'ConflictError'],
    [429, 'TOO_MANY_REQUESTS', 'RateLimitError'],
    [429, 'RATE_LIMIT_EXCEEDED', 'RateLimitError'],
    [429, 'SOMETHING_NEW', 'RateLimitError'],
    [500, 'INTERNAL_ERROR', 'ServerError'],
    [503, 'SOMETHING_NEW', 'ServerError'],
    [400, 'INVALID_DATA', 'ValidationError'],
    [400, 'MANDATORY_NOT_FOUND', 'ValidationError'],
    [400, 'SOMETHING_NEW', 'ValidationError'],
    [400, '__proto__', 'ValidationError'],
    [400, 'constructor', 'ValidationError'],
  ] as const)('%s %s is a %s', (status, code, name) => {
    const error = answered(status, code)
    expect(error.constructor).toBe(Object.entries(runtime).find(([exported]) => exported === name)?.[1])
    expect(error).toMatchObject({
      name,
      code,
      message: `POST /Leads answered ${status} ${code}: said Zoho`,
      context: { method: 'POST', path: '/Leads', status, details: {} },
    })
    expect(error.hint).toMatch(/\.$/)
  })

  test('a missing scope is told from a bad token', () => {
    expect(answered(401, 'OAUTH_SCOPE_MISMATCH').hint).toMatch(/scope/)
  })
})

describe('details', () => {
  test.each([
    [{ api_name: 'Email', json_path: '$.data[0].Email' }, 'Email'],
    [{ param_name: 'fields' }, 'fields'],
    [{ api_name: 7 }, null],
    [{}, null],
    [null, null],
    ['text', null],
    [undefined, null],
  ])('%j names the field %s', (details, field) => {
    const error = answered(400, 'INVALID_DATA', details) as runtime.ValidationError
    expect(error.field).toBe(field)
    expect(error.message.endsWith(`(${field})`)).toBe(field !== null)
  })

  test.each([
    [{ id: '42' }, '42'],
    [{ duplicate_record: { id: '43' } }, '43'],
    [{ id: '42', duplicate_record: { id: '43' } }, '42'],
    [{}, null],
    [{ duplicate_record: null }, null],
  ])('%j is the duplicate %s', (details, id) => {
    expect((answered(400, 'DUPLICATE_DATA', details) as runtime.DuplicateError).duplicateId).toBe(id)
  })
})

test('every class of the ladder is an Error with its own name', () => {
  const ladder = Object.entries(runtime).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof Error,
  )
  expect(ladder.map(([name]) => name).sort()).toEqual([
    'AuthenticationError',
    'ConfigurationError',
    'ConflictError',
    'DuplicateError',
    'NetworkError',
    'NotFoundError',
    'PermissionError',
    'RateLimitError',
    'ServerError',
    'ValidationError',
    'WriteOutcomeUnknownError',
    'ZohoError',
  ])
  for (const [name, type] of ladder) expect((type as unknown as typeof Error).name).toBe(name)
})

describe('isZohoError', () => {
  test('knows the errors of this copy', () => {
    expect(runtime.isZohoError(answered(500, 'X'))).toBe(true)
    expect(runtime.isZohoError(new runtime.ConfigurationError('a', 'b'))).toBe(true)
  })

  test('knows those of another copy', async () => {
    const copy: typeof import('../../../runtime/http/errors.ts') = await import(
      '../../../runtime/http/errors.ts?copy' as string
    )
    expect(copy.ZohoError).not.toBe(runtime.ZohoError)
    expect(runtime.isZohoError(new copy.NetworkError('X', 'm', 'h'))).toBe(true)
  })

  test('knows those of another realm', () => {
    const error: unknown = runInNewContext("Object.assign(new Error('m'), { isZohoError: true })")
    expect(error).not.toBeInstanceOf(Error)
    expect(runtime.isZohoError(error)).toBe(true)
  })

  test.each([
    new Error('m'),
    null,
    undefined,
    'ZohoError',
    {},
    { isZohoError: true },
    Object.assign(new Error('m'), { isZohoError: 'yes' }),
  ])('is not taken in by %o', (value) => {
    expect(runtime.isZohoError(value)).toBe(false)
  })
})
