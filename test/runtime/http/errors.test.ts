import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import * as runtime from '@zcrm/runtime'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { errorOf } from '../../../runtime/http/error-of.ts'
import { root } from '../../support/scratch.ts'

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
    [{ json_path: '$.data[0].Email' }, 'Email'],
    [{ json_path: '$.data[1].Product_Details[0]' }, 'Product_Details'],
    [{ json_path: '$' }, null],
    [
      { expected_fields: [{ api_name: 'Email', json_path: '$.data[0].Email' }, { api_name: 'Phone' }] },
      'Email',
    ],
    [{ expected_fields: ['Email'] }, 'Email'],
    [{ ambiguity_due_to: [{ param_name: 'cvid' }] }, 'cvid'],
    [{ dependee: { api_name: 'Layout' } }, 'Layout'],
    [{ api_name: 'Pipeline', dependee: { api_name: 'Layout' } }, 'Pipeline'],
    [
      { errors: [{ code: 'INVALID_DATA', details: { api_name: 'Email' }, message: 'invalid data' }] },
      'Email',
    ],
    [{ errors: [{ api_name: 'Phone' }, { api_name: 'Email' }] }, 'Phone'],
    [{ errors: [] }, null],
    [{ errors: 'none' }, null],
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

describe('a value that was refused', () => {
  const facts = { reason: 'invalid', limit: null, expected: null, allowedValues: null }
  const multi = (code: string, details: unknown) => ({ errors: [{ code, details, message: 'no' }] })
  test.each([
    ['INVALID_DATA', {}, {}, 'Correct the value and send it again.'],
    ['MANDATORY_NOT_FOUND', { api_name: 'A' }, { reason: 'missing' }, 'Give A a value and send it again.'],
    [
      'EXPECTED_FIELD_MISSING',
      { expected_fields: [{ api_name: 'A' }] },
      { reason: 'missing' },
      'Give A a value',
    ],
    ['DEPENDENT_FIELD_MISSING', { dependee: { api_name: 'A' } }, { reason: 'missing' }, 'Give A a value'],
    ['DEPENDENT_MISMATCH', { api_name: 'A' }, { reason: 'mismatch' }, 'goes with the field it depends on'],
    [
      'INVALID_DATA',
      { maximum_length: 40, api_name: 'A' },
      { reason: 'too-long', limit: 40 },
      'Shorten A to 40',
    ],
    ['INVALID_DATA', { maximum_length: '40' }, { reason: 'too-long', limit: 40 }, 'to 40 characters'],
    ['INVALID_DATA', { maximum_length: 'long' }, { reason: 'too-long' }, 'Correct the value'],
    ['LIMIT_EXCEEDED', { limit: 100 }, { reason: 'too-many', limit: 100 }, 'within the limit of 100'],
    [
      'INVALID_DATA',
      { expected_data_type: 'integer' },
      { reason: 'wrong-type', expected: 'integer' },
      'as integer',
    ],
    [
      'INVALID_DATA',
      { supported_values: ['a', 1, { api_name: 'b' }] },
      { reason: 'not-allowed', allowedValues: ['a', '1', 'b'] },
      'Allowed: "a", "1", "b".',
    ],
    ['AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to: [] }, { reason: 'ambiguous' }, 'Correct the value'],
    ['PATTERN_NOT_MATCHED', { api_name: 'A' }, { reason: 'wrong-pattern' }, 'Correct the value'],
    [
      'MULTIPLE_OR_MULTI_ERRORS',
      multi('INVALID_DATA', { api_name: 'A', maximum_length: 40 }),
      { reason: 'too-long', limit: 40 },
      'Shorten A to 40 characters.',
    ],
    [
      'MULTIPLE_OR_MULTI_ERRORS',
      multi('MANDATORY_NOT_FOUND', { api_name: 'A' }),
      { reason: 'missing' },
      'Give A',
    ],
  ])('%s %j is %j', (code, details, wanted, hint) => {
    const error = answered(400, code, details)
    expect(error).toMatchObject({ ...facts, ...wanted, context: { details } })
    expect(error.hint).toContain(hint)
  })

  test('lists twenty of the allowed values', () => {
    const supported_values = Array.from({ length: 30 }, (_, index) => `v${index}`)
    const { hint } = answered(400, 'INVALID_DATA', { supported_values })
    expect(hint).toMatch(/"v19" and 10 more\.$/)
  })

  test('before it was sent has its facts too', () => {
    const details = { api_name: 'A', supported_values: ['a'] }
    const context = { method: '', path: '/Leads', status: 0, details }
    const error = new runtime.ValidationError('PICKLIST_VALUE', 'm', 'h.', context)
    expect(error).toMatchObject({ ...facts, field: 'A', reason: 'not-allowed', allowedValues: ['a'] })
    expect(new runtime.ValidationError('X', 'm', 'h.')).toMatchObject({ ...facts, field: null })
    expect(new runtime.DuplicateError('X', 'm', 'h.')).toMatchObject({
      duplicateId: null,
      duplicateModule: null,
    })
  })

  test('since another record has it: that one and its module', () => {
    const duplicate_record = { id: '43', module: { api_name: 'Leads', id: '7' }, Owner: { id: '1' } }
    const error = answered(400, 'DUPLICATE_DATA', { api_name: 'Email', duplicate_record })
    expect(error).toMatchObject({
      field: 'Email',
      reason: 'duplicate',
      duplicateId: '43',
      duplicateModule: 'Leads',
    })
  })
})

describe('a record that is not there', () => {
  const place = { api_name: 'id', json_path: '$.data[3].id' }
  test.each([
    [{ id: '999' }, /\(999\)$/, /id/],
    [place, /\(id\)$/, /id/],
    [{ resource_path_index: 1 }, /said Zoho$/, /path/],
  ])('%j is a NotFoundError', (details, message, hint) => {
    const error = answered(400, 'INVALID_DATA', details)
    expect(error).toBeInstanceOf(runtime.NotFoundError)
    expect(error).toMatchObject({ code: 'INVALID_DATA', context: { details } })
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
  })

  test.each([
    ['INVALID_DATA', { api_name: 'Account_Name', json_path: '$.data[0].Account_Name' }],
    ['INVALID_DATA', { api_name: 'id', json_path: '$.data[0].Account_Name.id' }],
    ['INVALID_DATA', { api_name: 'id', json_path: '$.data[0].Products[1].id' }],
    ['INVALID_DATA', { api_name: 'Email', id: '999' }],
    ['INVALID_DATA', { param_name: 'ids' }],
    ['MANDATORY_NOT_FOUND', place],
    ['NOT_SUPPORTED', { resource_path_index: 0 }],
  ])('%s %j is a ValidationError', (code, details) => {
    expect(answered(400, code, details).name).toBe('ValidationError')
  })
})

describe('an error has the facts of its class alone', () => {
  const own = (code: string, status = 400) =>
    Object.keys(answered(status, code, { api_name: 'A', id: '9', retry_after: 1 })).slice(5)
  const validation = ['field', 'reason', 'limit', 'expected', 'allowedValues']
  test.each([
    ['INVALID_DATA', 400, validation],
    ['DUPLICATE_DATA', 400, [...validation, 'duplicateId', 'duplicateModule']],
    ['TOO_MANY_REQUESTS', 429, ['retryAfter']],
    ['NO_PERMISSION', 403, []],
  ])('%s: %s %j', (code, status, keys) => {
    expect(own(code, status).sort()).toEqual([...keys].sort())
  })
})

describe('what Zoho says of a query', () => {
  test.each([
    ['INVALID_QUERY', { column_name: 'Nope' }, '(Nope)', 'Check Nope in the query'],
    ['INVALID_QUERY', { column_name: 'A', clause: 'where' }, '(A, clause "where")', 'Check A in the query'],
    [
      'INVALID_QUERY',
      { reason: 'invalid operator found', column_name: 'A', operator: '>' },
      '(A, operator ">", reason "invalid operator found")',
      'Check A',
    ],
    [
      'SYNTAX_ERROR',
      { line: 1, column: 8, near: 'fro' },
      '(line 1, column 8, near "fro")',
      'the text of the query',
    ],
    ['SYNTAX_ERROR', { clause: 'from' }, '(clause "from")', 'the text of the query'],
    ['SYNTAX_ERROR', {}, 'said Zoho', 'the text of the query'],
    ['DUPLICATE_DATA', { column_name: 'A' }, '(A)', 'Check A in the query'],
    ['LIMIT_EXCEEDED', { limit: 2000, clause: 'limit' }, '(at most 2000, clause "limit")', '2000'],
    ['LIMIT_EXCEEDED', { limit: 50, param_name: 'fields' }, '(fields, at most 50)', 'Keep fields within'],
  ])('%s %j: %s', (code, details, place, hint) => {
    const error = answered(400, code, details)
    expect(error.name).toBe('ValidationError')
    expect(error.message.endsWith(place)).toBe(true)
    expect(error.hint).toContain(hint)
  })
})

test.each([
  ['EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' }, '24 hours'],
  ['EXPIRED_VALUE', { api_name: 'A' }, 'Correct the value'],
  ['TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' }, 'options with which the list was begun'],
])('%s %j has a hint of its own', (code, details, hint) => {
  expect(answered(400, code, details).hint).toContain(hint)
})

test.each([
  [99_200, 'again in 100 s'],
  [null, 'Wait and try again'],
])('a 429 that asks for %s ms says so', (retryAfter, hint) => {
  const call = { method: 'GET', path: '/Leads', status: 429 }
  const error = errorOf(call, { code: 'TOO_MANY_REQUESTS', message: '', details: {} }, retryAfter)
  expect(error.hint).toContain(hint)
})

test.each([
  [401, 'OAUTH_SCOPE_MISMATCH', 'scope'],
  [401, 'INVALID_TOKEN', 'sign-in'],
  [401, 'SOMETHING_NEW', 'sign-in'],
])('%s %s is an AuthenticationError for the reason %s', (status, code, reason) => {
  expect(answered(status, code)).toMatchObject({ reason })
})

test('a scope is named for paths below the host, too', () => {
  const missing = (path: string) =>
    errorOf({ method: 'GET', path, status: 401 }, { code: 'OAUTH_SCOPE_MISMATCH', message: '', details: {} })
      .hint
  expect(missing('/crm/bulk/v8/read/1')).toContain('ZohoCRM.bulk.READ')
  expect(missing('/crm/v2.1/settings/fields')).toContain('ZohoCRM.settings.fields.READ')
})

test.each([
  [{}, null, null],
  [{ retry_after: 2 }, null, 2_000],
  [{ retry_after: 2 }, 500, 500],
  [{ retry_after: -2 }, null, null],
  [null, 0, 0],
])('a RateLimitError with %j and the header %s waits %s ms', (details, header, retryAfter) => {
  const call = { method: 'GET', path: '/Leads', status: 429 }
  const error = errorOf(call, { code: 'TOO_MANY_REQUESTS', message: '', details }, header)
  expect(error).toMatchObject({ name: 'RateLimitError', retryAfter })
})

describe('an error of another copy of the package', () => {
  type Copy = typeof import('../../../runtime/http/errors.ts')
  const ladder = Object.values(runtime).filter(
    (value): value is typeof runtime.NetworkError =>
      typeof value === 'function' && (value as { kind?: unknown }).kind !== undefined,
  )
  const copied = async (): Promise<Copy> => import('../../../runtime/http/errors.ts?another' as string)
  /** As a bundler leaves it: no class has its name. */
  const minified = async (): Promise<Copy> => {
    const { outputFiles } = await build({
      entryPoints: [join(root, 'runtime/http/errors.ts')],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    })
    const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
    return import(`data:text/javascript;base64,${code}`)
  }

  test.each([
    ['imported twice', copied],
    ['minified', minified],
  ])('%s is an instance of the classes of this one, and of no other', async (_, load) => {
    const copy = await load()
    expect(ladder).toHaveLength(12)
    for (const { kind } of ladder) {
      const Type = copy[kind as 'NetworkError']
      const error =
        kind === 'ConfigurationError' ? new copy.ConfigurationError('m', 'h') : new Type('X', 'm', 'h')
      const own = ladder.find((type) => type.kind === kind)
      expect(own).not.toBe(Type)
      expect(error.name).toBe(kind)
      const wanted = ladder.filter((type) => own === type || own?.prototype instanceof type)
      expect(ladder.filter((type) => error instanceof type)).toEqual(wanted)
      expect(error).toBeInstanceOf(Error)
    }
    expect(new copy.DuplicateError('X', 'm', 'h').kinds).toEqual([
      'DuplicateError',
      'ValidationError',
      'ZohoError',
    ])
  })

  test('is no instance of a class that an app derives', async () => {
    class Mine extends runtime.NetworkError {}
    const copy = await copied()
    expect(new copy.NetworkError('X', 'm', 'h') instanceof Mine).toBe(false)
    expect(new runtime.NetworkError('X', 'm', 'h') instanceof Mine).toBe(false)
    const mine = new Mine('X', 'm', 'h')
    expect([mine instanceof Mine, mine instanceof copy.NetworkError, mine.name]).toEqual([true, true, 'Mine'])
  })

  test.each([null, undefined, 'ServerError', {}, { kinds: ['ServerError'] }, new Error('m')])(
    '%o is none',
    (value) => {
      expect(value instanceof (runtime.ServerError as unknown as new () => object)).toBe(false)
    },
  )
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
